package interop_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// fixtures are packs and pictures with something wrong, and the codes of what must be found.
var fixtures = []struct {
	name  string
	find  func(t *testing.T) []packfile.Finding
	codes string
}{
	{"no YAML", parsed("a: ["), "yaml-syntax"},
	{"no JSON", parsedJSON("{"), "json-syntax"},
	{"too large", parsed("title: " + strings.Repeat("x", packfile.MaxSize)), "file-too-large"},
	{"fields", parsed("slug: &a moon\ncreator: *a\ncolour: red\nusage: sticker\nusage: sticker\ntags: 5\n"),
		"alias-forbidden field-unknown field-duplicate field-type field-required"},
	{"names", parsed("slug: Moon!\ncreator: Me!\nusage: poster\nsource_locale: en\ntitle: {en: A, EN: B, xx-x: C, ko: ''}\ntags: [a, a, A!]\n"),
		"slug-malformed creator-malformed usage-unknown locale-malformed locale-duplicate tag-malformed tag-duplicate text-empty"},
	{"texts", parsed("title: {en: \"" + strings.Repeat("x", 61) + "\"}\ncopyright: \"a\\u202eb\"\ntags: [" + strings.Repeat("a,", 30) + "]\n"),
		"text-too-long text-control too-many"},
	{"stickers", parsed("stickers:\n- {file: ../a.png, shortcode: a b, emoji: [xx, \"🙇\", \"🙇\"]}\n- {file: b.png, shortcode: b}\n- {file: c.png, shortcode: b}\n"),
		"file-name shortcode-malformed shortcode-duplicate emoji-malformed emoji-duplicate"},
	{"ids", parsedJSON(`{"stickers": [{"id": "7", "sha256": "x", "shortcode": "a", "emoji": ["🙇"]}]}`), "sticker-id digest-malformed"},
	{"offers", parsed(`offers:
- {regions: [XX, KR, KR], price: {amount: 0, currency: ZZZ}, from: soon, audience: friends, words: perfect}
- {regions: [JP], from: 2027-01-02T00:00:00Z, until: 2027-01-01T00:00:00Z}
- {regions: [ID]}
- {regions: [ID]}
`), "region-unknown region-duplicate price-amount currency-unknown time-malformed audience-unknown words-unknown window-empty offers-overlap"},
	{"an empty draft", ready(packfile.File{SourceLocale: "ko"}), "title-missing stickers-missing description-missing offers-missing"},
	{"a bare sticker", ready(packfile.File{SourceLocale: "ko", Title: map[i18n.Locale]string{"ko": "달", "en": "Moon"}, Stickers: []packfile.Sticker{
		{Shortcode: "a", Says: true}}}), "picture-missing emoji-missing alt-missing keywords-missing says-untranslated"},
	{"files", checkedFolder, "file-missing file-unused extension-wrong metadata-dropped image-shrunk not-square image-invalid"},
	{"pictures", broken, strings.Join(pictureFaults, " ")},
	{"words for platforms", wordsForPlatforms,
		"platform-count platform-mixed platform-kind platform-title platform-text platform-emoji platform-alt platform-keywords platform-shortcode"},
	{"files for platforms", judged(made), "platform-ready export-encoder pass-colours pass-lossy pass-frames pass-faster pass-smaller pass-enlarged pass-padded"},
	{"no files for platforms", judged(unmade), "export-bytes export-frames export-duration export-cost export-still"},
	{"drawings", judged(nil), "picture-empty picture-faint first-frame-partial flashing duplicate-in-pack"},
	{"the whole store", inStore, "duplicate-in-store duplicate-hidden offers-left-out"},
	{"a layout", read(messyWhatsApp), "layout-read locale-assumed text-cleaned text-shortened shortcode-made emoji-assumed emoji-left-out packs-left-out file-missing"},
	{"a layout with icons", read(lineFolder), "icon-left-out"},
	{"a layout with languages", read(messyLINE), "locale-left-out"},
	{"a layout with many keywords", read(messyMisskey), "keyword-left-out sticker-left-out"},
	{"what a layout cannot say", written, "field-left-out format-foreign"},
}

// pictureFaults are those that a picture's own bytes may have.
var pictureFaults = []string{
	"not-an-image", "image-truncated", "image-damaged", "image-unsupported", "trailing-bytes", "frame-outside-canvas", "too-many-chunks",
	"image-too-large", "too-many-pixels", "too-many-frames", "animation-too-long", "image-too-costly",
}

// TestEveryFindingHasAFixture fails where a code has no fixture, or its fixture no longer that finding, and
// where nothing is said on what to do about it.
func TestEveryFindingHasAFixture(t *testing.T) {
	missing := map[string]bool{}
	for _, code := range append(packfile.Codes(), pictureFaults...) {
		missing[code] = true
	}
	words := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
	for _, fixture := range fixtures {
		t.Run(fixture.name, func(t *testing.T) {
			found := fixture.find(t)
			for _, code := range strings.Fields(fixture.codes) {
				delete(missing, code)
				if !slices.ContainsFunc(found, func(f packfile.Finding) bool { return f.Code == code }) {
					t.Errorf("no %s", code)
				}
				if !words.Has("fix." + code) {
					t.Errorf("nothing is said on what to do about %s", code)
				}
			}
			if t.Failed() {
				t.Logf("%+v", found)
			}
		})
	}
	if len(missing) > 0 {
		t.Errorf("without a fixture: %v", slices.Sorted(maps.Keys(missing)))
	}
}

