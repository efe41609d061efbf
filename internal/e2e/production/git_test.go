package production

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// gitPoints are the places at which a store that keeps its words in git can be ended.
var gitPoints = []string{
	"git.commit", "git.committed", "git.fetched", "git.merged", "git.file", "git.moved", "git.read", "git.push", "git.pushed",
}

// atRandom is how many more times it is ended at a random moment.
const atRandom = 4

const hookSecret = "a secret of sixteen or more"

// repository is a remote with words, the store's clone of it, and a developer's.
type repository struct {
	deployment
	t              *testing.T
	remote, others string
	key            string // translator's
	texts          map[string]string
	pushes         int
	unsure         bool // an edit was cut off: it may be in its file with nobody on record who wrote it
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		missing(t, "git is not installed")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	t.Setenv("GIT_CONFIG_SYSTEM", "/dev/null")
	root := t.TempDir()
	d := onFiles(t)
	d.env = []string{"HALLYU_LOCALES_GIT=true", "HALLYU_GIT_HOOK_SECRET=" + hookSecret}
	r := &repository{deployment: d, t: t, remote: filepath.Join(root, "remote.git"), others: filepath.Join(root, "others"), texts: map[string]string{}}
	r.git(root, "init", "--quiet", "--bare", "--initial-branch=main", r.remote)
	r.git(root, "clone", "--quiet", r.remote, r.others)
	for _, locale := range []string{"en", "ko"} {
		words := ""
		for i := range 40 {
			words += fmt.Sprintf("word%d = \"A word of %s, %d\"\n", i, locale, i)
		}
		r.save("app/active."+locale+".toml", words)
	}
	r.push("the first words")
	r.git(root, "clone", "--quiet", r.remote, filepath.Join(d.data, "locales"))
	var staff struct{ Key string }
	r.command(t, &staff, "admin", "account", "create", "mina@example.com", "--role", "translator", "--locale", "ko", "--role", "operator")
	r.key = staff.Key
	return r
}

func (r *repository) git(folder string, args ...string) string {
	r.t.Helper()
	c := exec.Command("git", args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "GIT_AUTHOR_NAME=Dev", "GIT_AUTHOR_EMAIL=dev@example.com", "GIT_COMMITTER_NAME=Dev", "GIT_COMMITTER_EMAIL=dev@example.com")
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *repository) save(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.others, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) push(subject string) {
	r.t.Helper()
	r.git(r.others, "add", ".")
	r.git(r.others, "commit", "--quiet", "-m", subject)
	r.git(r.others, "push", "--quiet", "origin", "HEAD:main")
}

// pushWord is what somebody else does meanwhile: a word of the same files, until nobody comes before them.
func (r *repository) pushWord(round int) {
	r.t.Helper()
	for range 10 {
		r.git(r.others, "fetch", "--quiet")
		r.git(r.others, "reset", "--quiet", "--hard", "origin/main")
		r.changeWord(round)
		r.git(r.others, "commit", "--quiet", "--all", "-m", fmt.Sprintf("round %d", round))
		push := exec.CommandContext(r.t.Context(), "git", "push", "--quiet", "origin", "HEAD:main")
		push.Dir = r.others
		if push.Run() == nil {
			return
		}
	}
	r.t.Fatal("others cannot push")
}

func (r *repository) changeWord(round int) {
	r.t.Helper()
	r.pushes++
	for _, locale := range []string{"en", "ko"} {
		id := fmt.Sprintf("word%d", 20+round%20)
		name := "app/active." + locale + ".toml"
		data, err := os.ReadFile(filepath.Join(r.others, name))
		if err != nil {
			r.t.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		for i, line := range lines {
			if strings.HasPrefix(line, id+" = ") {
				r.texts[locale+" "+id] = fmt.Sprintf("Pushed in round %d, %d", round, r.pushes)
				lines[i] = fmt.Sprintf("%s = %q", id, r.texts[locale+" "+id])
			}
		}
		r.save(name, strings.Join(lines, "\n"))
	}
}

// TestKillInGit kills stores together with their git, at each failpoint and at random moments, while a translator writes
// and somebody else pushes. What was acknowledged arrives, and the next start goes on by itself.
func TestKillInGit(t *testing.T) {
	seed := uint64(number("HALLYU_TEST_SEED", int(time.Now().UnixNano()%1e9)))
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 3))
	r := newRepository(t)
	for round := range len(gitPoints) + atRandom {
		point := ""
		if round < len(gitPoints) {
			point = gitPoints[round]
		}
		r.round(round, point, time.Duration(50+rng.IntN(900))*time.Millisecond)
	}
	p := startGroup(t, r.deployment)
	_, err := p.client(r.key).SyncGit(t.Context())
	if err != nil {
		t.Fatalf("%v\n%s", err, p.printed)
	}
	r.inStep()
}

