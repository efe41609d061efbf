package message

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// ErrNoRules is returned for languages that go-i18n has no plural rules for.
var ErrNoRules = errors.New("message: no plural rules for this language")

// Rules are the plural rules of one language, found by asking go-i18n about numbers: its own table is not
// exported, and other libraries' tables differ from it.
type Rules struct {
	tag     language.Tag
	chooser *goi18n.Localizer
	small   [len(smallInts)]Category
	samples map[Category][]string
}

// smallInts has a place for every whole number that the probe looks at one by one: 0 to 200.
var smallInts [201]struct{}

// probes are the further numbers: large ones, and decimals with their visible digits.
var probes = []string{
	"1000", "10000", "100000", "1000000", "1000001", "1000000000",
	"0.0", "0.1", "0.5", "1.0", "1.1", "1.5", "2.0", "10.0", "1000000.0",
}

var known sync.Map // tag that has rules of its own → *Rules; there are some two hundred

// ownRules are the tags besides plain languages that go-i18n has rules for.
var ownRules = []string{"pt-PT", "kok-Latn"}

// ruleTag finds the tag whose rules a locale follows, so that a locale that anyone makes up needs no memory.
func ruleTag(locale string) string {
	t, err := cldr.Parse(locale)
	if err != nil {
		return ""
	}
	for up, ok := t, true; ok; up, ok = cldr.Parent(up) {
		if slices.Contains(ownRules, up.String()) {
			return up.String()
		}
	}
	return t.Language
}

// RulesOf returns the plural rules of a locale, those of its language where it has none of its own.
// [ErrNoRules] says that go-i18n does not know the language.
func RulesOf(locale string) (*Rules, error) {
	tag := ruleTag(locale)
	if found, ok := known.Load(tag); ok {
		return found.(*Rules), nil
	}
	rules, err := probe(tag)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrNoRules, locale)
	}
	known.Store(tag, rules)
	return rules, nil
}

func probe(locale string) (*Rules, error) {
	tag, err := language.Parse(locale)
	if err != nil || tag == language.Und {
		return nil, ErrNoRules
	}
	bundle := goi18n.NewBundle(tag)
	names := &goi18n.Message{ID: "category", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
	err = bundle.AddMessages(tag, names)
	if err != nil {
		return nil, err
	}
	r := &Rules{tag: tag, chooser: goi18n.NewLocalizer(bundle, tag.String()), samples: map[Category][]string{}}
	for n := range r.small {
		text := strconv.Itoa(n)
		r.small[n] = r.ask(text)
		r.samples[r.small[n]] = append(r.samples[r.small[n]], text)
	}
	for _, text := range probes {
		c := r.ask(text)
		r.samples[c] = append(r.samples[c], text)
	}
	return r, nil
}

func (r *Rules) ask(count any) Category {
	name, err := r.chooser.Localize(&goi18n.LocalizeConfig{MessageID: "category", PluralCount: count, TemplateParser: parser{}})
	if err != nil {
		return Other
	}
	return Category(name)
}

// Category returns the category of a count: a whole number, a float64, a json.Number or a decimal as text.
// What is no number is Other.
func (r *Rules) Category(count any) Category {
	if n, ok := count.(int); ok && n >= 0 && n < len(r.small) {
		return r.small[n]
	}
	number := operand(count)
	if number == nil {
		return Other
	}
	return r.ask(number)
}

// Categories lists the categories that the language uses, in CLDR's order; Other is always among them.
func (r *Rules) Categories() []Category {
	var used []Category
	for _, c := range Categories {
		if len(r.samples[c]) > 0 || c == Other {
			used = append(used, c)
		}
	}
	return used
}

// Samples lists numbers of a category, as text, ascending from 0 to 200, then large ones and decimals.
// The caller must not change the list.
func (r *Rules) Samples(c Category) []string { return r.samples[c] }

// Reachable lists the categories that whole numbers from 0 to 200 select, in CLDR's order.
func (r *Rules) Reachable() []Category {
	var seen []Category
	for _, c := range Categories {
		if len(r.Integers(c)) > 0 {
			seen = append(seen, c)
		}
	}
	return seen
}

// Integers lists the whole numbers from 0 to 200 that select a category.
func (r *Rules) Integers(c Category) []int {
	var all []int
	for n, category := range r.small {
		if category == c {
			all = append(all, n)
		}
	}
	return all
}

// Adapt returns the forms of a message of one language for use with the rules of another: a category gets the
// form that all of its whole numbers select in the source, or Other where they differ. Fallback texts need it.
func Adapt(forms map[Category]string, from, to *Rules) map[Category]string {
	if len(forms) < 2 {
		return forms
	}
	adapted := make(map[Category]string, len(forms))
	for _, c := range to.Categories() {
		form, ok := forms[from.common(to.wholes(c))]
		if !ok {
			form = forms[Other]
		}
		adapted[c] = form
	}
	return adapted
}

// wholes lists the whole numbers among the samples of a category, or all samples where there is none.
func (r *Rules) wholes(c Category) []string {
	var whole []string
	for _, n := range r.samples[c] {
		if !strings.Contains(n, ".") {
			whole = append(whole, n)
		}
	}
	if len(whole) == 0 {
		return r.samples[c]
	}
	return whole
}

// common is the category that all numbers have, or Other.
func (r *Rules) common(numbers []string) Category {
	var all Category
	for _, n := range numbers {
		c := r.Category(n)
		if all != "" && c != all {
			return Other
		}
		all = c
	}
	return all
}
