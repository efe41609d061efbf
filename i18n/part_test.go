package i18n

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// anew builds a bundle of a reloader's documents with nothing kept from before: every message is judged, every locale
// merged, every table made again. What was last good of a file is part of the documents.
func anew(r *Reloader) *Bundle {
	for _, documents := range r.layers {
		for _, d := range documents {
			clear(d.verdicts)
		}
	}
	l := loader{layers: r.layers, sources: r.config.Sources, related: r.config.Related, now: r.config.Now(), log: r.config.Log}
	return l.bundle()
}

// said is all that a bundle says, to be compared.
func said(t *rapid.T, b *Bundle) map[string]any {
	all := map[string]any{"projects": b.Projects(), "findings": b.Findings()}
	for _, name := range b.Projects() {
		p, err := b.Project(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name+" release"] = p.Release()
		all[name+" offered"] = p.Offered().Locales()
		for _, l := range p.Locales() {
			all[name+" "+string(l)+" complete"] = p.Complete(l)
			all[name+" "+string(l)+" fallbacks"] = p.Negotiator().Fallbacks(l)
			for _, format := range []string{"flat.json", "go-i18n.json", "xliff20"} {
				file, err := p.File(l, format)
				if err != nil {
					t.Fatal(err)
				}
				all[name+" "+string(l)+" "+format] = string(file.Data)
			}
			for _, id := range someIDs {
				all[name+" "+string(l)+" "+id] = p.Localize(l, Request{ID: id, Args: map[string]any{"Name": "Dal", "Total": 1234.5}, Count: 2})
				if held := b.Held(name, l, id); held != nil {
					all[name+" "+string(l)+" "+id+" held"] = held.Forms
				}
			}
		}
	}
	return all
}

// What random edits write.
var (
	someIDs    = []string{"a", "b", "group.c", "group.d"}
	someTexts  = []string{"", "one", "two", "Hi {{.Name}}", "{{.Nmae}}", "{{.count}} of {{.Total}}", "{{if .X}}", "<b>x</b>", "a\u202Eb", "%s"}
	someFiles  = []string{"app/active.en.toml", "app/active.en.json", "app/active.ko.toml", "app/active.ko.yaml", "app/active.ru.toml", "app/active.en-GB.json", "app/more.ko.toml", "two/active.ko.toml", "app/active.nowhere.toml"}
	someBroken = []string{"a = \"", "[", "{\"a\": 1}", "\xff", "a: [b"}
	someSaid   = []string{"", "source: ko\n", "source: [\n", "threshold: 60\n", "severity: {T07: off, P06: error}\n", "fallback: {ru: [ko]}\n", "arguments: {Total: number}\n", "messages: {\"group.*\": {arguments: {Total: price}}, a: {skip: [P08]}}\n"}
)

// edit writes, breaks or removes one file of a layer, or says another thing of a project.
func edit(t *rapid.T, layer tree) {
	name := rapid.SampledFrom(someFiles).Draw(t, "file")
	switch rapid.IntRange(0, 9).Draw(t, "kind of edit") {
	case 0:
		delete(layer.files, name)
	case 1:
		layer.write(name, rapid.SampledFrom(someBroken).Draw(t, "broken"))
	case 2, 3:
		layer.write("app/"+check.ProjectFile, rapid.SampledFrom(someSaid).Draw(t, "said"))
	case 4:
		delete(layer.files, "app/"+check.ProjectFile)
	default:
		layer.write(name, someMessages(t, name))
	}
}

// someMessages writes messages as the syntax of a file wants them.
func someMessages(t *rapid.T, name string) string {
	is, end := " = ", "\n"
	if !strings.HasSuffix(name, ".toml") {
		is, end = ": ", ",\n"
	}
	var b strings.Builder
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom(someIDs), rapid.ID).Draw(t, "ids") {
		text := func() string { return fmt.Sprintf("%q", rapid.SampledFrom(someTexts).Draw(t, "text")) }
		value := text()
		if rapid.IntRange(0, 3).Draw(t, "plural") == 0 {
			value = fmt.Sprintf("{ %q%s%s, %q%s%s }", "one", is, text(), "other", is, text())
		}
		fmt.Fprintf(&b, "%q%s%s%s", id, is, value, end)
	}
	if end == "\n" {
		return "# " + rapid.SampledFrom([]string{"", "changed"}).Draw(t, "comment") + "\n" + b.String()
	}
	return "{" + strings.TrimSuffix(b.String(), end) + "}"
}

// TestReloadIsAsAnew: what is kept of locales that have not changed is what they would come to again, whatever was
// edited in which layer.
func TestReloadIsAsAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := []tree{newTree("app/active.en.toml", `a = "A"`), newTree()}
		r := open(layers...)
		for range rapid.IntRange(1, 8).Draw(t, "reloads") {
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				edit(t, layers[rapid.IntRange(0, 1).Draw(t, "layer")])
			}
			r.Reload()
			if diff := cmp.Diff(said(t, anew(r)), said(t, r.Current())); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// TestUnchangedIsShared: of a file that has changed the messages that are as they were keep their identity, and so do
// the texts and tables of all other locales.
func TestUnchangedIsShared(t *testing.T) {
	files := newTree("app/active.en.toml", "a = \"A\"\nb = \"B\"", "app/active.ko.toml", "a = \"에이\"\nb = \"비\"", "app/active.de.toml", `a = "Ah"`)
	r := open(files)
	before, _ := r.Current().Project("app")
	files.write("app/active.ko.toml", "# new\na = \"에이\"\nb = \"새 비\"")
	r.Reload()
	now, _ := r.Current().Project("app")
	if now.Own("ko", "a") != before.Own("ko", "a") || now.Own("ko", "b") == before.Own("ko", "b") {
		t.Error("not exactly the changed message is another")
	}
	same := func(l Locale) bool { return now.tables[l] == before.tables[l] && now.texts[l] == before.texts[l] }
	if !same("en") || !same("de") || same("ko") {
		t.Errorf("shared: en %v, de %v, ko %v", same("en"), same("de"), same("ko"))
	}
	files.write("app/active.en.toml", "# a comment\na = \"A\"\nb = \"B\"")
	r.Reload()
	parts := r.Current().parts
	files.write("app/active.en.toml", "a = \"A\"\nb = \"B\"")
	r.Reload()
	for at, p := range r.Current().parts {
		if kept := parts[at] == p; kept != (at.locale != "en") {
			t.Errorf("%v kept: %v", at, kept)
		}
	}
	if !slices.Equal(slices.Sorted(maps.Keys(r.Current().parts[place{"app", "ko"}].held)), nil) {
		t.Error("something is held back")
	}
}
