package e2e

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestAppsAreStrangers lets another app, and the app's own key for trying things, ask for what is an app's
// alone. They get what they would get for ids that nobody has, byte for byte, and the app's books stay as
// they were.
func TestAppsAreStrangers(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	books := w.books(t)
	strangers := map[string]string{
		"another app":    w.server.app(t, everyScope...),
		"the app's test": w.testKey(t),
	}
	for name, key := range strangers {
		for _, o := range operations(t, w.server) {
			if o.scope != "" && !theirOwn[o.id] {
				w.strange(t, o, name, "Bearer "+key)
			}
		}
	}
	if now := w.books(t); now != books {
		t.Errorf("strangers changed the books:\n%s\nwere\n%s", now, books)
	}
}

// theirOwn are operations whose reply is another each time they are asked: what strangers order, have a code for or join, tokens,
// clocks, whom they forget, and what they do to words, which the apps of a store share.
var theirOwn = map[string]bool{"place-order": true, "quote": true, "dismiss-finding": true, "restore-finding": true, "add-comment": true,
	"import-memory": true, "remove-memory-import": true, "set-term": true, "remove-term": true, "import-glossary": true, "create-webhook": true, "redeem-code": true, "join": true, "make-client-token": true, "send": true, "get-test-clock": true, "move-test-clock": true, "list-holder-changes": true, "erase-holder": true}

// strange asks for what exists and for what does not.
func (w *world) strange(t *testing.T, o operation, name, key string) {
	t.Helper()
	theirs := w.ask(t, o, key, nil)
	for _, secret := range []string{"txn-secret-of-a", "gnt_", w.names["reserved"], w.names["reserved2"], w.names["gift"], w.names["gift2"]} {
		asked := strings.Contains(w.address(o, nil), secret)
		if !asked && bytes.Contains(theirs.Body, []byte(secret)) {
			t.Errorf("%s told %s of %s: %s", o.id, name, secret, theirs.Body)
		}
	}
	nobodys := map[string]string{"order": "ord_01234567-89ab-7def-8123-456789abcdef"}
	if !strings.Contains(o.path, "{order}") {
		nobodys = map[string]string{"holder": "nobody"}
	}
	none := w.ask(t, o, key, nobodys)
	if theirs.Status != none.Status || w.anonymous(theirs.Body) != w.anonymous(none.Body) {
		t.Errorf("%s tells %s what exists: %d %s\nand %d %s", o.id, name, theirs.Status, theirs.Body, none.Status, none.Body)
	}
	if (strings.Contains(o.path, "{order}") || strings.Contains(o.path, "{webhook}")) && theirs.Status != http.StatusNotFound {
		t.Errorf("%s with what is another's answered %s %d %s", o.id, name, theirs.Status, theirs.Body)
	}
}

// TestDesignersAreStrangers lets a designer ask for the draft of another, by its id and its slug, in every
// operation that a designer's key opens. They get what they would get for a pack that nobody has, byte for
// byte; who may see it and not change it is told so.
func TestDesignersAreStrangers(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	stranger := "Bearer " + w.staff(t, "stranger@example.com", "designer")
	reader := "Bearer " + w.staff(t, "reader@example.com", "designer", "reviewer")
	before, asked := w.everything(t), 0
	for _, o := range operations(t, w.server) {
		if !strings.Contains(o.path, "{pack}") || !slices.Contains(o.roles, "designer") || o.id == "get-stock" { // it is about what is public
			continue
		}
		asked++
		for theirs, nobodys := range map[string]string{
			w.names["draft"]: "pck_01234567-89ab-7def-8123-456789abcdef", "trial-draft": "trial-nobody", "trial-paid": "trial-none",
		} {
			reply := w.ask(t, o, stranger, map[string]string{"pack": theirs})
			none := w.ask(t, o, stranger, map[string]string{"pack": nobodys})
			same := strings.ReplaceAll(string(reply.Body), theirs, nobodys) == string(none.Body)
			if reply.Status != http.StatusNotFound || none.Status != http.StatusNotFound || !same {
				t.Errorf("%s tells a stranger of %s: %d %s\nand %d %s", o.id, theirs, reply.Status, reply.Body, none.Status, none.Body)
			}
		}
		reply := w.ask(t, o, reader, map[string]string{"pack": "trial-draft"})
		missing := strings.Contains(o.path, "{release}") && bytes.Contains(reply.Body, []byte(`/problems/release-not-found"`)) ||
			bytes.Contains(reply.Body, []byte(`/problems/edition-not-found"`))
		if reply.Status >= 300 && !missing && !bytes.Contains(reply.Body, []byte(`/problems/not-yours"`)) {
			t.Errorf("%s tells who may see the draft: %d %s", o.id, reply.Status, reply.Body)
		}
	}
	if asked < 8 {
		t.Errorf("only %d operations", asked)
	}
	if after := w.everything(t); after != before {
		t.Errorf("strangers changed something:\n%s", difference(before, after))
	}
}

// anonymous is a reply without the ids that were asked for.
func (w *world) anonymous(body []byte) string {
	text := strings.ReplaceAll(string(body), `"holder":"nobody"`, `"holder":"fan"`)
	for _, id := range []string{
		w.names["reserved"], w.names["reserved2"], w.names["fulfilled"], "ord_01234567-89ab-7def-8123-456789abcdef",
	} {
		text = strings.ReplaceAll(text, id, "ID")
	}
	return text
}

func (w *world) testKey(t *testing.T) string {
	t.Helper()
	key, err := w.client(w.operator).IssueKey(t.Context(), w.names["app"], api.NewKey{Test: true, Scopes: everyScope})
	if err != nil {
		t.Fatal(err)
	}
	return key.Secret
}

// books are the app's orders, entitlements and events.
func (w *world) books(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, path := range []string{
		"/v1/holders/fan/orders", "/v1/holders/fan-reserved/orders", "/v1/holders/fan-reserved2/orders",
		"/v1/holders/fan/entitlements", "/v1/holders/friend-accepts/gifts", "/v1/holders/friend-declines/gifts", "/v1/events?limit=100",
	} {
		reply, err := w.client(w.app).Do(t.Context(), "GET", path, nil, nil)
		if err != nil || reply.Status != http.StatusOK {
			t.Fatalf("%s: %+v, %v", path, reply, err)
		}
		all.Write(reply.Body)
	}
	return all.String()
}

// TestUnpublishedWordsNeedAKey: the addresses of strings are public for the channel production alone.
func TestUnpublishedWordsNeedAKey(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	small := w.server.app(t, "catalog:read")
	files := map[string]string{"get-strings": "ko.flat.json", "get-negotiated-strings": "draft.flat.json"}
	guarded := 0
	for _, o := range operations(t, w.server) {
		file, negotiated := files[o.id]
		if !strings.Contains(o.path, "{channel}") && !negotiated {
			continue
		}
		guarded++
		draft := map[string]string{"channel": "draft", "file": file}
		for key, want := range map[string]int{"": 401, "Bearer " + small: 403, "Bearer " + w.app: 200, "Bearer " + w.operator: 200} {
			reply := w.ask(t, o, key, draft)
			if reply.Status == http.StatusNoContent { // a delta from what the caller has
				reply.Status = http.StatusOK
			}
			if reply.Status != want || reply.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s of the draft answered %d, %q; want %d", o.id, reply.Status, reply.Header.Get("Cache-Control"), want)
			}
		}
	}
	if guarded != 8 {
		t.Errorf("%d operations read channels", guarded)
	}
}
