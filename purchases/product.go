package purchases

// ProductKind is what kind of thing an order is for. All kinds share the machine of orders, the books, the holds and the
// grants: what a kind has of its own is where its terms come from and what its grants let their holders do.
type ProductKind string

// The kinds of products.
const (
	PackProduct         ProductKind = ""             // a pack of stickers, or coins
	PassProduct         ProductKind = "pass"         // a ticket to something that takes place
	BundleProduct       ProductKind = "bundle"       // packs that are sold together: the order has a Line for each
	SubscriptionProduct ProductKind = "subscription" // a period of one
)

// product returns what an order is for as the facts of faults name it.
func (o Order) product() (name, id string) {
	if o.Kind == PackProduct {
		return "pack", o.Pack
	}
	return string(o.Kind), o.Pack
}

// Product are the ids of what an order or a grant is for: at most one is not "".
type Product struct{ Pack, Pass, Bundle, Subscription string }

// Product returns what the order is for: nothing of it when that is coins.
func (o Order) Product() Product {
	switch o.Kind {
	case PassProduct:
		return Product{Pass: o.Pack}
	case BundleProduct:
		return Product{Bundle: o.Pack}
	case SubscriptionProduct:
		return Product{Subscription: o.Pack}
	}
	return Product{Pack: o.Pack}
}

// PackAndPass returns the ids of the pack and of the pass that a grant is of: one is not "", unless it is of a pool.
func (g Grant) PackAndPass() (pack, pass string) {
	switch {
	case g.Ticket > 0:
		return "", g.Pack
	case g.Kind.pools() && g.Pool == "":
		return "", ""
	}
	return g.Pack, ""
}

// Subscription returns the id of the subscription that an order is for, or "".
func (o Order) Subscription() string {
	if o.Kind == SubscriptionProduct {
		return o.Pack
	}
	return ""
}

// PoolOf returns the id of the pool that a grant is of, or by which it is of its pack; "" for other grants.
func (g Grant) PoolOf() string {
	if g.Pool == "" && g.Kind.pools() {
		return g.Pack
	}
	return g.Pool
}
