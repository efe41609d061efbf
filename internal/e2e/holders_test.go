package e2e

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/hallyu-store/hallyu/api"
)

// fandom is a store with a pack on sale, and an app whose users come in.
type fandom struct {
	*server
	operator *api.Client
	app      *api.Client
	id, key  string
	stickers []string
}

func newFandom(t *testing.T, args ...string) fandom {
	t.Helper()
	s := serve(t, t.TempDir(), args...)
	c := fandom{server: s, operator: s.client(s.staff(t, "operator@example.com", "operator"))}
	onSale(t, c.operator, "moon", "2500")
	onSale(t, c.operator, "sun", "")
	app := must(c.operator.CreateApp(t.Context(), api.NewApp{Name: "chat", Scopes: everyScope}))(t)
	c.id, c.key = app.ID, app.Keys[0].Secret
	c.app = s.client(c.key)
	for _, pack := range []string{"moon", "sun"} {
		for _, sticker := range must(s.client("").Pack(t.Context(), "KR", "en", pack))(t).Stickers {
			c.stickers = append(c.stickers, sticker.ID)
		}
	}
	return c
}

// buys has a holder buy a pack.
func (c fandom) buys(t *testing.T, holder, pack, transaction string) api.Order {
	t.Helper()
	order := api.NewOrder{Pack: pack, Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: transaction}}
	return must(c.app.PlaceOrder(t.Context(), holder, "buy-"+transaction, order))(t)
}

// asks is what a request with a token is answered: the status and the problem's code.
func (c fandom) asks(t *testing.T, token, method, path string) string {
	t.Helper()
	header := http.Header{"Authorization": {"Bearer " + token}, "Origin": {"https://web.chat.example"}, "Content-Type": {"application/json"}}
	reply, err := c.client("").Do(t.Context(), method, path, nil, header)
	if err != nil {
		t.Fatal(err)
	}
	if reply.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%s %s: scripts may not read the answer", method, path)
	}
	var p struct{ Type string }
	_ = json.Unmarshal(reply.Body, &p)
	return strings.TrimSuffix(fmt.Sprintf("%d %s", reply.Status, filepath.Base(p.Type)), " .")
}

// ownReads are what a holder's own device reads.
var ownReads = []string{"/orders", "/entitlements", "/packs", "/gifts", "/wallet", "/shelf", "/favourites", "/recents", "/changes"}

// TestClientTokens: a browser reads what concerns its user, and nothing else, until the app ends that.
func TestClientTokens(t *testing.T) {
	c := newFandom(t)
	order := c.buys(t, "fan", "moon", "txn-1")
	made := must(c.app.MakeClientToken(t.Context(), "fan", 0))(t)
	own := append([]string{"/orders/" + order.ID, "/entitlements/moon", "/packs/moon", "/packs/moon/archive.zip"}, ownReads...)
	for _, path := range own {
		for holder, want := range map[string]string{"fan": "200", "friend": "403 client-token-denied", "%66an": "200", "Fan": "403 client-token-denied"} {
			if got := c.asks(t, made.Token, "GET", "/v1/holders/"+holder+path); got != want {
				t.Errorf("%s of %s: %s, want %s", path, holder, got, want)
			}
		}
	}
	for request, want := range map[string]string{
		"POST /v1/holders/fan/orders": "403", "PATCH /v1/holders/fan/shelf": "403", "DELETE /v1/holders/fan": "403", "GET /v1/holders/fan/export": "403",
		"POST /v1/holders/fan/tokens": "403", "POST /v1/sends": "403", "GET /v1/events": "403", "GET /v1/strings/store/draft/manifest.json": "403",
		"PUT /v1/holders/fan/favourites/" + c.stickers[0]: "403",
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := c.asks(t, made.Token, method, path); got != want+" client-token-denied" {
			t.Errorf("%s: %s", request, got)
		}
	}
	preflight := must(http.NewRequestWithContext(t.Context(), http.MethodOptions, c.URL+"/v1/holders/fan/orders", nil))(t)
	preflight.Header = http.Header{
		"Origin": {"https://web.chat.example"}, "Access-Control-Request-Method": {"GET"}, "Access-Control-Request-Headers": {"authorization"},
	}
	allowed := must(http.DefaultClient.Do(preflight))(t)
	_ = allowed.Body.Close()
	if !strings.Contains(allowed.Header.Get("Access-Control-Allow-Headers"), "Authorization") || allowed.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("preflight: %v", allowed.Header)
	}
	must(struct{}{}, c.app.EndClientTokens(t.Context(), "fan"))(t)
	if got := c.asks(t, made.Token, "GET", "/v1/holders/fan/orders"); got != "401 key-revoked" {
		t.Errorf("ended: %s", got)
	}
}

