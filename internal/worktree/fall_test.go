package worktree_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fallen leaves the store's clone as a server and its git do that were killed together: claimed, and with locks.
func (d *desk) fallen(locks ...string) {
	d.t.Helper()
	d.save(d.folder, ".git/hallyu.lock", "at work\n")
	for _, name := range locks {
		d.save(d.folder, name, "")
	}
	d.open()
}

// TestLocksOfTheFallenAreTakenAway, and those of others are not.
func TestLocksOfTheFallenAreTakenAway(t *testing.T) {
	d := newDesk(t)
	d.write("mina", "ko", "hello", "안녕하세요")
	d.fallen(".git/index.lock", ".git/HEAD.lock", ".git/packed-refs.lock", ".git/refs/heads/main.lock", ".git/refs/remotes/origin/main.lock")
	d.sync()
	d.pull()
	if got := d.file(d.other, "locales/app/active.ko.toml"); !strings.Contains(got, "안녕하세요") {
		t.Errorf("pushed: %s", got)
	}
	d.save(d.folder, ".git/index.lock", "")
	before := time.Now().Add(-time.Hour)
	d.must(os.Chtimes(filepath.Join(d.folder, ".git/index.lock"), before, before))
	d.write("mina", "ko", "hello", "안녕!")
	d.fallen()
	if err := d.tree.Sync(t.Context()); err == nil || !strings.Contains(err.Error(), "index.lock") {
		t.Errorf("somebody else's lock: %v", err)
	}
}

// TestAFallBetweenCommitAndIndexIsMadeGood: the branch has the commit, the index has not.
func TestAFallBetweenCommitAndIndexIsMadeGood(t *testing.T) {
	d := newDesk(t)
	d.write("mina", "ko", "hello", "안녕하세요")
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(korean, "잘 가", "또 봐", 1))
	d.push("see you")
	index := d.file(d.folder, ".git/index")
	d.sync()
	d.save(d.folder, ".git/index", index)
	d.fallen()
	d.save(d.other, "README", "more\n")
	d.pull()
	d.push("more")
	d.sync()
	if status := d.git(d.folder, "status", "--porcelain"); status != "" || d.file(d.folder, "README") != "more\n" {
		t.Errorf("left over: %s", status)
	}
}

// TestAFallWhileAFileMovesIsMadeGood: one of the files was replaced, and neither the others, nor index and branch were.
func TestAFallWhileAFileMovesIsMadeGood(t *testing.T) {
	d := newDesk(t)
	pushed := strings.Replace(korean, "안녕", "반가워", 1)
	d.save(d.other, "locales/app/active.ko.toml", pushed)
	d.save(d.other, "locales/app/active.en.toml", strings.Replace(english, "Hello", "Hi", 1))
	d.save(d.other, "locales/app/with space.txt", "")
	d.must(os.Remove(filepath.Join(d.other, "README")))
	d.push("friendlier")
	d.save(d.folder, "locales/app/active.ko.toml", pushed)
	d.fallen(".git/index.lock", "locales/app/.active.ko.toml.123", "locales/app/.hallyu-123")
	d.sync()
	if d.git(d.folder, "rev-parse", "HEAD") != d.git(d.other, "rev-parse", "HEAD") || d.git(d.folder, "status", "--porcelain") != "" {
		t.Errorf("status: %s", d.git(d.folder, "status", "--porcelain"))
	}
	if got := d.file(d.folder, "locales/app/active.en.toml"); !strings.Contains(got, "Hi") {
		t.Errorf("file: %s", got)
	}
}

// TestAFallWhileAFileMovesAndAnotherPush: what was pushed first is no edit by hand when the second arrives.
func TestAFallWhileAFileMovesAndAnotherPush(t *testing.T) {
	d := newDesk(t)
	pushed := strings.Replace(korean, "안녕", "반가워", 1)
	d.save(d.other, "locales/app/active.ko.toml", pushed)
	d.push("friendlier")
	d.save(d.folder, "locales/app/active.ko.toml", pushed)
	d.git(d.folder, "fetch", "--quiet")
	d.save(d.folder, ".git/hallyu-move", d.git(d.folder, "rev-parse", "HEAD")+" "+d.git(d.other, "rev-parse", "HEAD"))
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(korean, "안녕", "어서 와", 1))
	d.push("friendlier still")
	d.fallen()
	d.sync()
	if got := d.file(d.folder, "locales/app/active.ko.toml"); !strings.Contains(got, "어서 와") || d.git(d.folder, "status", "--porcelain") != "" {
		t.Errorf("%s\n%s", d.git(d.folder, "status", "--porcelain"), got)
	}
}

// TestStandingTellsOfSteps as metrics do.
func TestStandingTellsOfSteps(t *testing.T) {
	d := newDesk(t)
	d.write("mina", "ko", "hello", "안녕하세요")
	d.sync()
	first := d.tree.Standing()
	if first.Fetched.IsZero() || first.Pushed.IsZero() || first.Failing != nil || len(first.Failures) != 0 {
		t.Errorf("%+v", first)
	}
	d.git(d.folder, "remote", "set-url", "origin", "https://mina:secret-of-mina@127.0.0.1:1/words.git")
	err := d.tree.Sync(t.Context())
	second := d.tree.Standing()
	if err == nil || second.Failures["fetch"] != 1 || second.Failing == nil || second.Fetched != first.Fetched {
		t.Errorf("%v, %+v", err, second)
	}
	if strings.Contains(err.Error(), "secret-of-mina") {
		t.Errorf("it tells the password: %v", err)
	}
}

// TestWakeBringsInStepAtOnce without any tick.
func TestWakeBringsInStepAtOnce(t *testing.T) {
	d := newDesk(t)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.tree.Run(ctx, nil) }()
	defer func() { end(); <-ended }()
	d.until("never fetched", func() bool { return !d.tree.Standing().Fetched.IsZero() })
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(korean, "안녕", "반가워", 1))
	d.push("friendlier")
	d.tree.Wake()
	d.until("it did not arrive", func() bool {
		p, err := d.words.Current().Project("app")
		d.must(err)
		return p.Text("ko", "hello", nil) == "반가워"
	})
}

func (d *desk) until(otherwise string, done func() bool) {
	d.t.Helper()
	for tick, late := time.Tick(10*time.Millisecond), time.After(20*time.Second); !done(); {
		select {
		case <-tick:
		case <-late:
			d.t.Fatal(otherwise)
		}
	}
}
