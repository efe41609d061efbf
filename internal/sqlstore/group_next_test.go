package sqlstore

import (
	"strconv"
	"testing"

	"github.com/hallyu-store/hallyu/purchases"
)

// What batches there are is a matter of who shares what.
func TestNextBatch(t *testing.T) {
	g := newGroup(nil, 2)
	for _, marks := range [][]mark{{{"a"}}, {{"b"}}, {{"a"}, {"c"}}, {{"c"}}, {{"d"}}, {{"b"}, {"d"}}} {
		c := newCall(purchases.Scope{}, nil)
		c.marks = marks
		g.waiting = append(g.waiting, c)
	}
	all := append([]*call{}, g.waiting...)
	names := func(batch []*call) (text string) {
		for _, c := range batch {
			for i, other := range all {
				if c == other {
					text += strconv.Itoa(i)
				}
			}
		}
		return text
	}
	g.running = 2
	first := g.next(nil)
	second := g.next(nil)
	third := g.next(first)
	fourth := g.next(third)
	got := []string{names(first), names(second), names(third), names(fourth)}
	for i, want := range []string{"014", "", "25", "3"} {
		if got[i] != want {
			t.Errorf("batches %q", got)
			break
		}
	}
	if g.running != 1 || len(g.waiting) != 0 {
		t.Errorf("%d run, %d wait", g.running, len(g.waiting))
	}
	if last := g.next(fourth); len(last) != 0 || len(g.held) != 0 {
		t.Errorf("%d more, held %v", len(last), g.held)
	}
}

func TestBatchesAreBounded(t *testing.T) {
	g := newGroup(nil, 1)
	for i := range maxBatch + 1 {
		g.waiting = append(g.waiting, newCall(purchases.Scope{Holder: strconv.Itoa(i)}, nil))
	}
	g.running = 1
	if first := g.next(nil); len(first) != maxBatch || len(g.next(first)) != 1 {
		t.Errorf("%d first", len(first))
	}
}
