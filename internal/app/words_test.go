package app

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/docs"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
)

// offline are faults that no reply carries.
var offline = map[string]bool{
	"config-invalid": true, "backup-damaged": true, "backup-unsupported": true, "backup-exists": true, "restore-not-empty": true, "audit-head-invalid": true,
}

func storeWords(t *testing.T) *i18n.Project {
	t.Helper()
	var log bytes.Buffer
	words := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, finding := range words.Current().Findings() {
		if finding.Severity != check.Info {
			t.Errorf("the program's own words: %+v", finding)
		}
	}
	return words.Current().Store()
}

func TestEveryFaultHasWords(t *testing.T) {
	words := storeWords(t)
	for _, f := range fault.All() {
		for _, part := range []string{"title", "detail"} {
			id := "problem." + f.Code() + "." + part
			if !words.Has(id) {
				t.Errorf("no text for %s", id)
			}
		}
	}
}

func TestEveryFaultIsExplained(t *testing.T) {
	for _, f := range fault.All() {
		if !offline[f.Code()] && !strings.Contains(docs.Problems, "\n## "+f.Code()+"\n") {
			t.Errorf("docs/problems.md has no section for %s", f.Code())
		}
	}
}

func TestEveryExplainedProblemIsAFault(t *testing.T) {
	known := map[string]bool{}
	for _, f := range fault.All() {
		known[f.Code()] = true
	}
	for _, section := range strings.Split(docs.Problems, "\n## ")[1:] {
		code, _, _ := strings.Cut(section, "\n")
		if !known[code] {
			t.Errorf("docs/problems.md explains %s, which nothing answers with", code)
		}
	}
}

func TestEveryFindingOnAPackHasWords(t *testing.T) {
	words := storeWords(t)
	for _, code := range packfile.Codes() {
		for _, id := range []string{"field." + code, "fix." + code} {
			if !words.Has(id) {
				t.Errorf("no text for %s", id)
			}
		}
	}
}

var fieldCode = regexp.MustCompile(`(?:Reject\([^,]+, |Code: )"([a-z-]+)"`)

// TestEveryFieldCodeHasWords looks for the codes of single fields in the web's sources, where all of
// them are literal.
func TestEveryFieldCodeHasWords(t *testing.T) {
	words, found := storeWords(t), 0
	err := filepath.WalkDir(filepath.Join("..", "web"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range fieldCode.FindAllSubmatch(source, -1) {
			found++
			if id := "field." + string(m[1]); !words.Has(id) {
				t.Errorf("%s: no text for %s", path, id)
			}
		}
		return err
	})
	if err != nil || found < 5 {
		t.Errorf("found %d codes, %v", found, err)
	}
}
