package e2e

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// caller is one who must be turned away.
type caller struct {
	name, authorization string
	status              int
	code                string
}

// TestNobodyGetsIn sends every operation of the contract with every key that must not open it. Each is
// refused with the right problem, and nothing at all has happened afterwards. Then the right key opens
// each: the requests were refused for their keys alone.
func TestNobodyGetsIn(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	all := operations(t, w.server)
	outsiders, staff, scopes := w.outsiders(t), w.staffByRole(t), w.keysWithout(t, all)
	devices := w.devices(t, len(all))
	before := w.everything(t)
	told := map[string][]byte{} // what outsiders read, by who they are: the same everywhere
	for _, o := range all {
		if !o.guarded() {
			continue
		}
		for _, c := range slices.Concat(outsiders, denied(o, staff, scopes, w.app), devices(o)) {
			reply := w.ask(t, o, c.authorization, nil)
			w.refused(t, o, c, reply)
			if c.status != http.StatusUnauthorized || o.method == http.MethodHead {
				continue
			}
			if first, known := told[c.name]; known && !bytes.Equal(first, reply.Body) {
				t.Errorf("%s with %s: %s, and elsewhere %s", o.id, c.name, reply.Body, first)
			}
			told[c.name] = reply.Body
		}
	}
	if after := w.everything(t); after != before {
		t.Errorf("refused requests had effects:\n%s", difference(before, after))
	}
	for _, o := range all {
		w.control(t, o, staff)
	}
}

// refused holds a reply to what the caller must be told.
func (w *world) refused(t *testing.T, o operation, c caller, reply *api.Raw) {
	t.Helper()
	told := o.method == http.MethodHead || strings.Contains(string(reply.Body), "/problems/"+c.code+`"`)
	if reply.Status != c.status || !told {
		t.Errorf("%s with %s answered %d %s, want %d %s", o.id, c.name, reply.Status, reply.Body, c.status, c.code)
	}
	if c.status == http.StatusUnauthorized && reply.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("%s with %s: no WWW-Authenticate", o.id, c.name)
	}
	if reply.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s with %s: a cache may keep it: %q", o.id, c.name, reply.Header.Get("Cache-Control"))
	}
}

// control makes the request with the right key.
func (w *world) control(t *testing.T, o operation, staff map[string]string) {
	t.Helper()
	key := ""
	switch {
	case o.as != "":
		key = "Bearer " + w.names[o.as]
	case o.scope != "":
		key = "Bearer " + w.app
	case slices.Contains(o.roles, "operator"):
		key = "Bearer " + staff["operator"]
	case o.guarded():
		key = "Bearer " + staff[o.roles[0]]
	}
	reply := w.ask(t, o, key, nil)
	if o.refused != "" && strings.Contains(string(reply.Body), "/problems/"+o.refused+`"`) {
		return
	}
	if reply.Status >= 400 || o.refused != "" {
		t.Errorf("%s with the right key answered %d %s", o.id, reply.Status, reply.Body)
	}
}

// complete adds what only the trials of public operations and of the contract's order need.
func (w *world) complete(t testing.TB) {
	t.Helper()
	front, err := w.client("").FrontPage(t.Context(), "KR", "en")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := w.client("").Manifest(t.Context(), "store", "production")
	if err != nil {
		t.Fatal(err)
	}
	free, err := w.client(w.operator).StaffPack(t.Context(), "trial-free")
	if err != nil {
		t.Fatal(err)
	}
	var account struct{ Password, Key string }
	w.json(t, &account, "admin", "account", "create", "somebody@example.com", "--role", "auditor")
	w.names["revision"], w.names["strings"] = front.Revision, manifest.Locales["en"].Files["flat.json"].SHA256
	w.names["release"] = manifest.Release
	w.names["free1"], w.names["free2"] = free.Stickers[0].ID, free.Stickers[1].ID
	w.names["password"], w.names["somebody"] = account.Password, account.Key
}

// outsiders have no key that opens anything.
func (w *world) outsiders(t *testing.T) []caller {
	t.Helper()
	elsewhere := &server{Data: t.TempDir()}
	return []caller{
		{"no key", "", 401, "key-missing"},
		{"another scheme", "Basic b3BlcmF0b3I6b3BlcmF0b3I=", 401, "key-missing"},
		{"no token", "Bearer ", 401, "key-missing"},
		{"a key of 9 KB", "Bearer hs_" + strings.Repeat("x", 9000), 401, "key-missing"},
		{"a malformed key", "Bearer hs_nope", 401, "key-unknown"},
		{"a key with NUL's name", "Bearer hk_live_%00", 401, "key-unknown"},
		{"another store's app key", "Bearer " + elsewhere.app(t, "orders:read"), 401, "key-unknown"},
		{"another store's staff key", "Bearer " + elsewhere.staff(t, "x@example.com", "operator"), 401, "key-unknown"},
		{"an app key with another secret", "Bearer " + forged(w.app), 401, "key-unknown"},
		{"a staff key with another secret", "Bearer " + forged(w.operator), 401, "key-unknown"},
		{"a staff key called an app's", "Bearer " + resealed(strings.Replace(w.operator, "hs_", "hk_live_", 1)), 401, "key-unknown"},
		{"a revoked app key", "Bearer " + w.revoked(t), 401, "key-revoked"},
		{"an expired session", "Bearer " + w.expired(t), 401, "key-expired"},
	}
}

