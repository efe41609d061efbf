package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/api"
)

// passForm is what an editor fills in for a meeting that admits now.
func passForm() url.Values {
	now := time.Now().UTC()
	wall := func(t time.Time) string { return t.Format("2006-01-02T15:04") }
	return url.Values{
		"id": {""}, "version": {"0"}, "kind": {"meet_and_greet"}, "collab": {""}, "title.en": {"Meet the Tides"}, "title.ar": {"لقاء"}, "transfer": {"once"},
		"opens_at": {wall(now.Add(-time.Hour))}, "closes_at": {wall(now.Add(time.Hour))}, "capacity": {"2"},
		"regions": {"KR", "jp, id", ""}, "amount": {"33000", "", ""}, "currency": {"", "", ""},
	}
}

// formOf is what a form of a page would send.
func formOf(form *goquery.Selection) url.Values {
	sent := url.Values{}
	form.Find("input, textarea").Each(func(_ int, field *goquery.Selection) {
		if kind := field.AttrOr("type", ""); kind != "checkbox" && kind != "radio" {
			sent.Add(field.AttrOr("name", ""), field.AttrOr("value", field.Text()))
		}
	})
	form.Find("select").Each(func(_ int, field *goquery.Selection) {
		sent.Set(field.AttrOr("name", ""), field.Find("option[selected]").AttrOr("value", ""))
	})
	return sent
}

// TestPassesAreMadeAndSoldInTheStudio walks an editor through a pass without script: made, changed, put on sale,
// stopped, cancelled.
func TestPassesAreMadeAndSoldInTheStudio(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	editor := signedIn(t, s, "editor@example.com", "editor")
	if _, page := editor.ask(t, "/studio/passes", nil); page.Find(".state a[href='/studio/passes/new']").Length() != 1 {
		t.Errorf("nothing is said of what to do first: %s", page.Find("main").Text())
	}
	status, page := editor.ask(t, "/studio/passes", passForm())
	if status != http.StatusOK || page.Find(".notice.good").Length() != 1 {
		t.Fatalf("made: %d %s", status, page.Find("main").Text())
	}
	made := must(operator.StaffPass(t.Context(), page.Find("main .ref").First().Text()))(t)
	if len(made.Offers) != 2 || made.Offers[0].Price.Currency != "KRW" || strings.Join(made.Offers[1].Regions, " ") != "JP ID" || made.Offers[1].Price != nil || *made.Capacity != 2 {
		t.Errorf("made: %+v", made)
	}
	home := "/studio/passes/" + made.ID
	_, page = editor.ask(t, home+"/change", nil)
	changed := formOf(page.Find("#pass"))
	changed.Set("capacity", "3")
	if status, page = editor.ask(t, "/studio/passes", changed); status != http.StatusOK {
		t.Fatalf("changed: %d %s", status, page.Find("main").Text())
	}
	if status, page = editor.ask(t, "/studio/passes", changed); status != http.StatusPreconditionFailed || page.Find("#conflict").Length() != 1 {
		t.Errorf("changed over another: %d %s", status, page.Find("main").Text())
	}
	for _, state := range []string{"on_sale", "stopped", "on_sale", "cancelled"} {
		_, page = editor.ask(t, home, nil)
		version := page.Find("input[name=version]").AttrOr("value", "")
		if status, page = editor.ask(t, home+"/state", url.Values{"version": {version}, "state": {state}}); status != http.StatusOK || page.Find(".notice.good").Length() != 1 {
			t.Fatalf("%s: %d %s", state, status, page.Find("main").Text())
		}
	}
	if status, page = editor.ask(t, home+"/state", url.Values{"version": {"99"}, "state": {"on_sale"}}); status != http.StatusPreconditionFailed || page.Find(".notice.bad").Length() != 1 {
		t.Errorf("after it was cancelled: %d", status)
	}
	if text := page.Find("main").Text(); page.Find("#tickets-title").Length() != 0 || page.Find("button[name=state]").Length() != 0 {
		t.Errorf("an editor is shown holders, or ways out of a cancellation: %s", text)
	}
}

// TestPassesSayWhatIsWrong keeps what was typed and says beside the field why it was not taken.
func TestPassesSayWhatIsWrong(t *testing.T) {
	s := serve(t, t.TempDir())
	editor := signedIn(t, s, "editor@example.com", "editor")
	for wrong, where := range map[[2]string]string{
		{"capacity", "many"}: "#capacity-wrong", {"capacity", "0"}: "#capacity-wrong", {"opens_at", "yesterday"}: "#opens_at-wrong", {"closes_at", "2020-01-01T00:00"}: "#closes_at-wrong",
		{"sale_closes_at", "2000-01-01T00:00"}: "", {"transfer", "until"}: "#transfer_until-wrong", {"regions", "KOR"}: "#offer-0-wrong", {"amount", "much"}: "#offer-0-wrong", {"currency", "XXY"}: "#offer-0-wrong",
		{"title.en", strings.Repeat("a", 121)}: "#title-en-wrong", {"kind", "party"}: "",
	} {
		form := passForm()
		form[wrong[0]] = append([]string{wrong[1]}, form[wrong[0]][min(1, len(form[wrong[0]])):]...)
		if wrong[0] == "sale_closes_at" {
			form.Set("sale_opens_at", "2000-01-02T00:00")
			where = "#sale_closes_at-wrong"
		}
		status, page := editor.ask(t, "/studio/passes", form)
		if status != http.StatusUnprocessableEntity || where != "" && page.Find(where).Length() != 1 {
			t.Errorf("%v: %d %s", wrong, status, page.Find("main .wrong").Text())
		}
		if typed := page.Find("#title-ar").AttrOr("value", ""); typed != "لقاء" {
			t.Errorf("%v: what was typed is %q", wrong, typed)
		}
	}
}

