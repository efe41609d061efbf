package format

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// reserved are the keys that make a map a message, in the spelling that go-i18n compares by.
var reserved = []string{
	"id", "description", "hash", "leftdelim", "rightdelim", "translation", "zero", "one", "two", "few", "many", "other",
}

// Reserved reports whether a key is a word that go-i18n keeps for the fields of a message, in whatever letters.
func Reserved(key string) bool { return slices.Contains(reserved, strings.ToLower(key)) }

// Reserved is go-i18n's rule: a reserved word is one only with a text as its value.
func (f Field) Reserved() bool {
	return f.Key == "translation" || f.Value.Kind == Text && Reserved(f.Key)
}

// IsMessage reports whether a map is a message: one whose keys are all reserved.
func (n *Node) IsMessage() bool {
	return n.Kind == Map && len(n.Fields) > 0 && !slices.ContainsFunc(n.Fields, func(f Field) bool { return !f.Reserved() })
}

// located is a message in the tree of a file. Paths are keys, and numbers in lists.
type located struct {
	whole []string // the way to all of it
	at    []string // the way to its text, or to the map of its forms
	node  *Node    // what stands at whole
	leaf  *Node    // the text, where there is only one and no map of forms
	forms *Node    // the map of forms, where there is one
}

// find looks for a message. It is not ok when the file has it twice, or when it has a field twice.
func find(root *Node, id string) (found *located, ok bool) {
	var all []*located
	if root.Kind == List {
		all = findInList(root, id)
	} else if root.Kind == Map && !root.IsMessage() {
		all = findInGroup(root, nil, id)
	}
	if len(all) == 0 {
		return nil, root.Kind == List || root.Kind == Map && !root.IsMessage()
	}
	return all[0], len(all) == 1 && all[0].once()
}

func findInGroup(n *Node, path []string, id string) (all []*located) {
	for _, f := range n.Fields {
		below := append(slices.Clip(path), f.Key)
		switch rest, inside := strings.CutPrefix(id, f.Key+"."); {
		case f.Reserved():
		case inside && f.Value.Kind == Map && !f.Value.IsMessage():
			all = append(all, findInGroup(f.Value, below, rest)...)
		case f.Key != id:
		case f.Value.IsMessage():
			all = append(all, &located{whole: below, at: below, node: f.Value, forms: f.Value})
		case f.Value.Kind == List:
			all = append(all, &located{node: f.Value})
		case f.Value.Kind != Map:
			all = append(all, &located{whole: below, at: below, node: f.Value, leaf: f.Value})
		}
	}
	return all
}

// findInList looks in a list of go-i18n's version 1.
func findInList(n *Node, id string) (all []*located) {
	for i, item := range n.Items {
		path := []string{strconv.Itoa(i)}
		e := &located{whole: path, at: path, node: item, forms: item}
		mine := false
		for _, f := range item.Fields {
			mine = mine || strings.EqualFold(f.Key, "id") && f.Value.Kind == Text && f.Value.Text == id
			if f.Key != "translation" {
				continue
			}
			e.at, e.forms = append(slices.Clip(path), f.Key), f.Value
			if f.Value.Kind != Map {
				e.leaf, e.forms = f.Value, nil
			}
		}
		if mine {
			all = append(all, e)
		}
	}
	return all
}

// once reports whether the message has texts or a place for them, and no field of it is there twice.
func (e *located) once() bool {
	if e.leaf == nil && (e.forms == nil || e.forms.Kind != Map) {
		return false
	}
	seen := map[string]bool{}
	maps := []*Node{e.node}
	if e.forms != e.node && e.forms != nil {
		maps = append(maps, e.forms)
	}
	for _, m := range maps {
		for _, f := range m.Fields {
			key := strings.ToLower(f.Key)
			if seen[key] {
				return false
			}
			seen[key] = true
		}
	}
	return true
}

// category returns the plural category that a field is the form of.
func (f Field) category() (message.Category, bool) {
	c := message.Category(strings.ToLower(f.Key))
	return c, slices.Contains(message.Categories, c)
}

