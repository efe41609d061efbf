package format

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// decodeFlat reads one object of texts, nested or not, by id or by id.category.
func decodeFlat(_ *message.Rules, data []byte) ([]unit, error) {
	return decodeForms(data, ".", func(n *Node) (message.Pattern, error) {
		p, err := message.ParsePattern(n.Text, "", "")
		if err != nil {
			return p, &SyntaxError{n.Line, n.Col, err.Error()}
		}
		return p, nil
	})
}

// decodeI18next reads i18next's JSON of version 4, nested or not: id or id_category.
func decodeI18next(_ *message.Rules, data []byte) ([]unit, error) {
	return decodeForms(data, "_", func(n *Node) (message.Pattern, error) {
		return message.NewPattern(split(i18nextVariable, n.Text, i18nextPart)...), nil
	})
}

// i18nextVariable is a placeholder of i18next: a name, perhaps unescaped, perhaps with how it is written.
var i18nextVariable = regexp.MustCompile(`\{\{\s*-?\s*([A-Za-z_][A-Za-z0-9_.]*)\s*(?:,[^{}]*)?\}\}`)

func i18nextPart(match []string) message.Part {
	if match[1] == "count" {
		return message.Part{Variable: "Count"}
	}
	return message.Part{Variable: match[1]}
}

// text is a leaf of a tree of texts.
type leaf struct {
	id   string
	node *Node
}

// leaves flattens a tree of texts; keys within each other are joined by dots.
func leaves(prefix string, n *Node) ([]leaf, error) {
	var all []leaf
	for _, f := range n.Fields {
		id := prefix + f.Key
		switch f.Value.Kind {
		case Text:
			all = append(all, leaf{id, f.Value})
		case Map:
			within, err := leaves(id+".", f.Value)
			if err != nil {
				return nil, err
			}
			all = append(all, within...)
		default:
			return nil, &SyntaxError{f.Line, f.Col, "not a text"}
		}
	}
	return all, nil
}

// decodeForms reads texts whose plural forms are texts of their own. Of those that end like a category only those
// count as forms that have the form Other beside them.
func decodeForms(data []byte, separator string, read func(*Node) (message.Pattern, error)) ([]unit, error) {
	root, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	if root.Kind != Map {
		return nil, &SyntaxError{1, 1, "not an object"}
	}
	all, err := leaves("", root)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool, len(all))
	for _, l := range all {
		if ids[l.id] {
			return nil, &SyntaxError{l.node.Line, l.node.Col, "two texts with one key"}
		}
		ids[l.id] = true
	}
	units := map[string]*unit{}
	for _, l := range all {
		p, err := read(l.node)
		if err != nil {
			return nil, err
		}
		id, category := formOf(l.id, separator, ids)
		if units[id] == nil {
			units[id] = &unit{id: id}
		}
		units[id].forms = append(units[id].forms, form{category, p})
	}
	found := make([]unit, 0, len(units))
	for _, u := range units {
		found = append(found, *u)
	}
	slices.SortFunc(found, func(a, b unit) int { return strings.Compare(a.id, b.id) })
	return found, nil
}

// formOf splits a key into the id of a message and the category of its form.
func formOf(key, separator string, keys map[string]bool) (id string, category message.Category) {
	at := strings.LastIndex(key, separator)
	if at <= 0 {
		return key, message.Other
	}
	c, ok := categoryOf(key[at+len(separator):])
	if !ok || !keys[key[:at]+separator+string(message.Other)] || keys[key[:at]] {
		return key, message.Other
	}
	return key[:at], c
}
