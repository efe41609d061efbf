package packs

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var listTemplate = frame.Parse(templates, "list.html", "parts.html")

// listPage is the list of packs that the reader may see.
type listPage struct {
	frame.Shell
	Notice   *frame.Notice
	Query    string
	Filters  []option
	Sorts    []option
	Rows     []row
	Any      bool   // there are packs at all
	Next     string // address of the next page; "" on the last
	Writable bool
}

// option is a choice of a select.
type option struct {
	Value, Name string
	Chosen      bool
}

// row is a pack in the list.
type row struct {
	Address  string
	Title    said
	Slug     string
	Cover    picture
	Count    int // of stickers
	Standing standing
	Changed  time.Time
}

// pageSize is how many packs a page of the list holds.
const pageSize = 50

func (r *room) list(v *frame.Visit) error {
	packs, err := r.Catalog.Packs(v.Request().Context(), by(v), catalog.PackQuery{After: v.QueryParam("after"), Limit: pageSize})
	if err != nil {
		return err
	}
	shown := listPage{
		Shell: v.Shell(v.Voice.T("studio.shell.packs")), Notice: notice(v), Query: v.QueryParam("q"), Any: len(packs) > 0,
		Filters: options(v, "state", "", "unpublished", "on_sale", "stopped", "banned"),
		Sorts:   options(v, "sort", "changed", "new", "title"), Writable: v.Actor.Can(accounts.WritePacks),
	}
	shown.Script = "js/packs.js"
	for _, pack := range packs {
		made, wanted, err := r.row(v, pack)
		if err != nil {
			return err
		}
		if wanted {
			shown.Rows = append(shown.Rows, made)
		}
	}
	sortRows(shown.Rows, v.QueryParam("sort"))
	if len(packs) == pageSize {
		shown.Next = next(v, packs[pageSize-1].ID)
	}
	return v.Show(http.StatusOK, listTemplate, shown)
}

// options are the choices of a parameter, the first the default.
func options(v *frame.Visit, parameter string, values ...string) []option {
	chosen := v.QueryParam(parameter)
	if !slices.Contains(values, chosen) {
		chosen = values[0]
	}
	all := make([]option, len(values))
	for i, value := range values {
		id := "studio.packs." + parameter + "_" + cmp.Or(value, "all")
		if parameter == "state" && value != "" {
			id = "studio.state." + value
		}
		all[i] = option{value, v.Voice.T(id), value == chosen}
	}
	return all
}

// row shows a pack, if it is what was searched for.
func (r *room) row(v *frame.Visit, pack catalog.Pack) (row, bool, error) {
	if state := v.QueryParam("state"); state != "" && state != string(pack.State) {
		return row{}, false, nil
	}
	ctx := v.Request().Context()
	draft, err := r.Catalog.Draft(ctx, by(v), pack.ID)
	if err != nil {
		return row{}, false, err
	}
	if !matches(draft, v.QueryParam("q")) {
		return row{}, false, nil
	}
	releases, err := r.Catalog.Releases(ctx, by(v), pack.ID)
	if err != nil {
		return row{}, false, err
	}
	made := row{
		Address: address(pack.ID, ""), Title: say(v, draft.Words.Of(catalog.WordTitle), pack.SourceLocale), Slug: pack.Slug,
		Cover: cover(draft, v.Voice.Locale), Count: len(draft.Stickers), Standing: standingOf(v, draft, releases), Changed: pack.UpdatedAt,
	}
	if made.Title.Text == "" {
		made.Title.Text = pack.Slug
	}
	return made, true, nil
}

// matches reports whether the slug, a tag or a title in any language holds what was searched for.
func matches(d catalog.Draft, query string) bool {
	query = strings.ToLower(strings.TrimSpace(query))
	if query == "" || strings.Contains(d.Pack.Slug, query) || slices.Contains(d.Pack.Tags, query) {
		return true
	}
	for _, title := range d.Words.Of(catalog.WordTitle) {
		if strings.Contains(strings.ToLower(title), query) {
			return true
		}
	}
	return false
}

func sortRows(rows []row, by string) {
	switch by {
	case "title":
		slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(strings.ToLower(a.Title.Text), strings.ToLower(b.Title.Text)) })
	case "new": // as the store lists them
	default:
		slices.SortStableFunc(rows, func(a, b row) int { return b.Changed.Compare(a.Changed) })
	}
}

// next is the address of the page behind a pack.
func next(v *frame.Visit, last string) string {
	query := url.Values{"after": {last}}
	for _, name := range []string{"q", "state", "sort"} {
		if value := v.QueryParam(name); value != "" {
			query.Set(name, value)
		}
	}
	return Home + "?" + query.Encode()
}
