package format

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// poForms is what the header of a PO file says about plural forms.
type poForms struct {
	count  int // nplurals; 0 where there is no such header
	choose expression
}

var poPlurals = regexp.MustCompile(`(?m)^Plural-Forms:\s*nplurals\s*=\s*([0-9]+)\s*;\s*(?:plural\s*=\s*([^;\n]+);?)?`)

// formsOf reads a header.
func formsOf(header string) (poForms, error) {
	match := poPlurals.FindStringSubmatch(header)
	if match == nil {
		return poForms{}, nil
	}
	count, err := strconv.Atoi(match[1])
	if err != nil || count < 1 || count > 9 {
		return poForms{}, fmt.Errorf("Plural-Forms: nplurals is from 1 to 9")
	}
	forms := poForms{count: count}
	if match[2] == "" {
		return forms, nil
	}
	forms.choose, err = compile(match[2])
	if err != nil {
		return poForms{}, fmt.Errorf("Plural-Forms: %w", err)
	}
	return forms, nil
}

// numbers tells the number of the form that each category of a language takes, by what the expression says of whole
// numbers. Categories that no whole number has take the forms that none takes, if there are as many. differ says that
// two forms must say the same, as their numbers are of one category.
func (f poForms) numbers(rules *message.Rules, differ func(a, b int) bool) (map[message.Category]int, error) {
	if f.choose == nil {
		return f.ranks(rules)
	}
	of, first := map[message.Category]int{}, map[message.Category]int{}
	var unused []int
	for i := range f.count {
		unused = append(unused, i)
	}
	for _, n := range wholes {
		value, ok := f.choose(uint64(n))
		if !ok || value >= uint64(f.count) {
			return nil, fmt.Errorf("Plural-Forms has no form for the number %d", n)
		}
		c, form := rules.Category(n), int(value)
		unused = slices.DeleteFunc(unused, func(i int) bool { return i == form })
		if before, known := of[c]; !known {
			of[c], first[c] = form, n
		} else if before != form && differ(before, form) {
			return nil, fmt.Errorf("Plural-Forms has two forms for %d and %d, for which the language has one (%s)", first[c], n, c)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(rules.Categories()), func(c message.Category) bool { _, known := of[c]; return known })
	if len(rest) == len(unused) {
		for i, c := range rest {
			of[c] = unused[i]
		}
	}
	return of, nil
}

// ranks gives forms to categories in CLDR's order, for headers without an expression.
func (f poForms) ranks(rules *message.Rules) (map[message.Category]int, error) {
	for _, all := range [][]message.Category{rules.Categories(), rules.Reachable()} {
		if f.count == len(all) || f.count == 0 {
			of := map[message.Category]int{}
			for i, c := range all {
				of[c] = i
			}
			return of, nil
		}
	}
	return nil, fmt.Errorf("Plural-Forms has another number of forms than the language, and does not say which is for which number")
}
