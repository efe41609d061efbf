package packfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

const moonRabbit = `slug: moon-rabbit
creator: moon-studio
usage: sticker
source_locale: ko
title: {ko: 달토끼, en: Moon Rabbit, ja: 月うさぎ}
description: {ko: 추석, en: Chuseok}
tags: [holiday, chuseok]
copyright: © 2026 Moon Studio
stickers:
  - file: 01.png
    shortcode: bow
    emoji: ["🙇"]
    keywords: {ko: [감사, 절], en: [thanks, bow]}
    alt: {ko: 절하는 달토끼, en: Moon rabbit bowing}
    images: {ja: 01.ja.png}
offers:
  - regions: [KR]
    price: {amount: 2500, currency: KRW}
    from: 2026-09-20T00:00:00+09:00
  - regions: [JP, ID, MY, PH]
`

func TestParse(t *testing.T) {
	from := time.Date(2026, 9, 19, 15, 0, 0, 0, time.UTC)
	want := packfile.File{
		Slug: "moon-rabbit", Creator: "moon-studio", Usage: "sticker", SourceLocale: "ko",
		Title:       map[i18n.Locale]string{"ko": "달토끼", "en": "Moon Rabbit", "ja": "月うさぎ"},
		Description: map[i18n.Locale]string{"ko": "추석", "en": "Chuseok"},
		Tags:        []string{"holiday", "chuseok"},
		Copyright:   "© 2026 Moon Studio",
		Stickers: []packfile.Sticker{{
			File: "01.png", Shortcode: "bow", Emoji: []string{"🙇"},
			Keywords: map[i18n.Locale][]string{"ko": {"감사", "절"}, "en": {"thanks", "bow"}},
			Alt:      map[i18n.Locale]string{"ko": "절하는 달토끼", "en": "Moon rabbit bowing"},
			Images:   map[i18n.Locale]packfile.Image{"ja": {File: "01.ja.png"}},
		}},
		Offers: []packfile.Offer{
			{Regions: []string{"KR"}, Price: &packfile.Price{Amount: 2500, Currency: "KRW"}, From: &from},
			{Regions: []string{"JP", "ID", "MY", "PH"}},
		},
	}
	got, findings := packfile.Parse([]byte(moonRabbit))
	if len(findings) > 0 {
		t.Errorf("findings: %v", findings)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"01.png", "01.ja.png"}, got.Files()); diff != "" {
		t.Error(diff)
	}
}

// with returns the good pack with a replacement made.
func with(old, new string) string {
	if !strings.Contains(moonRabbit, old) {
		panic(old)
	}
	return strings.Replace(moonRabbit, old, new, 1)
}

