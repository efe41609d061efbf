package format

import (
	"cmp"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// xliffReader collects the units of a file. Texts without a target are not translated.
type xliffReader struct {
	units   []unit
	element string                    // name of what holds a text
	id      func(*element) string     // of a message
	form    func(*element) string     // category of a text in a group
	texts   func(*element) []*element // those that make up the translation
	about   func(*element) string     // description
	plural  func(group *element) bool // whether a group is one message
	inline  string                    // attribute of a placeholder
}

func decodeXLIFF12(_ *message.Rules, data []byte) ([]unit, error) {
	r := &xliffReader{
		element: "trans-unit", inline: "equiv-text",
		id: func(e *element) string { return e.attributes["id"] },
		form: func(e *element) string {
			_, form, _ := strings.Cut(strings.TrimSuffix(e.attributes["id"], "]"), "[")
			return form[strings.LastIndexByte(form, '[')+1:]
		},
		texts:  func(e *element) []*element { return e.children("target") },
		about:  func(e *element) string { return textBelow(e, "note") },
		plural: func(e *element) bool { return e.attributes["restype"] == "x-gettext-plurals" },
	}
	return r.read(data)
}

func decodeXLIFF20(_ *message.Rules, data []byte) ([]unit, error) {
	name := func(e *element) string { return cmp.Or(e.attributes["name"], e.attributes["id"]) }
	r := &xliffReader{
		element: "unit", inline: "equiv", id: name, form: name,
		texts: func(e *element) (all []*element) {
			for _, segment := range e.children("") {
				all = append(all, segment.children("target")...)
			}
			return all
		},
		about:  func(e *element) string { return textBelow(e, "notes", "note") },
		plural: func(e *element) bool { return e.attributes["type"] == "hallyu:plural" },
	}
	return r.read(data)
}

// textBelow is the text of the first element on a path, or "".
func textBelow(e *element, path ...string) string {
	for _, name := range path {
		all := e.children(name)
		if len(all) == 0 {
			return ""
		}
		e = all[0]
	}
	return e.text()
}

func (r *xliffReader) read(data []byte) ([]unit, error) {
	root, err := parseXML(data)
	if err == nil {
		err = r.walk(root)
	}
	return r.units, err
}

func (r *xliffReader) walk(e *element) error {
	for _, child := range e.children("") {
		var err error
		switch {
		case child.name == r.element:
			u := unit{id: r.id(child), description: r.about(child)}
			err = r.add(&u, child, message.Other)
			r.units = append(r.units, u)
		case child.name == "group" && r.plural(child):
			err = r.group(child)
		default:
			err = r.walk(child)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// group reads the forms of a plural message.
func (r *xliffReader) group(e *element) error {
	u := unit{id: r.id(e)}
	for _, child := range e.children(r.element) {
		c, ok := categoryOf(r.form(child))
		if !ok {
			return child.fault("%q is no plural category", r.form(child))
		}
		u.description = r.about(child)
		err := r.add(&u, child, c)
		if err != nil {
			return err
		}
	}
	r.units = append(r.units, u)
	return nil
}

func (r *xliffReader) add(u *unit, e *element, c message.Category) error {
	var all []message.Part
	for _, target := range r.texts(e) {
		parts, err := target.inlines(r.inline)
		if err != nil {
			return err
		}
		all = append(all, parts...)
	}
	u.forms = append(u.forms, form{c, message.NewPattern(all...)})
	return nil
}
