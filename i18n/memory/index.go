package memory

import (
	"cmp"
	"slices"

	"github.com/rivo/uniseg"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// entry is a message of a source locale.
type entry struct{ project, id, text string }

func entriesOf(bundle *i18n.Bundle, from i18n.Locale) []entry {
	var all []entry
	for _, name := range bundle.Projects() {
		project, err := bundle.Project(name)
		if err != nil || project.Source() != from {
			continue
		}
		for _, id := range project.OwnIDs(from) {
			if text := project.Own(from, id).Forms[message.Other]; text != "" && len(text) <= longest {
				all = append(all, entry{name, id, text})
			}
		}
	}
	return all
}

// index finds entries by the runs of three letters that their texts have.
type index struct {
	entries []entry
	by      map[[3]rune][]int32 // ascending
	runs    []int               // of each entry
}

func newIndex(entries []entry) *index {
	x := &index{entries: entries, by: map[[3]rune][]int32{}, runs: make([]int, len(entries))}
	for number, e := range entries {
		runs := runsOf(e.text)
		x.runs[number] = len(runs)
		for run := range runs {
			x.by[run] = append(x.by[run], int32(number))
		}
	}
	return x
}

// runsOf are the runs of three letters of a text, its ends among them.
func runsOf(text string) map[[3]rune]bool {
	runs := map[[3]rune]bool{}
	last := [3]rune{0, 0, '\x02'}
	for _, r := range text + "\x03" {
		last = [3]rune{last[1], last[2], r}
		runs[last] = true
	}
	return runs
}

// candidate is an entry that is like a text.
type candidate struct {
	entry
	percent int
}

// like returns entries that are like a text and that are wanted, the likest first.
func (x *index) like(text string, wanted func(entry) bool) []candidate {
	letters := graphemes(text)
	var all []candidate
	for _, number := range x.nearest(runsOf(text), wanted) {
		c := candidate{x.entries[number], 100}
		if c.text != text {
			c.percent = min(99, alike(letters, graphemes(c.text)))
		}
		if c.percent >= least {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return b.percent - a.percent })
	return all
}

// nearest returns the wanted entries that share most runs with a text, for their length (Dice's coefficient).
func (x *index) nearest(runs map[[3]rune]bool, wanted func(entry) bool) []int {
	shared := make([]int, len(x.entries))
	for run := range runs {
		for _, number := range x.by[run] {
			shared[number]++
		}
	}
	var numbers []int
	dice := func(n int) float64 { return 2 * float64(shared[n]) / float64(len(runs)+x.runs[n]) }
	for n := range shared {
		if dice(n) > fewShared && wanted(x.entries[n]) {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return cmp.Or(cmp.Compare(dice(b), dice(a)), cmp.Compare(a, b)) })
	return numbers[:min(near, len(numbers))]
}

// fewShared is how much of their runs texts share that are never alike enough.
const fewShared = 0.15

// graphemes parts a text into what readers call letters (UAX #29).
func graphemes(text string) []string {
	var all []string
	state := -1
	var cluster string
	for text != "" {
		cluster, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
		all = append(all, cluster)
	}
	return all
}

// alike is how alike texts are in percent: the share of letters that stay when one is changed into the other
// (Levenshtein).
func alike(a, b []string) int {
	longer := max(len(a), len(b))
	if longer == 0 {
		return 100
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			cost := diagonal
			if letter != other {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return 100 - row[len(b)]*100/longer
}
