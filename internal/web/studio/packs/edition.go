package packs

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// Editions says how limited packs stand, and makes packs limited.
type Editions interface {
	Edition(ctx context.Context, pack string, test bool) (purchases.Edition, error)
	SetStock(ctx context.Context, by journal.Origin, pack string, stock int64) (purchases.Edition, error)
}

// edition is what the page says of a pack of which there are only so many.
type edition struct {
	Shown  bool // there may be editions
	Stock  string
	Least  string
	Typed  string // in the form
	Wrong  string // why that was not taken
	Counts []count
}

// count is how an edition stands in one kind of ledgers.
type count struct{ Ledger, Sold, Held, Left string }

// limits puts to a page how the pack's edition stands. typed is what the form was filled with; failure says why it was
// not taken.
func (r *room) limits(v *frame.Visit, p *salePage, typed string, failure error) error {
	if r.editions == nil {
		return nil
	}
	number := func(n int64) string { return cldr.FormatNumber(string(v.Voice.Locale), strconv.FormatInt(n, 10)) }
	p.Edition = edition{Shown: true, Typed: typed}
	if failure != nil {
		p.Edition.Wrong = v.Word(failure).Detail
	}
	for i, ledger := range []string{"live", "test"} {
		e, err := r.editions.Edition(v.Request().Context(), p.ID, i == 1)
		if errors.Is(err, purchases.ErrEditionNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Edition.Counts = append(p.Edition.Counts, count{
			v.Voice.T("studio.edition." + ledger), number(e.Sold()), number(e.Reserved), number(e.Left()),
		})
		if i == 0 {
			p.Edition.Stock, p.Edition.Least = number(e.Stock), number(e.Least())
			if typed == "" {
				p.Edition.Typed = strconv.FormatInt(e.Stock, 10)
			}
		}
	}
	return nil
}

// editionFaults are the refusals that stand beside the field.
var editionFaults = []*fault.Error{purchases.ErrStockInvalid, purchases.ErrStockTaken}

// setEdition says how many pieces there are.
func (r *room) setEdition(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(v.FormValue("stock"))
	stock, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		stock = 0 // which is refused
	}
	_, err = r.editions.SetStock(v.Request().Context(), v.Origin(), d.Pack.ID, stock)
	if err == nil {
		return back(v, "/sale", "limited")
	}
	for _, known := range editionFaults {
		if errors.Is(err, known) {
			return r.showSale(v, d, blankForm(), err)
		}
	}
	return err
}
