package format

import (
	"bytes"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// everything lists the messages of a file by id, and what else it has.
func everything(t *rapid.T, name string, data []byte, but string) string {
	root, err := Parse(name, data)
	if err != nil {
		t.Fatalf("%v: %q", err, data)
	}
	e, _ := find(root, but)
	return strings.Join(others(root, e), "\n")
}

// TestSetProperty sets messages of random files: the message reads as it was set, all others as before, and
// no byte outside its texts changes.
func TestSetProperty(t *testing.T) {
	for _, name := range syntaxes {
		t.Run(name, func(t *testing.T) {
			refused := 0
			rapid.Check(t, func(t *rapid.T) {
				data, ids := draw(t, name)
				f := &trial{T: t, name: name, data: []byte(data), id: rapid.SampledFrom(append(ids, "new", "new.deep.one", "group.new")).Draw(t, "id")}
				if !f.look() {
					t.Skip("there twice")
				}
				f.setToItself()
				if !f.set(drawForms(t)) {
					refused++
				}
				f.takeOut()
			})
			if refused > 5 {
				t.Errorf("%d refused", refused)
			}
		})
	}
}

// trial is one message of one file.
type trial struct {
	*rapid.T
	name   string
	data   []byte
	id     string
	before *located
	others string
}

func (f *trial) look() (ok bool) {
	root, _ := Parse(f.name, f.data)
	f.before, ok = find(root, f.id)
	f.others = everything(f.T, f.name, f.data, f.id)
	return ok
}

func (f *trial) setToItself() {
	if f.before == nil {
		return
	}
	same, err := Set(f.name, f.data, f.id, f.before.texts())
	if err != nil || !bytes.Equal(same, f.data) {
		f.Fatalf("its own text: %v\n got %q\nwant %q", err, same, f.data)
	}
}

// set reports false where the message is refused, which only new ones may be, or those with anchors.
func (f *trial) set(wanted forms) bool {
	for c, text := range wanted {
		wanted[c] = strings.ToValidUTF8(text, "?")
	}
	result, err := Set(f.name, f.data, f.id, wanted)
	if err != nil {
		f.mayRefuse(err)
		return false
	}
	if everything(f.T, f.name, result, f.id) != f.others {
		f.Fatalf("other messages changed:\n%q\n%q", f.data, result)
	}
	root, _ := Parse(f.name, result)
	after, ok := find(root, f.id)
	if !ok || !maps.Equal(after.texts(), wanted) {
		f.Fatalf("%q has %v, want %v", result, after.texts(), wanted)
	}
	f.kept(result, wanted)
	return true
}

func (f *trial) takeOut() {
	result, err := Set(f.name, f.data, f.id, nil)
	switch {
	case err != nil:
		f.mayRefuse(err)
	case everything(f.T, f.name, result, f.id) != f.others:
		f.Fatalf("taken out: %q, %q", f.data, result)
	}
}

func (f *trial) mayRefuse(err error) {
	if f.before != nil && !bytes.Contains(f.data, []byte("&anchor")) {
		f.Fatalf("%v: %s in\n%s", err, f.id, f.data)
	}
}

// kept holds every byte that is no text of the message: where the forms are the same, cutting their texts out of both
// files leaves the same; a new message stands between bytes that were side by side; only an empty list becomes a map.
func (f *trial) kept(result []byte, wanted forms) {
	if f.before == nil {
		if inserted := len(result) - len(f.data); string(bytes.TrimSpace(f.data)) != "[]" && (inserted <= 0 || sides(f.data, result) < len(bytes.TrimRight(f.data, "]} \t\r\n"))) {
			f.Fatalf("more than an insertion: %q, %q", f.data, result)
		}
		return
	}
	if !slices.Equal(slices.Sorted(maps.Keys(f.before.texts())), slices.Sorted(maps.Keys(wanted))) {
		return
	}
	if before, after := f.without(f.data), f.without(result); before != after {
		f.Fatalf("bytes besides the texts:\n%q\n%q", before, after)
	}
}

// sides counts the bytes at both ends that are alike.
func sides(a, b []byte) int {
	front := 0
	for front < min(len(a), len(b)) && a[front] == b[front] {
		front++
	}
	back := 0
	for back < min(len(a), len(b))-front && a[len(a)-1-back] == b[len(b)-1-back] {
		back++
	}
	return front + back
}

// without cuts the texts of the message out of a file.
func (f *trial) without(data []byte) string {
	pieces, err := dialects[filepath.Ext(f.name)].pieces(data)
	if err != nil {
		f.Fatal(err)
	}
	at := pieces.follow(f.before.at).piece
	texts := []*piece{at}
	if at.kind == Map {
		texts = nil
		for _, m := range at.fields {
			if _, form := (Field{Key: m.key}).category(); form {
				texts = append(texts, m.value)
			}
		}
	}
	slices.SortFunc(texts, func(a, b *piece) int { return b.from - a.from })
	left := string(data)
	for _, p := range texts {
		left = left[:p.from] + "<>" + left[p.to:]
	}
	return left
}

func FuzzSet(f *testing.F) {
	for _, data := range []string{
		`{"a": {"b": "c", "one": "x"}}`, `[{"id": "a", "translation": {"one": "x", "other": "y"}}]`, "[a]\none = '''\nc'''\n[a.b]\nc = \"x\" # d\n", "a = {one = 'x'}\nb.c = \"\"",
		"a: &x [1, *x]\n", "\"a\".b = 1", "? a\n: b", "a:\n  one: |\n    x\n  other: >-\n    y\nb: {c: d}\n", "- id: a\n  translation: x\n", "", "---\n", "a: \n", "[[a]]\nb = 'c'\n",
	} {
		for _, name := range syntaxes {
			f.Add(name, []byte(data), "a", "x", "")
			f.Add(name, []byte(data), "a.b", "", "'\n# \"")
			f.Add(name, []byte(data), "b", "", "")
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte, id, one, other string) {
		wanted := forms{message.One: one, message.Other: other}
		result, err := Set(name, data, id, wanted)
		var at *SyntaxError
		if errors.As(err, &at) || errors.Is(err, ErrUneditable) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		root, err := Parse(name, bytes.TrimPrefix(result, byteOrderMark))
		if err != nil {
			t.Fatalf("%q became %q: %v", data, result, err)
		}
		after, ok := find(root, id)
		if !ok || len(texts(wanted)) > 0 && !maps.Equal(after.texts(), texts(wanted)) {
			t.Fatalf("%q became %q", data, result)
		}
		again, err := Set(name, result, id, wanted)
		if err != nil || !bytes.Equal(again, result) {
			t.Fatalf("%q became %q, and then %q: %v", data, result, again, err)
		}
	})
}
