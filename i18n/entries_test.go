package i18n

import (
	"fmt"
	"testing"
)

// TestEntries puts more than there is room for, and some twice.
func TestEntries(t *testing.T) {
	for _, many := range []int{0, 1, 2, 3, 100, 5000} {
		e, kept := newEntries(many/2), map[string]string{}
		for i := range many {
			for _, text := range []string{"first", fmt.Sprint("last ", i)} {
				id := fmt.Sprintf("id.%d", i)
				e.put(entry{plain: text, message: &Message{ID: id}})
				kept[id] = text
			}
		}
		if len(e.all) != many {
			t.Errorf("%d entries of %d", len(e.all), many)
		}
		for id, text := range kept {
			if found := e.find(id); found == nil || found.plain != text {
				t.Errorf("%s of %d: %v", id, many, found)
			}
		}
		if found := e.find("id"); found != nil {
			t.Errorf("what is not there, of %d: %v", many, found)
		}
	}
}
