package packs

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var listTemplate = frame.Parse(templates, "list.html", "parts.html")

// listPage is the list of packs that the reader may see.
type listPage struct {
	frame.Shell
	Notice   *frame.Notice
	Query    string
	Filters  []frame.Option
	Sorts    []frame.Option
	Rows     []row
	Any      bool   // there are packs at all
	Next     string // address of the next page; "" on the last
	Writable bool
}

// row is a pack in the list.
type row struct {
	Address  string
	Title    frame.Said
	Slug     string
	Cover    frame.Picture
	Count    int // of stickers
	Standing standing
	Changed  time.Time
}

// pageSize is how many packs a page of the list holds.
const pageSize = 50

func (r *room) list(v *frame.Visit) error {
	q, err := asked(v)
	if err != nil {
		return err
	}
	packs, err := r.Catalog.Packs(v.Request().Context(), v.By(), q)
	if err != nil {
		return err
	}
	narrowed := q.Text != "" || q.State != "" || q.After.ID != ""
	shown := listPage{
		Shell: v.Shell(v.Voice.T("studio.shell.packs")), Notice: notice(v), Query: q.Text, Any: narrowed || len(packs) > 0,
		Filters: options(v, "state", "", "unpublished", "on_sale", "stopped", "banned"),
		Sorts:   options(v, "sort", "changed", "new", "slug"), Writable: v.Actor.Can(accounts.WritePacks),
	}
	shown.Script = "js/packs.js"
	for _, pack := range packs {
		made, err := r.row(v, pack)
		if err != nil {
			return err
		}
		shown.Rows = append(shown.Rows, made)
	}
	if len(packs) == pageSize {
		shown.Next = v.Onward(Home, *web.EncodeCursor(catalog.MarkOf(packs[pageSize-1])), "q", "state", "sort")
	}
	return v.Show(http.StatusOK, listTemplate, shown)
}

// asked reads what the address asks for. What it does not know narrows nothing.
func asked(v *frame.Visit) (catalog.PackQuery, error) {
	q := catalog.PackQuery{
		Text: strings.TrimSpace(v.QueryParam("q")), State: catalog.State(v.QueryParam("state")),
		Sort: catalog.PackSort(cmp.Or(v.QueryParam("sort"), string(catalog.PacksChanged))), Limit: pageSize,
	}
	err := web.DecodeCursor(v.QueryParam("after"), &q.After)
	return q, err
}

// options are the choices of a parameter, the first the default.
func options(v *frame.Visit, parameter string, values ...string) []frame.Option {
	chosen := v.QueryParam(parameter)
	if !slices.Contains(values, chosen) {
		chosen = values[0]
	}
	all := make([]frame.Option, len(values))
	for i, value := range values {
		id := "studio.packs." + parameter + "_" + cmp.Or(value, "all")
		if parameter == "state" && value != "" {
			id = "studio.state." + value
		}
		all[i] = frame.Option{Value: value, Name: v.Voice.T(id), Chosen: value == chosen}
	}
	return all
}

// row shows a pack.
func (r *room) row(v *frame.Visit, pack catalog.Pack) (row, error) {
	ctx := v.Request().Context()
	draft, err := r.Catalog.Draft(ctx, v.By(), pack.ID)
	if err != nil {
		return row{}, err
	}
	releases, err := r.Catalog.Releases(ctx, v.By(), pack.ID)
	if err != nil {
		return row{}, err
	}
	made := row{
		Address: address(pack.ID, ""), Title: v.Say(draft.Words.Of(catalog.WordTitle), pack.SourceLocale), Slug: pack.Slug,
		Cover: cover(draft, v.Voice.Locale), Count: len(draft.Stickers), Standing: standingOf(v, draft, releases), Changed: pack.UpdatedAt,
	}
	if made.Title.Text == "" {
		made.Title.Text = pack.Slug
	}
	return made, nil
}
