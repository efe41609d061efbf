package e2e

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// receiving is a store that says who it is, with a pack that is sold in five currencies.
type receiving struct {
	*designing
	operator, app *api.Client
	id            string // of the app
	year          string
}

const sellerAddress = "1 Rabbit Street\nSeoul 04524"

func newReceiving(t *testing.T) *receiving {
	t.Helper()
	s := serve(t, t.TempDir(), "--seller-name", "Moon Store Inc.", "--seller-address", sellerAddress, "--seller-tax-number", "123-45-67890")
	c := &receiving{designing: &designing{server: s}, operator: s.client(s.staff(t, "operator@example.com", "operator")), year: time.Now().UTC().Format("2006")}
	app := must(c.operator.CreateApp(t.Context(), api.NewApp{Name: "chat", Scopes: everyScope}))(t)
	c.id, c.app = app.ID, s.client(app.Keys[0].Secret)
	words := strings.Replace(smallPack("moon", "2500"), "en: The pack moon", "en: Moon Rabbit, ko: 달토끼, ja: 月うさぎ, ar: أرنب القمر", 1)
	must(c.operator.ImportArchive(t.Context(), zipped(t, [2]string{"pack.yaml", words}, [2]string{"1.png", string(dot(t, 10))}, [2]string{"2.png", string(dot(t, 200))})))(t)
	var offers api.OfferList
	for region, price := range map[string]api.Money{
		"KR": {Amount: 2500, Currency: "KRW"}, "US": {Amount: 199, Currency: "USD"}, "KW": {Amount: 1250, Currency: "KWD"}, "JP": {Amount: 250, Currency: "JPY"},
	} {
		offers.Offers = append(offers.Offers, api.OfferDraft{Regions: []string{region}, Price: &price})
	}
	must(c.operator.SetOffers(t.Context(), "moon", offers))(t)
	must(c.operator.PublishPack(t.Context(), "moon", api.Publication{}))(t)
	return c
}

// buys buys the pack for a holder in a region.
func (c *receiving) buys(t *testing.T, as *api.Client, holder, region string) api.Order {
	t.Helper()
	return must(as.PlaceOrder(t.Context(), holder, "buy-"+holder, api.NewOrder{
		Pack: "moon", Region: region, PayWith: api.PayWith{Provider: "external", Transaction: "txn-" + region},
	}))(t)
}

// gets asks for an address with a key.
func (c *receiving) gets(t *testing.T, as *api.Client, path string) string {
	t.Helper()
	reply := must(as.Do(t.Context(), http.MethodGet, path, nil, nil))(t)
	if reply.Status != http.StatusOK || reply.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: %d %s", path, reply.Status, reply.Body)
	}
	return string(reply.Body)
}

// TestReceipts buys in four languages and currencies, gives some of it back, and reads what is to be kept of that: as a
// buyer's app and as an operator.
func TestReceipts(t *testing.T) {
	c := newReceiving(t)
	ctx := t.Context()
	o := c.buys(t, c.app, "fan", "KR")
	back := int64(1000)
	must(c.app.RefundOrder(ctx, "fan", o.ID, "back", api.NewRefund{Amount: &back}))(t)
	r := must(c.app.OrderReceipt(ctx, "fan", o.ID))(t)
	if r.Number != c.year+"-000001" || r.Kind != "receipt" || r.Holder != "fan" || r.App != c.id || r.Amount.Display != "₩2,500" ||
		r.Item.Name != "달토끼" || r.Seller.Name != "Moon Store Inc." || r.Seller.Address != sellerAddress || r.Corrects != nil || len(r.Notes) != 1 {
		t.Errorf("%+v", r)
	}
	if n := r.Notes[0]; n.Number != c.year+"-000002" || n.Kind != "credit_note" || *n.Corrects != r.Number || n.Amount.Amount != 1000 || n.Previous != r.Hash {
		t.Errorf("%+v", n)
	}
	for region, want := range map[string][]string{
		"US": {"Receipt", "Moon Rabbit", "$1.99"}, "KW": {"إيصال", "أرنب القمر", "1.250", "د.ك."}, "JP": {"領収書", "月うさぎ", "250"},
	} {
		o := c.buys(t, c.app, "fan-"+region, region)
		path := "/v1/holders/fan-" + region + "/orders/" + o.ID + "/receipt?format="
		text, page := c.gets(t, c.app, path+"text"), c.gets(t, c.app, path+"html")
		for _, word := range append(want, "Moon Store Inc.", "Seoul 04524", o.ID, "txn-"+region) {
			if !strings.Contains(text, word) || !strings.Contains(page, word) {
				t.Errorf("%s: no %q in %s", region, word, text)
			}
		}
	}
	page := must(c.app.HolderReceipts(ctx, "fan", ""))(t)
	if len(page.Items) != 2 || page.Items[0].ID != r.Notes[0].ID || page.Items[1].Hash != r.Hash {
		t.Errorf("%+v", page)
	}
	if got := must(c.app.HolderReceipt(ctx, "fan", r.ID))(t); got.Hash != r.Hash {
		t.Errorf("%+v", got)
	}
	_, err := c.app.HolderReceipt(ctx, "friend", r.ID)
	problem(t, err, "receipt-not-found")
	c.readsAll(t, 5)
}

