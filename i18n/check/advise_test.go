package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// said is what is found about a text beside its source: the checks, each with its case, and what mends it.
func said(t *testing.T, locale, source, target string, project *Project) (checks []string, fixes []string) {
	t.Helper()
	rules, err := message.RulesOf(locale)
	if err != nil {
		t.Fatal(err)
	}
	c := Case{
		Message: &message.Message{ID: "a", Forms: map[message.Category]string{message.Other: target}},
		Rules:   rules, Locale: locale, From: "en", Project: project,
	}
	if source != "" {
		c.Source = &message.Message{ID: "a", Forms: map[message.Category]string{message.Other: source}}
	}
	for _, f := range append(Judge(c), Advise(c)...) {
		checks = append(checks, f.Word)
		if f.Rewrites {
			fixes = append(fixes, f.Fix)
		}
	}
	return checks, fixes
}

// TestTexts has for every check of texts what it finds and what is like it and fine.
func TestTexts(t *testing.T) {
	for _, c := range []struct{ want, locale, source, target string }{
		{"Q01", "ko", "Buy now", "Buy now"},
		{"", "ko", "OK", "OK"},
		{"", "ko", "hallyu", "hallyu"},
		{"", "en-GB", "Buy now", "Buy now"},
		{"Q02", "ko", "Buy now", " 사기"},
		{"Q02", "ko", "Name: ", "이름:"},
		{"", "ko", "Name: ", "이름: "},
		{"Q03", "ko", "One\nTwo", "하나 둘"},
		{"", "ko", "One\nTwo", "하나\n둘"},
		{"Q04", "ko", "Are you sure?", "정말요."},
		{"Q04", "ja", "Hello!", "こんにちは"},
		{"", "ja", "Hello!", "こんにちは！"},
		{"", "ja", "Remove it?", "削除しますか。"},
		{"", "ar", "Where?", "أين؟"},
		{"", "el", "Where are you?", "Πού είσαι;"},
		{"", "th", "Saved.", "บันทึกแล้ว"},
		{"", "ja", "It is {{.Name}}.", "名前：{{.Name}}"},
		{"Q05", "es", "Buy this now", "Compra  esto ya"},
		{"Q06", "es", "Loading…", "Cargando..."},
		{"", "es", "Loading…", "Cargando…"},
		{"Q07", "ja", "“Moon” is here", "「月がここに"},
		{"Q07", "es", "Open (now)", "Abrir (ya"},
		{"", "es", "1) first", "1) primero"},
		{"", "da", "“Moon” is here", "»Månen« er her"},
		{"Q08", "es", "At most 24 packs", "Como mucho 42 lotes"},
		{"", "ar", "At most 24 packs", "٢٤ حزمة على الأكثر"},
		{"", "de", "At most 10,000 packs", "Höchstens 10.000 Pakete"},
		{"Q09", "es", "See https://a.example/x", "Mira https://b.example/x"},
		{"Q09", "es", "Write to help@a.example", "Escribe a ayuda@a.example"},
		{"Q09-added", "es", "Follow us", "Síguenos @hallyu"},
		{"", "es", "See https://a.example/x.", "Mira https://a.example/x."},
		{"Q10", "es", "Press <b>now</b>", "Pulsa ya"},
		{"Q10-added", "es", "Press now", "Pulsa <b>ya</b>"},
		{"Q10-tag", "es", "Press now", "Pulsa <script>ya</script>"},
		{"Q10", "es", `<a href="/x">Here</a>`, `<a href="/y">Aquí</a>`},
		{"", "es", `<a href="/x" title="Here">Here</a>`, `<a href="/x" title="Aquí">Aquí</a>`},
		{"", "es", "a < b", "a < b"},
		{"Q11", "es", "Buy this", "Compra\u0007 esto"},
		{"Q11", "es", "Buy this", "Compra\u200besto"},
		{"", "th", "Buy this", "ซื้อ\u200bสิ่งนี้"},
		{"Q11", "ar", "Buy this", "اشتر\u2069 هذا"},
		{"Q11-open", "ar", "Buy this", "اشتر \u202bهذا"},
		{"", "ar", "Buy {{.Name}}", "اشتر \u2068{{.Name}}\u2069"},
		{"Q11", "es", "Buy this", "Compra \ufffd"},
		{"Q11", "es", "Buy this", "Compra\ufeff esto"},
		{"Q11", "es", "Buy this", "Compra\uffff esto"},
		{"Q11", "es", "Buy this", "Compra\U0010ffff esto"},
		{"Q12", "es", "Song", "Cancio\u0301n"},
		{"Q13", "ar", "Book", "كتـــاب"},
		{"", "ar", "With {{.Name}}", "بـ {{.Name}}"},
		{"Q14", "es", "Title", "Un título larguísimo"},
		{"Q14-width", "ja", "Menu", "とてもながい"},
		{"Q15", "es", "the moon", "la la luna"},
		{"", "es", "bye bye all", "adiós adiós todos"},
		{"", "id", "children", "anak anak"},
		{"Q16", "ko", "A sticker", "딱지 하나"},
		{"Q16-never", "ko", "A sticker", "스티카 스티커"},
		{"", "ko", "A sticker", "스티커를"},
		{"", "ko", "The moonsticker", "달 모양 그림이에요"},
		{"Q19", "es", "Hello 🐰", "Hola"},
		{"Q19-added", "es", "Hello", "Hola 🐰"},
		{"", "es", "I ❤️ you", "Te ❤ quiero"},
		{"Q20", "ko", "The moon rabbit", "Der Mondhase ist da 토끼"},
		{"", "ko", "Use WebP or PNG", "WebP나 PNG를 써요"},
		{"Q20-word", "ru", "Hello", "Привeт"}, // with a Latin e
		{"", "ru", "Wi-Fi is on", "Wi-Fi включён"},
		{"Q21-hans", "zh-Hans", "These", "這些"},
		{"", "zh-Hans", "These", "这些"},
		{"Q21-hant", "zh-Hant", "These", "这些"},
		{"", "zh-Hant", "These", "這些"},
		{"", "ja", "Country", "國"},
		{"Q22", "fr", "Where?", "Où ?"},
		{"Q22", "fr", "Where?", "Où?"},
		{"", "fr", "Where?", "Où\u202f?"},
		{"", "fr", "At 10:30", "À 10:30"},
		{"", "fr-CA", "Where?", "Où?"},
		{"Q23", "es", "Buy this", "compra esto"},
		{"", "es", "pack.yaml is empty", "El archivo pack.yaml está vacío"},
		{"", "de", "a moon", "Mond"},
		{"Q25", "ar", "Tag {{.Name}}", "الوسم #{{.Name}}"},
		{"", "ar", "Tag {{.Name}}", "الوسم {{.Name}}"},
		{"Q26", "es", "Saved to disk", strings.Repeat("Se ha guardado ", 4) + "ya"},
		{"Q26-short", "es", "The moon rabbit is here", "Aquí"},
		{"", "ko", "The moon rabbit is here", "달토끼가 왔어요"},
	} {
		project := &Project{
			Keep: []string{"hallyu"}, Glossary: []Term{{
				Source: "sticker", Targets: map[string][]string{"ko": {"스티커"}}, Forbidden: map[string][]string{"ko": {"스티카"}},
			}},
		}
		if strings.HasPrefix(c.want, "Q14") {
			project.Messages = map[string]Reference{"a": {MaxLength: 12, MaxWidth: 10}}
			if c.want == "Q14-width" {
				project.Messages["a"] = Reference{MaxWidth: 10}
			}
		}
		got, _ := said(t, c.locale, c.source, c.target, project)
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s %q: %v", c.locale, c.target, got)
		case c.want != "" && !slices.Contains(got, c.want):
			t.Errorf("%s %q: %v, want %s", c.locale, c.target, got, c.want)
		case len(got) > 2:
			t.Errorf("%s %q: one fault, told as %v", c.locale, c.target, got)
		}
	}
}

