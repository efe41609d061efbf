package accounts_test

import (
	"fmt"
	"hash/crc32"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
)

var readsOrders = []accounts.Scope{accounts.OrdersRead, accounts.HoldersWrite}

// TestClientTokenReadsOneHolder: it opens what its holder reads, of what its key opens, until its end.
func TestClientTokenReadsOneHolder(t *testing.T) {
	s, _, clock := service()
	app, key, err := s.CreateApp(ctx, by, "chat", readsOrders)
	if err != nil {
		t.Fatal(err)
	}
	token, until, err := s.ClientToken(ctx, key, "fan", 0)
	if err != nil || !until.Equal(clock.Now().Add(accounts.ClientFor)) {
		t.Fatal(until, err)
	}
	if again, _, _ := s.ClientToken(ctx, key, "fan", 0); !strings.HasPrefix(token, "hc_") || len(again) != len(token) {
		t.Errorf("%s, %s", token, again)
	}
	actor := must[accounts.Actor](t)(s.Authenticate(ctx, token))
	if actor.Kind != accounts.KindHolder || actor.App != app.ID || actor.Holder != "fan" || actor.Mode != accounts.Live {
		t.Errorf("actor %+v", actor)
	}
	is(t, "its own", actor.RequireOwn(accounts.ReadOrders, "fan"), nil)
	is(t, "another's", actor.RequireOwn(accounts.ReadOrders, "friend"), accounts.ErrClientDenied)
	is(t, "nobody's", actor.RequireOwn(accounts.ReadOrders, ""), accounts.ErrClientDenied)
	is(t, "what its key opens not", actor.RequireOwn(accounts.ReadHolders, "fan"), accounts.ErrScopeMissing)
	is(t, "what is not one's own", actor.Require(accounts.ReadOrders), accounts.ErrClientDenied)
	_, _, err = s.ClientToken(ctx, token, "fan", 0)
	is(t, "a token of a token", err, accounts.ErrClientDenied)
	for _, wrong := range []time.Duration{time.Second, 2 * time.Hour, -time.Minute} {
		_, _, err = s.ClientToken(ctx, key, "fan", wrong)
		is(t, wrong.String(), err, accounts.ErrClientFor)
	}
	clock.advance(accounts.ClientFor)
	_, err = s.Authenticate(ctx, token)
	is(t, "at its end", err, accounts.ErrKeyExpired)
}

// TestClientTokensEnd: with those of their holder, and with their key; here at once, elsewhere in seconds.
func TestClientTokensEnd(t *testing.T) {
	s, store, clock := service()
	other := accounts.NewService(store, clock.Now)
	app, key, err := s.CreateApp(ctx, by, "chat", readsOrders)
	if err != nil {
		t.Fatal(err)
	}
	mine, _, _ := s.ClientToken(ctx, key, "fan", 0)
	friends, _, _ := s.ClientToken(ctx, key, "friend", 0)
	must[accounts.Actor](t)(other.Authenticate(ctx, mine))
	clock.advance(time.Second)
	is(t, "end", s.EndClientTokens(ctx, app.ID, accounts.Live, "fan"), nil)
	_, err = s.Authenticate(ctx, mine)
	is(t, "ended", err, accounts.ErrKeyRevoked)
	must[accounts.Actor](t)(s.Authenticate(ctx, friends))
	later, _, _ := s.ClientToken(ctx, key, "fan", 0)
	must[accounts.Actor](t)(s.Authenticate(ctx, later))
	clock.advance(accounts.CacheFor)
	_, err = other.Authenticate(ctx, mine)
	is(t, "ended elsewhere", err, accounts.ErrKeyRevoked)
	is(t, "revoke", s.RevokeKey(ctx, by, must[accounts.Actor](t)(s.Authenticate(ctx, key)).Key), nil)
	for _, token := range []string{later, friends} {
		_, err = s.Authenticate(ctx, token)
		is(t, "with its key", err, accounts.ErrKeyRevoked)
	}
}

// TestClientTokensThatAreRefused: whatever is changed of one, and those of another store.
func TestClientTokensThatAreRefused(t *testing.T) {
	s, _, _ := service()
	_, key, _ := s.CreateApp(ctx, by, "chat", readsOrders)
	token, _, err := s.ClientToken(ctx, key, "fan", 0)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, _, _ := service()
	_, foreign, _ := elsewhere.CreateApp(ctx, by, "chat", readsOrders)
	strange, _, _ := elsewhere.ClientToken(ctx, foreign, "fan", 0)
	refused := []string{strange, token + "0", "hc_", "hc__", "hc_x_000000", strings.Replace(token, "hc_", "hs_", 1)}
	body := token[:strings.LastIndexByte(token, '_')]
	for i := len("hc_"); i < len(body); i++ {
		for _, digit := range []byte{'0', 'Z'} {
			if body[i] != digit {
				refused = append(refused, resealed(body[:i]+string(digit)+body[i+1:]))
			}
		}
	}
	for _, text := range refused {
		_, err := s.Authenticate(ctx, text)
		is(t, text, err, accounts.ErrKeyUnknown)
	}
}

// FuzzClientTokens: no text is more than refused.
func FuzzClientTokens(f *testing.F) {
	s, _, _ := service()
	_, key, _ := s.CreateApp(ctx, by, "chat", readsOrders)
	token, _, _ := s.ClientToken(ctx, key, "fan", 0)
	f.Add(token)
	f.Add("hc_")
	f.Add("a.b.c")
	f.Fuzz(func(t *testing.T, text string) {
		actor, err := s.Authenticate(ctx, text)
		if err == nil && text != token && text != key {
			t.Errorf("%q let in %+v", text, actor)
		}
	})
}

// resealed gives the body of a token its checksum.
func resealed(body string) string {
	return fmt.Sprintf("%s_%06s", body, new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))).Text(62))
}
