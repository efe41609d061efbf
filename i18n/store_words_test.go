package i18n

import (
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/check"
)

func storeWords(t *testing.T) *Project {
	t.Helper()
	p, err := Open(Config{Layers: []Layer{Embedded()}, Log: quiet()}).Current().Project(StoreProject)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestStoreSpeaksTenLanguages holds every locale to every message of English, with its variables.
func TestStoreSpeaksTenLanguages(t *testing.T) {
	p := storeWords(t)
	for _, l := range ten {
		if !p.Negotiator().Has(l) {
			t.Errorf("%s is missing", l)
			continue
		}
		for _, id := range p.IDs() {
			m, err := p.Message(l, id)
			if err != nil {
				t.Errorf("%s has no %s", l, id)
				continue
			}
			source, _ := p.Message(p.Source(), id)
			if !slices.Equal(m.Variables(), source.Variables()) {
				t.Errorf("%s %s uses %v, the source %v", l, id, m.Variables(), source.Variables())
			}
		}
	}
}

// TestStoreWordsHaveNoFindings holds the program's own words to its own checker.
func TestStoreWordsHaveNoFindings(t *testing.T) {
	findings, err := check.Dir(Embedded().Files, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Severity != check.Info {
			t.Errorf("%s:%d: %s %s %s: %s", f.File, f.Line, f.Check, f.Key, f.Form, f.Message)
		}
	}
}

// TestOwnFaultsHaveWords sees the faults of this package; internal/web sees all.
func TestOwnFaultsHaveWords(t *testing.T) {
	p := storeWords(t)
	for _, f := range fault.All() {
		for _, part := range []string{"title", "detail"} {
			if id := "problem." + f.Code() + "." + part; !p.Has(id) {
				t.Errorf("no words: %s", id)
			}
		}
	}
}
