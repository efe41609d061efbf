package i18n

import (
	"strings"
	"testing"
)

// ten are the locales that the store speaks.
var ten = []Locale{"en", "ko", "ja", "id", "ms", "fil", "th", "vi", "es", "ar"}

func TestNegotiate(t *testing.T) {
	for _, c := range []struct {
		header    string
		available []Locale
		want      Locale
	}{
		{"zh-HK,zh;q=0.9,en;q=0.7", []Locale{"en", "zh-Hans", "zh-Hant"}, "zh-Hant"},
		{"uk", []Locale{"en", "ru"}, "en"},
		{"ckb", []Locale{"en", "ar"}, "en"},
		{"pt-BR", []Locale{"en", "pt", "pt-BR"}, "pt-BR"},
		{"es-MX", []Locale{"en", "es-419", "es"}, "es-419"},
		{"en", []Locale{"en-US", "en-GB", "en"}, "en"},
		{"in", []Locale{"en", "id"}, "id"},
		{"tl-PH", []Locale{"en", "fil"}, "fil"},
		{"sr-Latn", []Locale{"en", "sr"}, "en"},
		{"*", []Locale{"en", "ko"}, "en"},
		{"en-SG,ms;q=0.8", []Locale{"en", "ms"}, "en"},

		{"zh-HK,zh;q=0.9,en;q=0.7", ten, "en"},
		{"uk", ten, "en"},
		{"ckb", ten, "en"},
		{"in", ten, "id"},
		{"tl-PH", ten, "fil"},
		{"ko-KR,en;q=0.5", ten, "ko"},
		{"en-SG,ms;q=0.8", ten, "en"},
		{"*", ten, "en"},
		{"es-MX", ten, "es"},

		{"", ten, "en"},
		{"ja;q=0, ko", ten, "ko"},
		{"ja;q=0", ten, "en"},
		{"ja;q=0.2, ko;q=0.9, th;q=0.9", ten, "ko"},
		{"ja;q=1.5, th", ten, "th"},
		{"xx-bogus-tag-, ja", ten, "ja"},
		{"fr, *;q=0.5, ja;q=0.1", ten, "en"},
		{" KO-kr ; q=0.8 ,\tth;q=0.7", ten, "ko"},
		{"zh", []Locale{"en", "zh-Hans"}, "zh-Hans"},
		{"zh-TW", []Locale{"en", "zh"}, "en"},
		{"zh-CN", []Locale{"en", "zh-Hans", "zh-Hant"}, "zh-Hans"},
		{"zh-Hans-SG", []Locale{"en", "zh"}, "zh"},
		{"sr", []Locale{"en", "sr-Cyrl"}, "sr-Cyrl"},
		{"no", []Locale{"en", "nb"}, "nb"},
		{"iw", []Locale{"en", "he"}, "he"},
		{"en-AU", []Locale{"en", "en-001"}, "en-001"},
		{strings.Repeat("fr,", 20) + "ja", ten, "en"},
		{strings.Repeat("x", 600) + ",ja", ten, "en"},
		{"ja," + strings.Repeat("y", 600), ten, "ja"},
	} {
		if got := Negotiate(c.header, c.available, "en"); got != c.want {
			t.Errorf("Negotiate(%q, %v) = %s, want %s", c.header, c.available, got, c.want)
		}
	}
}

func TestNegotiateByTheOperatorsTable(t *testing.T) {
	related := map[Locale][]Locale{"nn": {"da", "nb"}, "gsw": {"de"}}
	n := NewNegotiator([]Locale{"en", "nb", "de", "fr"}, "en", related)
	for header, want := range map[string]Locale{"nn": "nb", "nn-NO": "nb", "gsw-CH,fr;q=0.4": "fr", "gsw": "de", "da": "en"} {
		if got := n.Header(header); got != want {
			t.Errorf("%s: %s, want %s", header, got, want)
		}
	}
}

func TestFallbacks(t *testing.T) {
	n := NewNegotiator([]Locale{"en", "es", "es-419", "nb"}, "en", map[Locale][]Locale{"nn": {"nb"}})
	for l, want := range map[Locale]string{"es-MX": "es-419 es en", "es": "es en", "en": "en", "ko": "en", "nn": "nb en"} {
		var got []string
		for _, f := range n.Fallbacks(l) {
			got = append(got, string(f))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", l, got, want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	for _, h := range []string{"zh-HK,zh;q=0.9,en;q=0.7", "*;q=0.1", "ko;q=1.5", ";;,,q=", "en-\xff"} {
		f.Add(h)
	}
	n := NewNegotiator(ten, "en", nil)
	f.Fuzz(func(t *testing.T, header string) {
		if got := n.Header(header); !n.Has(got) {
			t.Fatalf("%q gives %q, which is not available", header, got)
		}
	})
}

func BenchmarkNegotiate(b *testing.B) {
	const header = "zh-HK,zh;q=0.9,en-US;q=0.8,en;q=0.7"
	n := NewNegotiator(ten, "en", nil)
	b.Run("seen", func(b *testing.B) {
		for b.Loop() {
			n.Header(header)
		}
	})
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			n.Match(parseAcceptLanguage(header)...)
		}
	})
}
