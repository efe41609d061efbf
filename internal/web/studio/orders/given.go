package orders

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// givenAt is where a holder is looked up whom staff give packs.
const givenAt = Home + "/given"

var givenTemplate = frame.Parse(templates, "given.html", "parts.html")

// Apps says which apps there are.
type Apps interface {
	App(ctx context.Context, id string) (accounts.App, error)
}

// givenPage is what staff gave a holder, and the form that gives more.
type givenPage struct {
	frame.Shell
	Notice *frame.Notice
	holderForm
	Asked bool // somebody's packs are shown
	Gives bool // the reader may give and take back
	Rows  []given
	Form  giveForm
}

// holderForm is whose packs are looked at, as it was typed.
type holderForm struct {
	App, Holder string
	Test        bool
}

// giveForm is what was typed to give a pack.
type giveForm struct {
	Pack, Reason, Until string // Until as fields for moments write them, in UTC
	Key                 string // so that a form that is sent twice has one effect
}

// given is a pack that staff gave.
type given struct {
	ID        string // of the grant
	Key       string
	Pack      frame.Said
	Reason    string
	At, Stamp string
	By        string // who gave it
	Until     string // written; "" for none
	Back      string // who took it back, and why; "" while it stands
}

func (f holderForm) owner() purchases.Owner {
	return purchases.Owner{Ledger: purchases.Ledger{App: f.App, Test: f.Test}, Holder: f.Holder}
}

// address is that of the page about the holder.
func (f holderForm) address(done string) string {
	q := url.Values{"app": {f.App}, "holder": {f.Holder}}
	if f.Test {
		q.Set("test", "1")
	}
	if done != "" {
		q.Set("done", done)
	}
	return givenAt + "?" + q.Encode()
}

func readHolder(value func(string) string) holderForm {
	return holderForm{App: strings.TrimSpace(value("app")), Holder: strings.TrimSpace(value("holder")), Test: value("test") != ""}
}

func (r *room) given(v *frame.Visit) error {
	p := givenPage{holderForm: readHolder(v.QueryParam)}
	switch v.QueryParam("done") {
	case "given":
		p.Notice = v.Good("studio.given.done")
	case "back":
		p.Notice = v.Good("studio.given.done_back")
	}
	return r.showGiven(v, http.StatusOK, p)
}

// showGiven shows what staff gave the holder whom a page names, when it names one.
func (r *room) showGiven(v *frame.Visit, status int, p givenPage) error {
	p.Shell, p.Gives = v.Shell(v.Voice.T("studio.given.title")), v.Actor.Can(accounts.GivePacks)
	p.Form.Key = journal.NewID("form")
	if p.App == "" || p.Holder == "" {
		return v.Show(status, givenTemplate, p)
	}
	rows, err := r.givenTo(v, p.holderForm)
	if err != nil {
		wording := v.Word(err)
		p.Notice, status = wording.Bad(), wording.Status
	}
	p.Rows, p.Asked = rows, err == nil
	return v.Show(status, givenTemplate, p)
}

func (r *room) givenTo(v *frame.Visit, of holderForm) ([]given, error) {
	ctx := v.Request().Context()
	if _, err := r.apps.App(ctx, of.App); err != nil {
		return nil, err
	}
	all, err := r.orders.StaffGrants(ctx, of.owner())
	var rows []given
	for _, g := range all {
		row := given{
			ID: g.Grant.ID, Key: journal.NewID("form"), Pack: r.packOf(v, g.Grant.Pack), Reason: g.Reason,
			At: v.Voice.Moment(g.Grant.ValidFrom), Stamp: stamp(g.Grant.ValidFrom), By: v.AccountName(g.GivenBy),
		}
		if until := g.Grant.ValidUntil; until != nil {
			row.Until = v.Voice.T("studio.given.ends", "At", v.Voice.Moment(until.UTC()))
		}
		if g.Grant.RevokedAt != nil {
			row.Back = v.Voice.T("studio.given.back", "Who", v.AccountName(g.RevokedBy), "Why", g.Withdrawn)
		}
		rows = append(rows, row)
	}
	return rows, err
}

// give gives the pack that the form names.
func (r *room) give(v *frame.Visit) error {
	p := givenPage{holderForm: readHolder(v.FormValue)}
	p.Form = giveForm{
		Pack: strings.TrimSpace(v.FormValue("pack")), Reason: strings.TrimSpace(v.FormValue("reason")), Until: strings.TrimSpace(v.FormValue("until")),
	}
	if err := r.giveAs(v, p.holderForm, p.Form); err != nil {
		wording := v.Word(err)
		p.Notice = wording.Bad()
		return r.showGiven(v, wording.Status, p)
	}
	return v.Go(p.address("given"))
}

func (r *room) giveAs(v *frame.Visit, to holderForm, f giveForm) error {
	ctx := v.Request().Context()
	if _, err := r.apps.App(ctx, to.App); err != nil {
		return err
	}
	draft, err := r.Catalog.Draft(ctx, v.By(), f.Pack)
	if err != nil {
		return err
	}
	until, err := endTyped(f.Until)
	if err != nil {
		return err
	}
	request := purchases.GiveRequest{Intent: r.formIntent(v, to, f.Pack, f.Reason, f.Until), Holder: to.Holder, Pack: draft.Pack, Reason: f.Reason, Until: until}
	_, err = r.orders.Give(ctx, request)
	return err
}

// formIntent makes a form recognizable that is sent again.
func (r *room) formIntent(v *frame.Visit, of holderForm, typed ...string) purchases.Intent {
	return purchases.Intent{
		Ledger: of.owner().Ledger, Key: v.FormValue("key"), RequestHash: of.Holder + "\n" + strings.Join(typed, "\n"), By: v.Origin(),
	}
}

// endTyped reads a moment as fields write it, in UTC; nil for none.
func endTyped(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	wall, err := catalog.ParseWallTime(text)
	if err != nil {
		return nil, purchases.ErrStaffGrantInvalid.With("field", "until")
	}
	until := wall.OpensIn(catalog.World)
	return &until, nil
}

// takeBack takes back what staff gave.
func (r *room) takeBack(v *frame.Visit) error {
	p := givenPage{holderForm: readHolder(v.FormValue)}
	reason := strings.TrimSpace(v.FormValue("reason"))
	_, err := r.orders.TakeBack(v.Request().Context(), purchases.RevokeRequest{
		Intent: r.formIntent(v, p.holderForm, v.Param("grant"), reason), Holder: p.Holder, Grant: v.Param("grant"), Reason: reason,
	})
	if err != nil {
		wording := v.Word(err)
		p.Notice = wording.Bad()
		return r.showGiven(v, wording.Status, p)
	}
	return v.Go(p.address("back"))
}
