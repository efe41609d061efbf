package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"github.com/hallyu-store/hallyu/api"
)

// earning is a store with a creator who sells in three regions.
type earning struct {
	*designing
	operator, finance, app *api.Client
	account                struct{ Account, Password, Key string } // of the creator
	month                  string
}

const theDesigner = "moon@example.com"

func newEarning(t *testing.T) *earning {
	t.Helper()
	s := serve(t, t.TempDir())
	e := &earning{designing: &designing{server: s}, month: time.Now().UTC().Format("2006-01")}
	e.operator, e.finance = s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.staff(t, "finance@example.com", "finance"))
	e.app = s.client(s.app(t, everyScope...))
	s.json(t, &e.account, "admin", "account", "create", theDesigner, "--role", "designer")
	for _, creator := range []api.NewCreator{{Slug: "studio-made", Name: "Moon Studio", Account: e.account.Account}, {Slug: "another", Name: "Another"}} {
		body := must(json.Marshal(creator))(t)
		must(e.operator.Do(t.Context(), http.MethodPost, "/v1/creators", body, http.Header{"Content-Type": {"application/json"}}))(t)
	}
	won, yen, dollars := api.Money{Amount: 2500, Currency: "KRW"}, api.Money{Amount: 250, Currency: "JPY"}, api.Money{Amount: 199, Currency: "USD"}
	for _, slug := range []string{"moon", "sun"} {
		brought(t, e.operator, slug, "2500")
		must(e.operator.SetOffers(t.Context(), slug, api.OfferList{Offers: []api.OfferDraft{
			{Regions: []string{"KR"}, Price: &won}, {Regions: []string{"JP"}, Price: &yen}, {Regions: []string{"US", "PH"}, Price: &dollars},
		}}))(t)
		must(e.operator.PublishPack(t.Context(), slug, api.Publication{}))(t)
	}
	must(e.finance.CreateContract(t.Context(), api.NewContract{Scope: "store", ContractTerms: api.ContractTerms{
		StoreFee: 3000, Share: 5000, Taxes: map[string]int64{"KR": 1000, "JP": 1000},
	}}))(t)
	return e
}

// sells sells packs to fans in some regions, and takes some of the money back.
func (e *earning) sells(t *testing.T, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(8, 9))
	for i := range n {
		region := []string{"KR", "JP", "US", "PH"}[random.IntN(4)]
		pack := []string{"moon", "moon", "sun"}[random.IntN(3)]
		holder, key := fmt.Sprintf("fan-%d", i), fmt.Sprintf("key-%d", i)
		o := must(e.app.PlaceOrder(t.Context(), holder, key, api.NewOrder{
			Pack: pack, Region: region, PayWith: api.PayWith{Provider: "external", Transaction: "txn-" + key},
		}))(t)
		if i%5 == 4 {
			amount := 1 + random.Int64N(o.Settled.Amount)
			must(e.app.RefundOrder(t.Context(), holder, o.ID, "back-"+key, api.NewRefund{Amount: &amount}))(t)
		}
	}
}

// get asks for an address with somebody's key.
func (e *earning) get(t *testing.T, as *api.Client, path string) *api.Raw {
	t.Helper()
	return must(as.Do(t.Context(), http.MethodGet, path, nil, nil))(t)
}

