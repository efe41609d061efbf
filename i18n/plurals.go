package i18n

import "github.com/hallyu-store/hallyu/i18n/message"

// PluralCategory is one plural category of a language, with numbers that select it.
type PluralCategory struct {
	Category Category
	Samples  []string // decimal numbers with their visible digits, ascending; at most maxSamples
}

// maxSamples bounds the numbers given for a category.
const maxSamples = 12

// Plurals lists the plural categories of a locale's language in CLDR's order, as go-i18n chooses them.
// [ErrLocaleNotFound] says that it has no rules for the language.
func Plurals(locale Locale) ([]PluralCategory, error) {
	rules, err := message.RulesOf(string(locale))
	if err != nil {
		return nil, ErrLocaleNotFound.With("locale", locale).Because(err)
	}
	var list []PluralCategory
	for _, c := range rules.Categories() {
		samples := rules.Samples(c)
		list = append(list, PluralCategory{c, samples[:min(len(samples), maxSamples)]})
	}
	return list, nil
}
