package passes

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var oneTemplate = frame.Parse(templates, "one.html", "tickets.html", "parts.html")

// onePage is a pass: what it is, how it sells, who has it, and what can be done.
type onePage struct {
	frame.Shell
	Notice      *frame.Notice
	Pass        pass.Pass
	Heading     frame.Said
	State       string
	Collab      string // its title; "" for none
	Words       []said
	Opens       *moment
	Closes      *moment
	SaleFrom    *moment
	SaleUntil   *moment
	HandOnUntil *moment
	Capacity    string // "" where seats are not counted
	Offers      []offer
	Counts      []count // of seats; none where they are not counted
	Apps        []attendance
	Makes       bool // the reader may change it
	AtGate      bool // the reader may let people in
	Ways        []pass.State
	Found       *found // nil for who may not see holders
}

// said is what the pass is called in one language.
type said struct {
	Locale             i18n.Locale
	Title, Description string
}

// offer is a price and the places that it holds in.
type offer struct {
	Places []string
	Price  string
}

// count is how the seats stand in one kind of ledgers.
type count struct{ Ledger, Sold, Held, Left string }

// attendance is how many users of an app have the pass.
type attendance struct {
	App, ID            string
	Test               bool
	Holders, CheckedIn string
}

func (r *room) one(v *frame.Visit) error {
	p, err := r.passes.Pass(v.Request().Context(), v.Param("pass"))
	if err != nil {
		return err
	}
	var notice *frame.Notice
	if done := v.QueryParam("done"); slices.Contains([]string{"saved", "on_sale", "stopped", "cancelled"}, done) {
		notice = v.Good("studio.pass.done_" + done)
	}
	return r.show(v, http.StatusOK, p, notice)
}

func (r *room) show(v *frame.Visit, status int, p pass.Pass, notice *frame.Notice) error {
	title := titleOf(v, p)
	shown := onePage{
		Shell: v.Shell(title.Text), Notice: notice, Pass: p, Heading: title, State: stateOf(p, r.Now()), Opens: momentOf(v, p.OpensAt), Closes: momentOf(v, p.ClosesAt),
		SaleFrom: momentOf(v, p.SaleFrom), SaleUntil: momentOf(v, p.SaleUntil), HandOnUntil: momentOf(v, p.Until), Makes: v.Actor.Can(accounts.ManageFurniture),
	}
	shown.AtGate = v.Actor.Can(accounts.WriteHolders) && p.State != pass.Draft && p.State != pass.Cancelled
	if p.Capacity > 0 {
		shown.Capacity = number(v, p.Capacity)
	}
	for _, locale := range slices.Sorted(keysOf(p.Titles, p.Descriptions)) {
		shown.Words = append(shown.Words, said{locale, p.Titles[locale], p.Descriptions[locale]})
	}
	for _, next := range []pass.State{pass.OnSale, pass.Stopped, pass.Cancelled} {
		if shown.Makes && p.State.May(next) && (next == pass.Cancelled || !p.Over(r.Now())) {
			shown.Ways = append(shown.Ways, next)
		}
	}
	shown.Offers = offersOf(v, p)
	if err := r.fill(v, &shown); err != nil {
		return err
	}
	return v.Show(status, oneTemplate, shown)
}

// keysOf yields the languages of two texts, each once.
func keysOf(a, b map[i18n.Locale]string) func(func(i18n.Locale) bool) {
	return func(yield func(i18n.Locale) bool) {
		for locale := range a {
			if !yield(locale) {
				return
			}
		}
		for locale := range b {
			if _, both := a[locale]; !both && !yield(locale) {
				return
			}
		}
	}
}

func offersOf(v *frame.Visit, p pass.Pass) []offer {
	var all []offer
	for _, o := range p.Offers {
		one := offer{Price: v.Voice.T("page.price.free")}
		if o.Price != nil {
			one.Price = cldr.FormatPrice(string(v.Voice.Locale), o.Price.Amount, o.Price.Currency)
		}
		for _, region := range o.Regions {
			name := v.Voice.T("studio.sale.world")
			if region != catalog.World {
				name = cldr.RegionName(string(v.Voice.Locale), region)
			}
			one.Places = append(one.Places, name)
		}
		all = append(all, one)
	}
	return all
}

// fill reads how the pass stands.
func (r *room) fill(v *frame.Visit, shown *onePage) error {
	ctx, p := v.Request().Context(), shown.Pass
	if p.Collab != "" {
		shown.Collab = r.collabOf(v, p.Collab)
	}
	if p.State == pass.Draft {
		return nil
	}
	for i, ledger := range []string{"live", "test"} {
		e, err := r.passes.Edition(ctx, p.ID, i == 1)
		if errors.Is(err, purchases.ErrEditionNotFound) {
			break
		}
		if err != nil {
			return err
		}
		shown.Counts = append(shown.Counts, count{v.Voice.T("studio.edition." + ledger), number(v, e.Sold()), number(v, e.Reserved), number(v, e.Left())})
	}
	came, err := r.passes.Attendance(ctx, p.ID)
	for _, a := range came {
		shown.Apps = append(shown.Apps, attendance{v.AppName(a.Ledger.App), a.Ledger.App, a.Ledger.Test, number(v, a.Holders), number(v, a.CheckedIn)})
	}
	if err != nil || !v.Actor.Can(accounts.ReadHolders) {
		return err
	}
	shown.Found, err = r.find(v, p.ID, v.QueryParam("q"))
	return err
}

// collabOf is the title of a collab, its id for who may not see it.
func (r *room) collabOf(v *frame.Visit, id string) string {
	c, err := r.Catalog.Collab(v.Request().Context(), v.By(), id)
	if err != nil {
		return id
	}
	if title := v.Say(c.Titles); title.Text != "" {
		return title.Text
	}
	return c.Slug
}

// setState puts a pass on sale, stops the sale, or cancels it.
func (r *room) setState(v *frame.Visit) error {
	p, err := r.passes.Pass(v.Request().Context(), v.Param("pass"))
	if err != nil {
		return err
	}
	wanted := p
	wanted.State, wanted.Version = pass.State(v.FormValue("state")), v.Seen()
	err = r.put(v.Request().Context(), v, &wanted)
	if err == nil {
		return v.Go(Home + "/" + p.ID + "?done=" + string(wanted.State))
	}
	wording := v.Word(err)
	notice := wording.Bad()
	for _, detail := range wording.Fields {
		notice.Text = strings.TrimSpace(notice.Text + " " + detail)
	}
	return r.show(v, wording.Status, p, notice)
}

// put saves a pass under the collab that it names, and has everybody see it.
func (r *room) put(ctx context.Context, v *frame.Visit, p *pass.Pass) error {
	var licence *catalog.Licence
	if p.Collab != "" {
		collab, err := r.Catalog.Collab(ctx, v.By(), p.Collab)
		if err != nil {
			return err
		}
		p.Collab, licence = collab.ID, &collab.Licence
	}
	saved, err := r.passes.SavePass(ctx, v.Origin(), *p, licence)
	if err != nil {
		return err
	}
	*p = saved
	return r.board.Refresh(ctx)
}

func (r *room) remove(v *frame.Visit) error {
	id := v.Param("pass")
	failure := r.passes.RemovePass(v.Request().Context(), v.Origin(), id, v.Seen())
	if failure == nil {
		return v.Go(Home + "?done=removed")
	}
	p, err := r.passes.Pass(v.Request().Context(), id)
	if err != nil {
		return err
	}
	wording := v.Word(failure)
	return r.show(v, wording.Status, p, wording.Bad())
}
