package v1

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/paper"
	"github.com/hallyu-store/hallyu/internal/web/sheet"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

func (r *routes) mountReceipts() {
	op := func(id, path, summary string) web.Operation {
		return own(web.Operation{Method: http.MethodGet, ID: id, Path: "/v1/holders/{holder}" + path, Summary: summary, Tag: tagHolders, Action: accounts.ReadOrders})
	}
	web.Plain[orderReceiptInput, jsonOf[api.OrderReceipt]](r.Server, op("get-order-receipt", "/orders/{order}/receipt",
		"The receipt of an order with its notes as JSON, the receipt alone as text or as a page to print, in the buyer's language"), r.orderReceipt)
	web.Typed(r.Server, op("list-holder-receipts", "/receipts", "A holder's receipts, credit notes and debit notes, newest first"), r.holderReceipts)
	web.Plain[holderReceiptInput, jsonOf[api.Receipt]](r.Server, op("get-holder-receipt", "/receipts/{receipt}",
		"One of a holder's receipts and notes as JSON, text or a page to print"), r.holderReceipt)
	web.Plain[receiptsInput, jsonOf[api.List[api.Receipt]]](r.Server, web.Operation{
		Method: http.MethodGet, ID: "list-receipts", Path: "/v1/receipts", Tag: tagSales, Action: accounts.ReadReports,
		Summary: "All receipts and notes by app, year and number: a page of them as JSON, all as CSV",
	}, r.listReceipts)
}

// ReceiptFormat says in which form a receipt is given.
type ReceiptFormat struct {
	Format string `query:"format" enum:"json,text,html" default:"json"`
}

type orderReceiptInput struct {
	HolderPath
	Order string `path:"order"`
	ReceiptFormat
}

func (r *routes) orderReceipt(c echo.Context) error {
	ctx := c.Request().Context()
	of, format, err := receiptAsked(c)
	if err != nil {
		return err
	}
	all, err := r.Receipts.OfOrder(ctx, of, c.Param("order"))
	if err != nil {
		return err
	}
	reply := api.OrderReceipt{Receipt: r.receiptOf(all[0]), Notes: []api.Receipt{}}
	for _, d := range all[1:] {
		reply.Notes = append(reply.Notes, r.receiptOf(d))
	}
	return r.sendReceipt(c, format, all[0], reply)
}

type holderReceiptInput struct {
	HolderPath
	Receipt string `path:"receipt"`
	ReceiptFormat
}

func (r *routes) holderReceipt(c echo.Context) error {
	ctx := c.Request().Context()
	of, format, err := receiptAsked(c)
	if err != nil {
		return err
	}
	d, err := r.Receipts.Own(ctx, of, c.Param("receipt"))
	if err != nil {
		return err
	}
	return r.sendReceipt(c, format, d, r.receiptOf(d))
}

// receiptAsked is whose receipt is asked for, and in which form.
func receiptAsked(c echo.Context) (of purchases.Owner, format string, err error) {
	q := web.NewQuery(c)
	format = q.Enum("format", "json", "text", "html")
	of, err = ownerOf(c.Request().Context(), c.Param("holder"))
	if err == nil {
		err = q.Err()
	}
	return of, format, err
}

// sendReceipt answers with a receipt as text or as a page, or with the reply.
func (r *routes) sendReceipt(c echo.Context, format string, d receipt.Document, reply any) error {
	if format == "json" {
		return r.reply(c, http.StatusOK, reply)
	}
	locale := r.paperLocale(d)
	p := paper.New(d, r.Words.In(locale), locale)
	if format == "text" {
		return paper.Send(c, paper.TextType, []byte(p.Text()))
	}
	page, err := p.HTML()
	if err != nil {
		return err
	}
	return paper.Send(c, paper.PageType, page)
}

// paperLocale is the language of the store that a document is written in: the buyer's, or the nearest one.
func (r *routes) paperLocale(d receipt.Document) i18n.Locale {
	return i18n.Locale(r.Words.Negotiate(d.Locale))
}

