package e2e

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestRefusals sends what is wrong through every door: each answer is a problem document with a code
// of its own, never a 500.
func TestRefusals(t *testing.T) {
	s := serve(t, seeded(t))
	key := s.app(t, "catalog:read", "orders:read", "orders:write")
	small := s.app(t, "catalog:read")
	operator := s.staff(t, "operator@example.com", "operator")
	designer := s.staff(t, "designer@example.com", "designer")
	order := `{"pack":"dokki","region":"KR","pay_with":{"provider":"free"}}`
	zeros := strings.Repeat("0", 64)
	cases := []struct {
		name, method, path, key, idempotency, body string
		status                                     int
		code                                       string
	}{
		{"unknown region", "GET", "/v1/storefronts/XX/ko", "", "", "", 404, "region-not-found"},
		{"the world is no storefront", "GET", "/v1/storefronts/001/ko", "", "", "", 404, "region-not-found"},
		{"ill-formed locale", "GET", "/v1/storefronts/KR/x!", "", "", "", 404, "locale-malformed"},
		{"unknown pack", "GET", "/v1/storefronts/KR/ko/packs/none", "", "", "", 404, "pack-not-found"},
		{"not offered here", "GET", "/v1/storefronts/KR/ko/packs/jeep-jeep", "", "", "", 404, "pack-not-offered"},
		{"garbage for a cursor", "GET", "/v1/storefronts/KR/ko/packs?cursor=garbage", "", "", "", 422, "cursor-invalid"},
		{"another list's cursor", "GET", "/v1/storefronts/KR/ko/packs?cursor=eyJzIjoidGl0bGUiLCJrIjp7fX0", "", "", "", 422, "cursor-invalid"},
		{"limit out of range", "GET", "/v1/storefronts/KR/ko/packs?limit=101", "", "", "", 422, "request-invalid"},
		{"limit no number", "GET", "/v1/storefronts/KR/ko/packs?limit=ten", "", "", "", 422, "request-invalid"},
		{"unknown sort", "GET", "/v1/storefronts/KR/ko/packs?sort=nonsense", "", "", "", 422, "request-invalid"},
		{"free is no boolean", "GET", "/v1/storefronts/KR/ko/packs?free=maybe", "", "", "", 422, "request-invalid"},
		{"long query", "GET", "/v1/storefronts/KR/ko/search?q=" + strings.Repeat("a", 201), "", "", "", 422, "request-invalid"},
		{"no query", "GET", "/v1/storefronts/KR/ko/search", "", "", "", 422, "request-invalid"},
		{"no revision", "GET", "/v1/storefronts/KR/ko/changes", "", "", "", 422, "request-invalid"},
		{"garbage for a revision", "GET", "/v1/storefronts/KR/ko/changes?since=yesterday", "", "", "", 422, "revision-malformed"},
		{"unknown sticker", "GET", "/v1/stickers/stk_none", "", "", "", 404, "sticker-not-found"},
		{"unknown asset", "GET", "/assets/" + zeros + ".png", "", "", "", 404, "asset-not-found"},
		{"asset without end", "GET", "/assets/" + zeros, "", "", "", 404, "asset-not-found"},
		{"climbing out", "GET", "/assets/..%2f..%2fetc%2fpasswd", "", "", "", 404, "address-unknown"},
		{"unknown address", "GET", "/v1/nothing/here", "", "", "", 404, "address-unknown"},
		{"wrong method", "DELETE", "/v1/storefronts", "", "", "", 405, "method-not-allowed"},
		{"unknown project", "GET", "/v1/strings/none/production/manifest.json", "", "", "", 404, "project-not-found"},
		{"unknown channel", "GET", "/v1/strings/store/none/manifest.json", "", "", "", 404, "channel-not-found"},
		{"drafts need a key", "GET", "/v1/strings/store/draft/manifest.json", "", "", "", 401, "key-missing"},
		{"drafts need a scope", "GET", "/v1/strings/store/draft/manifest.json", key, "", "", 403, "scope-missing"},
		{"rendering drafts needs a key", "POST", "/v1/strings/store/draft/render", "", "", `{"locale":"ko","messages":[{"id":"x"}]}`, 401, "key-missing"},
		{"rendering drafts needs a scope", "POST", "/v1/strings/store/draft/render", key, "", `{"locale":"ko","messages":[{"id":"x"}]}`, 403, "scope-missing"},
		{"unknown format", "GET", "/v1/strings/store/production/ko.docx", "", "", "", 404, "format-not-found"},
		{"ill-formed tag", "GET", "/v1/strings/store/production/x!.flat.json", "", "", "", 404, "locale-malformed"},
		{"no key", "POST", "/v1/holders/u1/orders", "", "k", order, 401, "key-missing"},
		{"wrong key", "POST", "/v1/holders/u1/orders", "hk_live_nope", "k", order, 401, "key-unknown"},
		{"too small a scope", "POST", "/v1/holders/u1/orders", small, "k", order, 403, "scope-missing"},
		{"staff has no ledger", "GET", "/v1/holders/u1/orders", operator, "", "", 403, "app-key-needed"},
		{"no Idempotency-Key", "POST", "/v1/holders/u1/orders", key, "", order, 400, "idempotency-key-missing"},
		{"long Idempotency-Key", "POST", "/v1/holders/u1/orders", key, strings.Repeat("k", 256), order, 422, "idempotency-key-invalid"},
		{"unknown field", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","pay_with":{"provider":"free"},"coupon":"x"}`, 422, "request-invalid"},
		{"missing field", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki"}`, 422, "request-invalid"},
		{"wrong type", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":7,"region":"KR","pay_with":{"provider":"free"}}`, 422, "request-invalid"},
		{"no JSON", "POST", "/v1/holders/u1/orders", key, "k", `{"pack"`, 400, "body-malformed"},
		{"no body", "POST", "/v1/holders/u1/orders", key, "k", ``, 400, "body-malformed"},
		{"a large body", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"` + strings.Repeat("x", 2<<20) + `"}`, 413, "body-too-large"},
		{"ill-formed holder", "GET", "/v1/holders/u%201/orders", key, "", "", 422, "holder-invalid"},
		{"a gift to oneself", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","recipient":"u1","pay_with":{"provider":"free"}}`, 422, "gift-to-self"},
		{"a gift to nobody", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","recipient":"u 2","pay_with":{"provider":"free"}}`, 422, "holder-invalid"},
		{"a gift with an escape", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","recipient":"u2","message":"\u001b[2J","pay_with":{"provider":"free"}}`, 422, "gift-message"},
		{"a message to nobody", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","message":"hello","pay_with":{"provider":"free"}}`, 422, "order-invalid"},
		{"a gift to an unknown region", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","recipient":"u2","recipient_region":"XX","pay_with":{"provider":"free"}}`, 404, "region-not-found"},
		{"a gift where it is not open yet", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dal","region":"KR","recipient":"u2","recipient_region":"JP","pay_with":{"provider":"external"}}`, 409, "recipient-region"},
		{"unknown gift", "POST", "/v1/holders/u1/gifts/ord_none/accept", key, "", "", 404, "gift-not-found"},
		{"a receipt in an ill-formed locale", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","locale":"x!","pay_with":{"provider":"free"}}`, 404, "locale-malformed"},
		{"a currency alone", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dal","region":"KR","pay_with":{"provider":"external","transaction":"t","currency":"JPY"}}`, 422, "settled-invalid"},
		{"cancel needs no Idempotency-Key", "POST", "/v1/holders/u1/orders/ord_none/cancel", key, "", "", 404, "order-not-found"},
		{"owned in an ill-formed locale", "GET", "/v1/holders/u1/packs?locale=x!", key, "", "", 404, "locale-malformed"},
		{"an ill-formed locale in a draft", "PATCH", "/v1/packs/dokki", operator, "", `{"title":{"x!":"a"}}`, 422, `request-invalid`},
		{"unknown order", "GET", "/v1/holders/u1/orders/ord_none", key, "", "", 404, "order-not-found"},
		{"unknown provider", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","pay_with":{"provider":"barter"}}`, 422, "provider-unknown"},
		{"a provider of later", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"KR","pay_with":{"provider":"stripe"}}`, 422, "provider-not-available"},
		{"order in an unknown region", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dokki","region":"XX","pay_with":{"provider":"free"}}`, 404, "region-not-found"},
		{"order of an unknown pack", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"none","region":"KR","pay_with":{"provider":"free"}}`, 404, "pack-not-found"},
		{"order not offered there", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"jeep-jeep","region":"KR","pay_with":{"provider":"free"}}`, 404, "pack-not-offered"},
		{"order not open yet", "POST", "/v1/holders/u1/orders", key, "k", `{"pack":"dal","region":"JP","pay_with":{"provider":"external"}}`, 409, "offer-not-open"},
		{"refund without the scope", "POST", "/v1/holders/u1/orders/ord_none/refunds", key, "k", `{}`, 403, "scope-missing"},
		{"entitlement of an unknown pack", "GET", "/v1/holders/u1/entitlements/none", key, "", "", 404, "pack-not-found"},
		{"archive of another's pack", "GET", "/v1/holders/u1/packs/dal/archive.zip", key, "", "", 403, "not-entitled"},
		{"publishing needs a role", "POST", "/v1/packs/dokki/publish", designer, "", `{}`, 403, "role-missing"},
		{"another's draft", "GET", "/v1/packs/dokki", designer, "", "", 404, "pack-not-found"},
		{"another's slug", "POST", "/v1/packs/import", designer, "", `{"slug":"dokki","creator":"dokki","source_locale":"en","title":{"en":"x"}}`, 409, "slug-taken"},
		{"an app has no role", "POST", "/v1/packs/dokki/publish", key, "", `{}`, 403, "role-missing"},
		{"a wrong password", "POST", "/v1/sessions", "", "", `{"email":"operator@example.com","password":"nope"}`, 401, "sign-in-failed"},
		{"no picture", "PUT", "/v1/uploads/" + digest("nothing"), operator, "", "nothing", 422, "not-an-image"},
		{"another digest", "PUT", "/v1/uploads/" + zeros, operator, "", "nothing", 422, "digest-mismatch"},
		{"a bomb", "PUT", "/v1/uploads/" + digest(string(bomb())), operator, "", string(bomb()), 422, "image-too-large"},
		{"an unknown media type", "POST", "/v1/packs/import", operator, "", "slug: x", 415, "media-type-unsupported"},
		{"an app of no name", "POST", "/v1/apps", operator, "", `{"name":"","scopes":["catalog:read"]}`, 422, "request-invalid"},
		{"an unknown scope", "POST", "/v1/apps", operator, "", `{"name":"x","scopes":["everything"]}`, 422, "scope-unknown"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			header := http.Header{}
			if c.body != "" && !strings.Contains(c.path, "uploads") && c.name != "an unknown media type" {
				header.Set("Content-Type", "application/json")
			}
			if c.idempotency != "" {
				header.Set("Idempotency-Key", c.idempotency)
			}
			reply, err := s.client(c.key).Do(t.Context(), c.method, c.path, []byte(c.body), header)
			if err != nil {
				t.Fatal(err)
			}
			if reply.Status != c.status || !strings.Contains(string(reply.Body), `/problems/`+c.code+`"`) {
				t.Errorf("answered %d %s, want %d %s", reply.Status, reply.Body, c.status, c.code)
			}
		})
	}
}

func digest(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}

// bomb is a WebP of 28 bytes that claims 16384 × 16384 px.
func bomb() []byte {
	data := []byte("RIFF\x14\x00\x00\x00WEBPVP8L\x08\x00\x00\x00\x2f\x00\x00\x00\x00\x00\x00\x00")
	binary.LittleEndian.PutUint32(data[21:], 16383|16383<<14)
	return data
}

// TestRangeOutsideThePicture asks for a part that lies outside, and then for one that does not.
func TestRangeOutsideThePicture(t *testing.T) {
	s := serve(t, seeded(t))
	pack, err := s.client("").Pack(t.Context(), "KR", "en", "dokki")
	if err != nil {
		t.Fatal(err)
	}
	thumb := pack.Stickers[0].Thumb
	outside, err := s.client("").Do(t.Context(), "GET", thumb.URL, nil, http.Header{"Range": {"bytes=99999999-"}})
	if err != nil || outside.Status != http.StatusRequestedRangeNotSatisfiable || !strings.Contains(string(outside.Body), "/problems/range-unsatisfiable") {
		t.Errorf("outside: %+v, %v", outside, err)
	}
	inside, err := s.client("").Do(t.Context(), "GET", thumb.URL, nil, http.Header{"Range": {"bytes=2-5"}})
	if err != nil || inside.Status != http.StatusPartialContent || len(inside.Body) != 4 {
		t.Errorf("inside: %d, %d bytes, %v", inside.Status, len(inside.Body), err)
	}
}

// TestFactsOfRefusals: a refusal says why, and when.
func TestFactsOfRefusals(t *testing.T) {
	s := serve(t, seeded(t))
	_, err := s.client("").Pack(t.Context(), "JP", "ja", "dal")
	p := problem(t, err, "pack-not-offered")
	where, _ := p.Facts["offered_in"].([]any)
	if !slices.Contains(where, any("KR")) || p.Facts["opens_at"] == nil {
		t.Errorf("facts: %v", p.Facts)
	}
	reader := s.client("")
	reader.Language = "ko"
	_, err = reader.Pack(t.Context(), "JP", "ja", "dal")
	korean := problem(t, err, "pack-not-offered")
	if korean.Title == p.Title || korean.Title == "" {
		t.Errorf("in Korean: %q, in English: %q", korean.Title, p.Title)
	}
}

// TestFiftyAtOnce sends one order fifty times at the same moment: it is placed once.
func TestFiftyAtOnce(t *testing.T) {
	s := serve(t, seeded(t))
	backend := s.client(s.app(t, "orders:read", "orders:write"))
	amount := int64(2500)
	order := api.NewOrder{Pack: "dal", Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "t1", Amount: &amount, Currency: "KRW"}}
	var mu sync.Mutex
	var wait sync.WaitGroup
	ids := map[string]int{}
	for range 50 {
		wait.Go(func() {
			placed, err := backend.PlaceOrder(t.Context(), "fan", "one", order)
			if err != nil {
				problem(t, err, "idempotency-key-in-flight")
				return
			}
			mu.Lock()
			defer mu.Unlock()
			ids[placed.ID]++
		})
	}
	wait.Wait()
	if len(ids) != 1 {
		t.Errorf("orders: %v", ids)
	}
	list, err := backend.Orders(t.Context(), "fan", "")
	if err != nil || len(list.Items) != 1 {
		t.Errorf("the holder has %d orders, %v", len(list.Items), err)
	}
}

// TestRevokedKey: a key that was taken back opens nothing, its successor does.
func TestRevokedKey(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	app, err := operator.CreateApp(t.Context(), api.NewApp{Name: "chat", Scopes: []string{"orders:read"}})
	if err != nil {
		t.Fatal(err)
	}
	next, err := operator.IssueKey(t.Context(), app.ID, api.NewKey{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = operator.IssueKey(t.Context(), app.ID, api.NewKey{})
	problem(t, err, "too-many-keys")
	err = operator.RevokeKey(t.Context(), app.ID, app.Keys[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.client(app.Keys[0].Secret).Orders(t.Context(), "u1", "")
	problem(t, err, "key-revoked")
	_, err = s.client(next.Secret).Orders(t.Context(), "u1", "")
	if err != nil {
		t.Errorf("the successor: %v", err)
	}
}
