package remote

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// TestFindingsAreLines holds that each finding says where it is, that what to do is said once, and that what
// server and command line both found stands there once.
func TestFindingsAreLines(t *testing.T) {
	here := []packfile.Finding{
		{Code: "emoji-missing", Severity: packfile.Error, Platform: "hallyu", File: "pack.yaml", Line: 9, Col: 12, Sticker: "bow", Message: "No emoji.", Fix: "Name one."},
		{Code: "emoji-missing", Severity: packfile.Error, Platform: "hallyu", File: "pack.yaml", Line: 13, Col: 12, Sticker: "wave", Message: "No emoji.", Fix: "Name one."},
		{Code: "keywords-missing", Severity: packfile.Info, Platform: "hallyu", Message: "good to know"},
	}
	there := received([]api.Finding{
		{Code: "emoji-missing", Severity: "error", Platform: "hallyu", File: "pack.yaml", Sticker: "bow", Message: "No emoji."},
		{Code: "platform-count", Severity: "warn", Platform: "kakao-still", File: "pack.yaml", Message: "Too few."},
	})
	var out strings.Builder
	err := writeFindings(Terminal{Stdout: &out}, together(here, there))
	want := `pack.yaml:9:12: error: bow: No emoji. [emoji-missing]
  Name one.
pack.yaml:13:12: error: wave: No emoji. [emoji-missing]
pack.yaml: warning: Too few. [platform-count, kakao-still]
2 errors, 1 warning
`
	if err != nil || out.String() != want {
		t.Errorf("%v:\n%s", err, out.String())
	}
	out.Reset()
	if err = writeFindings(Terminal{Stdout: &out}, here[2:]); err != nil || out.String() != "Nothing to mend.\n" {
		t.Errorf("%v: %s", err, out.String())
	}
}
