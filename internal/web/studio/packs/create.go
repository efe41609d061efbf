package packs

import (
	"errors"
	"net/http"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var createTemplate = frame.Parse(templates, "create.html", "parts.html")

// createPage asks for what a new pack needs at least.
type createPage struct {
	frame.Shell
	Failure  *frame.Wording
	Wanted   string // title
	Slug     string
	Usage    string
	Creators []frame.Option
	Locales  []frame.Option
}

// maxCreators is how many creators one may choose from.
const maxCreators = 100

func (r *room) blank(v *frame.Visit) error { return r.askForPack(v, http.StatusOK, nil) }

// askForPack shows the form, with what was wrong with it.
func (r *room) askForPack(v *frame.Visit, status int, failure *frame.Wording) error {
	creators, err := r.Catalog.Creators(v.Request().Context(), v.By(), "", maxCreators)
	if err != nil {
		return err
	}
	asked := createPage{
		Shell: v.Shell(v.Voice.T("studio.packs.new")), Failure: failure,
		Wanted: v.FormValue("title"), Slug: v.FormValue("slug"), Usage: v.FormValue("usage"),
		Locales: r.locales(v, i18n.Locale(v.FormValue("source_locale"))),
	}
	asked.Script = "js/packs.js"
	for _, c := range creators {
		asked.Creators = append(asked.Creators, frame.Option{Value: c.Slug, Name: c.Name, Chosen: c.Slug == v.FormValue("creator")})
	}
	return v.Show(status, createTemplate, asked)
}

// locales are the languages of the store by their own names; the reader's own is chosen unless another is.
func (r *room) locales(v *frame.Visit, chosen i18n.Locale) []frame.Option {
	if chosen == "" {
		chosen = v.Voice.Locale
	}
	var all []frame.Option
	for _, locale := range r.Languages() {
		all = append(all, frame.Option{Value: string(locale), Name: locale.NativeName(), Chosen: locale == chosen})
	}
	return all
}

// create makes a pack without stickers.
func (r *room) create(v *frame.Visit) error {
	locale := i18n.Locale(v.FormValue("source_locale"))
	file := packfile.File{
		Slug: v.FormValue("slug"), Creator: v.FormValue("creator"), Usage: v.FormValue("usage"), SourceLocale: locale,
		Title: map[i18n.Locale]string{locale: packfile.Clean(v.FormValue("title"))},
	}
	made, err := r.Catalog.CreatePack(v.Request().Context(), v.By(), file)
	if err != nil {
		failure := v.Word(err)
		if failure.Status >= http.StatusInternalServerError {
			return err
		}
		failure.Fields["/title"] = failure.Fields["/title/"+string(locale)]
		if errors.Is(err, catalog.ErrSlugTaken) {
			failure.Fields["/slug"] = failure.Detail
		}
		return r.askForPack(v, failure.Status, &failure)
	}
	return v.Go(address(made.Draft.Pack.ID, "?done=created"))
}
