package app

import (
	"bytes"
	"strings"
	"testing"
)

// TestHelpShowsWhatACommandReads holds that a client's command shows none of the server's settings, and what it
// reads of the environment.
func TestHelpShowsWhatACommandReads(t *testing.T) {
	for command, want := range map[string]struct{ has, hasNot []string }{
		"pack":        {[]string{"HALLYU_SERVER", "HALLYU_KEY_FILE", "pack push"}, []string{"--database-url", "--addr"}},
		"pack submit": {[]string{"HALLYU_SERVER", "HALLYU_KEY", "--json"}, []string{"--database-url", "--addr"}},
		"serve":       {[]string{"--database-url"}, nil},
	} {
		var out bytes.Buffer
		err := Run(t.Context(), Process{Args: append(strings.Fields(command), "--help"), Stdout: &out, Stderr: &out})
		if err != nil {
			t.Error(command, err)
		}
		for _, text := range want.has {
			if !strings.Contains(out.String(), text) {
				t.Errorf("%s --help does not say %s", command, text)
			}
		}
		for _, text := range want.hasNot {
			if strings.Contains(out.String(), text) {
				t.Errorf("%s --help says %s", command, text)
			}
		}
	}
}
