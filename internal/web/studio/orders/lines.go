package orders

import (
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
)

// part is a pack of the bundle that an order is for, and its part of the price.
type part struct {
	Pack  frame.Said
	Price string
}

// partsOf are the packs that an order of a bundle gives; none of other orders.
func (r *room) partsOf(v *frame.Visit, o purchases.Order) []part {
	var parts []part
	for _, line := range o.Lines {
		shown := part{Pack: r.packOf(v, line.Pack), Price: v.Voice.T("page.offer.free")}
		if price, _ := o.OfLine(line.Pack); price != nil && price.Amount > 0 {
			shown.Price = priced(v, price.Amount, price.Currency)
		}
		parts = append(parts, shown)
	}
	return parts
}

// bundleOf is the title of a bundle, its id when it is not known any more.
func (r *room) bundleOf(v *frame.Visit, id string) frame.Said {
	b, err := r.orders.Bundle(v.Request().Context(), id)
	if err != nil {
		return frame.Said{Text: id}
	}
	title := b.Title(i18n.Chain(v.Voice.Locale))
	return frame.Said{Text: title.Text, Locale: v.Voice.Foreign(title.Locale)}
}

// packGiven is the title of the pack of a grant, where an order gives several.
func (r *room) packGiven(v *frame.Visit, o purchases.Order, g purchases.Grant) string {
	if len(o.Lines) == 0 {
		return ""
	}
	return r.packOf(v, g.Pack).Text
}