func parsed(yaml string) func(*testing.T) []packfile.Finding {
	return func(*testing.T) []packfile.Finding {
		_, findings := packfile.Parse([]byte(yaml))
		return findings
	}
}

func parsedJSON(text string) func(*testing.T) []packfile.Finding {
	return func(*testing.T) []packfile.Finding {
		_, findings := packfile.ParseJSON([]byte(text))
		return findings
	}
}

func ready(f packfile.File) func(*testing.T) []packfile.Finding {
	return func(*testing.T) []packfile.Finding { return packfile.Ready(f) }
}

// unreadable is a folder with a file that cannot be read.
type unreadable struct{ fs.FS }

func (u unreadable) Open(name string) (fs.File, error) {
	if name == "unreadable.png" {
		return nil, errors.New("no")
	}
	return u.FS.Open(name)
}

func checkedFolder(t *testing.T) []packfile.Finding {
	withText := asPNG(t, 600, 300, 9)
	text := []byte("\x00\x00\x00\x03tEXta\x00b\x5a\x3e\x24\xd0")
	withText = slices.Concat(withText[:33], withCRC(text), withText[33:])
	return packfile.CheckDir(unreadable{fstest.MapFS{
		packfile.Name: {Data: []byte("stickers:\n- {file: a.gif, shortcode: a}\n- {file: unreadable.png, shortcode: b}\n- {file: gone.png, shortcode: c}\n")},
		"a.gif":       {Data: withText}, "other.png": {Data: asPNG(t, 8, 8, 1)},
	}})
}

// broken are the findings on pictures with each fault, as it comes from package assets.
func broken(t *testing.T) []packfile.Finding {
	var findings []packfile.Finding
	for _, fault := range []error{
		assets.ErrNotAnImage, assets.ErrImageTruncated, assets.ErrImageDamaged, assets.ErrImageUnsupported, assets.ErrTrailingBytes,
		assets.ErrFrameOutside, assets.ErrTooManyChunks, assets.ErrImageTooLarge, assets.ErrTooManyPixels, assets.ErrTooManyFrames,
		assets.ErrAnimationTooLong, assets.ErrImageTooCostly,
	} {
		findings = append(findings, packfile.Broken("a.png", "a", fault))
	}
	return findings
}

func wordsForPlatforms(*testing.T) []packfile.Finding {
	long := map[i18n.Locale]string{"ko": strings.Repeat("달", 200)}
	words := slices.Repeat([]string{"moonlight"}, 21)
	f := packfile.File{SourceLocale: "ko", Title: long, Description: long, Stickers: []packfile.Sticker{
		{Shortcode: "a-b", Emoji: []string{"🙇", "🐰", "🌕"}, Alt: long, Keywords: map[i18n.Locale][]string{"ko": words}},
	}}
	still := report.Words(report.Pack{File: f, Pictures: []report.Picture{{Sticker: "a-b"}}})
	return append(still, report.Words(report.Pack{File: f, Pictures: []report.Picture{{Sticker: "a-b"}, {Animated: true}}})...)
}

// told is an exporter that sees and makes what it is told.
type told struct {
	exports func(targets []assets.Target) []assets.Export
}

func (e told) Examine(_ context.Context, data []byte) (assets.Examination, error) {
	seen := map[string]assets.Seen{
		"empty": {}, "faint": {Visible: .001, First: .001}, "first": {Visible: .5, First: .1}, "flash": {Visible: .5, First: .5, Flashes: 9},
	}[string(data)]
	if seen == (assets.Seen{}) && string(data) != "empty" {
		seen = assets.Seen{Visible: .5, First: .5, Print: assets.Print{Light: 9}}
	}
	return assets.Examination{Info: assets.Info{Width: 9, Height: 9, Frames: 9, Animated: true, Duration: 9 * time.Second}, Seen: seen}, nil
}

func (e told) Export(_ context.Context, _ []byte, targets []assets.Target) ([]assets.Export, error) {
	if e.exports == nil {
		return make([]assets.Export, len(targets)), nil
	}
	return e.exports(targets), nil
}

// made went through every pass.
func made(targets []assets.Target) []assets.Export {
	all := make([]assets.Export, len(targets))
	for i := range all {
		all[i].Passes = []assets.Pass{
			assets.PassColours, assets.PassLossy, assets.PassFrames, assets.PassFaster, assets.PassSmaller, assets.PassEnlarged, assets.PassPadded,
		}
		if !targets[i].Format.Picture() {
			all[i] = assets.Export{Obstacle: assets.NoEncoder}
		}
	}
	return all
}

