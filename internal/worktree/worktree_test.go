package worktree_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/i18n/translation/translationtest"
	"github.com/hallyu-store/hallyu/internal/worktree"
)

const english = "hello = \"Hello\"\nbye = \"Bye\"\n"
const korean = "# by Mina\nhello = \"안녕\"   # short\nbye = \"잘 가\"\n"

// desk is a store whose locale files are a clone of a repository, and another clone of it.
type desk struct {
	t             *testing.T
	remote        string
	folder, other string
	words         *i18n.Reloader
	service       *translation.Service
	tree          *worktree.Tree
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("git is not installed")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	t.Setenv("GIT_CONFIG_SYSTEM", "/dev/null")
	root := t.TempDir()
	d := &desk{t: t, remote: filepath.Join(root, "remote.git"), folder: filepath.Join(root, "store"), other: filepath.Join(root, "other")}
	d.git(root, "init", "--quiet", "--bare", "--initial-branch=main", d.remote)
	d.git(root, "clone", "--quiet", d.remote, d.other)
	d.save(d.other, "locales/app/active.en.toml", english)
	d.save(d.other, "locales/app/active.ko.toml", korean)
	d.save(d.other, "README", "words\n")
	d.push("the first words")
	d.git(root, "clone", "--quiet", d.remote, d.folder)
	d.open()
	return d
}

// open starts the store's side, as after a start of the program.
func (d *desk) open() {
	d.t.Helper()
	locales := filepath.Join(d.folder, "locales")
	log := slog.New(slog.DiscardHandler)
	d.words = i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Directory(locales)}, Log: log})
	store := &translationtest.Store{}
	if d.service == nil {
		d.service = translation.NewService(d.words, nil, store, time.Now)
	}
	tree, err := worktree.Open(d.t.Context(), worktree.Config{
		Folder: locales, Words: d.words, History: historyOf{d}, Log: log,
		Author: func(_ context.Context, account string) (string, string) { return account, account + "@example.com" },
		Lost: func(ctx context.Context, part translation.Part, forms translation.Forms) {
			d.must(d.service.GiveWay(ctx, part, forms))
		},
	})
	d.must(err)
	d.tree = tree
}

// historyOf is what the service has on record.
type historyOf struct{ d *desk }

func (h historyOf) History(ctx context.Context, part translation.Part, before, limit int) ([]translation.Revision, error) {
	return h.d.service.History(ctx, part, before, limit)
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) git(folder string, args ...string) string {
	d.t.Helper()
	c := exec.Command("git", args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "GIT_AUTHOR_NAME=Dev", "GIT_AUTHOR_EMAIL=dev@example.com", "GIT_COMMITTER_NAME=Dev", "GIT_COMMITTER_EMAIL=dev@example.com")
	out, err := c.CombinedOutput()
	if err != nil {
		d.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (d *desk) save(folder, name, content string) {
	d.t.Helper()
	file := filepath.Join(folder, name)
	d.must(errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte(content), 0o600)))
}

func (d *desk) file(folder, name string) string {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	d.must(err)
	return string(data)
}

// push commits all that the other clone has and pushes it.
func (d *desk) push(subject string) {
	d.git(d.other, "add", ".")
	d.git(d.other, "commit", "--quiet", "-m", subject)
	d.git(d.other, "push", "--quiet", "origin", "HEAD:main")
}

func (d *desk) pull() { d.git(d.other, "pull", "--quiet", "--no-rebase") }

func (d *desk) write(account string, locale i18n.Locale, id, text string) {
	d.t.Helper()
	by := accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: account, Roles: []accounts.Role{accounts.Translator}}}
	part := translation.Part{Project: "app", Locale: locale, Message: id}
	m, err := d.service.Message(d.t.Context(), part)
	d.must(err)
	_, err = d.service.Set(d.t.Context(), by, translation.Edit{Part: part, Forms: translation.Forms{"other": text}, Revision: m.Revision, Origin: translation.Web})
	d.must(err)
}

func (d *desk) sync() {
	d.t.Helper()
	d.must(d.tree.Sync(d.t.Context()))
}

// TestEditsBecomeCommitsOfTheirTranslators, one for each of them, and arrive where others pull.
func TestEditsBecomeCommitsOfTheirTranslators(t *testing.T) {
	d := newDesk(t)
	d.write("mina", "ko", "hello", "안녕하세요")
	d.write("oleg", "ru", "hello", "Привет")
	d.write("oleg", "ko", "bye", "안녕히 가세요")
	d.sync()
	d.sync() // and nothing more
	d.pull()
	log := d.git(d.other, "log", "--format=%an <%ae> %s", "-3")
	want := "oleg <oleg@example.com> Words of app/active.ko.toml, app/active.ru.toml\nmina <mina@example.com> Words of app/active.ko.toml\nDev <dev@example.com> the first words"
	if log != want {
		t.Errorf("log:\n%s\nwant:\n%s", log, want)
	}
	if got := d.file(d.other, "locales/app/active.ko.toml"); got != strings.NewReplacer("안녕\"", "안녕하세요\"", "잘 가", "안녕히 가세요").Replace(korean) {
		t.Errorf("file: %s", got)
	}
	if status := d.git(d.folder, "status", "--porcelain"); status != "" {
		t.Errorf("left over: %s", status)
	}
}

// TestWhatOthersPushArrives in the bundle.
func TestWhatOthersPushArrives(t *testing.T) {
	d := newDesk(t)
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(korean, "안녕", "반가워", 1))
	d.push("friendlier")
	d.sync()
	p, err := d.words.Current().Project("app")
	d.must(err)
	if got := p.Text("ko", "hello", nil); got != "반가워" {
		t.Errorf("it says %q", got)
	}
}

