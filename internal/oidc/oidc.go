// Package oidc lets people in who sign in at a provider of OpenID Connect: authorization code flow with
// PKCE, state and nonce.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
)

// Faults of signing in elsewhere.
var (
	// ErrProviderAway: the provider does not answer, or not as one does.
	ErrProviderAway = fault.Define(fault.Unavailable, "oidc-provider-away")
	// ErrRefused: what came back does not prove who it is; the reader tries again. Facts: error, when the
	// provider names one.
	ErrRefused = fault.Define(fault.Denied, "oidc-refused")
)

// Config says where people sign in, and as whom the store asks.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Label        string // of the button; "" is the issuer's host
	RolesClaim   string // claim with roles; "" leaves roles to the operators
	Callback     string // address that the provider sends people back to

	Client *http.Client     // nil is one with a deadline
	Now    func() time.Time // nil is the machine's clock
}

// Provider is one that people may sign in at. It is asked for its addresses when it is needed first, so
// that the store starts without it.
type Provider struct {
	config Config
	asking singleflight.Group
	known  atomic.Pointer[oidc.Provider]
}

// patience is how long the provider may take to answer.
const patience = 10 * time.Second

// New returns a provider that nobody was sent to yet.
func New(config Config) *Provider {
	if config.Client == nil {
		config.Client = &http.Client{Timeout: patience}
	}
	return &Provider{config: config}
}

// Label is what the button says.
func (p *Provider) Label() string {
	if p.config.Label != "" {
		return p.config.Label
	}
	u, err := url.Parse(p.config.Issuer)
	if err != nil {
		return p.config.Issuer
	}
	return u.Host
}

// attempt is what the browser keeps between leaving and coming back.
type attempt struct{ State, Nonce, Verifier string }

// Begin returns the address to send somebody to, and what their browser must bring back.
func (p *Provider) Begin(ctx context.Context) (address, kept string, err error) {
	known, err := p.discover(ctx)
	if err != nil {
		return "", "", err
	}
	a := attempt{rand.Text(), rand.Text(), oauth2.GenerateVerifier()}
	data, err := json.Marshal(a)
	if err != nil {
		return "", "", err
	}
	return p.oauth(known).AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), string(data), nil
}

// Finish returns who came back, by what their browser kept and what the provider sent along.
func (p *Provider) Finish(ctx context.Context, kept string, came url.Values) (accounts.Identity, error) {
	var a attempt
	err := json.Unmarshal([]byte(kept), &a)
	if err != nil || a.State == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(came.Get("state"))) != 1 {
		return accounts.Identity{}, ErrRefused.With("error", "state")
	}
	if code := came.Get("error"); code != "" {
		return accounts.Identity{}, ErrRefused.With("error", code)
	}
	known, err := p.discover(ctx)
	if err != nil {
		return accounts.Identity{}, err
	}
	ctx = p.client(ctx)
	token, err := p.oauth(known).Exchange(ctx, came.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return accounts.Identity{}, awayOr(err, "code")
	}
	return p.identify(ctx, known, token, a.Nonce)
}

// identify checks the ID token (OpenID Connect Core 1.0, section 3.1.3.7) and asks for what it leaves out.
func (p *Provider) identify(ctx context.Context, known *oidc.Provider, token *oauth2.Token, nonce string) (accounts.Identity, error) {
	raw, _ := token.Extra("id_token").(string)
	verifier := known.VerifierContext(ctx, &oidc.Config{ClientID: p.config.ClientID, Now: p.config.Now})
	checked, err := verifier.Verify(ctx, raw)
	if err != nil {
		return accounts.Identity{}, awayOr(err, "id_token")
	}
	if subtle.ConstantTimeCompare([]byte(checked.Nonce), []byte(nonce)) != 1 {
		return accounts.Identity{}, ErrRefused.With("error", "nonce")
	}
	var said claims
	err = checked.Claims(&said)
	if err == nil && !said.complete(p.config.RolesClaim) {
		err = p.ask(ctx, known, token, checked.Subject, &said)
	}
	if err != nil {
		return accounts.Identity{}, awayOr(err, "claims")
	}
	who := accounts.Identity{Issuer: checked.Issuer, Subject: checked.Subject, Email: said.text("email"), Verified: said.yes("email_verified")}
	if p.config.RolesClaim != "" {
		who.Roles = said.roles(p.config.RolesClaim)
	}
	return who, nil
}

// ask takes from the provider's userinfo what the ID token leaves out.
func (p *Provider) ask(ctx context.Context, known *oidc.Provider, token *oauth2.Token, subject string, said *claims) error {
	info, err := known.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return err
	}
	if info.Subject != subject {
		return ErrRefused.With("error", "subject")
	}
	var more claims
	err = info.Claims(&more)
	for name, value := range more {
		(*said)[name] = value
	}
	return err
}

// discover returns what the provider says of itself. It is asked once for all who wait; each waits no longer
// than their own request lasts.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	if known := p.known.Load(); known != nil {
		return known, nil
	}
	// What it returns fetches keys later, too: it must not end with this request.
	lasting := p.client(context.WithoutCancel(ctx))
	asked := p.asking.DoChan("", func() (any, error) {
		known, err := oidc.NewProvider(lasting, p.config.Issuer)
		if err == nil {
			p.known.Store(known)
		}
		return known, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case answer := <-asked:
		if answer.Err != nil {
			return nil, ErrProviderAway.Because(answer.Err)
		}
		return answer.Val.(*oidc.Provider), nil
	}
}

func (p *Provider) client(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.config.Client)
}

func (p *Provider) oauth(known *oidc.Provider) *oauth2.Config {
	scopes := []string{oidc.ScopeOpenID, "email"}
	if p.config.RolesClaim != "" {
		scopes = append(scopes, p.config.RolesClaim)
	}
	return &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, RedirectURL: p.config.Callback,
		Endpoint: known.Endpoint(), Scopes: supported(known, scopes),
	}
}

// supported leaves out the scopes that the provider says it does not know: some refuse those.
func supported(known *oidc.Provider, wanted []string) []string {
	var document struct {
		Scopes []string `json:"scopes_supported"`
	}
	err := known.Claims(&document)
	if err != nil || len(document.Scopes) == 0 {
		return wanted[:2]
	}
	scopes := wanted[:2:2]
	for _, scope := range wanted[2:] {
		for _, offered := range document.Scopes {
			if scope == offered {
				scopes = append(scopes, scope)
			}
		}
	}
	return scopes
}

// awayOr says whether the provider did not answer, or what came from it proves nothing.
func awayOr(err error, part string) error {
	var network *url.Error
	var reply *oauth2.RetrieveError
	if errors.As(err, &network) || errors.As(err, &reply) && reply.Response != nil && reply.Response.StatusCode >= http.StatusInternalServerError {
		return ErrProviderAway.Because(err)
	}
	if fault.As(err) != nil {
		return err
	}
	return ErrRefused.With("error", part).Because(err)
}