func TestMendedTexts(t *testing.T) {
	for _, c := range []struct{ locale, source, target, want string }{
		{"ko", "Name: ", "이름:", "이름: "},
		{"es", "Buy {{.Name}} now", "Compra   {{.Name}}  ya", "Compra {{.Name}} ya"},
		{"es", "Loading…", "Cargando...", "Cargando…"},
		{"es", "Song", "Cancio\u0301n", "Canción"},
		{"ar", "Book", "كتـــاب", "كتاب"},
		{"fr", "Where?", "Où ?", "Où\u202f?"},
		{"fr", "{{.Name}}: it is late!", "{{.Name}}: il est tard !", "{{.Name}}\u202f: il est tard\u202f!"},
	} {
		_, fixes := said(t, c.locale, c.source, c.target, nil)
		if !slices.Contains(fixes, c.want) {
			t.Errorf("%s %q: %q, want %q", c.locale, c.target, fixes, c.want)
		}
		for _, fix := range fixes {
			if again, _ := said(t, c.locale, c.source, fix, nil); len(again) > 0 {
				t.Errorf("%s %q, mended: %v", c.locale, fix, again)
			}
		}
	}
}

func TestStaleTexts(t *testing.T) {
	source := &message.Message{ID: "a", Description: "on the button", Forms: map[message.Category]string{message.Other: "Buy"}}
	rules, err := message.RulesOf("ko")
	if err != nil {
		t.Fatal(err)
	}
	for hash, want := range map[string]int{"": 0, source.SourceHash(): 0, "sha1-0": 1} {
		m := &message.Message{ID: "a", Hash: hash, Forms: map[message.Category]string{message.Other: "사기"}}
		if got := Advise(Case{Message: m, Source: source, Rules: rules, Locale: "ko", From: "en"}); len(got) != want {
			t.Errorf("%s: %v", hash, got)
		}
	}
}

// TestOwnSigns has arguments that bring their signs.
func TestOwnSigns(t *testing.T) {
	project := &Project{
		Arguments: map[string]message.Kind{"Share": message.Percent, "Count": message.Number},
		Messages:  map[string]Reference{"a*": {Arguments: map[string]message.Kind{"Total": message.Price}}},
	}
	for _, c := range []struct{ want, text string }{
		{"T10", "{{.Share}} %"},
		{"T10", "٪{{.Share}}"},
		{"T10", "cuesta $ {{.Total}}"},
		{"T10", "{{.Total}}円です"},
		{"", "{{.Total}}です"},
		{"", "{{.Count}} %"},
		{"", "100 % {{.Name}}, {{.Share}}"},
	} {
		said, _ := said(t, "es", "", c.text, project)
		if got := strings.Join(said, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
