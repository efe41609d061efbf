package passes

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var listTemplate = frame.Parse(templates, "list.html", "parts.html")

// listPage lists passes.
type listPage struct {
	frame.Shell
	Notice *frame.Notice
	Query  string
	States []frame.Option
	Rows   []row
	Any    bool   // there are passes at all
	Makes  bool   // the reader may make one
	Next   string // address of the next page; "" on the last
}

// row is a pass in the list.
type row struct {
	ID     string
	Title  frame.Said
	Kind   pass.Kind
	State  string
	Opens  *moment
	Closes *moment
	Sold   string // of its seats; "" where they are not counted
	AtGate bool   // the reader may let people in, and the pass admits or will
}

// over is the state of a pass that will never admit again, though it was not cancelled.
const over = "over"

// states are those that the list is filtered by.
var states = []string{string(pass.Draft), string(pass.OnSale), string(pass.Stopped), over, string(pass.Cancelled)}

func stateOf(p pass.Pass, now time.Time) string {
	if p.State != pass.Draft && p.State != pass.Cancelled && p.Over(now) {
		return over
	}
	return string(p.State)
}

func (r *room) list(v *frame.Visit) error {
	query, state, now := strings.TrimSpace(v.QueryParam("q")), v.QueryParam("state"), r.Now()
	found, next, err := frame.Listing[pass.Pass]{
		Most: catalog.MaxLimit, Key: func(p pass.Pass) string { return p.ID },
		Read: func(after string) ([]pass.Pass, error) {
			return r.passes.Passes(v.Request().Context(), after, catalog.MaxLimit)
		},
		Fits: func(p pass.Pass) bool {
			return frame.Contains(query, searched(p)...) && (!slices.Contains(states, state) || stateOf(p, now) == state)
		},
	}.From(v.QueryParam("after"))
	if err != nil {
		return err
	}
	p := listPage{
		Shell: v.Shell(v.Voice.T("studio.shell.passes")), Query: query, Any: len(found) > 0 || len(v.QueryParams()) > 0,
		Makes: v.Actor.Can(accounts.ManageFurniture), Next: v.Onward(Home, next, "q", "state"),
		States: []frame.Option{{Value: "", Name: v.Voice.T("studio.packs.state_all"), Chosen: state == ""}},
	}
	if v.QueryParam("done") == "removed" {
		p.Notice = v.Good("studio.pass.removed")
	}
	for _, one := range states {
		p.States = append(p.States, frame.Option{Value: one, Name: v.Voice.T("studio.pass.state_" + one), Chosen: one == state})
	}
	for _, one := range found {
		shown, err := r.rowOf(v, one, now)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, shown)
	}
	return v.Show(http.StatusOK, listTemplate, p)
}

// searched are the texts that a pass is found by.
func searched(p pass.Pass) []string {
	texts := []string{p.ID}
	for _, title := range p.Titles {
		texts = append(texts, title)
	}
	return texts
}

func (r *room) rowOf(v *frame.Visit, p pass.Pass, now time.Time) (row, error) {
	one := row{
		ID: p.ID, Title: titleOf(v, p), Kind: p.Kind, State: stateOf(p, now), Opens: momentOf(v, p.OpensAt), Closes: momentOf(v, p.ClosesAt),
	}
	one.AtGate = v.Actor.Can(accounts.WriteHolders) && (one.State == string(pass.OnSale) || one.State == string(pass.Stopped))
	if p.Capacity == 0 || p.State == pass.Draft {
		return one, nil
	}
	e, err := r.passes.Edition(v.Request().Context(), p.ID, false)
	one.Sold = v.Voice.T("studio.pass.sold_of", "Sold", number(v, e.Sold()), "Capacity", number(v, p.Capacity))
	return one, err
}
