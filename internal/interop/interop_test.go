package interop_test

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// folders are a pack in each layout, made by the platform's rules.
func folders(t testing.TB) map[interop.Layout]packfile.Folder {
	t.Helper()
	return map[interop.Layout]packfile.Folder{
		interop.Hallyu: hallyuFolder(t), interop.WhatsApp: whatsAppFolder(t), interop.WAStickers: waStickersFolder(t),
		interop.Telegram: telegramFolder(t), interop.Misskey: misskeyFolder(t), interop.LINE: lineStoreFolder(t),
		interop.Signal: signalFolder(t, signalTestKey),
	}
}

// sticker is what a pack says of one.
type sticker struct {
	Shortcode string
	Emoji     []string
	Alt       string
	Keywords  []string
}

func TestReadSaysWhatTheLayoutSays(t *testing.T) {
	for layout, want := range map[interop.Layout]struct {
		slug, creator, usage string
		locale               i18n.Locale
		title                map[i18n.Locale]string
		stickers             []sticker
	}{
		interop.WhatsApp: {"cuppy", "moon-studio", "sticker", "ko", map[i18n.Locale]string{"ko": "달토끼"}, []sticker{
			{"01_Cuppy_smile", []string{"☕", "🙂"}, "웃는 컵", nil}, {"02_Cuppy_lol", []string{"😂"}, "", nil},
		}},
		interop.WAStickers: {"moon-rabbit", "moon-studio", "sticker", "en", map[i18n.Locale]string{"en": "Moon Rabbit"}, []sticker{
			{"2", []string{"🙂"}, "", nil}, {"10", []string{"🙂"}, "", nil},
		}},
		interop.Telegram: {"moonrabbit-by-bot", "", "sticker", "ja", map[i18n.Locale]string{"ja": "月うさぎ"}, []sticker{
			{"AgADAAE", []string{"🙇"}, "", nil}, {"AgADAAI", []string{"👍🏽"}, "", nil},
		}},
		interop.Misskey: {"cats", "our-host", "emoticon", "en", map[i18n.Locale]string{"en": "Cats"}, []sticker{
			{"cat", []string{"🐈"}, "", []string{"neko"}}, {"cat_spin", []string{"🙂"}, "", []string{"くるくる"}},
		}},
		interop.LINE: {"moon-rabbit", "moon-studio", "sticker", "en", map[i18n.Locale]string{
			"en": "Moon Rabbit", "ja": "月うさぎ", "ko": "달토끼", "id": "Kelinci Bulan", "zh-Hant": "月兔",
		}, []sticker{{"52002734", []string{"🙂"}, "", nil}, {"52002735", []string{"🙂"}, "", nil}}},
		interop.Signal: {"moon-rabbit", "moon-studio", "sticker", "en", map[i18n.Locale]string{"en": "Moon Rabbit"}, []sticker{
			{"00", []string{"🙇"}, "", nil}, {"03", []string{"👨‍👩‍👧"}, "", nil},
		}},
	} {
		t.Run(string(layout), func(t *testing.T) {
			pack, err := interop.Read(folders(t)[layout], interop.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			f := pack.File
			if pack.Layout != layout || f.Slug != want.slug || f.Creator != want.creator || f.Usage != want.usage || f.SourceLocale != want.locale {
				t.Errorf("%s: slug %q, creator %q, usage %q, locale %q", pack.Layout, f.Slug, f.Creator, f.Usage, f.SourceLocale)
			}
			var got []sticker
			for _, s := range f.Stickers {
				got = append(got, sticker{s.Shortcode, s.Emoji, s.Alt[f.SourceLocale], s.Keywords[f.SourceLocale]})
				if len(pack.Files[s.File]) == 0 {
					t.Errorf("%s has no picture", s.Shortcode)
				}
			}
			if diff := cmp.Diff(want.title, f.Title) + cmp.Diff(want.stickers, got); diff != "" {
				t.Error(diff)
			}
			lawful(t, pack)
		})
	}
}

// lawful fails the test where a pack that was read breaks a rule of packs.
func lawful(t *testing.T, pack interop.Pack) {
	t.Helper()
	for _, f := range packfile.Check(pack.File) {
		named := f.Code == "field-required" && (f.Pointer == "/slug" || f.Pointer == "/creator")
		if f.Severity == packfile.Error && !named {
			t.Errorf("%s: %s %s", f.Code, f.Pointer, f.Measured)
		}
	}
}

// TestRoundTrip: what was read, written and read again is the same pack, to the byte of every picture.
func TestRoundTrip(t *testing.T) {
	for layout, folder := range folders(t) {
		t.Run(string(layout), func(t *testing.T) {
			first, err := interop.Read(folder, interop.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			first.Creator, first.Icons = "Moon Studio", map[string][]byte{}
			for _, icon := range interop.Icons(layout, false) {
				first.Icons[icon.Name] = asPNG(t, icon.Target.Width, icon.Target.Height, 7)
			}
			if layout == interop.Misskey {
				first.Creator = "our.host"
			}
			written, _, err := interop.Write(layout, first)
			if err != nil {
				t.Fatal(err)
			}
			second, err := interop.Read(unzipped(t, written), interop.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(withPictures(first), withPictures(second), cmpopts.EquateEmpty()); diff != "" || second.Layout != layout {
				t.Errorf("%s: %s", second.Layout, diff)
			}
			again, _, err := interop.Write(layout, second1(second, first))
			if err != nil || !maps.EqualFunc(written, again, bytes.Equal) {
				t.Errorf("written again it is another: %v", err)
			}
		})
	}
}

// second1 is a pack with what only its export knows.
func second1(pack, from interop.Pack) interop.Pack {
	pack.Creator, pack.Icons = from.Creator, from.Icons
	return pack
}

// withPictures is a pack file whose images are named by what they are.
func withPictures(pack interop.Pack) packfile.File {
	digests := map[string]assets.Digest{}
	for name, data := range pack.Files {
		digests[name] = assets.DigestOf(data)
	}
	f := pack.File.WithDigests(digests)
	for i := range f.Stickers {
		f.Stickers[i].File = ""
		for locale, image := range f.Stickers[i].Images {
			image.File = ""
			f.Stickers[i].Images[locale] = image
		}
	}
	return f
}

// unzipped is a folder after a way through a ZIP, which is the same ZIP each time.
func unzipped(t *testing.T, folder packfile.Folder) packfile.Folder {
	t.Helper()
	archive, err := folder.Archive()
	if err != nil {
		t.Fatal(err)
	}
	second, err := folder.Archive()
	if err != nil || !bytes.Equal(archive, second) {
		t.Fatal("two archives of one folder differ", err)
	}
	opened, err := packfile.OpenArchive(archive)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func TestALINECreatorsArchive(t *testing.T) {
	pack, err := interop.Read(lineFolder(t), interop.Hints{Slug: "moon", Creator: "studio", SourceLocale: "ja"})
	if err != nil || pack.Layout != interop.LINE || len(pack.File.Stickers) != 8 || pack.File.SourceLocale != "ja" {
		t.Fatalf("%+v, %v", pack.File, err)
	}
	if codes := codesOf(pack.Findings); !slices.Contains(codes, "icon-left-out") || !slices.Contains(codes, "emoji-assumed") {
		t.Error(codes)
	}
	lawful(t, pack)
}

// TestWhatIsMissingCostsNothingElse: a pack without one of its files keeps the others, and the words of all.
func TestWhatIsMissingCostsNothingElse(t *testing.T) {
	for layout, folder := range folders(t) {
		whole, err := interop.Read(folder, interop.Hints{})
		if err != nil {
			t.Fatal(err)
		}
		if layout == interop.WAStickers {
			continue // its files are all that it says
		}
		without := maps.Clone(folder)
		delete(without, lastPicture(layout, folder))
		pack, err := interop.Read(without, interop.Hints{})
		if err != nil {
			t.Errorf("%s: %v", layout, err)
			continue
		}
		if len(pack.File.Stickers) != len(whole.File.Stickers) || len(pack.Files) != len(whole.Files)-1 || !slices.Contains(codesOf(pack.Findings), "file-missing") {
			t.Errorf("%s: %d stickers, %d files, %v", layout, len(pack.File.Stickers), len(pack.Files), codesOf(pack.Findings))
		}
	}
}

func lastPicture(layout interop.Layout, folder packfile.Folder) string {
	names := slices.Sorted(maps.Keys(folder))
	if layout == interop.Signal {
		return "3"
	}
	return slices.DeleteFunc(names, func(name string) bool { return assets.Sniff(folder[name]) == "" || name == "tray.png" })[0]
}

func codesOf(findings []packfile.Finding) []string {
	var codes []string
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestNoPack(t *testing.T) {
	for name, c := range map[string]struct {
		folder packfile.Folder
		want   error
	}{
		"nothing":           {packfile.Folder{}, interop.ErrLayoutUnknown},
		"no picture":        {packfile.Folder{"01.png": []byte("<html>"), "readme.txt": []byte("hello")}, interop.ErrLayoutUnknown},
		"no packs":          {packfile.Folder{"contents.json": []byte(`{"sticker_packs":[]}`)}, interop.ErrLayoutBroken},
		"packs of a number": {packfile.Folder{"contents.json": []byte(`{"sticker_packs":7}`)}, interop.ErrLayoutBroken},
		"no key":            {without(signalFolder(t, signalTestKey), "link.txt"), interop.ErrPackKey},
		"another's key":     {without(signalFolder(t, signalTestKey), "link.txt", "key.txt", signalOtherKey), interop.ErrPackKey},
	} {
		_, err := interop.Read(c.folder, interop.Hints{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := interop.Write("myspace", interop.Pack{})
	if !errors.Is(err, interop.ErrLayoutUnknown) {
		t.Error(err)
	}
}

// without is a folder without a file, and with another in its place.
func without(folder packfile.Folder, file string, other ...string) packfile.Folder {
	folder = maps.Clone(folder)
	delete(folder, file)
	if len(other) == 2 {
		folder[other[0]] = []byte(other[1])
	}
	return folder
}

// TestDetectionIsByContent: a file's name alone makes no layout.
func TestDetectionIsByContent(t *testing.T) {
	folder := packfile.Folder{"contents.json": []byte("{}"), "meta.json": []byte("[]"), "reply.json": []byte(`{"ok":true}`), "a.png": asPNG(t, 64, 64, 1)}
	pack, err := interop.Read(folder, interop.Hints{Name: "My drawings.zip"})
	if err != nil || pack.Layout != interop.Drawings || len(pack.File.Stickers) != 1 {
		t.Errorf("%s, %v", pack.Layout, err)
	}
}
