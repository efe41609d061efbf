package catalog

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// ErrOrderIncomplete: an order must name every sticker of the draft once. Facts: pack, measured,
// limit.
var ErrOrderIncomplete = fault.Define(fault.Invalid, "order-incomplete")

// indexOf returns where a sticker stands in the draft, or -1.
func (d Draft) indexOf(id string) int {
	return slices.IndexFunc(d.Stickers, func(s Sticker) bool { return s.ID == id })
}

// hasShortcode reports whether another sticker than the one of that id has the shortcode.
func (d Draft) hasShortcode(shortcode, id string) bool {
	return slices.ContainsFunc(d.Stickers, func(s Sticker) bool { return s.Shortcode == shortcode && s.ID != id })
}

// clone returns a copy whose words, list of stickers and offers may be changed.
func (d Draft) clone() Draft {
	d.Stickers = slices.Clone(d.Stickers)
	d.Words = d.Words.Clone()
	d.Offers = slices.Clone(d.Offers)
	return d
}

// equal reports whether two drafts say the same.
func (d Draft) equal(other Draft) bool {
	return d.Pack.Version == other.Pack.Version && reflect.DeepEqual(d.pack(), other.pack()) &&
		slices.EqualFunc(d.Offers, other.Offers, Offer.equal)
}

// settle brings a changed draft into its one form, and checks it. The error is ErrDraftInvalid.
func (d *Draft) settle() error {
	ids := make(map[string]bool, len(d.Stickers))
	for _, sticker := range d.Stickers {
		ids[sticker.ID] = true
	}
	d.Words.keep(ids)
	return Refusal(d.Pack.ID, packfile.Check(d.pack()))
}

// Refusal turns the findings on a pack that are errors into ErrDraftInvalid, each as a field; nil when
// there are none.
func Refusal(pack string, findings []packfile.Finding) error {
	var fields []fault.Field
	for _, f := range findings {
		if f.Severity == packfile.Error {
			facts := map[string]any{"measured": f.Measured, "limit": f.Limit, "sticker": f.Sticker, "field": f.Field()}
			maps.DeleteFunc(facts, func(_ string, v any) bool { return v == "" })
			fields = append(fields, fault.Field{Pointer: f.Pointer, Code: f.Code, Facts: facts})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return ErrDraftInvalid.With("pack", pack).WithFields(fields...)
}

// File returns the draft as a pack file, with digests in place of files.
func (d Draft) File() packfile.File {
	f := d.pack()
	f.Offers = packOffers(d.Offers)
	return f
}

// pack returns the draft as a pack file without offers.
func (d Draft) pack() packfile.File {
	f := packfile.File{
		Slug: d.Pack.Slug, Creator: d.Pack.Creator, Usage: string(d.Pack.Usage),
		SourceLocale: d.Pack.SourceLocale, Title: d.Words.Of(WordTitle),
		Description: d.Words.Of(WordDescription), Tags: d.Pack.Tags, Copyright: d.Pack.Copyright,
		Stickers: make([]packfile.Sticker, 0, len(d.Stickers)),
	}
	for _, sticker := range d.Stickers {
		f.Stickers = append(f.Stickers, d.packSticker(sticker))
	}
	return f
}

// packSticker returns a sticker as a pack file has it.
func (d Draft) packSticker(s Sticker) packfile.Sticker {
	p := packfile.Sticker{
		ID: s.ID, SHA256: s.Images[Base].Upload.Digest, Shortcode: s.Shortcode, Emoji: s.Emoji, Says: s.Says,
		Alt: d.Words.Of(AltKey(s.ID)), Keywords: map[i18n.Locale][]string{},
		Images: map[i18n.Locale]packfile.Image{},
	}
	for locale, lines := range d.Words.Of(KeywordsKey(s.ID)) {
		p.Keywords[locale] = Lines(lines)
	}
	for locale, picture := range s.Images {
		if locale != Base {
			p.Images[locale] = packfile.Image{SHA256: picture.Upload.Digest}
		}
	}
	return p
}

// joinLines makes one text of lines.
func joinLines(lines []string) string {
	clean := make([]string, 0, len(lines))
	for _, line := range lines {
		clean = append(clean, strings.ReplaceAll(packfile.Clean(line), "\n", " "))
	}
	return strings.Join(clean, "\n")
}
