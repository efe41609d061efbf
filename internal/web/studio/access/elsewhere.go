package access

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

const (
	elsewherePath = frame.Home + "/oidc"
	// CallbackPath is where the provider sends people back to.
	CallbackPath = elsewherePath + "/callback"
)

// Elsewhere is a provider that people may sign in at.
type Elsewhere interface {
	// Label is what the button says.
	Label() string
	// Begin returns the address to send somebody to, and what their browser must bring back.
	Begin(ctx context.Context) (address, kept string, err error)
	// Finish returns who came back.
	Finish(ctx context.Context, kept string, came url.Values) (accounts.Identity, error)
}

// elsewhereCookie keeps what a browser must bring back. It comes back from another site, which Lax allows
// for an address that is opened.
const elsewhereCookie = "hallyu_elsewhere"

// elsewhereFor is how long somebody may take to sign in there.
const elsewhereFor = 10 * time.Minute

// leave sends somebody to the provider.
func (d *doors) leave(v *frame.Visit) error {
	err := d.Guard(v)
	if err != nil {
		return d.notIn(v, frame.Home, err)
	}
	next := frame.SafeNext(v.QueryParam("next"))
	address, kept, err := d.Elsewhere.Begin(v.Request().Context())
	if err != nil {
		return d.notIn(v, next, err)
	}
	d.keep(v, url.Values{"kept": {kept}, "next": {next}}.Encode(), elsewhereFor)
	return v.Go(address)
}

func (d *doors) keep(v *frame.Visit, value string, hold time.Duration) {
	v.SetCookie(&http.Cookie{
		Name: elsewhereCookie, Value: url.QueryEscape(value), Path: elsewherePath, MaxAge: int(hold / time.Second),
		Secure: d.Secure(v), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// comeBack starts the session of who signed in at the provider.
func (d *doors) comeBack(v *frame.Visit) error {
	var kept url.Values
	cookie, err := v.Cookie(elsewhereCookie)
	if err == nil {
		text, _ := url.QueryUnescape(cookie.Value)
		kept, _ = url.ParseQuery(text)
	}
	d.keep(v, "", -time.Second) // it works once
	next := frame.SafeNext(kept.Get("next"))
	ctx := v.Request().Context()
	err = d.Guard(v)
	if err != nil {
		return d.notIn(v, next, err)
	}
	who, err := d.Elsewhere.Finish(ctx, kept.Get("kept"), v.QueryParams())
	if err != nil {
		return d.notIn(v, next, err)
	}
	key, token, err := d.Accounts.SignInAs(ctx, web.Arrival(v), who)
	if err != nil {
		return d.notIn(v, next, err)
	}
	err = d.begin(v, token, *key.ExpiresAt)
	if err != nil {
		return err
	}
	return v.Go(next)
}

// notIn says at the door why somebody is not let in.
func (d *doors) notIn(v *frame.Visit, next string, err error) error {
	if fault.As(err) == nil {
		return err
	}
	shown := d.signInPage(v, next)
	wording := v.Word(err)
	shown.Notice = wording.Bad()
	return v.Show(wording.Status, signInTemplate, shown)
}