// atDoor is a pass on sale with holders, and a member of staff at its gate.
type atDoor struct {
	*server
	pass    api.Pass
	app     *api.Client
	support *reader
}

func newDoor(t *testing.T, holders ...string) atDoor {
	t.Helper()
	s := serve(t, t.TempDir())
	d := atDoor{server: s, app: s.client(s.app(t, everyScope...)), support: signedIn(t, s, "suji@example.com", "support")}
	meeting := newMeeting("")
	seats := int64(10)
	meeting.Capacity = &seats
	d.pass = onDoor(t, s.client(s.staff(t, "operator@example.com", "operator")), meeting)
	for _, holder := range holders {
		must(d.app.PlaceOrder(t.Context(), holder, "key-"+holder, passOrder(d.pass, "txn-"+holder)))(t)
	}
	return d
}

// shows sends something to the gate and returns whether its holder was let in, and what it said.
func (d atDoor) shows(t *testing.T, pairs ...string) (in string, page *goquery.Document) {
	t.Helper()
	form := url.Values{"gate": {"North"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	_, page = d.support.ask(t, "/studio/passes/"+d.pass.ID+"/gate", form)
	return page.Find(".admission").AttrOr("data-in", ""), page
}

// TestTheGateLetsInOnce: a ticket opens it once, also when the same form is sent again; what is none never does.
func TestTheGateLetsInOnce(t *testing.T) {
	d := newDoor(t, "fan", "giver", "7")
	ticket := must(d.app.Ticket(t.Context(), "fan", d.pass.ID))(t).Ticket
	dead := must(d.app.Ticket(t.Context(), "giver", d.pass.ID))(t).Ticket
	must(d.app.TransferPass(t.Context(), "giver", d.pass.ID, "handed", "friend"))(t)
	other := onDoor(t, d.client(d.staff(t, "second@example.com", "operator")), newMeeting(""))
	must(d.app.PlaceOrder(t.Context(), "fan", "other", passOrder(other, "other")))(t)
	foreign := must(d.app.Ticket(t.Context(), "fan", other.ID))(t).Ticket
	if in, page := d.shows(t, "ticket", " "+ticket+"\n"); in != "true" || !strings.Contains(page.Find(".admission").Text(), "fan") || page.Find("#gate-name").AttrOr("value", "") != "North" {
		t.Errorf("a good ticket: %q %s", in, page.Find("main").Text())
	}
	for what, text := range map[string]string{"again": ticket, "handed on": dead, "forged": ticket[:len(ticket)-3] + "AAA", "of another pass": foreign, "nobody": "nobody", "nothing": " "} {
		if in, page := d.shows(t, "ticket", text); in != "false" || page.Find(".admission p").Text() == "" {
			t.Errorf("%s: %q %s", what, in, page.Find("main").Text())
		}
	}
	in, page := d.shows(t, "ticket", "7")
	form := page.Find("#tickets form")
	if in != "" || form.Length() != 1 {
		t.Fatalf("a holder's name: %q, %d to choose from", in, form.Length())
	}
	sent := formOf(form)
	if in, page = d.shows(t, "holder", sent.Get("holder"), "ledger", sent.Get("ledger")); in != "true" {
		t.Errorf("by name: %q %s", in, page.Find("main").Text())
	}
	if in, _ = d.shows(t, "holder", sent.Get("holder"), "ledger", sent.Get("ledger")); in != "false" {
		t.Errorf("by name again: %q", in)
	}
	if _, page = d.support.ask(t, "/studio/passes/"+d.pass.ID+"?q="+url.QueryEscape(ticket), nil); page.Find("#tickets [data-state=came]").Length() != 1 {
		t.Errorf("looked for by its text: %s", page.Find("#tickets").Text())
	}
	if _, page = d.support.ask(t, "/studio/passes/"+d.pass.ID, nil); page.Find("#tickets [data-state=came]").Length() != 2 || page.Find("#tickets [data-state=transfer]").Length() != 1 {
		t.Errorf("who has it: %s", page.Find("#tickets").Text())
	}
}

// TestPassPagesAreOpenToWhoMay: pages and forms of passes by role.
func TestPassPagesAreOpenToWhoMay(t *testing.T) {
	d := newDoor(t, "fan")
	home := "/studio/passes/" + d.pass.ID
	for role, may := range map[string][]string{
		"support": {"", "/gate"}, "auditor": {""}, "editor": {"", "/change"}, "operator": {"", "/gate", "/change"}, "finance": {}, "designer": {},
	} {
		reader := signedIn(t, d.server, role+"@roles.example.com", role)
		for _, path := range []string{"", "/gate", "/change"} {
			want := http.StatusForbidden
			for _, open := range may {
				if open == path {
					want = http.StatusOK
				}
			}
			if status, _ := reader.ask(t, home+path, nil); status != want {
				t.Errorf("%s at %q: %d, want %d", role, path, status, want)
			}
		}
		status, page := reader.ask(t, home+"/gate", url.Values{"holder": {"fan"}, "ledger": {"nobody"}})
		if lets := role == "support" || role == "operator"; lets == (status == http.StatusForbidden) || page.Find(".admission.in").Length() > 0 {
			t.Errorf("%s lets somebody in: %d", role, status)
		}
	}
}
