package purchases

// ProductKind is what kind of thing an order is for. All kinds share the machine of orders, the books, the holds and the
// grants: what a kind has of its own is where its terms come from and what its grants let their holders do.
type ProductKind string

// The kinds of products.
const (
	PackProduct   ProductKind = ""       // a pack of stickers, or coins
	PassProduct   ProductKind = "pass"   // a ticket to something that takes place
	BundleProduct ProductKind = "bundle" // packs that are sold together: the order has a Line for each
)

// product returns what an order is for as the facts of faults name it.
func (o Order) product() (name, id string) {
	if o.Kind == PackProduct {
		return "pack", o.Pack
	}
	return string(o.Kind), o.Pack
}

// Product are the ids of what an order or a grant is for: at most one is not "".
type Product struct{ Pack, Pass, Bundle string }

// Product returns what the order is for: nothing of it when that is coins.
func (o Order) Product() Product {
	switch o.Kind {
	case PassProduct:
		return Product{Pass: o.Pack}
	case BundleProduct:
		return Product{Bundle: o.Pack}
	}
	return Product{Pack: o.Pack}
}

// PackAndPass returns the ids of the pack and of the pass that a grant is of: one is not "".
func (g Grant) PackAndPass() (pack, pass string) {
	if g.Ticket > 0 {
		return "", g.Pack
	}
	return g.Pack, ""
}
