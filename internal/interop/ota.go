package interop

import (
	"encoding/json"

	"github.com/hallyu-store/hallyu/i18n"
)

// What the clients of other services of localization read, so that they can be pointed at a store.

// LocizeLanguage is a language as i18next-locize-backend 10 lists them.
type LocizeLanguage struct {
	Name        string             `json:"name"`
	NativeName  string             `json:"nativeName"`
	IsReference bool               `json:"isReferenceLanguage"`
	Translated  map[string]float64 `json:"translated"` // share, 0 to 1, by version
}

// locizeVersions are the names of versions under which clients ask for what is live.
var locizeVersions = []string{"latest", "production"}

// LocizeLanguages lists the languages of a project by tag.
func LocizeLanguages(m i18n.Manifest) map[i18n.Locale]LocizeLanguage {
	all := map[i18n.Locale]LocizeLanguage{}
	for l, of := range m.Locales {
		translated := map[string]float64{}
		for _, version := range locizeVersions {
			translated[version] = of.Complete
		}
		all[l] = LocizeLanguage{of.Name, of.NativeName, l == m.Source, translated}
	}
	return all
}

// CrowdinManifest is a distribution as @crowdin/ota-client 2 reads it.
type CrowdinManifest struct {
	Timestamp int64                    `json:"timestamp"` // seconds since 1970
	Content   map[i18n.Locale][]string `json:"content"`   // paths of files, by tag
}

// CrowdinDistribution lists the files of a project, one for each language, named by its tag and a suffix.
func CrowdinDistribution(m i18n.Manifest, suffix string) CrowdinManifest {
	out := CrowdinManifest{m.PublishedAt.Unix(), map[i18n.Locale][]string{}}
	for l := range m.Locales {
		out.Content[l] = []string{"/" + string(l) + suffix}
	}
	return out
}

// TransifexContent is what @transifex/native 7 reads of one language.
type TransifexContent struct {
	Data map[string]TransifexText `json:"data"` // by key
}

// TransifexText is a text in ICU's message format.
type TransifexText struct {
	String string `json:"string"`
}

// TransifexTexts makes the content of a language from a file of messages in ICU's format, flat JSON.
func TransifexTexts(icu []byte) (TransifexContent, error) {
	var texts map[string]string
	err := json.Unmarshal(icu, &texts)
	out := TransifexContent{make(map[string]TransifexText, len(texts))}
	for id, text := range texts {
		out.Data[id] = TransifexText{text}
	}
	return out, err
}

// TransifexLanguages is the list of languages that it reads.
type TransifexLanguages struct {
	Data []TransifexLanguage `json:"data"`
	Meta struct {
		Source i18n.Locale `json:"source_lang_code"`
	} `json:"meta"`
}

// TransifexLanguage is one of the list.
type TransifexLanguage struct {
	Code      i18n.Locale `json:"code"`
	Name      string      `json:"name"`
	Localized string      `json:"localized_name"`
	RTL       bool        `json:"rtl"`
}

// TransifexList lists the languages of a project, in the order of their tags.
func TransifexList(p *i18n.Project, m i18n.Manifest) TransifexLanguages {
	out := TransifexLanguages{Data: []TransifexLanguage{}}
	out.Meta.Source = m.Source
	for _, l := range p.Locales() {
		of := m.Locales[l]
		out.Data = append(out.Data, TransifexLanguage{l, of.Name, of.NativeName, of.Direction == "rtl"})
	}
	return out
}
