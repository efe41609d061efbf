package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestEditorLicensesAPack makes a brand and its collab, and gives it to a pack: the hub is there, and an
// offer outside of the territory is refused with the reason.
func TestEditorLicensesAPack(t *testing.T) {
	d, pack := sell(t, "editor")
	operator := d.client(d.staff(t, "second@example.com", "operator"))
	must(operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{{Regions: []string{"KR"}}}}))(t)
	must(operator.PublishPack(t.Context(), "moon", api.Publication{Release: 1}))(t)
	said := complaints(t, d.tab)
	home := d.URL + "/studio/sales/collabs"
	d.do(t, chromedp.Navigate(d.URL+"/studio/sales"), chromedp.WaitVisible(chromedp.CSS("#collabs-title")), chromedp.Click(chromedp.CSS("a[href='/studio/sales/brands']")))
	d.do(t, chromedp.WaitVisible(chromedp.CSS(".state .button")), chromedp.Click(chromedp.CSS(".state .button")), chromedp.WaitVisible(chromedp.CSS("#brand")))
	d.do(t, chromedp.SendKeys(chromedp.CSS("#name"), "Neon Tides"), chromedp.SendKeys(chromedp.CSS("#slug"), "neon-tides"))
	d.look(t, "brand")
	d.accessible(t, "a brand")
	d.do(t, chromedp.Click(chromedp.CSS("#brand .button")), chromedp.WaitVisible(chromedp.CSS("#brands")))
	d.accessible(t, "brands")
	d.do(t, chromedp.Navigate(home+"/-"), chromedp.WaitVisible(chromedp.CSS("#collab")))
	d.do(t, chromedp.SendKeys(chromedp.CSS("#slug"), "neon-tour"), chromedp.SendKeys(chromedp.CSS("#title-en"), "On Tour"), chromedp.SendKeys(chromedp.CSS("#attribution"), "© Neon Tides"),
		chromedp.Click(chromedp.CSS("input[name=region][value=KR]")), chromedp.SendKeys(chromedp.CSS("#party-0"), "Neon Tides"), chromedp.SendKeys(chromedp.CSS("#percent-0"), "33.33"))
	d.setField(t, "until", "2099-03-20T09:00")
	d.look(t, "collab")
	d.accessible(t, "a collab")
	d.do(t, chromedp.Click(chromedp.CSS("#collab > .button")), chromedp.WaitVisible(chromedp.CSS("#collabs")))
	d.look(t, "collabs")
	d.accessible(t, "collabs")
	made := must(operator.UpdateCollab(t.Context(), "neon-tour", api.CollabChange{}))(t)
	if made.Shares[0].Fraction != 0.3333 || made.Until.Format(time.RFC3339) != "2099-03-20T09:00:00Z" || strings.Join(made.Territory, " ") != "KR" {
		t.Fatalf("made: %+v", made)
	}
	d.licensed(t, "/studio/packs/"+pack.ID+"/sale", made.ID)
	d.do(t, chromedp.Navigate(d.URL+"/KR/en/collabs/neon-tour"), chromedp.WaitVisible(chromedp.CSS("#hub-packs")))
	if text := ask[string](t, d, `document.querySelector('main').innerText`); !strings.Contains(text, "On Tour") || !strings.Contains(text, "© Neon Tides") || !strings.Contains(text, "The pack moon") {
		t.Errorf("the hub says %s", text)
	}
	d.look(t, "hub")
	d.do(t, chromedp.Navigate(d.URL+"/KR/en/packs/moon"), chromedp.WaitVisible(chromedp.CSS("h1")))
	d.look(t, "attribution")
	d.onAPhone(t, home+"/"+made.ID, "ar", "ko")
	d.onAPhone(t, home, "ar", "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
	d.refused(t, "/studio/packs/"+pack.ID+"/sale")
}