// TestCreatorReadsWhatTheyEarned sells in four regions and reads the month in a browser: charts, amounts, both files; then
// says how to be paid. In Arabic on a phone too.
func TestCreatorReadsWhatTheyEarned(t *testing.T) {
	e := newEarning(t)
	e.sells(t, 40)
	e.tab = browser(t)
	said := complaints(t, e.tab)
	e.enterWith(t, theDesigner, e.account.Password)
	e.do(t, chromedp.Click(chromedp.CSS(".rail a[href='/studio/earnings']")), chromedp.WaitVisible(chromedp.CSS("#sales")))
	if text := ask[string](t, e.designing, `document.querySelector('main').innerText`); !strings.Contains(text, "Moon Studio") || !strings.Contains(text, "₩") || !strings.Contains(text, "South Korea") {
		t.Errorf("the page says %s", text)
	}
	if n := ask[int](t, e.designing, `document.querySelectorAll('.days-chart rect').length`); n != 3 {
		t.Errorf("%d days in the charts of three currencies", n)
	}
	e.look(t, "statement")
	e.accessible(t, "a statement")
	for file, begins := range map[string]string{"csv": "at,order,kind", "xlsx": "PK"} {
		got := ask[string](t, e.designing, `fetch(document.getElementById('`+file+`').href).then(r => r.ok && r.headers.get('Content-Disposition').includes('statement-') ? r.text() : r.status + '')`)
		if !strings.HasPrefix(got, begins) {
			t.Errorf("%s: %.40q", file, got)
		}
	}
	e.setText(t, "#payee-account", "KR12 3456 7890 1234")
	e.setText(t, "#name", "Moon Kim")
	e.do(t, chromedp.Click(chromedp.CSS("#profile .button")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	if shown := ask[string](t, e.designing, `document.getElementById("payee-account").value`); shown != "••••1234" {
		t.Errorf("the account's number is shown as %q", shown)
	}
	if known := must(e.finance.PayoutProfile(t.Context(), "studio-made"))(t); known.Account != "KR12 3456 7890 1234" {
		t.Errorf("finance reads %+v", known)
	}
	address := ask[string](t, e.designing, `location.pathname`)
	e.onAPhone(t, e.URL+address, "ar", "ko")
	empty := strings.TrimSuffix(address, e.month) + "2026-01"
	e.do(t, chromedp.Navigate(e.URL+empty), chromedp.WaitVisible(chromedp.CSS(".state")))
	e.look(t, "nothing-earned")
	e.accessible(t, "a month without sales")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// TestAnotherLanguageAgreesOnAStatement has a judge in another language work a statement out anew from its sales.
func TestAnotherLanguageAgreesOnAStatement(t *testing.T) {
	e := newEarning(t)
	e.sells(t, 60)
	path := "/v1/statements/studio-made/" + e.month
	csv := e.get(t, e.finance, path+"?format=csv")
	if again := e.get(t, e.finance, path+"?format=csv"); !bytes.Equal(csv.Body, again.Body) {
		t.Error("the sales come out otherwise the second time")
	}
	first, second := e.get(t, e.finance, path+"?format=xlsx"), e.get(t, e.finance, path+"?format=xlsx")
	if !bytes.Equal(first.Body, second.Body) {
		t.Error("the workbook comes out otherwise the second time")
	}
	book := must(excelize.OpenReader(bytes.NewReader(first.Body)))(t)
	defer book.Close()
	if rows := must(book.GetRows("sales"))(t); len(rows) != bytes.Count(csv.Body, []byte("\r\n")) {
		t.Errorf("%d rows in the workbook", len(rows))
	}
	statement, contracts := must(e.finance.Statement(t.Context(), "studio-made", e.month))(t), must(e.finance.Contracts(t.Context()))(t)
	verdict := judge(t, map[string]any{"csv": string(csv.Body), "contracts": contracts.Items, "statement": statement})
	if verdict.Lines != 72 || len(verdict.Complaints) > 0 {
		t.Errorf("%d lines, %q", verdict.Lines, verdict.Complaints)
	}
	statement.Accounts[0].Earned++
	if verdict = judge(t, map[string]any{"csv": string(csv.Body), "contracts": contracts.Items, "statement": statement}); len(verdict.Complaints) != 1 {
		t.Errorf("the judge lets a unit too much pass: %q", verdict.Complaints)
	}
}

type verdict struct {
	Lines      int
	Complaints []string
}

func judge(t *testing.T, evidence any) verdict {
	t.Helper()
	command := exec.CommandContext(t.Context(), tool(t, "node"), "statement.mjs")
	command.Stdin = bytes.NewReader(must(json.Marshal(evidence))(t))
	out, err := command.Output()
	var v verdict
	if err != nil || json.Unmarshal(out, &v) != nil {
		t.Fatalf("%v %s", err, out)
	}
	return v
}

// TestSalesAreReported asks for a report in all its shapes, as finance and as creators.
func TestSalesAreReported(t *testing.T) {
	e := newEarning(t)
	e.sells(t, 20)
	creator := e.client(e.account.Key)
	path := "/v1/reports/sales?by=region,pack,day"
	report := must(e.finance.SalesReport(t.Context(), map[string][]string{"by": {"region,pack,day"}}))(t)
	theirs := must(creator.SalesReport(t.Context(), map[string][]string{"by": {"region,pack,day"}}))(t)
	sales, net := int64(0), int64(0)
	for _, row := range report.Items {
		sales += row.Sales
		net += row.Gross - row.Returned - row.Net
		if row.Title == "" || row.Day == "" || row.Region == "" {
			t.Errorf("%+v", row)
		}
	}
	if sales != 20 || net != 0 || len(theirs.Items) != len(report.Items) {
		t.Errorf("%d sales, %d off, %d and %d rows", sales, net, len(report.Items), len(theirs.Items))
	}
	csv := e.get(t, e.finance, path+"&format=csv")
	if lines := strings.Split(strings.TrimSpace(string(csv.Body)), "\r\n"); lines[0] != "day,region,pack,title,currency,sales,returns,gross,returned,net" || len(lines) != len(report.Items)+1 {
		t.Errorf("%d lines, the first %s", len(lines), lines[0])
	}
	if disposition := csv.Header.Get("Content-Disposition"); !strings.Contains(disposition, "sales-") || csv.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", csv.Header)
	}
	book := must(excelize.OpenReader(io.NopCloser(bytes.NewReader(e.get(t, e.finance, path+"&format=xlsx").Body))))(t)
	defer book.Close()
	if rows := must(book.GetRows("sales"))(t); len(rows) != len(report.Items)+1 {
		t.Errorf("%d rows", len(rows))
	}
	for wrong, status := range map[string]int{"?by=holder": 422, "?from=yesterday": 422, "?format=pdf": 422, "?from=2020-01-01": 422, "?from=2026-02-30": 422} {
		if reply := e.get(t, e.finance, "/v1/reports/sales"+wrong); reply.Status != status {
			t.Errorf("%s: %d %s", wrong, reply.Status, reply.Body)
		}
	}
	for path, status := range map[string]int{"studio-made/2026-13": 422, "studio-made/2999-01": 422, "nobody/" + e.month: 404, "another/" + e.month: 404} {
		if reply := e.get(t, creator, "/v1/statements/"+path); reply.Status != status {
			t.Errorf("%s: %d %s", path, reply.Status, reply.Body)
		}
	}
}
