package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/format"
)

func place(f format.Field) Place { return Place{f.Line, f.Col} }

func (r *reader) walkRoot(root *format.Node) error {
	switch root.Kind {
	case format.List:
		r.walkList(root)
		return nil
	case format.Map:
		if root.IsMessage() {
			return r.breaks("F10", "", place(root.Fields[0]), nil)
		}
		r.file.Places = make(map[Part]Place, 2*len(root.Fields)) // each of the message and of its form
		r.walkGroup(root, "")
		return nil
	}
	return r.breaks("F03", "value", Place{root.Line, root.Col}, nil)
}

// walkGroup reads a map whose keys are parts of ids.
func (r *reader) walkGroup(n *format.Node, prefix string) {
	first := map[string]bool{}
	for _, f := range n.Fields {
		id := prefix + f.Key
		switch {
		case first[f.Key]:
			r.drop("F07", place(f), id, nil)
		case f.Reserved():
			r.hold("F09", place(f), id, Facts{"Field": f.Key}).Fix = fmt.Sprintf("%q", id)
		default:
			r.walkField(f, id)
		}
		first[f.Key] = true
	}
}

func (r *reader) walkField(f format.Field, id string) {
	switch v := f.Value; {
	case v.Kind == format.Text:
		r.addText(id, place(f), v)
	case v.Kind == format.Map && len(v.Fields) == 0:
	case v.Kind == format.Map && v.IsMessage():
		r.walkMessage(f, id)
	case v.Kind == format.Map:
		r.walkGroup(v, id+".")
	default:
		r.hold("F12", place(f), id, Facts{"Value": describe(v)})
	}
}

// describe writes a value that is no text as its file would.
func describe(n *format.Node) string {
	switch n.Kind {
	case format.List:
		return "[…]"
	case format.Map:
		return "{…}"
	case format.Null:
		return "null"
	}
	return n.Text
}

// walkMessage reads a map of plural forms and other reserved keys.
func (r *reader) walkMessage(f format.Field, id string) {
	fields := map[string]any{}
	places := map[string]Place{}
	for _, part := range f.Value.Fields {
		key := strings.ToLower(part.Key)
		if _, twice := fields[key]; twice {
			check := "F14"
			if strings.Count(keysOf(f.Value), "\x00"+part.Key+"\x00") > 1 {
				check = "F07"
			}
			r.hold(check, place(part), id, Facts{"Field": key}).as("form")
			return
		}
		if part.Value.Kind != format.Text {
			r.hold("F12", place(part), id, Facts{"Field": part.Key}).as("field")
			return
		}
		fields[key] = part.Value.Text
		places[key] = Place{part.Value.Line, part.Value.Col}
	}
	if own, ok := fields["id"]; ok && own != id {
		r.hold("F11", place(f), id, Facts{"Own": own}).Fix = id
		return
	}
	r.add(id, place(f), fields, places)
}

// keysOf joins the keys of a map, each between two NULs.
func keysOf(n *format.Node) string {
	var b strings.Builder
	for _, f := range n.Fields {
		b.WriteString("\x00" + f.Key + "\x00")
	}
	return b.String()
}

// drop holds back a message that is there twice, and the first of the two as well: which one is meant is
// not for the program to guess.
func (r *reader) drop(check string, at Place, id string, facts Facts) {
	r.hold(check, at, id, facts)
	delete(r.entries, id)
}

// takes takes the id of a message when it is right and new.
func (r *reader) takes(id string, at Place) bool {
	if word, facts := badID(id); word != "" {
		r.hold("F13", at, id, facts).as(word)
		return false
	}
	if before, twice := r.file.Places[Part{ID: id}]; twice {
		r.drop("F08", at, id, Facts{"Line": before.Line})
		return false
	}
	r.file.Places[Part{ID: id}] = at
	return true
}

// fits reports whether a form is not too long, and notes where it stands.
func (r *reader) fits(id, form, text string, at Place) bool {
	if len(text) > MaxMessage {
		r.hold("F16", at, id, Facts{"Limit": MaxMessage}).as("text")
		return false
	}
	r.file.Places[Part{id, form}] = at
	return true
}

// addText takes over a message that is a text alone.
func (r *reader) addText(id string, at Place, text *format.Node) {
	switch {
	case !r.takes(id, at) || !r.fits(id, "other", text.Text, Place{text.Line, text.Col}):
	case format.Reserved(id): // go-i18n would take it for a part of a message
		r.entries[id] = map[string]any{"id": id, "other": text.Text}
	default:
		r.entries[id] = text.Text
	}
}

// add takes a message over when its id and its sizes are right.
func (r *reader) add(id string, at Place, fields map[string]any, places map[string]Place) {
	if !r.takes(id, at) {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if !r.fits(id, key, fields[key].(string), places[key]) {
			return
		}
	}
	fields["id"] = id
	r.entries[id] = fields
}

// badID says which case of F13 an id is; "" for none.
func badID(id string) (word string, facts Facts) {
	switch {
	case id == "":
		return "empty", nil
	case len(id) > MaxID:
		return "long", Facts{"Bytes": len(id), "Limit": MaxID}
	}
	for _, r := range id {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune("_.-/ ", r) {
			return "letter", Facts{"Letter": fmt.Sprintf("%q", r)}
		}
	}
	return "", nil
}
