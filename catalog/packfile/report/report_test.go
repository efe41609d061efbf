package report_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
)

// pictureOf returns a PNG painted by paint.
func pictureOf(t *testing.T, side int, paint func(x, y int) color.NRGBA) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			m.SetNRGBA(x, y, paint(x, y))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func disc(c color.NRGBA) func(x, y int) color.NRGBA {
	return func(x, y int) color.NRGBA {
		if dx, dy := x-100, y-100; dx*dx+dy*dy < 90*90 {
			c.R = byte(x)
			return c
		}
		return color.NRGBA{}
	}
}

const packYAML = `slug: moon
creator: moon-studio
usage: sticker
source_locale: en
title: {en: Moon}
stickers:
`

func folderOf(t *testing.T, stickers string, files map[string][]byte) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{packfile.Name: {Data: []byte(packYAML + stickers)}}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	return folder
}

func check(t *testing.T, folder fstest.MapFS) []packfile.Finding {
	t.Helper()
	judge := report.NewJudge(assets.NewExporter(assets.DefaultBudget))
	findings, err := judge.Folder(context.Background(), folder, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

func has(findings []packfile.Finding, code, platform, sticker string) bool {
	return slices.ContainsFunc(findings, func(f packfile.Finding) bool {
		return f.Code == code && f.Platform == platform && f.Sticker == sticker
	})
}

func TestFindingsOnAFolder(t *testing.T) {
	red, blue := color.NRGBA{200, 30, 30, 255}, color.NRGBA{20, 40, 220, 255}
	findings := check(t, folderOf(t, `
  - {file: a.png, shortcode: "a-b", emoji: ["🙇"]}
  - {file: b.png, shortcode: b2, emoji: ["🙇", "🐰", "🌕"]}
  - {file: c.png, shortcode: c3, emoji: ["🙇"]}
  - {file: d.png, shortcode: d4, emoji: ["🙇"]}
`, map[string][]byte{
		"a.png": pictureOf(t, 200, disc(red)), "b.png": pictureOf(t, 200, disc(red)),
		"c.png": pictureOf(t, 200, disc(blue)), "d.png": pictureOf(t, 200, func(int, int) color.NRGBA { return color.NRGBA{} }),
	}))
	for _, want := range []struct{ code, platform, sticker string }{
		{"platform-count", "line-still", ""},
		{"platform-kind", "whatsapp-animated", ""},
		{"platform-shortcode", "mastodon", "a-b"},
		{"platform-emoji", "signal", "b2"},
		{"platform-ready", "whatsapp-still", ""},
		{"pass-enlarged", "whatsapp-still", "a-b"},
		{"picture-empty", "hallyu", "d4"},
		{"duplicate-in-pack", "hallyu", "b2"},
		{"alt-missing", "hallyu", "a-b"},
	} {
		if !has(findings, want.code, want.platform, want.sticker) {
			t.Errorf("no finding %v", want)
		}
	}
	for _, never := range []struct{ code, platform, sticker string }{
		{"platform-count", "telegram-still", ""}, {"duplicate-in-pack", "hallyu", "c3"}, {"export-bytes", "whatsapp-still", "a-b"},
	} {
		if has(findings, never.code, never.platform, never.sticker) {
			t.Errorf("a finding %v", never)
		}
	}
	if t.Failed() {
		t.Logf("%+v", findings)
	}
}

// TestEveryPlatformGetsItsOwn wants of every profile that takes stills a word on what came of them.
func TestEveryPlatformGetsItsOwn(t *testing.T) {
	findings := check(t, folderOf(t, `  - {file: a.png, shortcode: a, emoji: ["🙇"]}`+"\n",
		map[string][]byte{"a.png": pictureOf(t, 300, disc(color.NRGBA{20, 40, 220, 255}))}))
	for _, p := range profile.All() {
		if _, takes := p.Target(false); takes && p.ID != profile.Own && !has(findings, "platform-ready", p.ID, "") {
			t.Errorf("nothing was made for %s", p.ID)
		}
	}
}

func TestProfileOfOurOwnIsTrue(t *testing.T) {
	own, _ := profile.Of(profile.Own)
	budget := assets.DefaultBudget
	limits := map[string]int64{
		profile.Stickers: packfile.MaxStickers, profile.Title: packfile.MaxTitle, profile.Description: packfile.MaxDescription,
		profile.Copyright: packfile.MaxCopyright, profile.Emoji: packfile.MaxEmoji, profile.Alt: packfile.MaxAlt,
	}
	for of, want := range limits {
		if l, found := profile.Find(own.Pack, of); !found || l.Max != want {
			t.Errorf("%s is %v, want %d", of, l, want)
		}
	}
	still, _ := own.Target(false)
	moving, _ := own.Target(true)
	got := fmt.Sprint(still.Width, still.Bytes, moving.Width, moving.Bytes, moving.Frames, moving.Duration)
	if want := fmt.Sprint(budget.StillSide, budget.Bytes, budget.AnimationSide, budget.Bytes, budget.Frames, budget.Duration); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPlatformsThatTakeNothingSayOnlyThat holds that a pack is not held to the limits of platforms for another kind
// of pack, and that nothing is counted in a pack that has nothing yet.
func TestPlatformsThatTakeNothingSayOnlyThat(t *testing.T) {
	moving := report.Pack{
		File:     packfile.File{Stickers: []packfile.Sticker{{Shortcode: "A"}}},
		Pictures: []report.Picture{{Sticker: "A", Animated: true}},
	}
	unfit := false
	for _, f := range report.Words(moving) {
		if f.Platform == "line-still" && f.Code != "platform-kind" {
			t.Errorf("%s on a platform of stills", f.Code)
		}
		unfit = unfit || f.Platform == "line-still" && f.Severity == packfile.Info
	}
	if !unfit {
		t.Error("nothing says that the platform takes none of it")
	}
	if found := report.Words(report.Pack{}); len(found) > 0 {
		t.Errorf("an empty pack: %+v", found)
	}
}
