package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/hallyu-store/hallyu/api"
)

// naughty are strings that programs stumble over: the big list of npm, every nth of it or all, and our own.
func naughty(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(npm(t, "big-list-of-naughty-strings"), "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	err = json.Unmarshal(data, &list)
	if err != nil || len(list) < 400 {
		t.Fatalf("%d strings, %v", len(list), err)
	}
	return append(sample(list, 41),
		"", " ", "\x00", "a\x00b", "\x1b[2J", "\u202eevil\u202c", "\u2066a\u2069", "\ufeffa", "\ufffe", "\uffff", "\U0010ffff", "\ufffd",
		"e"+strings.Repeat("\u0301", 5000), strings.Repeat("x", 100_000), strings.Repeat("한", 300), "1e400", "../../etc/passwd",
		`{{.Name}}`, "ord_\x00", "'; DROP TABLE packs; --", "İ", "ﬃ", "Å", "👩‍👩‍👧‍👦", "a\r\nSet-Cookie: x=y",
	)
}

// TestNaughtyStrings puts each of them in the place of every text of every operation that has a body. What
// is taken comes back as it was sent, but for Unicode's normal form and white space around it.
func TestNaughtyStrings(t *testing.T) {
	list := naughty(t)
	w := newWorld(t, func(t testing.TB, data string, args ...string) *server {
		return serve(t, data, append(args, "--trusted-proxies", "127.0.0.0/8")...)
	})
	w.complete(t)
	w.reviewer = w.staff(t, "naughty-reviewer@example.com", "reviewer")
	sent := 0
	for _, o := range operations(t, w.server) {
		var body any
		if json.Unmarshal([]byte(w.named(o.body)), &body) != nil || skipped[o.id] {
			continue
		}
		for i, place := range texts(body) {
			for j, text := range list {
				sent++
				w.sendText(t, o, textAt{body, place, text, fmt.Sprint(o.id, i, j), fmt.Sprintf("203.0.%d.%d", sent/200%250, sent%200)})
			}
		}
	}
	if sent < 1000 {
		t.Errorf("only %d requests", sent)
	}
}

// skipped are operations that have trials of their own (see TestNaughtySignIn), or whose effects would end
// the trials of others.
var skipped = map[string]bool{"sign-in": true, "ban-pack": true, "stop-pack": true, "delete-pack": true, "erase-account": true}

// silent are operations whose replies do not repeat what they were sent.
var silent = []string{
	"report-missing", "resolve-stickers", "render", "check-entitlements", "issue-key", "publish-pack", "rollback-pack", "import-pack",
	"review-pack", "bulk-offers", "sign-up", "confirm-sign-up", "set-collab", "check-translation", "upload-words", "preview-translation", "cut-strings", "promote-strings",
	"rollback-strings", "freeze-strings", "approve-translations", "make-codes", "send", "arrange-shelf", "set-issuer", "transfer-pass", "give-grant", "revoke-grant", "create-bundle", "change-pool", "change-club-packs",
}

// textAt is a body of which one text is replaced by another.
type textAt struct {
	body  any
	place []any // keys and indices down to the text
	text  string
	key   string // Idempotency-Key
	from  string // address of the internet, as there is a limit for one
}

// sendText sends it as an operation's body.
func (w *world) sendText(t *testing.T, o operation, at textAt) {
	t.Helper()
	if o.id == "sign-up" { // for each mailbox of which there is a limit
		at.body = replaced(at.body, []any{"email"}, at.key+"@example.com")
	}
	if o.id == "place-order" { // to whom a pack is given once
		at.body = replaced(at.body, []any{"recipient"}, "friend-"+at.key)
	}
	data, err := json.Marshal(replaced(at.body, at.place, at.text))
	if err != nil {
		t.Fatal(err)
	}
	key := w.keyFor(o)
	header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {at.key}, "X-Forwarded-For": {at.from}}
	var extra map[string]string
	if slices.Contains([]string{"place-order", "quote", "top-up"}, o.id) { // for whom there is a limit
		extra = map[string]string{"holder": "fan-" + at.key}
	}
	reply, err := w.client(key).Do(t.Context(), o.method, w.address(o, extra), data, header)
	if err != nil {
		t.Fatalf("%s with %.80q at %v: %v", o.id, at.text, at.place, err)
	}
	if strings.Contains(at.text, "\x00") && reply.Status != http.StatusUnprocessableEntity {
		t.Errorf("%s took NUL at %v: %d %s", o.id, at.place, reply.Status, reply.Body)
	}
	resolved := slices.ContainsFunc(at.place, func(key any) bool { return key == "creator" || key == "brand" || key == "collab" }) // which are answered by their ids
	if reply.Status >= 300 || resolved || slices.Contains(silent, o.id) {
		return
	}
	var answer any
	err = json.Unmarshal(reply.Body, &answer)
	if err != nil || !utf8.Valid(reply.Body) {
		t.Fatalf("%s: %v", o.id, err)
	}
	kept := norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(at.text, "\r\n", "\n")))
	if !slices.ContainsFunc(texts(answer), func(place []any) bool {
		got := valueAt(answer, place).(string)
		return got == at.text || got == strings.TrimSpace(at.text) || got == kept
	}) && kept != "" {
		t.Errorf("%s took %q at %v and answered %s", o.id, at.text, at.place, reply.Body)
	}
}

