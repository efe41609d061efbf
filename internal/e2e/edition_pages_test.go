package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestEditorsLimitAPack makes a pack limited in the studio, and visitors of its page see how many are left, until it is
// sold out.
func TestEditorsLimitAPack(t *testing.T) {
	s := serve(t, t.TempDir())
	pack := onSale(t, s.client(s.staff(t, "operator@example.com", "operator")), "moon", "2500")
	chat := s.client(s.app(t, everyScope...))
	won := int64(2500)
	buy := func(holder string) {
		must(chat.PlaceOrder(t.Context(), holder, "key-"+holder, api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{
			Provider: "external", Transaction: "txn-" + holder, Amount: &won, Currency: "KRW",
		}}))(t)
	}
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "editor@example.com", "editor")
	said := complaints(t, d.tab)
	sale, shown := s.URL+"/studio/packs/"+pack.ID+"/sale", s.URL+"/KR/en/packs/moon"
	edition := func() string {
		d.do(t, chromedp.Navigate(shown), chromedp.WaitVisible(chromedp.CSS(".edition")))
		return ask[string](t, d, `document.querySelector('.edition').textContent`)
	}
	d.do(t, chromedp.Navigate(sale), chromedp.WaitVisible(chromedp.CSS("#stock")))
	d.setText(t, "#stock", "2")
	ask[bool](t, d, `document.getElementById('save-stock').focus(), true`)
	d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#edition-counts")))
	buy("fan-1")
	if text := edition(); text != "Limited and numbered: 1 of 2 left" {
		t.Errorf("the pack's page says %q", text)
	}
	d.look(t, "edition-left")
	d.accessible(t, "the page of a limited pack")
	buy("fan-2")
	d.until(t, `(e => e.dataset.state === 'sold_out')(document.querySelector('.edition'))`) // by itself
	if visible := ask[bool](t, d, `document.querySelector('.buy').checkVisibility()`); visible {
		t.Error("there is a button for what is sold out")
	}
	d.look(t, "edition-sold-out")
	d.accessible(t, "the page of a pack that is sold out")
	d.do(t, chromedp.Navigate(sale), chromedp.WaitVisible(chromedp.CSS("#edition-counts")))
	if row := ask[[]string](t, d, `[...document.querySelectorAll('#edition-counts tbody tr:first-child td')].map(c => c.textContent)`); fmt.Sprint(row) != "[2 0 0]" {
		t.Errorf("sold, held, left: %q", row)
	}
	d.look(t, "edition")
	d.accessible(t, "sale of a limited pack")
	d.setText(t, "#stock", "1")
	d.do(t, press("#save-stock"), chromedp.WaitVisible(chromedp.CSS("#stock-wrong")))
	if typed := ask[string](t, d, `document.getElementById('stock').value`); typed != "1" {
		t.Errorf("what was typed is %q", typed)
	}
	d.onAPhone(t, sale, "ar", "ko")
	d.onAPhone(t, s.URL+"/KR/ar/packs/moon", "ar")
	for _, complaint := range said() {
		if !strings.Contains(complaint, "409") { // fewer than are sold
			t.Errorf("the pages complain: %q", complaint)
		}
	}
}