// signer signs as an app does.
func signer(t *testing.T) (sign func(claims map[string]any) string, keys []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys = must(json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k1", Algorithm: "ES256", Use: "sig"}}}))(t)
	with := must(jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, nil))(t)
	return func(claims map[string]any) string {
		signed := must(with.Sign(must(json.Marshal(claims))(t)))(t)
		return must(signed.CompactSerialize())(t)
	}, keys
}

// TestAppsOwnTokens: an app's users come in with what the app signs, where a client token would do, and nobody with
// what another signs.
func TestAppsOwnTokens(t *testing.T) {
	c := newFandom(t, "--webhooks-local")
	sign, keys := signer(t)
	strange, _ := signer(t)
	address := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(keys) }))
	defer address.Close()
	claims := func(user string) map[string]any {
		return map[string]any{"iss": "https://chat.example", "aud": "stickers", "user": user, "exp": time.Now().Add(time.Hour).Unix()}
	}
	fan := sign(claims("fan"))
	orders := "/v1/holders/fan/orders"
	if got := c.asks(t, fan, "GET", orders); got != "401 token-refused" {
		t.Errorf("before it was set: %s", got)
	}
	issuer := api.NewIssuer{Issuer: "https://chat.example", Audience: "stickers", Claim: "user", Family: "ES", KeysURL: address.URL}
	must(c.operator.SetIssuer(t.Context(), c.id, "live", issuer))(t)
	late, other := claims("fan"), claims("fan")
	late["exp"], other["aud"] = time.Now().Add(-time.Hour).Unix(), "another"
	for token, want := range map[string]string{
		fan: "200", sign(claims("friend")): "403 client-token-denied", strange(claims("fan")): "401 token-refused", sign(late): "401 token-refused",
		sign(other): "401 token-refused", "eyJhbGciOiJub25lIn0" + fan[strings.IndexByte(fan, '.'):]: "401 token-refused", strings.Repeat("a.", 5000): "401 key-missing",
	} {
		if got := c.asks(t, token, "GET", orders); got != want {
			t.Errorf("%.60s: %s, want %s", token, got, want)
		}
	}
	if got := c.asks(t, fan, "POST", orders); got != "403 client-token-denied" {
		t.Errorf("writing: %s", got)
	}
	another := must(c.operator.CreateApp(t.Context(), api.NewApp{Name: "other", Scopes: everyScope}))(t)
	_, err := c.operator.SetIssuer(t.Context(), another.ID, "live", issuer)
	problem(t, err, "issuer-taken")
	issuer.KeysURL = "http://chat.example/keys#x"
	_, err = c.operator.SetIssuer(t.Context(), c.id, "live", issuer)
	problem(t, err, "issuer-invalid")
	if err := c.operator.RemoveIssuer(t.Context(), c.id, "live"); err != nil {
		t.Error(err)
	}
	if got := c.asks(t, fan, "GET", orders); got != "401 token-refused" {
		t.Errorf("removed: %s", got)
	}
}

