package migrations

import (
	"fmt"
	"regexp"
	"testing"
)

// TestNumbersFollowEachOther: two that were written side by side must not land under one number, and none may be missing.
func TestNumbersFollowEachOther(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if err := inOrder(names(entries)); err != nil {
		t.Error(err)
	}
	for _, wrong := range [][]string{
		{"00001_a.sql", "00001_b.sql"}, {"00001_a.sql", "00003_b.sql"}, {"00002_a.sql"}, {"1_a.sql"}, {"00001_a.sql", "notes.sql"}, {},
	} {
		if inOrder(wrong) == nil {
			t.Errorf("%v is in order", wrong)
		}
	}
}

func names[E interface{ Name() string }](entries []E) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = e.Name()
	}
	return all
}

var numbered = regexp.MustCompile(`^(\d{5})_[a-z0-9_]+\.sql$`)

// inOrder says where names of files, which are sorted, do not count up from 1.
func inOrder(names []string) error {
	for i, name := range names {
		match := numbered.FindStringSubmatch(name)
		if match == nil || match[1] != fmt.Sprintf("%05d", i+1) {
			return fmt.Errorf("%s is not migration %d", name, i+1)
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("no migrations")
	}
	return nil
}
