package packs

import (
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var wordsTemplate = frame.Parse(templates, "head.html", "words.html", "parts.html")

// wordsPage is what is written of the pack itself, by language.
type wordsPage struct {
	head
	Spoken         []packWords
	Tags           string
	Copyright      string
	Usage          catalog.Usage
	Sources        []frame.Option
	MaxTitle       int
	MaxDescription int
	MaxCopyright   int
}

// packWords is a pack's title and description in one language.
type packWords struct {
	Locale      i18n.Locale
	Name        string
	Source      bool
	Title       string
	Description string
}

func (r *room) words(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	h, err := r.head(v, d, "/words")
	p := wordsPage{
		head: h, Tags: strings.Join(d.Pack.Tags, ", "), Copyright: d.Pack.Copyright, Usage: d.Pack.Usage,
		Sources: r.locales(v, d.Pack.SourceLocale), MaxTitle: packfile.MaxTitle,
		MaxDescription: packfile.MaxDescription, MaxCopyright: packfile.MaxCopyright,
	}
	titles, descriptions := d.Words.Of(catalog.WordTitle), d.Words.Of(catalog.WordDescription)
	for _, locale := range r.spoken(d) {
		p.Spoken = append(p.Spoken, packWords{
			locale, locale.NativeName(), locale == d.Pack.SourceLocale, titles[locale], descriptions[locale],
		})
	}
	return show(v, wordsTemplate, p, err)
}
