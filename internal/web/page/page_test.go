package page_test

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/internal/web/page"
)

func TestStylesAreLogical(t *testing.T) {
	physical := regexp.MustCompile(`(?m)[\s;{](margin|padding|border)-(left|right|top|bottom)|[\s;{](left|right|top|bottom|width|height|min-width|max-width):|text-align: (left|right)`)
	sheets, _ := filepath.Glob("css/*.css")
	if len(sheets) < 5 {
		t.Fatal("no styles")
	}
	for _, sheet := range sheets {
		data, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if found := physical.FindString(string(data)); found != "" {
			t.Errorf("%s has %q", sheet, found)
		}
		if strings.Contains(string(data), "url(") {
			t.Errorf("%s loads something", sheet)
		}
	}
}

func TestScriptsKeepNothing(t *testing.T) {
	scripts, _ := filepath.Glob("js/*.js")
	for _, script := range scripts {
		data, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"localStorage", "sessionStorage", "cookie", "http:", "https:", "eval("} {
			if strings.Contains(string(data), word) {
				t.Errorf("%s has %s", script, word)
			}
		}
	}
}

func TestTintOfAverageColour(t *testing.T) {
	for name, test := range map[string]struct {
		head uint32 // lightness, yellow-blue, red-green: 6 bits each
		want page.Tint
	}{
		"grey":  {63 | 32<<6 | 32<<12, page.PlainTint},
		"green": {30 | 40<<6 | 12<<12, "tint-10"},
		"red":   {30 | 40<<6 | 56<<12, "tint-1"},
	} {
		hash := base64.StdEncoding.EncodeToString([]byte{byte(test.head), byte(test.head >> 8), byte(test.head >> 16), 0, 0})
		if got := page.TintOf(hash); got != test.want {
			t.Errorf("%s is %s, want %s", name, got, test.want)
		}
	}
	for _, none := range []string{"", "!", "AA=="} {
		if got := page.TintOf(none); got != page.PlainTint {
			t.Errorf("%q is %s", none, got)
		}
	}
}

func TestPolicyAllowsNothingInline(t *testing.T) {
	header := http.Header{}
	page.Secure(header)
	policy := header.Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'self'") {
		t.Error(policy)
	}
}