// round lets a translator write until the store and its git are gone.
func (r *repository) round(n int, point string, after time.Duration) {
	r.t.Helper()
	p := startGroup(r.t, r.deployment, "HALLYU_FAILPOINT="+point)
	client := p.client(r.key)
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	if point == "" {
		time.AfterFunc(after, p.killGroup)
	}
	for try := 0; !p.gone() && ctx.Err() == nil; try++ { // the store may be in step already when it is asked to be
		r.write(ctx, client, n, try)
		r.pushWord(n)
		r.hook(ctx, p.url)
		_, _ = client.SyncGit(ctx)
	}
	if ctx.Err() != nil {
		r.t.Errorf("round %d: it never came to %s\n%s", n, point, p.printed)
		p.killGroup()
	}
	<-p.ended
}

// write changes a word as a translator does.
func (r *repository) write(ctx context.Context, client *api.Client, round, try int) {
	id := fmt.Sprintf("word%d", round%20)
	text := fmt.Sprintf("Written in round %d, %d", round, try)
	_, err := client.SetTranslation(ctx, "app", "ko", id, "", api.TranslationEdit{Forms: map[string]string{"other": text}})
	if err == nil {
		r.texts["ko "+id] = text
		return
	}
	delete(r.texts, "ko "+id) // it may stand, and it may not
	r.unsure = true
}

// hook tells the store of a push, as GitLab does.
func (r *repository) hook(ctx context.Context, url string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/v1/git/pushed", strings.NewReader("{}"))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("X-Gitlab-Token", hookSecret)
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return // it is gone
	}
	defer reply.Body.Close()
	if body, _ := io.ReadAll(reply.Body); reply.StatusCode != http.StatusAccepted && reply.StatusCode != http.StatusTooManyRequests {
		r.t.Errorf("the hook answered %d %s", reply.StatusCode, body)
	}
}

// inStep looks at all three: the remote has every text that was acknowledged, and the store's clone is whole.
func (r *repository) inStep() {
	r.t.Helper()
	locales := filepath.Join(r.data, "locales")
	r.git(r.others, "pull", "--quiet", "--no-rebase")
	for at, text := range r.texts {
		locale, id, _ := strings.Cut(at, " ")
		data, err := os.ReadFile(filepath.Join(r.others, "app/active."+locale+".toml"))
		if err != nil || !strings.Contains(string(data), fmt.Sprintf("%s = %q\n", id, text)) {
			r.t.Errorf("%s: no %q (%v)", at, text, err)
		}
	}
	if status := r.git(locales, "status", "--porcelain"); status != "" && !(r.unsure && status == "M app/active.ko.toml") {
		r.t.Errorf("left over:\n%s", status)
	}
	r.git(locales, "fsck", "--strict", "--no-dangling")
	if r.git(locales, "rev-parse", "HEAD") != r.git(r.others, "rev-parse", "HEAD") {
		r.t.Error("the two are not at one commit")
	}
	r.t.Logf("%d texts were acknowledged, and stand", len(r.texts))
}

// startGroup starts a store in a process group of its own, as a container is one.
func startGroup(t *testing.T, d deployment, settings ...string) *process {
	t.Helper()
	d.group = true
	return start(t, d, settings...)
}

// killGroup ends a store and all that it started, as the end of a container does.
func (p *process) killGroup() {
	_ = syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL)
	<-p.ended
}
