package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hook is the git hook that the translators' guide prints.
func hook(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile("../../docs/translators.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(guide), "```sh\n#!/bin/sh\n")
	text, _, ended := strings.Cut(after, "```")
	if !found || !ended {
		t.Fatal("the guide has no hook")
	}
	return "#!/bin/sh\n" + text
}

// TestCommitsOfFaultyWordsAreRefused runs the guide's hook in a repository.
func TestCommitsOfFaultyWordsAreRefused(t *testing.T) {
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		name = filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(name), 0o700)
		if err == nil {
			err = os.WriteFile(name, []byte(text), mode)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	git := func(args ...string) (string, error) {
		command := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@example.org"}, args...)...)
		command.Dir = dir
		command.Env = append(os.Environ(), "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=/dev/null", "LANG=C")
		out, err := command.CombinedOutput()
		return string(out), err
	}
	must := func(args ...string) {
		out, err := git(args...)
		if err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	must("init", "-q")
	write(".git/hooks/pre-commit", hook(t), 0o700)
	write("README", "words", 0o600)
	must("add", ".")
	must("commit", "-qm", "a repository without words")

	write("locales/app/active.en.toml", "hello = \"Hello, {{.Name}}\"\n", 0o600)
	write("locales/app/active.ko.toml", "hello = \"안녕하세요\"\n", 0o600)
	must("add", ".")
	write("locales/app/active.ko.toml", "hello = \"{{.Name}} 님, 안녕하세요\"\n", 0o600)
	out, err := git("commit", "-qm", "faulty words, mended but not staged")
	if err == nil || !strings.Contains(out, "app/active.ko.toml:1:1: error: {{.Name}} of the source is missing.") {
		t.Errorf("%v\n%s", err, out)
	}
	must("commit", "-qam", "mended words")
}
