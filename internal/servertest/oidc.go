package servertest

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// OIDC starts a real provider of OpenID Connect, with the clients hallyu and another, whose secret is
// "secret", and returns its issuer and what ends it. It needs Node and npm's oidc-provider in
// internal/e2e; without them the test is skipped, or fails where CI is set.
func OIDC(t testing.TB, callbacks ...string) (issuer string, stop func()) {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	folder := filepath.Join(filepath.Dir(file), "..", "e2e")
	_, err := os.Stat(filepath.Join(folder, "node_modules", "oidc-provider"))
	if err == nil {
		_, err = exec.LookPath("node")
	}
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("npm's oidc-provider is not installed: npm ci in internal/e2e")
	}
	script, err := os.ReadFile(filepath.Join(filepath.Dir(file), "oidc.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	arguments := append([]string{"--input-type=module", "--eval", string(script), "--"}, callbacks...)
	server := exec.CommandContext(t.Context(), "node", arguments...)
	server.Dir = folder // where its packages are
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	err = server.Start()
	if err != nil {
		t.Fatal(err)
	}
	stop = func() { _ = server.Process.Kill(); _ = server.Wait() }
	t.Cleanup(stop)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if port := lines.Text(); regexp.MustCompile(`^\d+$`).MatchString(port) {
			go func() { _, _ = out.Read(make([]byte, 1<<16)) }()
			return "http://127.0.0.1:" + port, stop
		}
	}
	t.Fatal("the provider did not start")
	return "", nil
}

var formAction = regexp.MustCompile(`action="([^"]+)"`)

// SignInAt follows an address of the provider as a browser does, signs in under a name and consents. It
// returns where the provider sends the browser back to, without going there.
func SignInAt(t testing.TB, address, name string) *url.URL {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	start, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	var back *url.URL
	browser := http.Client{Jar: jar, CheckRedirect: func(request *http.Request, _ []*http.Request) error {
		if request.URL.Host != start.Host {
			back = request.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	reply, err := browser.Get(address)
	for _, form := range []url.Values{{"prompt": {"login"}, "login": {name}, "password": {"x"}}, {"prompt": {"consent"}}} {
		if err != nil {
			t.Fatal(err)
		}
		var page strings.Builder
		_, err = bufio.NewReader(reply.Body).WriteTo(&page)
		_ = reply.Body.Close()
		action := formAction.FindStringSubmatch(page.String())
		if back != nil || err != nil {
			break
		}
		if action == nil {
			t.Fatalf("no form in %s", page.String())
		}
		var target *url.URL
		target, err = reply.Request.URL.Parse(action[1])
		if err != nil {
			t.Fatal(err)
		}
		reply, err = browser.PostForm(target.String(), form)
	}
	if err != nil || back == nil {
		t.Fatalf("not sent back: %v", err)
	}
	_ = reply.Body.Close()
	return back
}