// readsAll has the operator read what there is, as pages and as a file that sums up.
func (c *receiving) readsAll(t *testing.T, want int) {
	t.Helper()
	var seen []api.Receipt
	query := url.Values{"app": {c.id}, "year": {c.year}, "limit": {"2"}}
	for cursor := ""; ; {
		page := must(c.operator.Receipts(t.Context(), query, cursor))(t)
		seen = append(seen, page.Items...)
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	file := c.gets(t, c.operator, "/v1/receipts?format=csv&year="+c.year)
	rows := must(csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll())(t)
	if len(seen) != want || len(rows) != want+1 {
		t.Fatalf("%d receipts, %d rows", len(seen), len(rows))
	}
	for i, r := range seen {
		if row := rows[i+1]; row[2] != r.Number || row[16] != r.Hash || r.Kind == "credit_note" && row[13] != "-1000" {
			t.Errorf("%v is not %+v", row, r)
		}
	}
	var report struct {
		Intact bool
		Series []struct {
			Ledger, Head string
			Year         int
		}
	}
	c.json(t, &report, "receipts", "verify")
	if !report.Intact || len(report.Series) == 0 {
		t.Errorf("%+v", report)
	}
}

// TestReceiptsOfNobody erases a buyer, who is a pseudonym on what they were given from then on, and tries things out, which
// has numbers of its own.
func TestReceiptsOfNobody(t *testing.T) {
	c := newReceiving(t)
	ctx := t.Context()
	o := c.buys(t, c.app, "fan-to-forget", "KR")
	before := must(c.app.OrderReceipt(ctx, "fan-to-forget", o.ID))(t)
	gone := must(c.app.EraseHolder(ctx, "fan-to-forget"))(t)
	after := must(c.app.OrderReceipt(ctx, *gone.Pseudonym, o.ID))(t)
	if after.Hash != before.Hash || after.Holder != *gone.Pseudonym {
		t.Errorf("%+v", after)
	}
	if file := c.gets(t, c.operator, "/v1/receipts?format=csv"); strings.Contains(file, "forget") {
		t.Error(file)
	}
	key := must(c.operator.IssueKey(ctx, c.id, api.NewKey{Test: true, Scopes: everyScope}))(t)
	trying := c.client(key.Secret)
	tried := c.buys(t, trying, "fan", "US")
	r := must(trying.OrderReceipt(ctx, "fan", tried.ID))(t)
	if r.Number != c.year+"-000001" || !r.Test {
		t.Errorf("%+v", r)
	}
	if page := c.gets(t, trying, "/v1/holders/fan/orders/"+tried.ID+"/receipt?format=html"); !strings.Contains(page, "No money was paid") {
		t.Error(page)
	}
	free := must(c.app.PlaceOrder(ctx, "fan", "reserved", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external"}}))(t)
	_, err := c.app.OrderReceipt(ctx, "fan", free.ID)
	problem(t, err, "receipt-not-found")
}

// TestOperatorPrintsReceipts opens them from the order's story, in four languages.
func TestOperatorPrintsReceipts(t *testing.T) {
	c := newReceiving(t)
	c.tab = browser(t)
	said := complaints(t, c.tab)
	c.enter(t, "finance@example.com", "finance")
	for _, region := range []string{"US", "KW", "JP"} {
		o := c.buys(t, c.app, "fan-"+region, region)
		back := int64(49)
		must(c.app.RefundOrder(t.Context(), "fan-"+region, o.ID, "back-"+region, api.NewRefund{Amount: &back}))(t)
		c.do(t, chromedp.Navigate(c.URL+"/studio/orders/"+o.ID), chromedp.WaitVisible(chromedp.CSS("#receipts")))
		if region == "US" {
			c.look(t, "story-receipts")
			c.accessible(t, "an order with receipts")
		}
		links := ask[[]string](t, c.designing, `[...document.querySelectorAll('#receipts a')].map(a => a.href)`)
		if len(links) != 2 {
			t.Fatalf("%q", links)
		}
		c.prints(t, region, links)
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// prints looks at a receipt and its note, and prints the one.
func (c *receiving) prints(t *testing.T, region string, links []string) {
	t.Helper()
	for i, link := range links {
		c.do(t, chromedp.Navigate(link), chromedp.WaitVisible(chromedp.CSS("tfoot")))
		name := "receipt-" + region + []string{"", "-note"}[i]
		c.look(t, name)
		c.accessible(t, name)
	}
	c.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(links[0]), chromedp.WaitVisible(chromedp.CSS("tfoot")))
	c.look(t, "receipt-phone-"+region)
	if wide := ask[int](t, c.designing, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("%s is %d wide on a phone", region, wide)
	}
	c.do(t, chromedp.EmulateViewport(1280, 800))
	sheet := ask[string](t, c.designing, `getComputedStyle(document.querySelector('tfoot td')).fontWeight`)
	if sheet != "700" {
		t.Errorf("the page's style is not taken: %s", sheet)
	}
	reply := must(c.app.Do(t.Context(), http.MethodGet, strings.TrimPrefix(links[0], c.URL), nil, nil))(t)
	if bytes.Contains(reply.Body, []byte("Moon Store")) {
		t.Errorf("a stranger reads %s", reply.Body)
	}
}
