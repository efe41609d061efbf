package packs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// target is the pack that a form means, at the version that its page showed.
func target(v *frame.Visit) catalog.Target {
	version, _ := strconv.ParseInt(v.FormValue("version"), 10, 64) // without one, whatever is there is meant
	return catalog.Target{Pack: v.Param("pack"), Version: version}
}

// back leads to a page of the pack, which says what was done.
func back(v *frame.Visit, page, act string) error {
	return v.Go(address(v.Param("pack"), page) + "?done=" + act)
}

// texts reads the fields of a form that end with a locale: of "title.ko", ko.
func texts(v *frame.Visit, name string) map[i18n.Locale]string {
	form, err := v.FormParams()
	if err != nil {
		return nil
	}
	said := map[i18n.Locale]string{}
	for field, values := range form {
		tag, is := strings.CutPrefix(field, name+".")
		if locale, err := i18n.ParseLocale(tag); is && err == nil && len(values) > 0 {
			said[locale] = values[0]
		}
	}
	return said
}

// listed splits what is written with commas or on lines.
func listed(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '、' || r == '،' })
	all := make([]string, 0, len(parts))
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// saveWords takes the form of the pack's own words.
func (r *room) saveWords(v *frame.Visit) error {
	usage, source, copyright := catalog.Usage(v.FormValue("usage")), i18n.Locale(v.FormValue("source_locale")), v.FormValue("copyright")
	slug, tags := v.FormValue("slug"), listed(v.FormValue("tags"))
	patch := catalog.DraftPatch{
		Slug: &slug, Usage: &usage, SourceLocale: &source, Copyright: &copyright, Tags: &tags,
		Title: texts(v, "title"), Description: texts(v, "description"),
	}
	_, err := r.Catalog.UpdateDraft(v.Request().Context(), v.By(), target(v), patch)
	if err != nil {
		return err
	}
	return back(v, "/words", "saved")
}

// saveSticker takes the form of a sticker: of the grid, or of its own page. What a form does not name
// stays as it is.
func (r *room) saveSticker(v *frame.Visit) error {
	patch := catalog.StickerPatch{Alt: texts(v, "alt"), Keywords: map[i18n.Locale][]string{}}
	for locale, text := range texts(v, "keywords") {
		patch.Keywords[locale] = listed(text)
	}
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	if form.Has("shortcode") {
		shortcode := form.Get("shortcode")
		patch.Shortcode = &shortcode
	}
	if form.Has("emoji") {
		emoji := strings.Fields(form.Get("emoji"))
		patch.Emoji = &emoji
	}
	if form.Has("says_asked") { // an unticked box sends nothing
		says := form.Has("says")
		patch.Says = &says
	}
	patch.Images, err = r.formPictures(v)
	if err == nil {
		_, err = r.Catalog.UpdateSticker(v.Request().Context(), v.By(), target(v), v.Param("sticker"), patch)
	}
	if err != nil {
		return err
	}
	page := ""
	if form.Has("shortcode") { // which the page of the sticker has and the grid has not
		page = "/stickers/" + v.Param("sticker")
	}
	return back(v, page, "saved")
}

// moveSticker puts a sticker one place earlier or later.
func (r *room) moveSticker(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	ids := make([]string, len(d.Stickers))
	for i, s := range d.Stickers {
		ids[i] = s.ID
	}
	at, by1 := slices.Index(ids, v.Param("sticker")), 1
	if v.FormValue("way") == "earlier" {
		by1 = -1
	}
	if to := at + by1; at >= 0 && to >= 0 && to < len(ids) {
		ids[at], ids[to] = ids[to], ids[at]
	}
	_, err = r.Catalog.Reorder(v.Request().Context(), v.By(), target(v), ids)
	if err != nil {
		return err
	}
	return back(v, "/stickers/"+v.Param("sticker"), "moved")
}

func (r *room) removeSticker(v *frame.Visit) error {
	_, err := r.Catalog.RemoveSticker(v.Request().Context(), v.By(), target(v), v.Param("sticker"))
	if err != nil {
		return err
	}
	return back(v, "", "removed")
}

func (r *room) removePack(v *frame.Visit) error {
	err := r.Catalog.DeletePack(v.Request().Context(), v.By(), target(v))
	if err != nil {
		return err
	}
	return v.Go(Home + "?done=removed")
}

func (r *room) submit(v *frame.Visit) error {
	_, err := r.Catalog.Submit(v.Request().Context(), v.By(), target(v))
	if err != nil {
		return err
	}
	return back(v, "", "submitted")
}

func (r *room) rollback(v *frame.Visit) error {
	number, _ := strconv.Atoi(v.FormValue("release")) // none is a release that is not there
	_, err := r.Catalog.Rollback(v.Request().Context(), v.By(), target(v), number)
	if err != nil {
		return err
	}
	return back(v, "/releases", "rolled_back")
}
