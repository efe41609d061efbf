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
	Name     said
	Version  int64
	Source   i18n.Locale
	Creator  string // id
	Cover    picture
	Standing standing
	Tabs     []tab
	Writable bool // by this reader
	Submit   bool // the draft may be submitted now
	Unsold   bool // it was never on sale, so it may be removed
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
	releases, err := r.Catalog.Releases(v.Request().Context(), by(v), d.Pack.ID)
	if err != nil {
		return head{}, err
	}
	title := say(v, d.Words.Of(catalog.WordTitle), d.Pack.SourceLocale)
	if title.Text == "" {
		title.Text = d.Pack.Slug
	}
	h := head{
		Shell: v.Shell(title.Text), ID: d.Pack.ID, Slug: d.Pack.Slug, Name: title, Version: d.Pack.Version,
		Source: d.Pack.SourceLocale, Creator: d.Pack.Creator, Cover: cover(d, v.Voice.Locale), Standing: standingOf(v, d, releases),
		Writable: v.Actor.Can(accounts.WritePacks) && d.Pack.State != catalog.StateBanned,
		Unsold:   d.Pack.PublishedAt.IsZero(), Notice: notice(v),
	}
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

// picture is an image as the studio shows it: without motion until it is asked for.
type picture struct {
	Address string
	Motion  string // of the same picture in motion; "" for a still
	Width   int    // px
	Height  int    // px
	Hash    string // ThumbHash, base64
	Tint    page.Tint
}

// shown is a picture in one of its sizes.
func shown(p catalog.Picture, size catalog.Image) picture {
	if p.Zero() {
		return picture{Tint: page.PlainTint}
	}
	s := picture{
		Address: file(size), Width: size.Width, Height: size.Height, Hash: p.ThumbHash, Tint: page.TintOf(p.ThumbHash),
	}
	if p.Animated {
		s.Motion = file(p.Master)
	}
	return s
}

func file(image catalog.Image) string { return "/assets/" + image.Name.String() }

// cover is the picture that stands for a draft: of its first sticker, in the reader's language.
func cover(d catalog.Draft, reader i18n.Locale) picture {
	if len(d.Stickers) == 0 {
		return picture{Tint: page.PlainTint}
	}
	p := d.Stickers[0].Picture(i18n.Chain(reader))
	return shown(p, p.StillSmall)
}

// show answers with a page of a pack, or with the failure to make it.
func show(v *frame.Visit, t page.Template, data any, err error) error {
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, t, data)
}
