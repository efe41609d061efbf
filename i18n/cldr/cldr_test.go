package cldr_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

func TestCanonical(t *testing.T) {
	for tag, want := range map[string]string{
		"iw": "he", "in": "id", "tl": "fil", "tl-PH": "fil-PH", "no": "nb", "zh-TW": "zh-Hant-TW", "zh-tw": "zh-Hant-TW",
		"zh-HK": "zh-Hant-HK", "zh-CN": "zh-CN", "KO-kr": "ko-KR", "sh": "sr-Latn", "mo": "ro", "zh-yue": "yue",
		"zh-cmn-hans-cn": "zh-Hans-CN", "en-840": "en-US", "i-klingon": "tlh", "pa-PK": "pa-Arab-PK", "en-UK": "en-GB",
		"ca-valencia": "ca-valencia", "th-u-nu-thai": "th-u-nu-thai", "es-419": "es-419",
	} {
		parsed, err := cldr.Parse(tag)
		if err != nil {
			t.Errorf("Parse(%s): %v", tag, err)
			continue
		}
		if got := cldr.Canonical(parsed).String(); got != want {
			t.Errorf("Canonical(%s) = %s, want %s", tag, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tag := range []string{
		"", "k", "english", "ko_KR", "en-", "-en", "en--US", "e1", "x-private", "i-nothing", "en-US-US", "en-a", "en-x",
		"en-a-b-a-c", "ko kr", "한국어", "../en", "en-toolongsubtag", "en-u-u-nu",
	} {
		if parsed, err := cldr.Parse(tag); err == nil {
			t.Errorf("Parse(%q) = %+v, want an error", tag, parsed)
		}
	}
}

func TestParents(t *testing.T) {
	for tag, want := range map[string][]string{
		"ko-KR": {"ko"}, "es-MX": {"es-419", "es"}, "pt-AO": {"pt-PT", "pt"}, "en-AU": {"en-001", "en"}, "sr-Latn": nil,
		"zh-Hant-HK": {"zh-Hant"}, "zh-Hant-MO": {"zh-Hant-HK", "zh-Hant"}, "zh-Hans-CN": {"zh-Hans", "zh"}, "fil": nil,
		"hi-Latn": {"en-IN", "en-001", "en"}, "en-US-u-nu-thai": {"en-US", "en"},
	} {
		parsed, err := cldr.Parse(tag)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for up, ok := cldr.Parent(parsed); ok; up, ok = cldr.Parent(up) {
			got = append(got, up.String())
		}
		if len(got) != len(want) {
			t.Errorf("parents of %s = %v, want %v", tag, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("parents of %s = %v, want %v", tag, got, want)
			}
		}
	}
}

func TestRegions(t *testing.T) {
	if n := len(cldr.Regions()); n != 249 {
		t.Errorf("%d regions, want the 249 of ISO 3166-1", n)
	}
	for _, code := range []string{"001", "EU", "XK", "UK", "kr", "", "ZZ", "AC"} {
		if cldr.ValidRegion(code) {
			t.Errorf("ValidRegion(%q) = true", code)
		}
	}
	for code, want := range map[string][2]string{
		"KR": {"KRW", "ko"}, "JP": {"JPY", "ja"}, "ID": {"IDR", "id"}, "MY": {"MYR", "ms"}, "PH": {"PHP", "fil"},
		"US": {"USD", "en"}, "TH": {"THB", "th"}, "VN": {"VND", "vi"}, "MX": {"MXN", "es"}, "EG": {"EGP", "ar"},
		"PA": {"PAB", "es"}, "BT": {"BTN", "en"}, "LS": {"LSL", "en"}, "BG": {"EUR", "en"}, "AQ": {"", "en"},
		"QA": {"QAR", "ar"}, "ZZ": {"", "en"},
	} {
		if got := [2]string{cldr.CurrencyOf(code), cldr.DefaultLocale(code)}; got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	for _, code := range cldr.Regions() {
		for _, language := range cldr.Languages {
			if cldr.RegionName(language, code) == "" {
				t.Errorf("%s has no name in %s", code, language)
			}
		}
	}
	if got := cldr.RegionName("ko", "JP") + cldr.RegionName("es-MX", "KR") + cldr.RegionName("sw", "KR"); got != "일본Corea del SurSouth Korea" {
		t.Error(got)
	}
}

func TestNames(t *testing.T) {
	for locale, want := range map[string][3]string{
		"ko": {"한국어", "Korean", "ltr"}, "ar": {"العربية", "Arabic", "rtl"}, "ar-EG": {"العربية (مصر)", "Arabic (Egypt)", "rtl"},
		"he": {"עברית", "Hebrew", "rtl"}, "es-MX": {"español de México", "Mexican Spanish", "ltr"},
		"zh-Hant-TW": {"繁體中文 (台灣)", "Traditional Chinese (Taiwan)", "ltr"}, "xx": {"xx", "xx", "ltr"},
		"pt-BR": {"português (Brasil)", "Brazilian Portuguese", "ltr"}, "ur": {"اردو", "Urdu", "rtl"}, "en": {"English", "English", "ltr"},
	} {
		got := [3]string{cldr.NativeName(locale), cldr.LocaleName("en", locale), cldr.Direction(locale)}
		if got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
	if got := cldr.LocaleName("ko", "ja"); got != "일본어" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	for _, tag := range []string{"ko", "zh-Hant-TW", "en-x-a", "sl-rozaj-biske", "de-1996-u-co-phonebk", "i-klingon"} {
		f.Add(tag)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		parsed, err := cldr.Parse(tag)
		if err != nil {
			return
		}
		again, err := cldr.Parse(parsed.String())
		if err != nil || again != parsed {
			t.Fatalf("%q reads as %+v, which reads as %+v (%v)", tag, parsed, again, err)
		}
		canonical := cldr.Canonical(parsed)
		if cldr.Canonical(canonical) != canonical {
			t.Fatalf("Canonical(%q) is not stable", tag)
		}
		steps := 0
		for up, ok := cldr.Parent(canonical); ok; up, ok = cldr.Parent(up) {
			if steps++; steps > maxSteps {
				t.Fatalf("%q has endless parents", tag)
			}
		}
	})
}

// maxSteps bounds a chain of parents: a tag of 64 bytes has fewer parts.
const maxSteps = 40
