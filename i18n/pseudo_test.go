package i18n_test

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
)

func TestPseudoLocales(t *testing.T) {
	forms := map[i18n.Category]string{"one": "{{.Count}} sticker", "other": "{{.Count}} stickers"}
	p, err := i18n.NewProject(i18n.Content{Name: "app", Source: "en", Messages: map[i18n.Locale][]*i18n.Message{"en": {
		{ID: "hello", Forms: map[i18n.Category]string{"other": `Hi {{.Name}}, <a href="/x">read</a> https://a.example/b &amp; go`}},
		{ID: "count", Forms: forms},
		{ID: "word", Forms: map[i18n.Category]string{"other": "raw"}, Literal: true},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		locale i18n.Locale
		id     string
		want   string
	}{
		{"qps-Ploc", "hello", `⟦Ĥî Ann, <a href="/x">ŕéåđ</a> https://a.example/b &amp; ǧö···⟧`},
		{"qps-plocm", "hello", "\u202eHi\u202c Ann, <a href=\"/x\">\u202eread\u202c</a> https://a.example/b &amp; \u202ego\u202c"},
		{"qps-Ploc", "count", "⟦1 šţîçķéŕ···⟧"},
		{"qps-Ploc", "word", "raw"},
		{"qps-Ploc", "gone", "gone"},
		{"qps", "word", "raw"},
	} {
		got := p.Localize(c.locale, i18n.Request{ID: c.id, Count: 1, Args: map[string]any{"Name": "Ann"}})
		if got.Text != c.want {
			t.Errorf("%s %s: %q, want %q", c.locale, c.id, got.Text, c.want)
		}
	}
	for _, name := range []string{"qps-ploc", "qps-plocm"} {
		locale, err := i18n.ParseLocale(name)
		if err != nil || !locale.IsPseudo() || p.Suited(locale) != locale {
			t.Errorf("%s is %s, %v", name, locale, err)
		}
		file, err := p.File(locale, "flat.json")
		if err != nil || !strings.Contains(string(file.Data), "count") {
			t.Errorf("%s: %s %v", locale, file.Data, err)
		}
	}
	if len(p.Locales()) != 1 || p.Suited("qps") != "en" || p.Negotiator().Header("qps-ploc") != "en" {
		t.Errorf("pseudo-locales are given to who did not ask: %v %s", p.Locales(), p.Suited("qps"))
	}
	if i18n.Mirrored.Direction() != "rtl" || i18n.Accented.Direction() != "ltr" {
		t.Error("the mirrored locale is not from right to left")
	}
}
