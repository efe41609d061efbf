package format

import (
	"github.com/hallyu-store/hallyu/i18n/message"
)

// catalogue is a string catalogue of Xcode 15 and later.
type catalogue struct {
	SourceLanguage string                    `json:"sourceLanguage"`
	Strings        map[string]catalogueEntry `json:"strings"`
	Version        string                    `json:"version"`
}

type catalogueEntry struct {
	Comment         string                        `json:"comment,omitempty"`
	ExtractionState string                        `json:"extractionState"`
	Localizations   map[string]catalogueVariation `json:"localizations"`
}

// catalogueVariation is one text, or one for each plural category.
type catalogueVariation struct {
	StringUnit *catalogueText `json:"stringUnit,omitempty"`
	Variations *struct {
		Plural map[message.Category]catalogueVariation `json:"plural"`
	} `json:"variations,omitempty"`
}

type catalogueText struct {
	State string `json:"state"`
	Value string `json:"value"`
}

// encodeXCStrings writes a string catalogue with this one locale. Xcode merges it with others.
func encodeXCStrings(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	source := f.SourceLocale
	if source == "" {
		source = f.Locale
	}
	c := catalogue{SourceLanguage: source, Strings: make(map[string]catalogueEntry, len(units)), Version: "1.0"}
	for _, u := range units {
		c.Strings[u.id] = catalogueEntry{
			Comment: remark(u), ExtractionState: "manual",
			Localizations: map[string]catalogueVariation{f.Locale: catalogueOf(u)},
		}
	}
	return indented(c)
}

func catalogueOf(u unit) catalogueVariation {
	write := apple(u, "lld")
	text := func(f form) catalogueVariation {
		return catalogueVariation{StringUnit: &catalogueText{"translated", write(f.pattern)}}
	}
	if !u.plural {
		return text(u.forms[0])
	}
	var v catalogueVariation
	v.Variations = &struct {
		Plural map[message.Category]catalogueVariation `json:"plural"`
	}{map[message.Category]catalogueVariation{}}
	for _, f := range u.forms {
		v.Variations.Plural[f.category] = text(f)
	}
	return v
}
