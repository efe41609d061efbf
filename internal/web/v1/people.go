package v1

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountPeople() {
	export := web.Operation{
		Method: "GET", ID: "export-holder", Path: "/v1/holders/{holder}/export", Tag: tagHolders, Action: accounts.ReadHolders,
		Summary: "Everything that is kept of a holder", Type: "application/json",
	}
	web.Plain[HolderPath, struct{}](r.Server, export, r.exportHolder)
	web.Typed(r.Server, web.Operation{
		Method: "DELETE", ID: "erase-holder", Path: "/v1/holders/{holder}", Tag: tagHolders, Action: accounts.WriteHolders,
		Summary: "Forget a holder; in what was paid for, a pseudonym stands for them",
	}, r.eraseHolder)
}

// eraseHolder forgets a person. To do so again changes nothing.
func (r *routes) eraseHolder(ctx context.Context, in *HolderPath) (*jsonOf[api.Erased], error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	pseudonym, err := r.Purchases.Erase(ctx, origin(ctx), of)
	r.Accounts.ForgetPeople()
	if err != nil {
		return nil, err
	}
	var erased api.Erased
	if pseudonym != "" {
		erased.Pseudonym = &pseudonym
	}
	return &jsonOf[api.Erased]{erased}, nil
}

// exportPage is how many rows of an export are read at once.
const exportPage = 100

// exportHolder sends everything that is kept of a person, as it is read. What fails half-way cuts the reply off, so
// that nobody takes a part for the whole.
func (r *routes) exportHolder(c echo.Context) error {
	ctx := c.Request().Context()
	of, err := ownerOf(ctx, c.Param("holder"))
	if err != nil {
		return err
	}
	err = purchases.CheckHolder(of.Holder)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Type", "application/json")
	header.Set("Content-Disposition", `attachment; filename="export.json"`)
	if c.Request().Method == http.MethodHead {
		c.Response().WriteHeader(http.StatusOK)
		return nil
	}
	err = r.writeExport(ctx, exportWriter{to: c.Response()}, of)
	if err != nil && c.Response().Committed {
		panic(http.ErrAbortHandler)
	}
	return err
}

// writeExport writes one object with a list for each kind of what is kept.
func (r *routes) writeExport(ctx context.Context, w exportWriter, of purchases.Owner) error {
	for _, part := range []struct {
		name  string
		write func(context.Context, func(any) error, purchases.Owner) error
	}{
		{"orders", pagesOf(r.Purchases.Orders, orderOf)}, {"gifts", pagesOf(r.Purchases.Gifts, giftOf)}, {"receipts", pagesOf(r.Receipts.OfHolder, r.receiptOf)},
		{"grants", r.exportGrants}, {"coins", r.exportCoins}, {"shelf", r.exportShelf},
		{"favourites", r.exportFavourites}, {"recents", r.exportRecents}, {"events", r.exportEvents},
	} {
		err := w.begin(part.name, of.Holder)
		if err == nil {
			err = part.write(ctx, w.row(), of)
		}
		if err != nil {
			return err
		}
		w.named = true
	}
	_, err := io.WriteString(w.to, "]}\n")
	return err
}

// exportWriter writes lists, row by row.
type exportWriter struct {
	to    io.Writer
	named bool // a list was begun
}

func (w exportWriter) begin(name, holder string) error {
	opening := `],"` + name + `":[`
	if !w.named {
		whose, err := json.Marshal(holder)
		if err != nil {
			return err
		}
		opening = `{"holder":` + string(whose) + `,"` + name + `":[`
	}
	_, err := io.WriteString(w.to, opening)
	return err
}

// row writes the rows of one list.
func (w exportWriter) row() func(any) error {
	first := true
	return func(row any) error {
		data, err := json.Marshal(row)
		if err != nil {
			return err
		}
		if !first {
			data = append([]byte(","), data...)
		}
		first = false
		_, err = w.to.Write(append(data, '\n'))
		return err
	}
}

// pagesOf writes what is read in pages.
func pagesOf[Row, Shown any](
	read func(context.Context, purchases.Ledger, string, purchases.Page) ([]Row, string, error), shown func(Row) Shown,
) func(context.Context, func(any) error, purchases.Owner) error {
	return func(ctx context.Context, write func(any) error, of purchases.Owner) error {
		for page := (purchases.Page{Limit: exportPage}); ; {
			rows, next, err := read(ctx, of.Ledger, of.Holder, page)
			if err != nil {
				return err
			}
			for _, row := range rows {
				err = write(shown(row))
				if err != nil {
					return err
				}
			}
			if next == "" {
				return nil
			}
			page.After = next
		}
	}
}

func (r *routes) exportGrants(ctx context.Context, write func(any) error, of purchases.Owner) error {
	grants, err := r.Purchases.AllGrants(ctx, of)
	if err != nil {
		return err
	}
	for _, grant := range grantsOf(grants) {
		err = write(grant)
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *routes) exportCoins(ctx context.Context, write func(any) error, of purchases.Owner) error {
	wallet, err := r.getWallet(ctx, &HolderPath{of.Holder})
	if err != nil {
		return err
	}
	return write(wallet.Body)
}

func (r *routes) exportShelf(ctx context.Context, write func(any) error, of purchases.Owner) error {
	kept, err := r.getShelf(ctx, &HolderPath{of.Holder})
	if err != nil {
		return err
	}
	return write(kept.Body)
}

func (r *routes) exportFavourites(ctx context.Context, write func(any) error, of purchases.Owner) error {
	for below := int64(0); ; {
		found, next, err := r.Shelves.Favourites(ctx, of, below, exportPage)
		if err != nil {
			return err
		}
		for _, f := range found {
			err = write(favouriteOf(f))
			if err != nil {
				return err
			}
		}
		if next == 0 {
			return nil
		}
		below = next
	}
}

func (r *routes) exportRecents(ctx context.Context, write func(any) error, of purchases.Owner) error {
	recents, err := r.listRecents(ctx, &HolderPath{of.Holder})
	if err != nil {
		return err
	}
	for _, recent := range recents.Body.Items {
		err = write(recent)
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *routes) exportEvents(ctx context.Context, write func(any) error, of purchases.Owner) error {
	for after := int64(0); ; {
		var events []journal.Event
		events, err := r.Journal.EventsOf(ctx, of.Ledger.ID(), of.Holder, after, exportPage)
		if err != nil {
			return err
		}
		for _, e := range events {
			err = write(eventOf(e))
			if err != nil {
				return err
			}
			after = e.Sequence
		}
		if len(events) < exportPage {
			return nil
		}
	}
}
