package release_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
)

// TestDeltasLeadFromAnyReleaseToAnyOther edits a project at random, releases it each time, and holds every delta between
// two releases to its promise: applied to the file of the one it gives the file of the other, to the byte.
func TestDeltasLeadFromAnyReleaseToAnyOther(t *testing.T) {
	r := newRoom(t, "app/active.en.json", `{"title": "0"}`)
	r.released()
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		ids := []string{"a", "b", "c.d", "e f", "g/h", "i-j", "count"}
		text := rapid.SampledFrom([]string{"", "x", "Hello", "\"<&>\u2028 한국어 \\n", "  two  spaces", "{not one}"})
		files := map[i18n.Locale]map[string]string{"en": {"title": fmt.Sprint(round)}, "ko": {}, "ar": {}, "ar-EG": {}}
		var held []string
		for step := range rapid.IntRange(2, 3).Draw(t, "releases") {
			for range rapid.IntRange(0, 6).Draw(t, "edits") {
				l := rapid.SampledFrom([]i18n.Locale{"en", "ko", "ar", "ar-EG"}).Draw(t, "locale")
				files[l][rapid.SampledFrom(ids).Draw(t, "id")] = text.Draw(t, "text")
			}
			for l, texts := range files {
				texts["step"] = map[bool]string{true: "", false: fmt.Sprint(round, step)}[l == "ar-EG"]
				r.write("app/active."+string(l)+".json", jsonOf(l, texts))
			}
			held = append(held, r.promote("production", "draft").Release)
		}
		now, _ := r.Project("app", "production")
		for _, from := range held {
			before, err := r.Content(t.Context(), "app", from)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range now.Locales() {
				d, err := r.Delta(t.Context(), release.Reader{Project: "app", Channel: "production"}, l, from)
				if errors.Is(err, release.ErrDeltaGone) && before.Negotiator().Match(l) != l {
					continue // readers of this language were given another one then
				}
				if err != nil {
					t.Fatal(err)
				}
				was, is := full(t, before, l), full(t, now, l)
				if got := canonical(t, apply(t, was, d)); !bytes.Equal(got, canonical(t, is)) {
					t.Fatalf("from %s in %s: %s\nwant %s", from, l, got, canonical(t, is))
				}
			}
		}
	})
}

// jsonOf writes texts; empty ones are not there. The one called count has plural forms.
func jsonOf(l i18n.Locale, texts map[string]string) string {
	all := map[string]any{}
	for id, text := range texts {
		switch {
		case text == "":
		case id == "count":
			forms := map[string]string{}
			for _, c := range map[i18n.Locale][]string{
				"en": {"one", "other"}, "ko": {"other"}, "ar": {"zero", "one", "two", "few", "many", "other"}, "ar-EG": {"zero", "one", "two", "few", "many", "other"},
			}[l] {
				forms[c] = "{{.Count}} " + c + " " + text
			}
			all[id] = forms
		default:
			all[id] = text
		}
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func full(t *rapid.T, p *i18n.Project, l i18n.Locale) []byte {
	file, err := p.File(l, release.DeltaFormat)
	if err != nil {
		t.Fatal(err)
	}
	return file.Data
}

// apply is what a client does with a delta.
func apply(t *rapid.T, file []byte, d release.Delta) []byte {
	values := map[string]json.RawMessage{}
	if err := json.Unmarshal(file, &values); err != nil {
		t.Fatal(err)
	}
	for _, id := range d.Delete {
		delete(values, id)
	}
	maps.Copy(values, d.Set)
	data, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// canonical writes JSON in one way: sorted keys, no spaces.
func canonical(t *rapid.T, data []byte) []byte {
	var value any
	err := json.Unmarshal(data, &value)
	if err == nil {
		data, err = json.Marshal(value)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDeltasThatAreGone(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1, "app/active.ko.toml", ko1)
	first, _ := r.Project("app", "production")
	r.write("app/active.en.toml", en2)
	d, err := r.Delta(t.Context(), release.Reader{Project: "app", Channel: "production"}, "en", first.Release())
	want(t, "error", err, nil)
	want(t, "live, from the one before", string(d.Set["title"]), `"Two"`)
	_, err = r.Delta(t.Context(), release.Reader{Project: "app", Channel: "production"}, "en", "nothing")
	refused(t, "from nothing", err, release.ErrDeltaGone)
	same, err := r.Delta(t.Context(), release.Reader{Project: "app", Channel: "production"}, "en", d.To)
	want(t, "error", err, nil)
	want(t, "from itself", len(same.Set)+len(same.Delete), 0)

	r.write("app/active.es.toml", "title = \"Uno\"\nmore = \"Más\"\n")
	_, err = r.Delta(t.Context(), release.Reader{Project: "app", Channel: "production"}, "es", d.To)
	refused(t, "from when Spaniards read English", err, release.ErrDeltaGone)
}
