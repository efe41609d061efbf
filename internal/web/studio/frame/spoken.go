package frame

import (
	"net/url"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// Spoken is what a form says in one language. Its template is spoken, for all of them.
type Spoken struct {
	Locale      i18n.Locale
	Name        string // of the language, its own
	Title       string
	Description string
	Wrong       string // with the title
	WrongText   string // with the description
}

// SpokenIn are the fields of a form in the languages of the program and in those that there are words in. faults are by
// pointer.
func SpokenIn(languages []i18n.Locale, titles, descriptions map[i18n.Locale]string, faults map[string]string) []Spoken {
	var fields []Spoken
	var seen []i18n.Locale
	for _, locale := range slices.Concat(languages, sorted(titles), sorted(descriptions)) {
		if slices.Contains(seen, locale) {
			continue
		}
		seen = append(seen, locale)
		fields = append(fields, Spoken{
			locale, locale.NativeName(), titles[locale], descriptions[locale], faults["/title/"+string(locale)], faults["/description/"+string(locale)],
		})
	}
	return fields
}

func sorted(texts map[i18n.Locale]string) []i18n.Locale {
	all := make([]i18n.Locale, 0, len(texts))
	for locale := range texts {
		all = append(all, locale)
	}
	slices.Sort(all)
	return all
}

// Texts reads the fields of a form that end with a locale: of "title.ko", ko. What is empty is not there.
func Texts(sent url.Values, name string) map[i18n.Locale]string {
	said := map[i18n.Locale]string{}
	for field, values := range sent {
		tag, is := strings.CutPrefix(field, name+".")
		if is && len(values) > 0 && strings.TrimSpace(values[0]) != "" {
			said[i18n.Locale(tag)] = strings.TrimSpace(values[0])
		}
	}
	return said
}
