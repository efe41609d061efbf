package purchases

// ProductKind is what kind of thing an order is for. All kinds share the machine of orders, the books, the holds and the
// grants: what a kind has of its own is where its terms come from and what its grants let their holders do.
type ProductKind string

// The kinds of products.
const (
	PackProduct ProductKind = ""     // a pack of stickers, or coins
	PassProduct ProductKind = "pass" // a ticket to something that takes place
)

// product returns what an order is for as the facts of faults name it.
func (o Order) product() (name, id string) {
	if o.Kind == PassProduct {
		return "pass", o.Pack
	}
	return "pack", o.Pack
}

// PackAndPass returns the ids of the pack and of the pass that an order is for: at most one is not "".
func (o Order) PackAndPass() (pack, pass string) {
	if o.Kind == PassProduct {
		return "", o.Pack
	}
	return o.Pack, ""
}

// PackAndPass returns the ids of the pack and of the pass that a grant is of: one is not "".
func (g Grant) PackAndPass() (pack, pass string) {
	if g.Ticket > 0 {
		return "", g.Pack
	}
	return g.Pack, ""
}
