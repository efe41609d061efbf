package packfile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// TestFormatIsReadable holds that emoji are written as themselves, in every kind of scalar.
func TestFormatIsReadable(t *testing.T) {
	data, err := packfile.Format(packfile.File{
		Slug: "moon", Creator: "me", Usage: "sticker", SourceLocale: "en", Title: map[i18n.Locale]string{"en": "🐇: moon"},
		Description: map[i18n.Locale]string{"en": "one 🐇\ntwo \"🌕\""},
		Stickers:    []packfile.Sticker{{File: "😺.png", Shortcode: "cat", Emoji: []string{"😺", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🚀"}}},
	})
	text := string(data)
	if err != nil || strings.Contains(text, `\U`) || !strings.Contains(text, "[😺, 🏴󠁧󠁢󠁥󠁮󠁧󠁿, 👩🏽‍🚀]") || !strings.Contains(text, "file: 😺.png") {
		t.Errorf("%v\n%s", err, text)
	}
}

// TestFormatKeepsAnyText holds that any text that a pack may have comes back as it was, whatever stands in it: what
// looks like an escape, and the very characters that stand in for others while a file is written.
func TestFormatKeepsAnyText(t *testing.T) {
	runes := rapid.OneOf(rapid.RuneFrom([]rune("\\U0001F63A\"'#:-[]{}&*!|>%@`, \n\t0ab\ue000\ue001\uefff\uf000😺🐇\U000E0067\U0010FFFD")), rapid.Rune())
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.StringOfN(runes, 0, 30, -1)
		text := rapid.Map(lines, func(s string) string { return packfile.Clean(packfile.WithoutControls(s)) })
		file := packfile.File{
			Copyright: text.Draw(t, "copyright"), Tags: rapid.SliceOfN(text, 1, 3).Draw(t, "tags"),
			Title:    map[i18n.Locale]string{"en": text.Draw(t, "line") + "\n" + text.Draw(t, "another")},
			Stickers: []packfile.Sticker{{File: text.Draw(t, "file"), Emoji: rapid.SliceOfN(text, 1, 3).Draw(t, "emoji"), Keywords: map[i18n.Locale][]string{"en": {text.Draw(t, "keyword")}}}},
		}
		data, err := packfile.Format(file)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Copyright string
			Tags      []string
			Title     map[i18n.Locale]string
			Stickers  []struct {
				File     string
				Emoji    []string
				Keywords map[i18n.Locale][]string
			}
		}
		err = yaml.Unmarshal(data, &read)
		if err != nil || len(read.Stickers) != 1 {
			t.Fatalf("%v\n%q", err, data)
		}
		s, got := file.Stickers[0], read.Stickers[0]
		for _, pair := range [][2]any{{file.Copyright, read.Copyright}, {file.Tags, read.Tags}, {file.Title, read.Title}, {s.File, got.File}, {s.Emoji, got.Emoji}, {s.Keywords, got.Keywords}} {
			if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
				t.Fatalf("%s\n%q", diff, data)
			}
		}
	})
}

// TestFormatWithMoreCharactersThanLoans falls back on what the encoder writes by itself.
func TestFormatWithMoreCharactersThanLoans(t *testing.T) {
	var text strings.Builder
	for r := rune(0x20000); r < 0x20000+5000; r++ {
		text.WriteRune(r)
	}
	data, err := packfile.Format(packfile.File{Copyright: text.String() + "\ue000"})
	var read struct{ Copyright string }
	if err == nil {
		err = yaml.Unmarshal(data, &read)
	}
	if err != nil || read.Copyright != text.String()+"\ue000" {
		t.Errorf("%v: %d bytes came back", err, len(read.Copyright))
	}
}
