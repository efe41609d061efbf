package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// localeFile saves a file as editors do: beside the old one, then renamed over it.
func localeFile(t *testing.T, s *server, name, text string) {
	t.Helper()
	path := filepath.Join(s.Data, "locales", name)
	err := os.MkdirAll(filepath.Dir(path), 0o750)
	if err == nil {
		err = os.WriteFile(path+"~", []byte(text), 0o600)
	}
	if err == nil {
		err = os.Rename(path+"~", path)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// rendered is a text as a client of the production channel gets it.
func rendered(t *testing.T, s *server, locale, id string) string {
	t.Helper()
	reply, err := s.client("").Render(t.Context(), "shop", "production", api.RenderRequest{
		Locale: locale, Messages: []api.RenderMessage{{ID: id, Args: map[string]any{"Name": "Dal"}}},
	})
	if err != nil {
		return err.Error()
	}
	return reply.Messages[0].Text
}

const (
	shopEnglish = "hello = \"Hello, {{.Name}}\"\nbuy = \"Buy\"\n"
	shopRussian = "hello = \"Привет, {{.Name}}\"\nbuy = \"Купить\"\n"
)

// TestFilesAreSavedByAnEditor goes the way of a translator who works in an editor: a good save is live, a faulty message is
// held back alone, a file that cannot be read keeps its last good version, and each fault is told.
func TestFilesAreSavedByAnEditor(t *testing.T) {
	s := serve(t, t.TempDir())
	mina := s.client(s.staff(t, "mina@example.com", "translator"))
	live := func(what, id, want string) {
		t.Helper()
		eventually(t, what, time.Now().Add(10*time.Second), func() bool { return rendered(t, s, "ru", id) == want })
	}
	localeFile(t, s, "shop/active.en.toml", shopEnglish)
	localeFile(t, s, "shop/active.ru.toml", shopRussian)
	live("both files are read", "hello", "Привет, Dal")

	localeFile(t, s, "shop/active.ru.toml", "hello = \"Здравствуйте, {{.Nmae}}\"\nbuy = \"Приобрести\"\n")
	live("the good message is live", "buy", "Приобрести")
	if got := rendered(t, s, "ru", "hello"); got != "Привет, Dal" {
		t.Errorf("the faulty message: %q", got)
	}
	held := must(mina.Translations(t.Context(), "shop", api.TranslationQuery{Locale: "ru", ID: "hello"}))(t).Items[0]
	if held.Held["other"] != "Здравствуйте, {{.Nmae}}" || held.Forms["other"] != "Привет, {{.Name}}" || held.Findings[0].Check != "T03" {
		t.Errorf("%+v", held)
	}

	localeFile(t, s, "shop/active.ru.toml", "hello = \"Здрав")
	eventually(t, "the broken file is told", time.Now().Add(10*time.Second), func() bool {
		found := must(mina.FileFindings(t.Context(), "shop"))(t).Items
		return len(found) == 1 && found[0].Check == "F03" && found[0].File == "shop/active.ru.toml" && found[0].Line == 1 && found[0].Message != ""
	})
	if got := rendered(t, s, "ru", "buy"); got != "Приобрести" {
		t.Errorf("the broken file's last good version: %q", got)
	}

	localeFile(t, s, "shop/active.ru.toml", shopRussian)
	live("the mended file is live", "buy", "Купить")
	if found := must(mina.FileFindings(t.Context(), "shop"))(t).Items; len(found) != 0 {
		t.Errorf("mended, and still: %+v", found)
	}
}

// TestReloadsWhileClientsRead saves a message many times while clients fetch the file, which a second message in it follows:
// no request fails, and no reply mixes two versions. HALLYU_TRUST asks for a thousand saves.
func TestReloadsWhileClientsRead(t *testing.T) {
	saves := 100
	if trusting() {
		saves = 1000
	}
	s := serve(t, t.TempDir())
	mina := s.client(s.staff(t, "mina@example.com", "translator"))
	localeFile(t, s, "shop/active.en.toml", shopEnglish)
	localeFile(t, s, "shop/active.ru.toml", "hello = \"{{.Name}} 0\"\nbuy = \"0\"\n")
	eventually(t, "the files are read", time.Now().Add(10*time.Second), func() bool { return rendered(t, s, "ru", "buy") == "0" })
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() { readOrdered(t, s, stop) })
	}
	for n := range saves {
		for id, text := range map[string]string{"buy": "%d", "hello": "{{.Name}} %d"} {
			edit := api.TranslationEdit{Forms: map[string]string{"other": fmt.Sprintf(text, n+1)}}
			must(mina.SetTranslation(t.Context(), "shop", "ru", id, "", edit))(t)
		}
	}
	close(stop)
	readers.Wait()
}

