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

// index finds entries by the runs of three letters that their texts have. A run is known by a hash of it: what two runs
// share by chance is found out when the texts are compared.
type index struct {
	entries []entry
	runs    []uint16 // of all entries in turn, each once
	ends    []int32  // where those of an entry end
}

func newIndex(entries []entry) *index {
	x := &index{entries: entries, ends: make([]int32, len(entries))}
	for number, e := range entries {
		x.runs = appendRuns(x.runs, e.text)
		x.ends[number] = int32(len(x.runs))
	}
	x.runs = slices.Clip(x.runs)
	return x
}

// appendRuns appends the runs of three letters of a text, its ends among them, in ascending order.
func appendRuns(to []uint16, text string) []uint16 {
	start := len(to)
	var a, b uint32 = 0, '\x02'
	next := func(c uint32) {
		to = append(to, uint16((a*0x9e3779b1^b*0x85ebca6b^c*0xc2b2ae35)>>16))
		a, b = b, c
	}
	for _, r := range text {
		next(uint32(r))
	}
	next('\x03')
	slices.Sort(to[start:])
	return to[:start+len(slices.Compact(to[start:]))]
}

// candidate is an entry that is like a text.
type candidate struct {
	index, number int // which entry of which index
	shared        float64
	percent       int
}

// like returns entries of indices that are like a text and that are wanted, the likest first. nil wants all.
func like(text string, wanted func(entry) bool, indices ...*index) []candidate {
	runs := appendRuns(nil, text)
	var nearby []candidate
	for n, x := range indices {
		nearby = append(nearby, x.nearest(n, runs, wanted)...)
	}
	nearby = best(nearby)
	letters := graphemes(text)
	var all []candidate
	for _, c := range nearby {
		said := indices[c.index].entries[c.number].text
		c.percent = 100
		if said != text {
			c.percent = min(99, alike(letters, graphemes(said)))
		}
		if c.percent >= least {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return b.percent - a.percent })
	return all
}

// nearest returns the wanted entries of an index that share most runs with a text, for their length (Dice's coefficient).
func (x *index) nearest(of int, runs []uint16, wanted func(entry) bool) []candidate {
	var has [1 << 16 / 64]uint64
	for _, run := range runs {
		has[run/64] |= 1 << (run % 64)
	}
	var found []candidate
	floor, start := fewShared, int32(0)
	for n, end := range x.ends {
		said := x.runs[start:end]
		start = end
		dice := func(shared int) float64 { return 2 * float64(shared) / float64(len(runs)+len(said)) }
		if dice(min(len(runs), len(said))) <= floor {
			continue
		}
		shared := 0
		for _, run := range said {
			shared += int(has[run/64] >> (run % 64) & 1)
		}
		if dice(shared) <= floor || wanted != nil && !wanted(x.entries[n]) {
			continue
		}
		found = append(found, candidate{index: of, number: n, shared: dice(shared)})
		if len(found) == 4*near {
			found = best(found)
			floor = found[near-1].shared
		}
	}
	return best(found)
}

// best are the candidates that share most, at most [near].
func best(all []candidate) []candidate {
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.index, b.index), cmp.Compare(a.number, b.number))
	})
	return all[:min(near, len(all))]
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
