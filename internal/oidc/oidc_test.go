package oidc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/oidc"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

const callback = "http://store.example/studio/oidc/callback"

func config(issuer string) oidc.Config {
	return oidc.Config{Issuer: issuer, ClientID: "hallyu", ClientSecret: "secret", RolesClaim: "groups", Callback: callback}
}

// tried goes to the provider and back under a name; bent changes what the browser brings.
func tried(t *testing.T, p *oidc.Provider, name string, bent func(kept string) string) (accounts.Identity, error) {
	t.Helper()
	address, kept, err := p.Begin(t.Context())
	if err != nil {
		return accounts.Identity{}, err
	}
	if bent != nil {
		kept = bent(kept)
	}
	return p.Finish(t.Context(), kept, servertest.SignInAt(t, address, name).Query())
}

func refused(t *testing.T, err error, part string) {
	t.Helper()
	if !errors.Is(err, oidc.ErrRefused) || fault.As(err).Facts()["error"] != part {
		t.Errorf("got %v, want a refusal for %s", err, part)
	}
}

func TestSignInAtARealProvider(t *testing.T) {
	issuer, stop := servertest.OIDC(t, callback)
	p := oidc.New(config(issuer))
	who, err := tried(t, p, "yuna editor nonsense", nil)
	if err != nil {
		t.Fatal(err)
	}
	wanted := accounts.Identity{Issuer: issuer, Subject: "yuna editor nonsense", Email: "yuna@studio.example", Verified: true, Roles: []accounts.Role{accounts.Editor}}
	if diff := cmp.Diff(wanted, who); diff != "" {
		t.Error(diff)
	}
	who, err = tried(t, p, "unverified-mina", nil)
	if err != nil || who.Verified || who.Roles == nil || len(who.Roles) != 0 {
		t.Errorf("%+v, %v", who, err)
	}
	_, err = tried(t, p, "yuna", func(kept string) string { return strings.Replace(kept, `"Nonce":"`, `"Nonce":"x`, 1) })
	refused(t, err, "nonce")
	_, err = tried(t, p, "yuna", func(kept string) string { return strings.Replace(kept, `"State":"`, `"State":"x`, 1) })
	refused(t, err, "state")
	_, err = tried(t, p, "yuna", func(string) string { return "" })
	refused(t, err, "state")
	_, err = tried(t, p, "yuna", func(kept string) string { return strings.Replace(kept, `"Verifier":"`, `"Verifier":"x`, 1) })
	refused(t, err, "code")
	late := config(issuer)
	late.Now = func() time.Time { return time.Now().Add(24 * time.Hour) }
	_, err = tried(t, oidc.New(late), "yuna", nil)
	refused(t, err, "id_token")
	address, kept, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	came := servertest.SignInAt(t, address, "yuna").Query()
	stop()
	_, err = p.Finish(t.Context(), kept, came)
	if !errors.Is(err, oidc.ErrProviderAway) {
		t.Errorf("away: %v", err)
	}
	_, _, err = oidc.New(config(issuer)).Begin(t.Context())
	if !errors.Is(err, oidc.ErrProviderAway) {
		t.Errorf("away from the first: %v", err)
	}
}

// TestTokenOfAnotherClient brings an ID token that the provider made for somebody else's application.
func TestTokenOfAnotherClient(t *testing.T) {
	issuer, _ := servertest.OIDC(t, callback)
	listening := &swap{}
	another := config(issuer)
	another.ClientID, another.Client = "another", &http.Client{Transport: listening}
	_, err := tried(t, oidc.New(another), "yuna", nil)
	if err != nil || listening.heard == "" {
		t.Fatal(listening.heard, err)
	}
	bent := config(issuer)
	bent.Client = &http.Client{Transport: &swap{put: listening.heard}}
	_, err = tried(t, oidc.New(bent), "yuna", nil)
	refused(t, err, "id_token")
}

// swap is a network that hears ID tokens, and puts another in their place.
type swap struct{ heard, put string }

func (s *swap) RoundTrip(request *http.Request) (*http.Response, error) {
	reply, err := http.DefaultTransport.RoundTrip(request)
	if err != nil || !strings.HasSuffix(request.URL.Path, "/token") {
		return reply, err
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		return nil, err
	}
	token := map[string]any{}
	err = json.Unmarshal(body, &token)
	s.heard, _ = token["id_token"].(string)
	if s.put != "" {
		token["id_token"] = s.put
		body, err = json.Marshal(token)
	}
	reply.Body, reply.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return reply, err
}

// TestHangingProviderHoldsNobody: whoever goes away while the provider is silent is let go at once, and it is
// asked once for all who wait.
func TestHangingProviderHoldsNobody(t *testing.T) {
	silent := &silence{asked: make(chan struct{}, 10), end: make(chan struct{})}
	hanging := config("http://provider.example")
	hanging.Client = &http.Client{Transport: silent}
	p := oidc.New(hanging)
	patient := make(chan error, 1)
	go func() {
		_, _, err := p.Begin(context.Background())
		patient <- err
	}()
	<-silent.asked
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := p.Begin(ctx)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("gone: %v", err)
		}
	}
	if len(silent.asked) > 0 {
		t.Errorf("asked %d times more", len(silent.asked))
	}
	close(silent.end)
	if err := <-patient; !errors.Is(err, oidc.ErrProviderAway) {
		t.Errorf("who waited: %v", err)
	}
}

// silence is a network that answers nothing until its end.
type silence struct{ asked, end chan struct{} }

func (s *silence) RoundTrip(*http.Request) (*http.Response, error) {
	s.asked <- struct{}{}
	<-s.end
	return nil, errors.New("silence")
}
