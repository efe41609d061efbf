package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// naughtyList is the whole list of npm.
func naughtyList(t *testing.T) []string {
	t.Helper()
	data := must(os.ReadFile(filepath.Join(npm(t, "big-list-of-naughty-strings"), "blns.json")))(t)
	var list []string
	err := json.Unmarshal(data, &list)
	if err != nil || len(list) < 400 {
		t.Fatalf("%d strings, %v", len(list), err)
	}
	return list
}

// TestNaughtyLocaleFiles has each of the naughty strings as a value and as a key of locale files: each is found fault with
// in its place, or given to clients as it is written; none stops the messages beside it.
func TestNaughtyLocaleFiles(t *testing.T) {
	list := naughtyList(t)
	values, keys := map[string]string{"fine": "As it should be"}, map[string]string{"fine": "As it should be"}
	for i, text := range list {
		values[fmt.Sprintf("n%d", i)], keys[text] = text, fmt.Sprintf("key %d", i)
	}
	data := t.TempDir()
	writeLocale(t, data, "values/active.en.json", string(must(json.Marshal(values))(t)))
	writeLocale(t, data, "keys/active.en.json", string(must(json.Marshal(keys))(t)))
	s := serve(t, data)
	reader := s.client(s.staff(t, "mina@example.com", "translator"))
	for project, written := range map[string]map[string]string{"values": values, "keys": keys} {
		faulty := map[string]bool{}
		for _, f := range must(reader.FileFindings(t.Context(), project))(t).Items {
			if f.Line == 0 && f.Severity == "error" {
				t.Errorf("%s: a fault without a place: %+v", project, f)
			}
			faulty[f.Key] = faulty[f.Key] || f.Severity == "error"
		}
		served := naughtyServed(t, s, project)
		if served["fine"] != "As it should be" {
			t.Errorf("%s: the good message is away", project)
		}
		for key, text := range written {
			got, there := served[key]
			switch {
			case there && got != text:
				t.Errorf("%s: %q became %q", project, text, got)
			case !there && !faulty[key] && !told(faulty, key) && text != "":
				t.Errorf("%s: %q is away, and nothing says why", project, key)
			}
		}
		if len(faulty) == 0 || len(served) < 10 {
			t.Errorf("%s: %d faults, %d served", project, len(faulty), len(served))
		}
	}
}

// told reports whether a key of which a message cannot have the id was found fault with under the part that can be shown.
func told(faulty map[string]bool, key string) bool {
	for name, wrong := range faulty {
		if wrong && name != "" && (strings.HasPrefix(key, strings.ToValidUTF8(strings.TrimSuffix(name, "…"), "")) || !utf8.ValidString(key)) {
			return true
		}
	}
	return false
}

func naughtyServed(t *testing.T, s *server, project string) map[string]string {
	t.Helper()
	reply := must(s.client("").Do(t.Context(), "GET", "/v1/strings/"+project+"/production/en.flat.json", nil, nil))(t)
	var served map[string]string
	err := json.Unmarshal(reply.Body, &served)
	if err != nil {
		t.Fatalf("%d %v", reply.Status, err)
	}
	return served
}
