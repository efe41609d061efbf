package memory

import (
	"context"
	"encoding/xml"
	"io"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// tmx is a memory of TMX 1.4b (LISA OSCAR, 2005), level 1: placeholders stand in the text.
type tmx struct {
	XMLName xml.Name  `xml:"tmx"`
	Version string    `xml:"version,attr"`
	Header  tmxHeader `xml:"header"`
	Units   []tmxUnit `xml:"body>tu"`
}

type tmxHeader struct {
	Tool     string `xml:"creationtool,attr"`
	Version  string `xml:"creationtoolversion,attr"`
	Segments string `xml:"segtype,attr"`
	Format   string `xml:"o-tmf,attr"`
	Admin    string `xml:"adminlang,attr"`
	Source   string `xml:"srclang,attr"`
	Data     string `xml:"datatype,attr"`
}

type tmxUnit struct {
	ID    string    `xml:"tuid,attr"`
	Texts []tmxText `xml:"tuv"`
}

type tmxText struct {
	Locale string `xml:"xml:lang,attr"`
	Text   string `xml:"seg"`
}

// WriteTMX writes what a locale says for its source as TMX 1.4b: translations of now that nobody sent back. Each plural
// form is a unit beside the source's form of its name, or else its form "other".
func WriteTMX(w io.Writer, from, to i18n.Locale, messages []translation.Translation) error {
	file := tmx{Version: "1.4", Header: tmxHeader{"hallyu", "1", "block", "go-i18n", "en", string(from), "plaintext"}}
	for _, m := range messages {
		if m.Source == nil || m.Target == nil || m.State != translation.Translated && m.State != translation.Reviewed {
			continue
		}
		for _, form := range message.Categories {
			if text := m.Target.Forms[form]; text != "" {
				source := tmxText{string(from), sourceFor(m.Source, form)}
				file.Units = append(file.Units, tmxUnit{m.Project + "/" + m.Message + "/" + string(form), []tmxText{source, {string(to), text}}})
			}
		}
	}
	return write(w, file)
}

func sourceFor(source *i18n.Message, form i18n.Category) string {
	if text := source.Forms[form]; text != "" {
		return text
	}
	return source.Text()
}

// tbx is a glossary in the core of TBX version 3 (ISO 30042:2019), dialect TBX-Basic in the style of categories by
// attributes.
type tbx struct {
	XMLName xml.Name     `xml:"urn:iso:std:iso:30042:ed-2 tbx"`
	Type    string       `xml:"type,attr"`
	Style   string       `xml:"style,attr"`
	Locale  string       `xml:"xml:lang,attr"`
	About   string       `xml:"tbxHeader>fileDesc>sourceDesc>p"`
	Entries []tbxConcept `xml:"text>body>conceptEntry"`
}

type tbxConcept struct {
	Note    string       `xml:"note,omitempty"`
	Locales []tbxSection `xml:"langSec"`
}

type tbxSection struct {
	Locale string    `xml:"xml:lang,attr"`
	Terms  []tbxTerm `xml:"termSec"`
}

type tbxTerm struct {
	Term   string    `xml:"term"`
	Status *tbxClass `xml:"termNote"`
}

type tbxClass struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

// What TBX-Basic calls terms that are to be used, and those that are not.
const (
	preferred  = "preferredTerm-admn-sts"
	deprecated = "deprecatedTerm-admn-sts"
)

// WriteTBX writes a project's glossary as TBX version 3.
func WriteTBX(w io.Writer, from i18n.Locale, project string, glossary []check.Term) error {
	file := tbx{Type: "TBX-Basic", Style: "dca", Locale: string(from), About: project}
	for _, t := range glossary {
		concept := tbxConcept{Note: t.Note, Locales: []tbxSection{{string(from), []tbxTerm{{Term: t.Source}}}}}
		locales := slices.Concat(slices.Collect(maps.Keys(t.Targets)), slices.Collect(maps.Keys(t.Forbidden)))
		slices.Sort(locales)
		for _, locale := range slices.Compact(locales) {
			section := tbxSection{Locale: locale}
			for _, term := range t.Targets[locale] {
				section.Terms = append(section.Terms, tbxTerm{term, &tbxClass{"administrativeStatus", preferred}})
			}
			for _, term := range t.Forbidden[locale] {
				section.Terms = append(section.Terms, tbxTerm{term, &tbxClass{"administrativeStatus", deprecated}})
			}
			concept.Locales = append(concept.Locales, section)
		}
		file.Entries = append(file.Entries, concept)
	}
	return write(w, file)
}

func write(w io.Writer, file any) error {
	_, err := io.WriteString(w, xml.Header)
	if err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	return e.Encode(file)
}

// Export writes what a project in files says in a locale as TMX, or its glossary as TBX; format is "tmx" or "tbx". It
// returns the media type. Errors: [i18n.ErrProjectNotFound], [translation.ErrFormatUnknown].
func (m *Memory) Export(ctx context.Context, w io.Writer, project string, locale i18n.Locale, format string) (mediaType string, err error) {
	p, err := m.words.Current().Project(project)
	if err != nil {
		return "", err
	}
	switch format {
	case "tmx":
		messages, err := m.messages.Some(ctx, project, locale, p.OwnIDs(locale))
		if err != nil {
			return "", err
		}
		return "application/x-tmx+xml", WriteTMX(w, p.Source(), locale, messages)
	case "tbx":
		return "application/x-tbx+xml", WriteTBX(w, p.Source(), project, p.Settings().Glossary)
	}
	return "", translation.ErrFormatUnknown.With("format", format, "available", []string{"tmx", "tbx"})
}