// readOrdered fetches a file of two messages, each of which says a number that grows, until stop: from one reply to the
// next neither goes back, and in one reply they are no more than one apart.
func readOrdered(t *testing.T, s *server, stop chan struct{}) {
	last := 0
	for {
		select {
		case <-stop:
			return
		default:
		}
		reply, err := s.client("").Do(t.Context(), "GET", "/v1/strings/shop/production/ru.flat.json", nil, nil)
		if err != nil || reply.Status != http.StatusOK {
			t.Errorf("a request failed: %v %v", reply, err)
			return
		}
		var texts map[string]string
		err = json.Unmarshal(reply.Body, &texts)
		buy, notBuy := strconv.Atoi(texts["buy"])
		hello, notHello := strconv.Atoi(strings.TrimPrefix(texts["hello"], "{{.Name}} "))
		if err = errors.Join(err, notBuy, notHello); err != nil || max(buy-hello, hello-buy) > 1 || min(buy, hello) < last {
			t.Errorf("after %d: %s %v", last, reply.Body, err)
			return
		}
		last = min(buy, hello)
	}
}

// TestScreenshotsBesideMessages: a picture that project.yaml names is shown to translators, and nothing else of the folder.
func TestScreenshotsBesideMessages(t *testing.T) {
	data := t.TempDir()
	writeLocale(t, data, "shop/active.en.toml", shopEnglish)
	writeLocale(t, data, "shop/project.yaml", "messages: {buy: {screenshot: screens/buy.png}}\n")
	writeLocale(t, data, "shop/screens/buy.png", "\x89PNG\r\n\x1a\nthe rest")
	s := serve(t, data)
	session := &http.Cookie{Name: "hallyu_session", Value: s.staff(t, "mina@example.com", "translator")}
	ask := func(path string, cookies ...*http.Cookie) *http.Response {
		t.Helper()
		request := must(http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil))(t)
		for _, c := range cookies {
			request.AddCookie(c)
		}
		reply := must(http.DefaultTransport.RoundTrip(request))(t)
		t.Cleanup(func() { reply.Body.Close() })
		return reply
	}
	shot := "/studio/words/shop/screenshot?file=screens/buy.png"
	page := string(must(io.ReadAll(ask("/studio/words/shop/ru/message?id=buy", session).Body))(t))
	if !strings.Contains(page, `src="/studio/words/shop/screenshot?file=screens%2Fbuy.png"`) {
		t.Errorf("the page does not show it:\n%s", page)
	}
	if reply := ask(shot, session); reply.StatusCode != http.StatusOK || reply.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%d %s", reply.StatusCode, reply.Header.Get("Content-Type"))
	}
	for path, want := range map[string]int{
		"/studio/words/shop/screenshot?file=active.en.toml": http.StatusNotFound, "/studio/words/shop/screenshot?file=../../hallyu.db": http.StatusNotFound,
	} {
		if reply := ask(path, session); reply.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, reply.StatusCode, want)
		}
	}
	if reply := ask(shot); reply.StatusCode != http.StatusSeeOther {
		t.Errorf("a stranger: %d", reply.StatusCode)
	}
}
