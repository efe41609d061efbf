package orders

import (
	"context"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/paper"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// Receipts knows what was issued about orders.
type Receipts interface {
	OfStory(ctx context.Context, order string) (found []receipt.Document, behind bool, err error)
	Document(ctx context.Context, id string) (receipt.Document, error)
}

// issued is a document about the order.
type issued struct {
	Address string
	Title   string
	Number  string
	Amount  string
	At      string
	Stamp   string
}

// issuedOf are the documents about an order, as the reader's language has them.
func (r *room) issuedOf(v *frame.Visit, order string) ([]issued, error) {
	found, _, err := r.receipts.OfStory(v.Request().Context(), order)
	all := make([]issued, len(found))
	for i, d := range found {
		all[i] = issued{
			Address: Home + "/" + order + "/receipts/" + d.ID, Title: v.Voice.T("page.receipt.title_" + string(d.Kind)), Number: d.Number,
			Amount: cldr.FormatPrice(string(v.Voice.Locale), d.Amount.Amount, d.Amount.Currency), At: v.Voice.Moment(d.At.UTC()), Stamp: stamp(d.At),
		}
	}
	return all, err
}

// receipt shows a document as its buyer gets it, to be printed.
func (r *room) receipt(v *frame.Visit) error {
	d, err := r.receipts.Document(v.Request().Context(), v.Param("receipt"))
	if err == nil && d.Order != v.Param("order") {
		err = receipt.ErrNotFound.With("receipt", d.ID)
	}
	if err != nil {
		return err
	}
	locale := i18n.Locale(r.Words.Negotiate(d.Locale))
	html, err := paper.New(d, r.Words.In(locale), locale).HTML()
	if err != nil {
		return err
	}
	return paper.Send(v, paper.PageType, html)
}
