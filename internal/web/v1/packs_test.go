package v1

import (
	"testing"

	"github.com/hallyu-store/hallyu/fault"
)

// TestByLocale: a locale is well-formed and there once, however it is written; the finding says where.
func TestByLocale(t *testing.T) {
	for want, texts := range map[string]map[string]string{
		"":                             {"ko": "a", "pt-BR": "b"},
		"/title/x! locale-malformed":   {"x!": "a"},
		"/title/a~1b locale-malformed": {"a/b": "a"},
		"twice":                        {"ko": "a", "KO": "b"},
	} {
		_, err := byLocale("/title", &texts)
		got := ""
		if f := fault.As(err); f != nil {
			got = f.Fields()[0].Pointer + " " + f.Fields()[0].Code
		}
		if got != want && !(want == "twice" && (got == "/title/ko locale-duplicate" || got == "/title/KO locale-duplicate")) {
			t.Errorf("%v: %q, want %q", texts, got, want)
		}
	}
}
