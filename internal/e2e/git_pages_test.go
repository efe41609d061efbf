package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEditorSyncsGit brings a clone and its remote in step with the button of the page of projects; a translator sees how
// far they are and has none.
func TestEditorSyncsGit(t *testing.T) {
	tool(t, "git")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
	data, remote := t.TempDir(), filepath.Join(t.TempDir(), "remote.git")
	writeLocale(t, data, "chat/active.en.toml", "hello = \"Hello\"\n")
	locales := filepath.Join(data, "locales")
	for _, args := range [][]string{
		{"init", "--quiet", "--bare", "--initial-branch=main", remote},
		{"init", "--quiet", "--initial-branch=main", locales},
		{"-C", locales, "add", "."},
		{"-C", locales, "-c", "user.name=Dev", "-c", "user.email=dev@example.com", "commit", "--quiet", "-m", "the first words"},
		{"-C", locales, "push", "--quiet", "--set-upstream", remote, "main"},
		{"-C", locales, "remote", "add", "origin", remote},
		{"-C", locales, "push", "--quiet", "--set-upstream", "origin", "main"},
	} {
		out, err := exec.Command("git", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	s := serve(t, data, "--locales-git")
	var account struct{ Password string }
	s.json(t, &account, "admin", "account", "create", "minji@example.com", "--role", "editor", "--role", "translator", "--locale", "ko")
	d := &designing{server: s, tab: browser(t)}
	const page = "/studio/words"
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(s.URL+page), chromedp.WaitVisible(chromedp.CSS("#email")),
		chromedp.SendKeys(chromedp.CSS("#email"), "minji@example.com"), chromedp.SendKeys(chromedp.CSS("#password"), account.Password),
		chromedp.Click(chromedp.CSS("form .button")), chromedp.WaitVisible(chromedp.CSS("#git-panel")))
	d.do(t, press("#git-panel button"), chromedp.WaitVisible(chromedp.CSS("#git-panel .notice.good")), chromedp.WaitVisible(chromedp.CSS("#git-panel time")))
	d.accessible(t, "git")
	d.look(t, "git-en")
	d.do(t, chromedp.EmulateViewport(390, 844), speak("ar"), chromedp.Navigate(d.URL+page+"?done=git"), chromedp.WaitVisible(chromedp.CSS("html[dir=rtl] #git-panel")))
	d.accessible(t, "git in Arabic on a phone")
	d.look(t, "git-ar-phone")
	err := os.Rename(remote, remote+".away")
	if err != nil {
		t.Fatal(err)
	}
	d.do(t, speak("en"), chromedp.EmulateViewport(1280, 800), chromedp.Navigate(d.URL+page), press("#git-panel button"), chromedp.WaitVisible(chromedp.CSS(".notice.bad")))
	d.look(t, "git-refused")
}