// TestShelf: a holder arranges packs and favourites on one device, and another follows.
func TestShelf(t *testing.T) {
	c := newFandom(t)
	ctx := t.Context()
	moon, sun := c.buys(t, "fan", "moon", "txn-1").Pack, c.buys(t, "fan", "sun", "txn-2").Pack
	start := must(c.app.HolderChanges(ctx, "fan", ""))(t)
	arranged := must(c.app.ArrangeShelf(ctx, "fan", api.ShelfChange{Order: []string{"sun", "moon"}, Hide: []string{"moon"}}))(t)
	want := []api.ShelfPack{{Pack: sun}, {Pack: moon, Hidden: true}}
	if fmt.Sprint(arranged.Items) != fmt.Sprint(want) {
		t.Errorf("arranged: %+v", arranged)
	}
	_, err := c.app.ArrangeShelf(ctx, "friend", api.ShelfChange{Order: []string{"moon"}})
	problem(t, err, "shelf-invalid")
	for _, sticker := range c.stickers {
		must(struct{}{}, c.app.AddFavourite(ctx, "fan", sticker))(t)
	}
	must(struct{}{}, c.app.RemoveFavourite(ctx, "fan", c.stickers[0]))(t)
	problem(t, c.app.AddFavourite(ctx, "fan", "stk_none"), "sticker-not-found")
	changes := must(c.app.HolderChanges(ctx, "fan", start.Since))(t)
	if changes.Shelf == nil || len(changes.FavouritesAdded) != len(c.stickers)-1 || len(changes.FavouritesRemoved) != 1 || len(changes.Grants) != 0 {
		t.Errorf("changes: %+v", changes)
	}
	must(c.app.RefundOrder(ctx, "fan", must(c.app.Orders(ctx, "fan", ""))(t).Items[1].ID, "refund", api.NewRefund{}))(t)
	after := must(c.app.HolderChanges(ctx, "fan", changes.Since))(t)
	if len(after.Grants) != 1 || after.Grants[0].RevokedAt == nil || len(after.Shelf.Items) != 1 || len(after.FavouritesAdded) != 0 {
		t.Errorf("after a refund: %+v", after)
	}
	if last := must(c.app.HolderChanges(ctx, "fan", after.Since))(t); last.Shelf != nil || len(last.Grants) != 0 || last.Since != after.Since {
		t.Errorf("when nothing changed: %+v", last)
	}
	_, err = c.app.HolderChanges(ctx, "friend", after.Since)
	problem(t, err, "changes-gone")
}

// TestSends: messages count once, whatever devices and networks do.
func TestSends(t *testing.T) {
	c := newFandom(t)
	ctx := t.Context()
	now := time.Now().UTC()
	batch := api.NewSends{Sends: []api.Send{
		{ID: "m1", Holder: "fan", Sticker: c.stickers[0], SentAt: now}, {ID: "m2", Holder: "friend", Sticker: c.stickers[1], SentAt: now},
		{ID: "m1", Holder: "fan", Sticker: c.stickers[0], SentAt: now}, {ID: "m3", Holder: "fan", Sticker: "stk_none", SentAt: now},
		{ID: "m4", Holder: "fan", Sticker: c.stickers[0], SentAt: now.AddDate(0, 0, -4)}, {ID: "m5", Holder: "fan", Sticker: c.stickers[0], SentAt: now.Add(time.Hour)},
	}}
	first, again := must(c.app.Send(ctx, batch))(t), must(c.app.Send(ctx, batch))(t)
	if first.Counted != 2 || first.Duplicates != 1 || len(first.Refused) != 3 || again.Counted != 0 || again.Duplicates != 3 {
		t.Errorf("%+v, then %+v", first, again)
	}
	usage := must(c.app.Usage(ctx, now.Format(time.DateOnly), now.AddDate(0, 0, 1).Format(time.DateOnly), ""))(t)
	recents := must(c.app.Recents(ctx, "fan"))(t)
	if len(usage.Items) != 1 || usage.Items[0].Sends != 2 || len(recents.Items) != 1 || recents.Items[0].Sticker != c.stickers[0] {
		t.Errorf("%+v, %+v", usage, recents)
	}
}