// TestDivergenceIsMergedByMessage although both changed neighbouring lines of one file; of a message that both changed
// the file says what was pushed, and the store keeps the other text.
func TestDivergenceIsMergedByMessage(t *testing.T) {
	d := newDesk(t)
	d.write("mina", "ko", "hello", "안녕하세요")
	d.write("mina", "en", "bye", "Goodbye")
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(korean, "잘 가", "또 봐", 1))
	d.save(d.other, "locales/app/active.en.toml", strings.Replace(english, "Bye", "See you", 1))
	d.save(d.other, "README", "more words\n")
	d.push("see you")
	d.sync()
	d.pull()
	if got := d.file(d.other, "locales/app/active.ko.toml"); got != strings.NewReplacer("안녕\"", "안녕하세요\"", "잘 가", "또 봐").Replace(korean) {
		t.Errorf("merged: %s", got)
	}
	if got := d.file(d.folder, "locales/app/active.en.toml"); got != strings.Replace(english, "Bye", "See you", 1) {
		t.Errorf("of both: %s", got)
	}
	if d.file(d.folder, "README") != "more words\n" || d.git(d.folder, "status", "--porcelain") != "" {
		t.Errorf("status: %s", d.git(d.folder, "status", "--porcelain"))
	}
	m, err := d.service.Message(t.Context(), translation.Part{Project: "app", Locale: "en", Message: "bye"})
	d.must(err)
	if m.State != translation.NeedsWork || !strings.Contains(m.Note, "Goodbye") || m.Target.Text() != "See you" {
		t.Errorf("the one that gave way: %+v", m)
	}
	if got := d.git(d.other, "log", "-1", "--format=%P"); len(strings.Fields(got)) != 2 {
		t.Errorf("no merge: %s", got)
	}
}

// TestWhatIsBegunByHandIsLeftAlone: what somebody edits in the work tree is theirs to commit, and is never written over.
func TestWhatIsBegunByHandIsLeftAlone(t *testing.T) {
	d := newDesk(t)
	d.save(d.folder, "locales/app/active.ko.toml", strings.Replace(korean, "잘 가", "가", 1))
	d.words.Reload()
	d.write("mina", "ko", "hello", "안녕하세요")
	d.sync()
	if diff := d.git(d.folder, "diff", "--unified=0"); !strings.Contains(diff, "+bye = \"가\"") || strings.Contains(diff, "+hello") {
		t.Errorf("diff: %s", diff)
	}
	d.pull()
	if got := d.file(d.other, "locales/app/active.ko.toml"); !strings.Contains(got, "안녕하세요") || !strings.Contains(got, "잘 가") {
		t.Errorf("pushed: %s", got)
	}
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(d.file(d.other, "locales/app/active.ko.toml"), "잘 가", "또 봐", 1))
	d.push("see you")
	if err := d.tree.Sync(t.Context()); err == nil {
		t.Error("it says nothing about what is in the way")
	}
	if got := d.file(d.folder, "locales/app/active.ko.toml"); !strings.Contains(got, "bye = \"가\"") {
		t.Errorf("written over: %s", got)
	}
}

// TestAFallBeforeTheCommitLosesNothing: the edit is in the file, and the next start commits it.
func TestAFallBeforeTheCommitLosesNothing(t *testing.T) {
	d := newDesk(t)
	d.git(d.folder, "remote", "set-url", "origin", filepath.Join(d.t.TempDir(), "away.git"))
	d.write("mina", "ko", "hello", "안녕하세요")
	if err := d.tree.Sync(t.Context()); err == nil {
		t.Error("the remote is away")
	}
	if got := d.git(d.folder, "log", "-1", "--format=%an"); got != "mina" {
		t.Errorf("committed by %s", got)
	}
	d.write("mina", "ko", "bye", "안녕히")
	d.git(d.folder, "remote", "set-url", "origin", d.remote)
	d.open() // as after kill -9
	d.sync()
	d.pull()
	if got := d.file(d.other, "locales/app/active.ko.toml"); !strings.Contains(got, "안녕하세요") || !strings.Contains(got, "안녕히") {
		t.Errorf("pushed: %s", got)
	}
}

// TestAFallWhileFilesMoveIsMadeGood: files were moved on and the branch was not.
func TestAFallWhileFilesMoveIsMadeGood(t *testing.T) {
	d := newDesk(t)
	d.save(d.other, "locales/app/active.ko.toml", strings.Replace(korean, "안녕", "반가워", 1))
	d.push("friendlier")
	d.git(d.folder, "fetch", "--quiet")
	d.git(d.folder, "read-tree", "-m", "-u", "HEAD", "origin/main")
	d.open() // as after kill -9
	d.sync()
	if d.git(d.folder, "rev-parse", "HEAD") != d.git(d.other, "rev-parse", "HEAD") || d.git(d.folder, "status", "--porcelain") != "" {
		t.Errorf("status: %s", d.git(d.folder, "status", "--porcelain"))
	}
}

// TestFoldersThatAreNoWorkTree are refused at once.
func TestFoldersThatAreNoWorkTree(t *testing.T) {
	_, err := worktree.Open(t.Context(), worktree.Config{Folder: t.TempDir()})
	if !errors.Is(err, worktree.ErrNoWorkTree) {
		t.Errorf("%v", err)
	}
	t.Setenv("PATH", "")
	_, err = worktree.Open(t.Context(), worktree.Config{Folder: "."})
	if !errors.Is(err, worktree.ErrNoWorkTree) {
		t.Errorf("without git: %v", err)
	}
}
