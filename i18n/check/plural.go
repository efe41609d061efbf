package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// simpler lists the sets of categories of languages for which CLDR has fewer than go-i18n: files written by
// CLDR's are complete too (P09).
var simpler = map[string][]message.Category{
	"vi": {message.Other},
	"gl": {message.One, message.Other},
	"tg": {message.Other},
}

// plurals checks which forms there are (P01 to P04, P07, P08) and that none hides the number (P05).
func (j *judgement) plurals(patterns message.Patterns) {
	have := forms(j.Message)
	if !slices.Contains(have, message.Other) {
		j.note("P04", Error, "", nil)
		return
	}
	plural := j.Source != nil && j.Source.Plural() || j.Source == nil && j.Message.Plural()
	if !plural {
		if j.Message.Plural() {
			j.note("P08", Warn, "", nil)
		}
		return
	}
	j.missingForms(have)
	used := j.Rules.Categories()
	for _, c := range have {
		if !slices.Contains(used, c) {
			j.note("P03", Warn, c, Facts{"Locale": j.Locale, "Form": string(c)})
		}
	}
	j.sameForms(have)
	j.hiddenNumbers(patterns)
}

// sameForms finds a message whose forms all say the same in a language that has several (P06).
func (j *judgement) sameForms(have []message.Category) {
	if _, one := simpler[j.Locale]; one || len(have) < 2 || len(j.Rules.Categories()) < 2 {
		return
	}
	for _, c := range have[1:] {
		if j.Message.Forms[c] != j.Message.Forms[have[0]] {
			return
		}
	}
	j.note("P06", Warn, "", nil)
}

func (j *judgement) missingForms(have []message.Category) {
	lacks := func(need []message.Category) []string {
		var names []string
		for _, c := range need {
			if !slices.Contains(have, c) {
				names = append(names, string(c))
			}
		}
		return names
	}
	missing := lacks(j.Rules.Reachable())
	if accepted, ok := simpler[j.Locale]; ok && len(missing) > 0 && len(lacks(accepted)) == 0 {
		j.note("P09", Info, "", Facts{"Forms": strings.Join(missing, ", ")})
		return
	}
	if len(missing) > 0 {
		j.note("P01", Error, "", Facts{"Forms": strings.Join(missing, ", ")})
	} else if rare := lacks(j.Rules.Categories()); len(rare) > 0 {
		j.note("P02", Warn, "", Facts{"Forms": strings.Join(rare, ", ")})
	}
	if len(have) == 1 && len(j.Rules.Reachable()) > 1 {
		j.note("P07", Warn, "", nil)
	}
}

// hiddenNumbers finds forms that stand for several numbers and do not say which: in Filipino "one" holds for
// 0, 1, 2, 3 and 5 as well, so "Isang sticker" would be wrong.
func (j *judgement) hiddenNumbers(patterns message.Patterns) {
	counted := j.Source
	if counted == nil {
		counted = j.Message
	}
	count := countVariable(counted)
	if count == "" {
		return
	}
	for _, c := range []message.Category{message.Zero, message.One, message.Two} {
		numbers := j.Rules.Integers(c)
		if !patterns.Has(c) || len(numbers) < 2 || slices.Contains(patterns.Of(c).Variables(), count) {
			continue
		}
		j.note("P05", Error, c, Facts{"Numbers": sample(numbers)}).Fix = braced(count)
	}
}

// sample writes the first few numbers.
func sample(numbers []int) string {
	const few = 6
	text := strings.Trim(fmt.Sprint(numbers[:min(len(numbers), few)]), "[]")
	text = strings.ReplaceAll(text, " ", ", ")
	if len(numbers) > few {
		text += ", …"
	}
	return text
}
