package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
)

// lastResort is the locale tried after a reader's own and the pack's source locale.
const lastResort i18n.Locale = "en"

// Speech is which locales the store speaks, and how each falls back.
type Speech struct {
	locales     []i18n.Locale
	chains      map[i18n.Locale][]i18n.Locale
	fingerprint string
}

// NewSpeech returns the speech of a store that speaks the locales. chain gives the fallback chain of
// one, itself first.
func NewSpeech(locales []i18n.Locale, chain func(i18n.Locale) []i18n.Locale) Speech {
	s := Speech{locales: slices.Clone(locales), chains: make(map[i18n.Locale][]i18n.Locale, len(locales))}
	all := sha256.New()
	for _, locale := range locales {
		s.chains[locale] = chain(locale)
		fmt.Fprintln(all, s.chains[locale])
	}
	s.fingerprint = hex.EncodeToString(all.Sum(nil)[:4])
	return s
}

// Locales returns the locales that the store speaks; callers must not change the slice.
func (s Speech) Locales() []i18n.Locale { return s.locales }

// Chain returns the fallback chain of a locale, itself first: the reader's own languages. An unknown
// locale stands alone.
func (s Speech) Chain(locale i18n.Locale) []i18n.Locale {
	if chain, known := s.chains[locale]; known {
		return chain
	}
	return []i18n.Locale{locale}
}

// speaks reports whether the store speaks the locale.
func (s Speech) speaks(locale i18n.Locale) bool {
	_, known := s.chains[locale]
	return known
}

// fallback returns where a pack's words are looked for: along the reader's chain, then in the pack's
// source locale, then in English.
func fallback(chain []i18n.Locale, source i18n.Locale) []i18n.Locale {
	return append(slices.Clip(chain), source, lastResort)
}
