package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/format"
)

// walkList reads the format of go-i18n's version 1: a list of messages with id and translation.
func (r *reader) walkList(root *format.Node) {
	for i, item := range root.Items {
		at := Place{item.Line, item.Col}
		if item.Kind != format.Map {
			r.hold("F12", at, fmt.Sprintf("[%d]", i), Facts{"Field": "", "Value": describe(item)}).as("entry")
			continue
		}
		r.walkEntry(item, at)
	}
}

// walkEntry turns an entry of version 1 into one of version 2.
func (r *reader) walkEntry(item *format.Node, at Place) {
	fields, places := map[string]any{}, map[string]Place{}
	id := ""
	for _, f := range item.Fields {
		key := strings.ToLower(f.Key)
		switch {
		case key == "id" && f.Value.Kind == format.Text:
			id = f.Value.Text
		case key == "translation" && f.Value.Kind == format.Map:
			for _, form := range f.Value.Fields {
				put(fields, places, form.Key, form.Value)
			}
		case key == "translation":
			put(fields, places, "other", f.Value)
		case format.Reserved(key):
			put(fields, places, key, f.Value)
		default:
			r.note("F15", Warn, place(f), id, Facts{"Field": f.Key})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if _, text := fields[key].(string); !text {
			r.hold("F12", places[key], id, Facts{"Field": key}).as("field")
			return
		}
		if !format.Reserved(key) {
			r.hold("F09", places[key], id, Facts{"Field": key}).as("form")
			return
		}
	}
	r.add(id, at, fields, places)
}

// put notes a value by its key; what is no text becomes nil.
func put(fields map[string]any, places map[string]Place, key string, n *format.Node) {
	key = strings.ToLower(key)
	places[key] = Place{n.Line, n.Col}
	fields[key] = nil
	if n.Kind == format.Text {
		fields[key] = n.Text
	}
}
