package e2e

import (
	"bufio"
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// listener reads server-sent events off a connection.
type listener struct {
	reply *http.Response
	lines *bufio.Scanner
}

// listen opens the events of production of a project.
func listen(t *testing.T, url, project, last string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/v1/strings/"+project+"/production/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Last-Event-ID", last)
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reply.Body.Close() })
	if reply.StatusCode != http.StatusOK || reply.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %v", reply.StatusCode, reply.Header)
	}
	return &listener{reply, bufio.NewScanner(reply.Body)}
}

// next is the id of the next release that is told; "" at the end.
func (l *listener) next(t *testing.T) string {
	t.Helper()
	event := ""
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "event":
			event = value
		case "id":
			if event != "release" {
				t.Errorf("event %q", event)
			}
			return value
		}
	}
	return ""
}

// TestListenersHearOfReleases has one who has nothing, one who knows what is live, and one who comes back.
func TestListenersHearOfReleases(t *testing.T) {
	data := t.TempDir()
	chat(t, data)
	s := serve(t, data)
	editor, operator := s.client(s.staff(t, "minji@example.com", "editor")), s.client(s.staff(t, "boss@example.com", "operator"))
	live := must(s.client("").Manifest(t.Context(), "chat", "production"))(t).Release
	fresh, knowing := listen(t, s.URL, "chat", ""), listen(t, s.URL, "chat", live)
	if got := fresh.next(t); got != live {
		t.Errorf("told %s at first, want %s", got, live)
	}

	if mode := must(operator.SetStringMode(t.Context(), "chat", "released", "0"))(t); mode.Mode != "released" || mode.Items[0].Release != live {
		t.Errorf("switched: %+v", mode)
	}
	_, err := operator.SetTranslation(t.Context(), "chat", "ko", "hello", "", api.TranslationEdit{Forms: map[string]string{"other": "{{.Name}}님, 반가워요"}})
	if err != nil {
		t.Fatal(err)
	}
	moved := must(editor.PromoteStrings(t.Context(), "chat", "1", api.StringPromotion{Channel: "production", From: "draft"}))(t)
	for name, l := range map[string]*listener{"fresh": fresh, "knowing": knowing} {
		if got := l.next(t); got != moved.Release {
			t.Errorf("%s: told %s, want %s", name, got, moved.Release)
		}
	}
	delta := must(s.client("").StringDelta(t.Context(), "chat", "production", "ko", live))(t)
	if delta.From != live || delta.To != moved.Release || delta.Set["hello"] != "{{.Name}}님, 반가워요" || len(delta.Set) != 1 {
		t.Errorf("delta: %+v", delta)
	}
	if same := must(s.client("").StringDelta(t.Context(), "chat", "production", "ko", moved.Release))(t); same.To != "" {
		t.Errorf("nothing changed: %+v", same)
	}
	_, err = s.client("").StringDelta(t.Context(), "chat", "production", "ko", "none")
	problem(t, err, "strings-delta-gone")
	bundle, signature, err := s.client("").StringBundle(t.Context(), "chat", "production", "flat.json")
	if err != nil || len(bundle) == 0 || len(signature) != 64 {
		t.Errorf("a bundle of %d bytes with a signature of %d: %v", len(bundle), len(signature), err)
	}
	_, err = editor.RollbackStrings(t.Context(), "chat", "1", api.StringRollback{Channel: "production"})
	problem(t, err, "channel-stale")
	must(editor.RollbackStrings(t.Context(), "chat", moved.Revision, api.StringRollback{Channel: "production"}))(t)
	back := listen(t, s.URL, "chat", moved.Release)
	for name, l := range map[string]*listener{"fresh": fresh, "knowing": knowing, "back": back} {
		if got := l.next(t); got != live {
			t.Errorf("%s: told %s, want %s", name, got, live)
		}
	}
}

// TestListenersHearOfFiles: in live mode, what is saved is told.
func TestListenersHearOfFiles(t *testing.T) {
	data := t.TempDir()
	chat(t, data)
	s := serve(t, data)
	l := listen(t, s.URL, "chat", "")
	first := l.next(t)
	writeLocale(t, data, filepath.Join("chat", "active.es.toml"), "hello = \"Hola, {{.Name}}\"\n")
	if second := l.next(t); second == first || second == "" {
		t.Errorf("told %q, then %q", first, second)
	}
}

// TestListenersAreLetGoWhenTheStoreDrains: they would keep it from ending.
func TestListenersAreLetGoWhenTheStoreDrains(t *testing.T) {
	p := spawn(t)
	l := listen(t, p.url, "store", "")
	if l.next(t) == "" {
		t.Fatal("nothing was told")
	}
	started := time.Now()
	p.tell(t, syscall.SIGTERM)
	if got := l.next(t); got != "" {
		t.Errorf("told %s", got)
	}
	if err := p.end(t); err != nil || time.Since(started) > 10*time.Second {
		t.Errorf("ended after %v: %v", time.Since(started), err)
	}
}