// TestErasure: a person is taken out, down to the bytes of the database, and what was paid for stays right.
func TestErasure(t *testing.T) {
	const name = "fan-who-wants-to-be-forgotten"
	c := newFandom(t)
	ctx := t.Context()
	hook := must(c.app.CreateWebhook(ctx, api.NewWebhook{URL: "https://nobody.invalid/hook"}))(t)
	order := c.buys(t, name, "moon", "txn-1")
	gift := api.NewOrder{Pack: "sun", Region: "KR", Recipient: "friend", Message: "for you, from " + name, PayWith: api.PayWith{Provider: "free"}}
	given := must(c.app.PlaceOrder(ctx, name, "gift", gift))(t)
	gift.Recipient, gift.Message = name, "to "+name
	offered := must(c.app.PlaceOrder(ctx, "giver", "gift-2", gift))(t)
	must(c.app.ArrangeShelf(ctx, name, api.ShelfChange{Hide: []string{"moon"}}))(t)
	must(struct{}{}, c.app.AddFavourite(ctx, name, c.stickers[0]))(t)
	for i := range 300 { // pages of trees are split and joined
		other := fmt.Sprint("other-", i)
		must(c.app.Send(ctx, api.NewSends{Sends: []api.Send{
			{ID: other, Holder: other, Sticker: c.stickers[0], SentAt: time.Now()}, {ID: fmt.Sprint("mine-", i), Holder: name, Sticker: c.stickers[i%len(c.stickers)], SentAt: time.Now()},
		}}))(t)
	}
	token := must(c.app.MakeClientToken(ctx, name, 0))(t)
	exported := must(c.app.ExportHolder(ctx, name))(t)
	var export map[string]any
	if err := json.Unmarshal(exported, &export); err != nil || len(export["orders"].([]any)) != 2 || len(export["gifts"].([]any)) != 1 || len(export["favourites"].([]any)) != 1 {
		t.Errorf("%v: %s", err, exported)
	}

	erased := must(c.app.EraseHolder(ctx, name))(t)
	if again := must(c.app.EraseHolder(ctx, name))(t); erased.Pseudonym == nil || again.Pseudonym != nil {
		t.Fatalf("%+v, then %+v", erased, again)
	}
	if got := c.asks(t, token.Token, "GET", "/v1/holders/"+name+"/orders"); got != "401 key-unknown" {
		t.Errorf("the token of who was erased: %s", got)
	}
	must(c.app.RefundOrder(ctx, *erased.Pseudonym, order.ID, "refund", api.NewRefund{}))(t)
	if now := must(c.app.Order(ctx, "giver", offered.ID))(t); now.Gift.State != "declined" || now.Gift.Recipient != *erased.Pseudonym {
		t.Errorf("what was offered to them: %+v", now.Gift)
	}
	if accepted := must(c.app.AcceptGift(ctx, "friend", given.ID, "accept"))(t); accepted.From != *erased.Pseudonym || accepted.Message != "" {
		t.Errorf("what they gave: %+v", accepted)
	}
	_, err := c.app.PlaceOrder(ctx, name, "gift", api.NewOrder{Pack: "sun", Region: "KR", PayWith: api.PayWith{Provider: "free"}})
	problem(t, err, "idempotency-key-reused")
	must(struct{}{}, c.app.DeleteWebhook(ctx, hook.ID))(t)
	if !onServers {
		c.nowhere(t, name)
	}
	later := must(c.app.Shelf(ctx, name))(t)
	if len(later.Items) != 0 || later.Version != 0 {
		t.Errorf("who is called so later: %+v", later)
	}
}

// nowhere looks for a name in every byte that the store keeps.
func (c fandom) nowhere(t *testing.T, name string) {
	t.Helper()
	looked := 0
	err := filepath.WalkDir(c.Data, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		looked += len(data)
		if n := bytes.Count(data, []byte(name)); n > 0 {
			t.Errorf("%s has it %d times", filepath.Base(path), n)
		}
		return err
	})
	if err != nil || looked == 0 {
		t.Fatal(looked, err)
	}
	t.Logf("%d bytes were looked at", looked)
}

// TestTryingThings: a key for trying things has a clock of its own, and is declined what it asks to be.
func TestTryingThings(t *testing.T) {
	c := newFandom(t)
	ctx := t.Context()
	key := must(c.operator.IssueKey(ctx, c.id, api.NewKey{Test: true, Scopes: everyScope}))(t)
	trying := c.client(key.Secret)
	order := api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "test_decline_card_declined"}}
	_, err := trying.PlaceOrder(ctx, "fan", "key-1", order)
	problem(t, err, "payment-declined")
	order.PayWith.Transaction = ""
	tried := must(trying.PlaceOrder(ctx, "fan", "key-2", order))(t)
	live := must(c.app.PlaceOrder(ctx, "fan", "key-2", order))(t)
	before := must(trying.TestClock(ctx))(t)
	after := must(trying.MoveTestClock(ctx, api.ClockMove{AdvanceSeconds: 3600}))(t)
	if moved := after.Now.Sub(before.Now); moved < time.Hour || moved > time.Hour+time.Minute {
		t.Errorf("it moved by %s", moved)
	}
	if got := must(trying.Order(ctx, "fan", tried.ID))(t); got.State != "expired" {
		t.Errorf("tried: %s", got.State)
	}
	if got := must(c.app.Order(ctx, "fan", live.ID))(t); got.State != "reserved" {
		t.Errorf("live: %s", got.State)
	}
	_, err = trying.MoveTestClock(ctx, api.ClockMove{At: &before.Now})
	problem(t, err, "clock-invalid")
	_, err = c.app.MoveTestClock(ctx, api.ClockMove{AdvanceSeconds: 60})
	problem(t, err, "test-key-needed")
}