// keyFor is a key that may call an operation.
func (w *world) keyFor(o operation) string {
	switch {
	case o.scope != "":
		return w.app
	case !slices.Contains(o.roles, "operator"):
		return w.reviewer
	}
	return w.operator
}

// texts are the places of all texts in a value.
func texts(value any) (places [][]any) {
	below := func(key, inner any) {
		for _, place := range texts(inner) {
			places = append(places, append([]any{key}, place...))
		}
	}
	switch v := value.(type) {
	case string:
		return [][]any{nil}
	case map[string]any:
		for name, inner := range v {
			below(name, inner)
		}
	case []any:
		for i, inner := range v {
			below(i, inner)
		}
	}
	return places
}

// valueAt is what stands at a place.
func valueAt(value any, place []any) any {
	for _, key := range place {
		if name, isName := key.(string); isName {
			value = value.(map[string]any)[name]
		} else {
			value = value.([]any)[key.(int)]
		}
	}
	return value
}

// replaced is a copy of a value with another text at a place.
func replaced(value any, place []any, text string) any {
	if len(place) == 0 {
		return text
	}
	switch v := value.(type) {
	case map[string]any:
		copied := map[string]any{}
		for name, inner := range v {
			copied[name] = inner
		}
		copied[place[0].(string)] = replaced(v[place[0].(string)], place[1:], text)
		return copied
	case []any:
		copied := slices.Clone(v)
		copied[place[0].(int)] = replaced(v[place[0].(int)], place[1:], text)
		return copied
	}
	return value
}

// TestNaughtyAddresses puts the strings into paths, queries, cursors and headers.
func TestNaughtyAddresses(t *testing.T) {
	list := naughty(t)
	w := newWorld(t, serve)
	w.complete(t)
	all := operations(t, w.server)
	for i, text := range list {
		for _, o := range all {
			if strings.Contains(o.path, "{") && len(text) < 1000 {
				w.naughtyPath(t, o, text)
			}
		}
		w.naughtyReads(t, text)
		reply := w.read(t, "/v1/storefronts/KR/en", headers(text))
		if id := reply.Header.Get("X-Request-Id"); strings.ContainsFunc(id, func(r rune) bool { return r < '!' || r > '~' }) {
			t.Errorf("X-Request-Id %q came back for string %d", id, i)
		}
	}
}

// headers carry a text wherever the program reads one, as far as HTTP lets it.
func headers(text string) http.Header {
	field := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	header := http.Header{}
	for _, name := range []string{
		"Accept-Language", "X-Request-Id", "If-None-Match", "If-Match", "Range", "If-Range", "Accept-Encoding", "Accept", "Origin", "Idempotency-Key", "X-Forwarded-For",
	} {
		header.Set(name, field[:min(len(field), 4000)])
	}
	return header
}

// naughtyPath sends the text in the place of every parameter of a path.
func (w *world) naughtyPath(t *testing.T, o operation, text string) {
	t.Helper()
	for _, parameter := range strings.Split(o.path, "{")[1:] {
		name, _, _ := strings.Cut(parameter, "}")
		reply := w.ask(t, o, "Bearer "+w.operator, map[string]string{name: url.PathEscape(text)})
		if strings.Contains(text, "\x00") && reply.Status < 400 {
			t.Errorf("%s took NUL as %s", o.id, name)
		}
		if disposition := reply.Header.Get("Content-Disposition"); strings.ContainsFunc(disposition, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%s names a file %q", o.id, disposition)
		}
	}
}

// naughtyReads sends the text in the place of every parameter of a query.
func (w *world) naughtyReads(t *testing.T, text string) {
	t.Helper()
	value := url.QueryEscape(text[:min(len(text), 20_000)])
	for _, address := range []string{
		"/v1/storefronts/KR/en/search?q=", "/v1/storefronts/KR/en/packs?cursor=", "/v1/storefronts/KR/en/packs?limit=", "/v1/storefronts/KR/en/packs?tag=",
		"/v1/storefronts/KR/en/packs?creator=", "/v1/storefronts/KR/en/changes?since=", "/v1/storefront?region=", "/v1/strings/store/production.flat.json?lang=",
		"/v1/creators?cursor=", "/v1/events?cursor=", "/v1/audit?subject=", "/v1/audit?action=", "/v1/audit?from=", "/v1/events?limit=", "/v1/stickers/" + w.names["shown"] + "?sha256=",
	} {
		w.read(t, address+value, nil)
	}
	for _, page := range []string{"/KR/en/search?q=", "/?region="} {
		reply, err := http.Get(w.URL + page + value)
		if err != nil || reply.StatusCode >= 500 {
			t.Errorf("%s with %.100q: %v, %v", page, text, reply, err)
		} else {
			reply.Body.Close()
		}
	}
	for _, holders := range []string{"orders?cursor=", "entitlements?cursor=", "packs?locale="} {
		_, err := w.client(w.app).Do(t.Context(), "GET", "/v1/holders/fan/"+holders+value, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// read asks for an address as the operator.
func (w *world) read(t *testing.T, address string, header http.Header) *api.Raw {
	t.Helper()
	reply, err := w.client(w.operator).Do(t.Context(), "GET", address, nil, header)
	if err != nil {
		t.Fatalf("%.200s: %v", address, err)
	}
	return reply
}
