package packs

import (
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/page"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// head is what stands above every page of a pack.
type head struct {
	frame.Shell
	Notice   *frame.Notice
	ID       string
	Slug     string
	Name     frame.Said
	Version  int64
	Source   i18n.Locale
	Creator  string // id
	Cover    frame.Picture
	Standing standing
	Tabs     []tab
	Writable bool // by this reader
	Submit   bool // the draft may be submitted now
	Unsold   bool // it was never on sale, so it may be removed

	lacks []catalog.Lack
}

// tab is a page of a pack.
type tab struct {
	Name    string
	Address string
	Current bool
}

// tabs are the pages of a pack; the id of the name, and the end of the address.
var tabs = []struct{ id, page string }{
	{"stickers", ""}, {"words", "/words"}, {"report", "/report"}, {"preview", "/preview"}, {"releases", "/releases"}, {"sale", "/sale"},
}

// head describes a pack for the page that ends its address so.
func (r *room) head(v *frame.Visit, d catalog.Draft, at string) (head, error) {
	releases, err := r.Catalog.Releases(v.Request().Context(), v.By(), d.Pack.ID)
	if err != nil {
		return head{}, err
	}
	title := v.Say(d.Words.Of(catalog.WordTitle), d.Pack.SourceLocale)
	if title.Text == "" {
		title.Text = d.Pack.Slug
	}
	h := head{
		Shell: v.Shell(title.Text), ID: d.Pack.ID, Slug: d.Pack.Slug, Name: title, Version: d.Pack.Version,
		Source: d.Pack.SourceLocale, Creator: d.Pack.Creator, Cover: cover(d, v.Voice.Locale), Standing: standingOf(v, d, releases),
		Writable: v.Actor.Can(accounts.WritePacks) && d.Pack.State != catalog.StateBanned,
		Unsold:   d.Pack.PublishedAt.IsZero(), Notice: notice(v),
	}
	h.lacks, err = r.Catalog.Lacks(v.Request().Context(), d)
	if err != nil {
		return head{}, err
	}
	h.Standing.wait(v, h.lacks)
	h.Script = "js/packs.js"
	h.Submit = h.Writable && h.Standing.Submittable
	for _, t := range tabs {
		h.Tabs = append(h.Tabs, tab{v.Voice.T("studio.pack." + t.id), address(d.Pack.ID, t.page), t.page == at})
	}
	return h, nil
}

// done are what forms did; the page after them names it in ?done=.
var done = map[string]bool{
	"created": true, "saved": true, "removed": true, "submitted": true, "rolled_back": true, "uploaded": true, "moved": true, "appealed": true,
}

// notice tells what the form before this page did.
func notice(v *frame.Visit) *frame.Notice {
	if act := v.QueryParam("done"); done[act] {
		return v.Good("studio.done." + act)
	}
	return nil
}

// cover is the picture that stands for a draft: of its first sticker, in the reader's language.
func cover(d catalog.Draft, reader i18n.Locale) frame.Picture {
	if len(d.Stickers) == 0 {
		return frame.Picture{Tint: page.PlainTint}
	}
	p := d.Stickers[0].Picture(i18n.Chain(reader))
	return frame.Shown(p, p.StillSmall)
}

// show answers with a page of a pack, or with the failure to make it.
func show(v *frame.Visit, t page.Template, data any, err error) error {
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, t, data)
}