// licensed puts the pack under a collab.
func (d *designing) licensed(t *testing.T, sale, collab string) {
	t.Helper()
	d.do(t, chromedp.Navigate(d.URL+sale), chromedp.WaitVisible(chromedp.CSS("#set-collab")))
	d.setField(t, "collab", collab)
	d.do(t, chromedp.Click(chromedp.CSS("#set-collab")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.look(t, "licensed")
	d.accessible(t, "sale of a licensed pack")
}

// refused tries to offer a pack where its collab does not hold.
func (d *designing) refused(t *testing.T, sale string) {
	t.Helper()
	d.do(t, chromedp.Navigate(d.URL+sale), chromedp.WaitVisible(chromedp.CSS("#offer")))
	ask[bool](t, d, `document.querySelectorAll('details').forEach(d => d.open = true), true`)
	d.do(t, chromedp.Click(chromedp.CSS("input[name=region][value=US]")), chromedp.Click(chromedp.CSS("#save-offer")), chromedp.WaitVisible(chromedp.CSS("#region-wrong")))
	if text := ask[string](t, d, `document.getElementById('region-wrong').innerText`); text != "The collab does not hold in US." {
		t.Errorf("the reason is %q", text)
	}
	d.look(t, "unlicensed")
}

// TestEditorReadsWhatIsWrongWithACollab: the reason stands beside the field, and what was typed stays.
func TestEditorReadsWhatIsWrongWithACollab(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	pack := onSale(t, operator, "moon", "2500")
	brand := must(operator.CreateBrand(t.Context(), api.NewBrand{Slug: "tides", Name: "Tides"}))(t)
	editor := signedIn(t, s, "editor@example.com", "editor")
	fine := url.Values{"brand": {brand.ID}, "slug": {"tour"}, "title.en": {"On Tour"}, "region": {"JP"}, "party": {"Tides", "Studio"}, "percent": {"30", "69.99"}}
	for wrong, change := range map[string]url.Values{
		"#slug-wrong":     {"slug": {"T"}},
		"#title-wrong":    {"title.en": {""}},
		"#until-wrong":    {"from": {"2027-03-20T09:00"}, "until": {"2027-03-20T08:00"}},
		"#from-wrong":     {"from": {"soon"}},
		"#share-1-wrong":  {"percent": {"30", "12.345"}},
		"#shares-wrong":   {"percent": {"30", "70.01"}},
		"#title-en-wrong": {"title.en": {strings.Repeat("a", 121)}},
	} {
		form := url.Values{}
		for _, values := range []url.Values{fine, change} {
			for name := range values {
				form[name] = values[name]
			}
		}
		status, page := editor.ask(t, "/studio/sales/collabs", form)
		kept, _ := page.Find("#percent-1").Attr("value")
		if status != http.StatusUnprocessableEntity || page.Find(wrong).Length() != 1 || kept != form["percent"][1] || page.Find("input[name=region][checked]").Length() != 1 {
			t.Errorf("%s: %d, %q kept, %s", wrong, status, kept, page.Find(".notice, .wrong").Text())
		}
	}
	status, page := editor.ask(t, "/studio/sales/collabs", fine)
	if status != http.StatusOK || page.Find("#collabs [data-state=running]").Length() != 1 {
		t.Fatalf("saved: %d %s", status, page.Find("main").Text())
	}
	for query, want := range map[string]int{"?q=tides": 1, "?q=moon": 0, "?state=running": 1, "?state=ended": 0} {
		if _, page := editor.ask(t, "/studio/sales/collabs"+query, nil); page.Find("#collabs > li").Length() != want {
			t.Errorf("%s: %s", query, page.Find("main").Text())
		}
	}
	made := must(operator.UpdateCollab(t.Context(), "tour", api.CollabChange{}))(t)
	status, page = editor.ask(t, "/studio/packs/"+pack.ID+"/sale/collab", url.Values{"collab": {made.ID}})
	if chosen, _ := page.Find("#collab option[selected]").Attr("value"); status != http.StatusUnprocessableEntity || page.Find("#outside li").Length() == 0 || chosen != made.ID {
		t.Errorf("a pack that is sold elsewhere: %d %s", status, page.Find("#outside").Text())
	}
	status, page = editor.ask(t, "/studio/sales/brands", url.Values{"slug": {"tides"}, "name": {"Others"}})
	if kept, _ := page.Find("#name").Attr("value"); status != http.StatusConflict || kept != "Others" {
		t.Errorf("a slug that is taken: %d %q", status, kept)
	}
	_, err := operator.SetCollab(t.Context(), "moon", "tour")
	problem(t, err, "offers-unlicensed")
	status, page = editor.ask(t, "/studio/sales/brands/"+brand.ID+"/remove", url.Values{"x": {""}})
	if status != http.StatusConflict || page.Find(".notice.bad").Length() != 1 {
		t.Errorf("a brand with a collab goes: %d", status)
	}
	problem(t, operator.RemoveBrand(t.Context(), "tides"), "brand-in-use")
	status, page = editor.ask(t, "/studio/sales/collabs/"+made.ID+"/remove", url.Values{"x": {""}})
	if status != http.StatusOK || page.Find(".notice.good").Length() != 1 || page.Find("#collabs > li").Length() != 0 {
		t.Errorf("the collab goes: %d %s", status, page.Find("main").Text())
	}
	must(0, operator.RemoveBrand(t.Context(), "tides"))(t)
	problem(t, operator.RemoveCollab(t.Context(), "tour"), "collab-not-found")
	designer := signedIn(t, s, "designer@example.com", "designer")
	if status, _ := designer.ask(t, "/studio/sales/collabs", nil); status != http.StatusForbidden {
		t.Errorf("a designer sees shares: %d", status)
	}
}

// TestEditorsOfALicenceMeet: who saves over what another changed meanwhile is asked which of the two stays.
func TestEditorsOfALicenceMeet(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	brand := must(operator.CreateBrand(t.Context(), api.NewBrand{Slug: "tides", Name: "Tides"}))(t)
	made := must(operator.CreateCollab(t.Context(), api.NewCollab{Slug: "tour", Brand: "tides", Title: map[string]string{"en": "On Tour"}}))(t)
	editor := signedIn(t, s, "editor@example.com", "editor")
	_, page := editor.ask(t, "/studio/sales/collabs/"+made.ID, nil)
	version, _ := page.Find("#collab input[name=version]").Attr("value")
	theirs := "© somebody else"
	changed := must(operator.UpdateCollab(t.Context(), "tour", api.CollabChange{Attribution: &theirs}))(t)
	form := url.Values{"id": {made.ID}, "version": {version}, "brand": {brand.ID}, "slug": {"tour"}, "title.en": {"On Tour"}, "attribution": {"© mine"}}
	status, page := editor.ask(t, "/studio/sales/collabs", form)
	kept, _ := page.Find("#attribution").Attr("value")
	if status != http.StatusPreconditionFailed || page.Find("#conflict").Length() != 1 || kept != "© mine" {
		t.Errorf("over another's change: %d, kept %q, %s", status, kept, page.Find("main").Text())
	}
	if now := must(operator.UpdateCollab(t.Context(), "tour", api.CollabChange{}))(t); now.Attribution != theirs {
		t.Errorf("lost: %+v", now)
	}
	version, _ = page.Find("#collab input[name=version]").Attr("value")
	form.Set("version", version)
	if status, page = editor.ask(t, "/studio/sales/collabs", form); status != http.StatusPreconditionFailed {
		t.Errorf("changed once more: %d", status)
	}
	version, _ = page.Find("#collab input[name=version]").Attr("value")
	form.Set("version", version)
	if status, _ = editor.ask(t, "/studio/sales/collabs", form); status != http.StatusOK {
		t.Errorf("mine stays: %d", status)
	}
	for _, path := range []string{"/v1/collabs/tour", "/v1/brands/tides"} {
		for _, method := range []string{http.MethodPatch, http.MethodDelete} {
			reply := must(operator.Do(t.Context(), method, path, []byte(`{}`), http.Header{"If-Match": {`"9"`}, "Content-Type": {"application/json"}}))(t)
			if reply.Status != http.StatusPreconditionFailed {
				t.Errorf("%s %s: %d %s", method, path, reply.Status, reply.Body)
			}
		}
	}
	if changed.Version != made.Version+1 {
		t.Errorf("versions %d and %d", made.Version, changed.Version)
	}
}