// denied are those whose keys are good for something else.
func denied(o operation, staff, without map[string]string, app string) []caller {
	var callers []caller
	if o.scope == "" {
		callers = append(callers, caller{"an app's key", "Bearer " + app, 403, "role-missing"})
	} else {
		callers = append(callers, caller{"a key without the scope", "Bearer " + without[o.scope], 403, "scope-missing"})
	}
	for role, key := range staff {
		c := caller{"the role " + role, "Bearer " + key, 403, "role-missing"}
		if slices.Contains(o.roles, role) {
			if o.scope == "" || o.id == "list-events" || o.scope == "catalog:read" || o.scope == "webhooks:manage" || strings.HasPrefix(o.scope, "strings:") {
				continue
			}
			c.code = "app-key-needed" // staff has no ledger of its own
		}
		callers = append(callers, c)
	}
	return callers
}

// perDevice is how many operations a device asks for: each may ask for a hundred at once.
const perDevice = 40

// devices are holders' own devices where these open nothing: those of other holders everywhere, and the holder's among
// what concerns holders, where it is the app's to ask.
func (w *world) devices(t *testing.T, operations int) func(o operation) []caller {
	t.Helper()
	token := func(holder string) string {
		return "Bearer " + must(w.client(w.app).MakeClientToken(t.Context(), holder, 0))(t).Token
	}
	holder, strangers, asked := token(usual["holder"]), []string(nil), 0
	for n := range operations/perDevice + 1 {
		strangers = append(strangers, token(fmt.Sprintf("stranger-%d", n)))
	}
	return func(o operation) []caller {
		callers := []caller{{"a stranger's client token", strangers[asked/perDevice], 403, "client-token-denied"}}
		asked++
		if !o.own && strings.Contains(o.path, "{holder}") {
			callers = append(callers, caller{"the holder's client token", holder, 403, "client-token-denied"})
		}
		return callers
	}
}

// staffByRole makes one account for each role and returns their keys.
func (w *world) staffByRole(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, role := range []string{"designer", "translator", "reviewer", "editor", "finance", "support", "operator", "auditor"} {
		keys[role] = w.staff(t, role+"-alone@example.com", role)
	}
	return keys
}

// keysWithout makes, for each scope that opens something, a key with all the others.
func (w *world) keysWithout(t *testing.T, all []operation) map[string]string {
	t.Helper()
	keys := map[string]string{"": ""}
	for _, o := range all {
		if _, made := keys[o.scope]; !made {
			keys[o.scope] = w.server.app(t, slices.DeleteFunc(slices.Clone(everyScope), func(s string) bool { return s == o.scope })...)
		}
	}
	return keys
}

// revoked is a key that was taken back before it was used.
func (w *world) revoked(t *testing.T) string {
	t.Helper()
	operator := w.client(w.operator)
	app, err := operator.CreateApp(t.Context(), api.NewApp{Name: "of old", Scopes: everyScope})
	if err == nil {
		err = operator.RevokeKey(t.Context(), app.ID, app.Keys[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return app.Keys[0].Secret
}

// expired is a session whose time is over.
func (w *world) expired(t *testing.T) string {
	t.Helper()
	var account struct{ Account, Password string }
	w.json(t, &account, "admin", "account", "create", "late@example.com", "--role", "operator")
	session, err := w.client("").SignIn(t.Context(), api.NewSession{Email: "late@example.com", Password: account.Password})
	if err != nil {
		t.Fatal(err)
	}
	w.execute(t, "UPDATE keys SET expires_at = '2026-01-01 00:00:00' WHERE account = '"+account.Account+"' AND expires_at IS NOT NULL")
	return session.Key
}

// forged is a key whose secret is another, and whose checksum fits.
func forged(key string) string {
	body := []byte(key[:strings.LastIndexByte(key, '_')])
	body[len(body)-1] ^= 1
	return resealed(string(body) + "_")
}

// resealed gives a key the checksum that its parts have.
func resealed(key string) string {
	body := key[:strings.LastIndexByte(key, '_')]
	sum := new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))).Text(62)
	return body + "_" + strings.Repeat("0", 6-len(sum)) + sum
}

// execute runs a statement on the store's database.
func (w *world) execute(t *testing.T, statement string) {
	t.Helper()
	driver, url := w.database()
	db, err := sql.Open(driver, url)
	if err == nil {
		_, err = db.ExecContext(t.Context(), statement)
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
}

// everything is the whole database as text, but for when keys were last used and what limits count.
func (w *world) everything(t *testing.T) string {
	t.Helper()
	must(w.client(w.app).HolderReceipts(t.Context(), "fan", ""))(t) // which would else be numbered at some moment
	_, url := w.database()
	db, err := sqlstore.Open(t.Context(), sqlstore.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all, err := db.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	var out strings.Builder
	for _, table := range all.Tables {
		if table.Name == "buckets" {
			continue
		}
		err = all.Rows(t.Context(), table, func(values []any) error {
			row := map[string]any{}
			for i, column := range table.Columns {
				row[column.Name] = values[i]
			}
			for _, column := range []string{"last_used", "attempts", "due_at", "failure"} { // letters are tried again and again
				delete(row, column)
			}
			line, err := json.Marshal(row)
			fmt.Fprintf(&out, "%s %s\n", table.Name, line)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// difference are the lines that only one of two texts has.
func difference(before, after string) string {
	var lines []string
	for line := range strings.Lines(after) {
		if !strings.Contains(before, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
