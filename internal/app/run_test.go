package app

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
)

// broken is a command with a defect.
type broken struct{}

// Run panics.
func (broken) Run() error { panic("a defect") }

func TestDefectsAreNotSwallowed(t *testing.T) {
	var c struct {
		commands
		Broken broken `cmd:""`
	}
	parser, err := kong.New(&c, kong.Vars{"roles": roleNames()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if thrown := recover(); thrown != "a defect" {
			t.Errorf("the panic became %v", thrown)
		}
	}()
	err = parseAndRun(parser, &c.commands, Process{Args: []string{"broken"}, Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}})
	t.Errorf("a panic ended as %v", err)
}

func TestExitCodes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args, env []string
		code      int
	}{
		"fine":                      {[]string{"version"}, nil, exitOK},
		"help":                      {[]string{"--help"}, nil, exitOK},
		"no such command":           {[]string{"fly"}, nil, exitUsage},
		"the database is away":      {[]string{"migrate"}, []string{"HALLYU_DATA=" + file}, exitNotReady},
		"a region that is none":     {[]string{"migrate"}, []string{"HALLYU_DATA=" + t.TempDir(), "HALLYU_DEFAULT_REGION=XX"}, exitUsage},
		"a role that is none":       {[]string{"admin", "account", "create", "a@b.example", "--role", "king"}, []string{"HALLYU_DATA=" + t.TempDir()}, exitRefused},
		"a database file in a file": {[]string{"migrate"}, []string{"HALLYU_DATA=" + t.TempDir(), "HALLYU_DATABASE_URL=" + file + "/x"}, exitNotReady},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			err := Run(t.Context(), Process{Args: c.args, Env: c.env, Stdout: &out, Stderr: &errs})
			if code := ExitCode(err); code != c.code {
				t.Errorf("exit code %d, want %d: %v", code, c.code, err)
			}
		})
	}
}
