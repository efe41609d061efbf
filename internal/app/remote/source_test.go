package remote

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// folderOf writes files; a picture where the content is nil, each another one.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		data := []byte(content)
		if content == "" {
			picture := image.NewNRGBA(image.Rect(0, 0, 128, 128))
			for x := range 60 {
				picture.SetNRGBA(x, int(name[len(name)-5])+x/2, color.NRGBA{200, 10, 10, 255})
			}
			var out bytes.Buffer
			err := png.Encode(&out, picture)
			if err != nil {
				t.Fatal(err)
			}
			data = out.Bytes()
		}
		err := os.WriteFile(filepath.Join(dir, name), data, 0o600)
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// checked is what the check of a folder prints.
func checked(t *testing.T, language, dir string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	terminal := Terminal{Stdout: &out, Stderr: &bytes.Buffer{}, Language: language, Decoder: func() (assets.Exporter, func() error) {
		return nil, func() error { return nil }
	}}
	err := packCheck{source: source{Path: dir}}.Run(t.Context(), terminal)
	return out.String(), err
}

const contents = `{"sticker_packs": [{"identifier": "moon", "name": "Moon", "publisher": "Me", "stickers": [
	{"image_file": "1.png", "emojis": ["🌕"]}, {"image_file": "gone.png", "emojis": ["🌑"]}]}]}`

// TestFindingsNameTheFileThatIsThere holds that a pack in another platform's layout is told by its own files.
func TestFindingsNameTheFileThatIsThere(t *testing.T) {
	whatsApp, _ := checked(t, "en", folderOf(t, map[string]string{"contents.json": contents, "1.png": ""}))
	if strings.Contains(whatsApp, packfile.Name) || !strings.Contains(whatsApp, "contents.json: warning: 1: Describe the sticker") || !strings.Contains(whatsApp, "There is no file gone.png.") {
		t.Errorf("WhatsApp:\n%s", whatsApp)
	}
	line, _ := checked(t, "en", folderOf(t, map[string]string{"main.png": "", "tab.png": "", "01.png": "", "02.gif": ""}))
	if strings.Contains(line, packfile.Name) || !strings.Contains(line, "02.gif: warning: 02: The file is a png") || strings.Contains(line, "field-required") {
		t.Errorf("LINE:\n%s", line)
	}
	images, _ := checked(t, "en", folderOf(t, map[string]string{"01.png": ""}))
	if strings.Contains(images, packfile.Name) || !strings.Contains(images, "\nerror: The title is missing") {
		t.Errorf("pictures alone:\n%s", images)
	}
}

// TestFindingsSayWhatIsMeant holds that a field, what it may be, a line and a file that nothing uses are named.
func TestFindingsSayWhatIsMeant(t *testing.T) {
	dir := folderOf(t, map[string]string{"1.png": "", "2.png": "", packfile.Name: `slug: moon
colour: red
source_locale: en
title: {en: Moon}
stickers:
  - {file: 1.png, shortcode: one, emoji: 5}
  - {file: 3.png, shortcode: three, emoji: ["🌕"]}
`})
	got, err := checked(t, "en", dir)
	for _, line := range []string{
		"pack.yaml:2:1: error: There is no field colour here. Known fields: copyright, creator, ",
		"pack.yaml:1:1: error: The field creator is missing.",
		"pack.yaml:6:42: error: emoji: a list belongs here, not a number.",
		"pack.yaml:7:12: error: three: There is no file 3.png.",
		"2.png: warning: No sticker uses this image.",
		"4 errors, 7 warnings",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("%q is not in\n%s", line, got)
		}
	}
	if !errors.Is(err, ErrFindings) || err.Error() != "There are errors." {
		t.Errorf("the error is %v", err)
	}
}

// TestFindingsAreInTheReadersLanguage holds that the words around findings are, too.
func TestFindingsAreInTheReadersLanguage(t *testing.T) {
	got, err := checked(t, "ko-KR", folderOf(t, map[string]string{packfile.Name: "slug: moon\ncolour: red\n"}))
	if !strings.Contains(got, "pack.yaml:2:1: 오류: ") || !strings.Contains(got, "오류 3개, 경고 0개") || err.Error() != "오류가 있어요." {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestOnceNamesAllStickers holds that what several stickers have in common is said once.
func TestOnceNamesAllStickers(t *testing.T) {
	var out strings.Builder
	for _, f := range once(received([]api.Finding{
		{Code: "format-foreign", Severity: "warn", Platform: "hallyu", Sticker: "bow", File: "bow.png", Message: "Convert it."},
		{Code: "field-left-out", Severity: "info", Platform: "hallyu", Message: "tags was left out."},
		{Code: "format-foreign", Severity: "warn", Platform: "hallyu", Sticker: "wave", File: "wave.png", Message: "Convert it."},
	})) {
		out.WriteString(findingLine(Terminal{}, f) + "\n")
	}
	if want := "warning: bow, wave: Convert it. [format-foreign]\nnote: tags was left out. [field-left-out]\n"; out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
}

// TestARefusalIsToldByStickers holds that a server's pointers become stickers and lines.
func TestARefusalIsToldByStickers(t *testing.T) {
	pack := api.StaffPack{PackDraft: api.PackDraft{Stickers: []api.StickerDraft{{Shortcode: "one"}, {Shortcode: "two"}, {}}}}
	findings := lacks(pack, []api.FieldError{
		{Pointer: "/stickers/1/emoji", Code: "emoji-missing", Detail: "Name one."}, {Pointer: "/stickers/2/shortcode", Detail: "This is needed."},
		{Pointer: "/title", Detail: "A title."}, {Pointer: "version", Detail: "Not this."},
	})
	file := "slug: moon\ntitle: {}\nstickers:\n  - shortcode: two\n    emoji: []\n  - shortcode: one\n"
	for i, want := range []string{"two 5", "#3 0", " 2", " 1"} {
		f := packfile.Place([]byte(file), findings)[i]
		if got := strings.TrimPrefix(f.Sticker+" "+string(rune('0'+f.Line)), ""); got != want {
			t.Errorf("%s: %q, not %q", f.Pointer, got, want)
		}
	}
}
