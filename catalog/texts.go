package catalog

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
)

// Texts says one thing in several locales. It is never changed, and small: a snapshot holds a million
// titles.
type Texts struct {
	locales []i18n.Locale // in order; shared among those of the same locales
	packed  string        // the end of each text, four bytes each, and the texts
}

// TextsOf makes Texts of a map from locale to text.
func TextsOf(byLocale map[i18n.Locale]string) Texts {
	return textsOf(byLocale, slices.Sorted(maps.Keys(byLocale)))
}

// textsOf is TextsOf for the locales of the map, in order.
func textsOf(byLocale map[i18n.Locale]string, locales []i18n.Locale) Texts {
	size, end := textEnd*len(locales), 0
	for _, text := range byLocale {
		size += len(text)
	}
	packed := make([]byte, 0, size)
	for _, locale := range locales {
		end += len(byLocale[locale])
		packed = binary.LittleEndian.AppendUint32(packed, uint32(end))
	}
	for _, locale := range locales {
		packed = append(packed, byLocale[locale]...)
	}
	return Texts{locales, string(packed)}
}

// textEnd is how many bytes say where a text ends.
const textEnd = 4

// at returns the text of a place in locales.
func (t Texts) at(i int) Text {
	begin := 0
	if i > 0 {
		begin = t.end(i - 1)
	}
	return Text{t.packed[textEnd*len(t.locales):][begin:t.end(i)], t.locales[i]}
}

func (t Texts) end(i int) int {
	p := t.packed[textEnd*i:]
	return int(p[0]) | int(p[1])<<8 | int(p[2])<<16 | int(p[3])<<24
}

// In returns the text along chain, then any.
func (t Texts) In(chain []i18n.Locale) Text {
	for _, locale := range chain {
		if i := slices.Index(t.locales, locale); i >= 0 {
			return t.at(i)
		}
	}
	if len(t.locales) > 0 {
		return t.at(0)
	}
	return Text{}
}

// Locales returns the locales of t, in order.
func (t Texts) Locales() []i18n.Locale { return append([]i18n.Locale{}, t.locales...) }
