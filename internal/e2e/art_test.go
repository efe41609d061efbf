package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// art is the emoji drawings of an npm package, and what CLDR calls each of them.
type art struct {
	folder string
	emoji  []string // in the order of their code points
	files  map[string]string
}

// npm is a folder of an installed npm package. Without the packages the test is skipped, and `make
// test` says so.
func npm(t *testing.T, path ...string) string {
	t.Helper()
	folder := filepath.Join(append([]string{"node_modules"}, path...)...)
	_, err := os.Stat(folder)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("npm packages are not installed: %v", err)
		}
		t.Skip("npm packages are not installed: run .ci/setup")
	}
	return folder
}

// drawings finds the drawings of a package whose names are code points, as 1f600.webp.
func drawings(t *testing.T, name string, animated bool) art {
	t.Helper()
	a := art{folder: npm(t, "@lobehub", name, "assets"), files: map[string]string{}}
	entries, err := os.ReadDir(a.folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		emoji, ok := emojiOf(strings.TrimSuffix(entry.Name(), ".webp"))
		if ok && moves(t, filepath.Join(a.folder, entry.Name())) == animated {
			a.emoji = append(a.emoji, emoji)
			a.files[emoji] = entry.Name()
		}
	}
	slices.Sort(a.emoji)
	return a
}

// moves reports whether a WebP has a chunk ANIM, which the still ones of an animated set lack.
func moves(t *testing.T, path string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data[:min(len(data), 64)], []byte("ANIM"))
}

// emojiOf reads one code point; longer sequences are left to others.
func emojiOf(name string) (string, bool) {
	code, err := strconv.ParseUint(name, 16, 32)
	if err != nil || code < 0x1f300 {
		return "", false
	}
	return string(rune(code)), true
}

// spoken is what CLDR says of an emoji in one language.
type spoken struct {
	Keywords []string `json:"default"`
	Name     []string `json:"tts"`
}

// annotations are CLDR's words for emoji in one language.
func annotations(t *testing.T, locale string) map[string]spoken {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(npm(t, "cldr-annotations-full", "annotations", locale), "annotations.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Annotations struct{ Annotations map[string]spoken }
	}
	err = json.Unmarshal(data, &file)
	if err != nil {
		t.Fatal(err)
	}
	return file.Annotations.Annotations
}

// regional is a pack for one market.
type regional struct {
	slug, region, locale, title string
	price                       map[string]any
}

// The markets of the test: three with stills, three with animations.
var markets = []regional{
	{"emoji-kr", "KR", "ko", "서울의 하루", map[string]any{"amount": 2500, "currency": "KRW"}},
	{"emoji-jp", "JP", "ja", "東京の一日", map[string]any{"amount": 250, "currency": "JPY"}},
	{"emoji-id", "ID", "id", "Sehari di Jakarta", nil},
	{"emoji-ph", "PH", "fil", "Isang araw sa Maynila", nil},
	{"emoji-th", "TH", "th", "หนึ่งวันในกรุงเทพ", map[string]any{"amount": 3500, "currency": "THB"}},
	{"emoji-mx", "MX", "es", "Un día en México", nil},
}

// stickersPerPack is what a pack usually has. On servers fewer do: what is made of art does not depend on
// where it is kept.
var stickersPerPack = func() int {
	if onServers {
		return 5
	}
	return 24
}()

// write makes the folder of a regional pack, from drawings number first on.
func (m regional) write(t *testing.T, a art, first int) string {
	t.Helper()
	words, english := annotations(t, m.locale), annotations(t, "en")
	folder := t.TempDir()
	var stickers []map[string]any
	for _, emoji := range a.emoji[first:] {
		if len(words[emoji].Name) == 0 || len(english[emoji].Name) == 0 || len(stickers) == stickersPerPack {
			continue
		}
		data, err := os.ReadFile(filepath.Join(a.folder, a.files[emoji]))
		if err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("%02d.webp", len(stickers)+1)
		err = os.WriteFile(filepath.Join(folder, file), data, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		stickers = append(stickers, map[string]any{
			"file": file, "shortcode": fmt.Sprintf("e%02d", len(stickers)+1), "emoji": []string{emoji},
			"keywords": map[string][]string{m.locale: few(words[emoji].Keywords), "en": few(english[emoji].Keywords)},
			"alt":      map[string]string{m.locale: words[emoji].Name[0], "en": english[emoji].Name[0]},
		})
	}
	if len(stickers) != stickersPerPack {
		t.Fatalf("%s has %d stickers", m.slug, len(stickers))
	}
	m.writeYAML(t, folder, stickers)
	return folder
}

func (m regional) writeYAML(t *testing.T, folder string, stickers []map[string]any) {
	t.Helper()
	offer := map[string]any{"regions": []string{m.region}}
	if m.price != nil {
		offer["price"] = m.price
	}
	data, err := yaml.Marshal(map[string]any{
		"slug": m.slug, "creator": "fluent", "usage": "sticker", "source_locale": m.locale,
		"title":       map[string]string{m.locale: m.title, "en": "A day in " + m.region},
		"description": map[string]string{m.locale: m.title, "en": "Twenty-four drawings for " + m.region},
		"tags":        []string{"emoji"}, "copyright": "© Microsoft, MIT", "stickers": stickers, "offers": []any{offer},
	})
	if err != nil {
		t.Fatal(err)
	}
	err = os.WriteFile(filepath.Join(folder, "pack.yaml"), data, 0o600)
	if err != nil {
		t.Fatal(err)
	}
}

// few are at most six different keywords.
func few(words []string) []string {
	var kept []string
	for _, word := range words {
		if len(kept) < 6 && !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	return kept
}