func (r *routes) holderReceipts(ctx context.Context, in *ordersInput) (*jsonOf[api.List[api.Receipt]], error) {
	return listOf(ctx, in, r.Receipts.OfHolder, r.receiptOf)
}

type receiptsInput struct {
	ListQuery
	App    string `query:"app" maxLength:"64" doc:"id; all apps when left out"`
	Year   int    `query:"year" minimum:"2000" maximum:"9999" doc:"UTC; all years when left out"`
	Test   bool   `query:"test" doc:"those by keys for trying things, in place of all others"`
	Format string `query:"format" enum:"json,csv" default:"json" doc:"csv: all of them, without cursor and limit"`
}

// receiptsAtOnce is how many receipts of a file are read at once.
const receiptsAtOnce = 500

func (r *routes) listReceipts(c echo.Context) error {
	ctx := c.Request().Context()
	q := web.NewQuery(c)
	query := receipt.Query{App: q.Text("app", 64), Year: q.Int("year", 0, 2000, 9999)}
	test, format, limit := q.Bool("test"), q.Enum("format", "json", "csv"), q.Limit()
	query.Test = test != nil && *test
	if q.Err() != nil {
		return q.Err()
	}
	if format == "csv" {
		return r.sendTable(c, receiptsFile(query), sheet.CSV, func(w io.Writer) error {
			return sheet.ReceiptsCSV(w, func(take func(receipt.Document) error) error { return r.eachReceipt(ctx, query, take) })
		})
	}
	err := web.DecodeCursor(c.QueryParam("cursor"), &query.After)
	if err != nil {
		return err
	}
	found, err := r.Receipts.Find(ctx, query, limit)
	if err != nil {
		return err
	}
	list := api.List[api.Receipt]{Items: []api.Receipt{}}
	for _, d := range found {
		list.Items = append(list.Items, r.receiptOf(d))
	}
	if len(found) == limit {
		list.Next = web.EncodeCursor(found[limit-1].Place())
	}
	return r.reply(c, http.StatusOK, list)
}

// receiptsFile names a file of receipts.
func receiptsFile(q receipt.Query) string {
	name := "receipts"
	if q.Test {
		name += "-test"
	}
	if q.Year != 0 {
		name += "-" + strconv.Itoa(q.Year)
	}
	return name + ".csv"
}

// eachReceipt gives all receipts to take.
func (r *routes) eachReceipt(ctx context.Context, q receipt.Query, take func(receipt.Document) error) error {
	for {
		found, err := r.Receipts.Find(ctx, q, receiptsAtOnce)
		for _, d := range found {
			if err == nil {
				err = take(d)
			}
			q.After = d.Place()
		}
		if err != nil || len(found) < receiptsAtOnce {
			return err
		}
	}
}

// receiptOf puts a document on the wire, its amounts as its language writes them.
func (r *routes) receiptOf(d receipt.Document) api.Receipt {
	locale := r.paperLocale(d)
	shown := api.Receipt{
		ID: d.ID, Kind: string(d.Kind), Number: d.Number, App: d.App, Test: d.Test, Holder: d.Holder, Order: d.Order,
		At: d.At.UTC(), IssuedAt: d.IssuedAt.UTC(), Seller: api.ReceiptSeller(d.Seller), Item: receiptItem(d.Item), Region: d.Region,
		Locale: string(locale), Price: money(d.Price, locale), Amount: *money(&catalog.Price{Amount: d.Amount.Amount, Currency: d.Amount.Currency}, locale),
		Provider: string(d.Provider), Previous: d.Previous, Hash: d.Hash,
	}
	if d.Corrects != "" {
		shown.Corrects = &d.Corrects
	}
	if d.Transaction != "" {
		shown.Transaction = &d.Transaction
	}
	return shown
}

func receiptItem(i receipt.Item) api.ReceiptItem {
	return api.ReceiptItem{Kind: string(i.Kind), ID: i.ID, Name: i.Name, Locale: i.Locale, Coins: i.Coins}
}
