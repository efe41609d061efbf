package collabs

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var listTemplate = frame.Parse(templates, "list.html", "parts.html")

// listPage lists collabs.
type listPage struct {
	frame.Shell
	Notice *frame.Notice
	Query  string
	States []frame.Option
	Rows   []row
	Any    bool   // there are collabs at all
	Next   string // address of the next page; "" on the last
}

// row is a collab in the list.
type row struct {
	ID        string
	Title     frame.Said
	Brand     string
	Territory []string // names of regions; none is the world
	From      time.Time
	Until     time.Time
	State     string // coming, running or ended
}

// states are how a term stands to a moment.
var states = []string{"coming", "running", "ended"}

func stateOf(l catalog.Licence, now time.Time) string {
	switch {
	case now.Before(l.From):
		return "coming"
	case !l.Until.IsZero() && !now.Before(l.Until):
		return "ended"
	}
	return "running"
}

func (r *room) collabs(v *frame.Visit) error {
	query, state, now := strings.TrimSpace(v.QueryParam("q")), v.QueryParam("state"), r.Now()
	found, next, err := frame.Listing[catalog.Collab]{Read: r.readCollabs(v), Most: catalog.MaxLimit, Key: collabSlug, Fits: func(c catalog.Collab) bool {
		return frame.Contains(query, searched(c)...) && (!slices.Contains(states, state) || stateOf(c.Licence, now) == state)
	}}.From(v.QueryParam("after"))
	if err != nil {
		return err
	}
	p := listPage{
		Shell: v.Shell(v.Voice.T("studio.collab.collabs")), Notice: saved(v), Query: query,
		Any: len(found) > 0 || len(v.QueryParams()) > 0, Next: v.Onward(Home, next, "q", "state"),
		States: []frame.Option{{Value: "", Name: v.Voice.T("studio.packs.state_all"), Chosen: state == ""}},
	}
	for _, one := range states {
		p.States = append(p.States, frame.Option{Value: one, Name: v.Voice.T("studio.collab.state_" + one), Chosen: one == state})
	}
	for _, c := range found {
		p.Rows = append(p.Rows, rowOf(v, c, now))
	}
	return v.Show(http.StatusOK, listTemplate, p)
}

func collabSlug(c catalog.Collab) string { return c.Slug }

func (r *room) readCollabs(v *frame.Visit) func(after string) ([]catalog.Collab, error) {
	return func(after string) ([]catalog.Collab, error) {
		return r.Catalog.Collabs(v.Request().Context(), v.By(), after, catalog.MaxLimit)
	}
}

// searched are the texts that a collab is found by.
func searched(c catalog.Collab) []string {
	texts := []string{c.Slug, c.Brand.Name, c.Brand.Slug, c.Attribution}
	for _, title := range c.Titles {
		texts = append(texts, title)
	}
	return texts
}

func rowOf(v *frame.Visit, c catalog.Collab, now time.Time) row {
	made := row{ID: c.ID, Title: v.Say(c.Titles), Brand: c.Brand.Name, From: c.From, Until: c.Until, State: stateOf(c.Licence, now)}
	for _, region := range c.Territory {
		made.Territory = append(made.Territory, cldr.RegionName(string(v.Voice.Locale), region))
	}
	return made
}
