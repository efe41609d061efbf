package worktree

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// patience is how long a command of git may take.
const patience = time.Minute

// secrets are what an address may have before its host: a remote's password must not reach the log.
var secrets = regexp.MustCompile(`://[^/@\s]+@`)

// git runs git in the work tree, with more in its environment, and returns what it printed. It asks nobody for a
// password and runs no hooks.
func (t *Tree) git(ctx context.Context, env []string, args ...string) (string, error) {
	out, err := t.run(ctx, env, nil, args...)
	return strings.TrimSpace(string(out)), err
}

func (t *Tree) run(ctx context.Context, env []string, input []byte, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c := exec.CommandContext(ctx, "git", append([]string{"-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"}, args...)...)
	c.Dir, c.Stdin = t.top, bytes.NewReader(input)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) } // on which git takes its lock files away
	c.WaitDelay = 5 * time.Second
	c.Env = append(append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "LC_ALL=C"), env...)
	if t.held != nil && args[0] != "fetch" && args[0] != "push" { // which leave programs behind: their locks are looked at by themselves
		c.ExtraFiles = []*os.File{t.held}
	}
	out, err := c.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = &refusal{args[0], string(secrets.ReplaceAll(bytes.TrimSpace(failed.Stderr), []byte("://…@"))), err}
	}
	return out, err
}

// refusal is a command of git that ended with an error.
type refusal struct {
	command string
	said    string // without secrets
	cause   error
}

// Error is for logs.
func (r *refusal) Error() string { return fmt.Sprintf("git %s: %v: %s", r.command, r.cause, r.said) }

// Unwrap returns how it ended.
func (r *refusal) Unwrap() error { return r.cause }

// blob reads a file of a commit; nil where it has none.
func (t *Tree) blob(ctx context.Context, commit, path string) []byte {
	data, err := t.run(ctx, nil, nil, "cat-file", "blob", commit+":"+path)
	if err != nil {
		return nil
	}
	return data
}

// lines splits what git printed.
func lines(out string) []string {
	if out == "" {
		return nil
	}
	return strings.Split(out, "\n")
}

// treeWith writes the tree of a commit with other contents of some files.
func (t *Tree) treeWith(ctx context.Context, base string, files map[string][]byte) (string, error) {
	folder, err := os.MkdirTemp("", "hallyu-index-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	index := []string{"GIT_INDEX_FILE=" + filepath.Join(folder, "index")}
	_, err = t.git(ctx, index, "read-tree", base)
	for path, data := range files {
		if err != nil {
			return "", err
		}
		var blob []byte
		blob, err = t.run(ctx, nil, data, "hash-object", "-w", "--stdin")
		if err == nil {
			_, err = t.git(ctx, index, "update-index", "--add", "--cacheinfo", "100644,"+strings.TrimSpace(string(blob))+","+path)
		}
	}
	if err != nil {
		return "", err
	}
	return t.git(ctx, index, "write-tree")
}

// by is who makes a commit.
type by struct{ name, mail string }

func (b by) env() []string {
	name := strings.NewReplacer("<", "", ">", "", "\n", " ").Replace(b.name)
	mail := strings.NewReplacer("<", "", ">", "", "\n", " ").Replace(b.mail)
	return []string{"GIT_AUTHOR_NAME=" + name, "GIT_AUTHOR_EMAIL=" + mail, "GIT_COMMITTER_NAME=hallyu", "GIT_COMMITTER_EMAIL=hallyu@localhost"}
}