func TestParseFindings(t *testing.T) {
	tests := map[string]struct {
		file string
		want []string // line:col code pointer
	}{
		"unknown field":      {with("tags:", "tag:"), []string{"7:1 field-unknown /tag"}},
		"doubled field":      {with("usage: sticker", "slug: other"), []string{"3:1 field-duplicate /slug"}},
		"number for text":    {with("creator: moon-studio", "creator: 7"), []string{"2:10 field-type /creator"}},
		"list for text":      {with("slug: moon-rabbit", "slug: [a]"), []string{"1:7 field-type /slug"}},
		"text for list":      {with("[holiday, chuseok]", "holiday"), []string{"7:7 field-type /tags"}},
		"slug":               {with("moon-rabbit", "Moon Rabbit"), []string{"1:7 slug-malformed /slug"}},
		"no creator":         {with("creator: moon-studio\n", ""), []string{"1:1 field-required /creator"}},
		"usage":              {with("usage: sticker", "usage: hat"), []string{"3:8 usage-unknown /usage"}},
		"locale":             {with("ja: 月うさぎ", "j_a!: x"), []string{"5:41 locale-malformed /title/j_a!"}},
		"same locale":        {with("ja: 月うさぎ", "KO: x"), []string{"5:35 locale-duplicate /title/KO"}},
		"long title":         {with("Moon Rabbit, ja", strings.Repeat("x", 61)+", ja"), []string{"5:22 text-too-long /title/en"}},
		"control":            {with("Moon Rabbit, ja", `"a\u202Eb", ja`), []string{"5:22 text-control /title/en"}},
		"tag":                {with("holiday,", "Holi Day,"), []string{"7:8 tag-malformed /tags/0"}},
		"emoji":              {with("🙇", "bow"), []string{"12:13 emoji-malformed /stickers/0/emoji/0"}},
		"path":               {with("01.png", "../01.png"), []string{"10:11 file-name /stickers/0/file"}},
		"region":             {with("[KR]", "[XX]"), []string{"17:15 region-unknown /offers/0/regions/0"}},
		"currency":           {with("currency: KRW", "currency: WON"), []string{"18:37 currency-unknown /offers/0/price/currency"}},
		"amount":             {with("2500", "0"), []string{"18:21 price-amount /offers/0/price/amount"}},
		"fraction":           {with("2500", "25.5"), []string{"18:21 field-type /offers/0/price/amount"}},
		"overlap":            {with("JP, ID", "KR, ID"), []string{"20:5 offers-overlap /offers/1"}},
		"moment":             {with("2026-09-20T00:00:00+09:00", "2026-09-20"), []string{"19:11 time-malformed /offers/0/from"}},
		"alias":              {with("© 2026 Moon Studio", "&a x"), []string{"8:12 alias-forbidden /copyright"}},
		"merge key":          {with("usage: sticker", "<<: {usage: sticker}"), []string{"3:1 field-unknown /<<"}},
		"second document":    {moonRabbit + "---\nslug: x\n", []string{"1:1 yaml-syntax "}},
		"not YAML":           {"slug: [", []string{"1:1 yaml-syntax "}},
		"empty":              {"", []string{"1:1 yaml-syntax "}},
		"a list":             {"- 1\n", []string{"1:1 field-type ", "0:0 field-required /slug"}},
		"sha256 in a folder": {with("file: 01.png", "sha256: x"), []string{"10:5 field-unknown /stickers/0/sha256"}},
		"all at once": {
			with("slug: moon-rabbit", "slug: Ä\nfoo: 1\nbar: 2"),
			[]string{"1:7 slug-malformed /slug", "2:1 field-unknown /foo", "3:1 field-unknown /bar"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, findings := packfile.Parse([]byte(test.file))
			var got []string
			for _, f := range findings {
				got = append(got, fmt.Sprintf("%d:%d %s %s", f.Line, f.Col, f.Code, f.Pointer))
				if f.Message == "" || f.Fix == "" || strings.Contains(f.Message+f.Fix, "{") {
					t.Errorf("words of %s: %q %q", f.Code, f.Message, f.Fix)
				}
			}
			if name == "a list" {
				if len(got) < 3 || got[0] != "1:1 field-type " && got[len(got)-1] != "1:1 field-type " {
					t.Errorf("got %v", got)
				}
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseAliasBomb(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'j'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	_, findings := packfile.Parse([]byte(bomb))
	if !packfile.HasErrors(findings) {
		t.Error("the bomb was taken")
	}
}

func TestParseLimits(t *testing.T) {
	stickers := strings.Builder{}
	for i := range 121 {
		fmt.Fprintf(&stickers, "  - {file: %d.png, shortcode: s%d, emoji: [\"🙇\"]}\n", i, i)
	}
	_, findings := packfile.Parse([]byte(with("offers:\n", stickers.String()+"offers:\n")))
	if len(findings) != 1 || findings[0].Code != "too-many" || findings[0].Measured != "122" {
		t.Errorf("got %+v", findings)
	}
	_, findings = packfile.Parse(make([]byte, packfile.MaxSize+1))
	if len(findings) != 1 || findings[0].Code != "file-too-large" {
		t.Errorf("got %+v", findings)
	}
}

func TestParseJSON(t *testing.T) {
	digest := strings.Repeat("ab", 32)
	body := `{"slug":"moon","creator":"moon-studio","source_locale":"in","title":{"iw":"x"},
"stickers":[{"id":"stk_0190b8a0-0000-7000-8000-000000000000","sha256":"` + digest + `","shortcode":"a","emoji":["\ud83d\ude47"],"images":{"ja":"` + digest + `"}}],
"offers":[{"regions":["001"],"price":{"amount":1,"currency":"USD","display":"$0.01"}}]}`
	f, findings := packfile.ParseJSON([]byte(body))
	if len(findings) > 0 {
		t.Fatalf("findings: %+v", findings)
	}
	s := f.Stickers[0]
	if f.SourceLocale != "id" || f.Title["he"] != "x" || s.Emoji[0] != "🙇" || string(s.SHA256) != digest || string(s.Images["ja"].SHA256) != digest {
		t.Errorf("got %+v", f)
	}
	for body, want := range map[string]string{
		`{"slug":"moon","slug":"moon","creator":"mm","source_locale":"ko"}`:            "1:22 field-duplicate /slug",
		"{\"slug\":\"moon\",\n\"file\":1,\"creator\":\"mm\",\"source_locale\":\"ko\"}": "2:7 field-unknown /file",
		`{"slug":"moon"`:            "1:15 json-syntax ",
		`{} {}`:                     "1:5 json-syntax ",
		strings.Repeat("[", 100000): "1:18 json-syntax ",
	} {
		_, findings := packfile.ParseJSON([]byte(body))
		if len(findings) == 0 {
			t.Errorf("%.40s: nothing found", body)
			continue
		}
		f := findings[0]
		got := fmt.Sprintf("%d:%d %s %s", f.Line, f.Col, f.Code, f.Pointer)
		if got != want {
			t.Errorf("%.40s: got %s, want %s", body, got, want)
		}
	}
}

func TestReady(t *testing.T) {
	f, _ := packfile.Parse([]byte(moonRabbit))
	if findings := packfile.Ready(f); len(findings) > 0 {
		t.Errorf("got %+v", findings)
	}
	f.Title = nil
	f.Stickers[0].Alt, f.Stickers[0].File = nil, ""
	var codes []string
	for _, finding := range packfile.Ready(f) {
		codes = append(codes, string(finding.Severity)+" "+finding.Code)
	}
	want := []string{"error title-missing", "error picture-missing", "warn alt-missing"}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
}

func TestValidEmoji(t *testing.T) {
	for _, emoji := range []string{"🙇", "❤️", "❤", "👩‍💻", "👋🏽", "🇰🇷", "1️⃣", "#⃣", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "☺️", "🫶", "🏳️‍🌈", "©️", "㊗️"} {
		if !packfile.ValidEmoji(emoji) {
			t.Errorf("%s is an emoji", emoji)
		}
	}
	for _, text := range []string{"", "a", "1", "🙇🙇", "🙇a", "🇰", "가", ":)", "\u200d", "🙇 ", "\ufe0f", "🏽x", strings.Repeat("👩\u200d", 30) + "👩"} {
		if packfile.ValidEmoji(text) {
			t.Errorf("%q is no emoji", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(moonRabbit))
	f.Add([]byte(`{"slug":"moon","creator":"mm","source_locale":"ko","stickers":[{"sha256":"x"}]}`))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("? [x]\n: y\n"))
	f.Add([]byte("title: {~/: \"\\x00\"}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, parse := range []func([]byte) (packfile.File, []packfile.Finding){packfile.Parse, packfile.ParseJSON} {
			file, findings := parse(data)
			if !packfile.HasErrors(findings) && packfile.HasErrors(packfile.Check(file)) {
				t.Errorf("a file without findings breaks rules: %+v", packfile.Check(file))
			}
			for _, finding := range findings {
				if finding.Line < 0 || len(finding.Measured) > 400 || finding.Message == "" {
					t.Errorf("finding %+v", finding)
				}
			}
		}
	})
}