// texts are the forms that have a text.
func (e *located) texts() map[message.Category]string {
	all := map[message.Category]string{}
	if e.leaf != nil && e.leaf.Kind == Text && e.leaf.Text != "" {
		all[message.Other] = e.leaf.Text
	}
	if e.forms == nil {
		return all
	}
	for _, f := range e.forms.Fields {
		if c, form := f.category(); form && f.Value.Kind == Text && f.Value.Text != "" {
			all[c] = f.Value.Text
		}
	}
	return all
}

// rest lists what the message says besides its forms.
func (e *located) rest() (all []string) {
	for _, f := range e.node.Fields {
		if _, form := f.category(); !form && f.Key != "translation" {
			all = append(all, f.Key+"="+canonical(f.Value))
		}
	}
	slices.Sort(all)
	return all
}

// sameOthers reports whether two files say the same but for one message.
func sameOthers(one, other *Node, but, otherBut *located) bool {
	return alike(one, other, but.standing(), otherBut.standing()) || slices.Equal(others(one, but), others(other, otherBut))
}

// standing is what stands at the message; nil is no message.
func (l *located) standing() *Node {
	if l == nil {
		return nil
	}
	return l.node
}

// alike compares two trees in the order that they have, leaving out a node of each: what is alike says the same.
func alike(one, other, but, otherBut *Node) bool {
	if one.Kind != other.Kind || one.Text != other.Text {
		return false
	}
	i, j := 0, 0
	for ; ; i, j = i+1, j+1 {
		for i < len(one.Fields) && one.Fields[i].Value == but {
			i++
		}
		for j < len(other.Fields) && other.Fields[j].Value == otherBut {
			j++
		}
		if i == len(one.Fields) || j == len(other.Fields) {
			break
		}
		if one.Fields[i].Key != other.Fields[j].Key || !alike(one.Fields[i].Value, other.Fields[j].Value, but, otherBut) {
			return false
		}
	}
	return i == len(one.Fields) && j == len(other.Fields) && len(one.Items)+len(other.Items) == 0
}

// others lists every value of a file but those of one message, each with the keys that lead to it. Empty maps
// are no values.
func others(root *Node, but *located) []string {
	w := walker{}
	if but != nil {
		w.but = but.node
	}
	w.walk(root, "")
	slices.Sort(w.all)
	return w.all
}

type walker struct {
	but *Node
	all []string
}

func (w *walker) walk(n *Node, path string) {
	switch {
	case n == w.but:
	case n.Kind == Map:
		for _, f := range n.Fields {
			w.walk(f.Value, path+"\x00"+f.Key)
		}
	case n.Kind == List && path == "":
		for _, item := range n.Items {
			if item != w.but {
				w.all = append(w.all, canonical(item))
			}
		}
	default:
		w.all = append(w.all, path+"\x00\x00"+canonical(n))
	}
}

// moreDoubled reports whether a tree has more keys twice than another.
func moreDoubled(n, than *Node) bool {
	count := doubled(n)
	return count > 0 && count > doubled(than)
}

// doubled counts the keys that a map has already.
func doubled(n *Node) (count int) {
	if n.Kind != Map && n.Kind != List {
		return 0
	}
	seen := make(map[string]bool, len(n.Fields))
	for _, f := range n.Fields {
		if seen[f.Key] {
			count++
		}
		seen[f.Key] = true
		count += doubled(f.Value)
	}
	for _, item := range n.Items {
		count += doubled(item)
	}
	return count
}

// canonical spells a value so that equal ones are spelt alike, whatever the order of their keys.
func canonical(n *Node) string {
	switch n.Kind {
	case Map, List:
		parts := make([]string, 0, len(n.Fields)+len(n.Items))
		for _, f := range n.Fields {
			parts = append(parts, strconv.Quote(f.Key)+":"+canonical(f.Value))
		}
		slices.Sort(parts)
		for _, item := range n.Items {
			parts = append(parts, canonical(item))
		}
		return strconv.Itoa(int(n.Kind)) + "(" + strings.Join(parts, " ") + ")"
	}
	return strconv.Itoa(int(n.Kind)) + strconv.Quote(n.Text)
}