// unmade met every obstacle.
func unmade(targets []assets.Target) []assets.Export {
	obstacles := []assets.Obstacle{assets.TooHeavy, assets.TooFew, assets.TooLong, assets.TooCostly, assets.Motionless}
	all := make([]assets.Export, len(targets))
	for i := range all {
		all[i].Obstacle = obstacles[i%len(obstacles)]
	}
	return all
}

func judged(exports func([]assets.Target) []assets.Export) func(*testing.T) []packfile.Finding {
	return func(t *testing.T) []packfile.Finding {
		judge, pack := report.NewJudge(told{exports}), report.Pack{}
		for i, drawing := range []string{"empty", "faint", "first", "flash", "one", "another"} {
			p := report.Picture{Sticker: "s" + strconv.Itoa(i), Digest: assets.DigestOf([]byte(drawing)), Animated: true}
			judge.Begin(t.Context(), p.Digest, nil, func(context.Context) ([]byte, error) { return []byte(drawing), nil })
			pack.Pictures = append(pack.Pictures, p)
		}
		for _, p := range pack.Pictures {
			if _, err := judge.Wait(t.Context(), p.Digest); err != nil {
				t.Fatal(err)
			}
		}
		return judge.Known(pack).Findings
	}
}

// inStore brings the same drawing in twice, by two designers.
func inStore(t *testing.T) []packfile.Finding {
	s := catalog.NewService(catalog.Config{
		Store: catalogtest.NewStore(), Files: assetstest.NewStore(), Deriver: assets.NewDeriver(assets.DefaultBudget), Now: time.Now,
	})
	by := func(account string, role accounts.Role) catalog.By {
		return catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: account, Roles: []accounts.Role{role}}}
	}
	operator := by("op", accounts.Operator)
	var findings []packfile.Finding
	bring := func(slug string) catalog.By {
		designer := by(slug, accounts.Designer)
		_, err := s.CreateCreator(t.Context(), operator, catalog.Creator{Slug: slug, Name: slug, Account: slug})
		if err != nil {
			t.Fatal(err)
		}
		data := asPNG(t, 512, 512, 90)
		picture, err := s.Upload(t.Context(), designer, assets.DigestOf(data), data)
		if err != nil {
			t.Fatal(err)
		}
		imported, err := s.Import(t.Context(), designer, packfile.File{
			Slug: slug, Creator: slug, Usage: "sticker", SourceLocale: "en", Title: map[i18n.Locale]string{"en": slug},
			Stickers: []packfile.Sticker{{SHA256: picture.Upload.Digest, Shortcode: "a", Emoji: []string{"🙇"}}},
			Offers:   []packfile.Offer{{Regions: []string{"KR"}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		findings = append(findings, imported.Findings...)
		return designer
	}
	bring("moon")
	for _, reader := range []catalog.By{bring("sun"), operator} {
		r, err := s.Report(t.Context(), reader, "sun")
		if err != nil {
			t.Fatal(err)
		}
		findings = append(findings, r.Findings...)
	}
	return findings
}

func read(folder func(testing.TB) packfile.Folder) func(*testing.T) []packfile.Finding {
	return func(t *testing.T) []packfile.Finding {
		pack, err := interop.Read(folder(t), interop.Hints{})
		if err != nil {
			t.Fatal(err)
		}
		return pack.Findings
	}
}

func messyWhatsApp(t testing.TB) packfile.Folder {
	return packfile.Folder{"a b.webp": asWebP(t, 512, 3), "contents.json": asJSON(t, map[string]any{"sticker_packs": []map[string]any{
		{"identifier": "x", "name": "Moon\u202e " + strings.Repeat("x", 90), "publisher": "me", "stickers": []map[string]any{
			{"image_file": "a b.webp", "emojis": []string{"hello"}}, {"image_file": "gone.webp", "emojis": []string{}},
		}}, {"identifier": "y"},
	}})}
}

func messyLINE(t testing.TB) packfile.Folder {
	return packfile.Folder{"productInfo.meta": []byte(`{"packageId":1,"title":{"en":"Moon","not a tag!":"x"},"stickers":[{"id":1}]}`), "1.png": asPNG(t, 8, 8, 1)}
}

func messyMisskey(t testing.TB) packfile.Folder {
	folder, emojis := packfile.Folder{"a.png": asPNG(t, 8, 8, 1)}, []map[string]any{}
	var aliases []string
	for i := range 30 {
		aliases = append(aliases, "word"+strconv.Itoa(i))
	}
	for i := range packfile.MaxStickers + 1 {
		emojis = append(emojis, map[string]any{"downloaded": true, "fileName": "a.png", "emoji": map[string]any{"name": "e" + strconv.Itoa(i), "aliases": aliases}})
	}
	folder["meta.json"] = asJSON(t, map[string]any{"metaVersion": 2, "emojis": emojis})
	return folder
}

func written(t *testing.T) []packfile.Finding {
	_, findings, err := interop.Write(interop.WhatsApp, interop.Pack{
		Files: packfile.Folder{"a": asPNG(t, 8, 8, 1)},
		File:  packfile.File{Slug: "moon", Tags: []string{"a"}, Stickers: []packfile.Sticker{{File: "a", Shortcode: "a"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}
