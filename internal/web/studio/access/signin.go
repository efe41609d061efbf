package access

import (
	"net/http"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var signInTemplate = frame.Parse(templates, "signin.html")

// signInPage asks who it is.
type signInPage struct {
	frame.Shell
	Notice *frame.Notice
	Filled string // e-mail address that was entered before
	Next   string
	SignUp bool // people may sign up by themselves

	Elsewhere string // where else people sign in; "" for nowhere
}

func (d *doors) showSignIn(v *frame.Visit) error {
	next := frame.SafeNext(v.QueryParam("next"))
	if v.SignedIn() {
		return v.Go(next)
	}
	shown := d.signInPage(v, next)
	if v.QueryParam("ended") != "" {
		shown.Notice = &frame.Notice{Kind: "plain", Title: v.Voice.T("studio.sign_in.ended")}
	}
	if v.QueryParam("changed") != "" {
		shown.Notice = v.Good("studio.password.changed")
	}
	if v.QueryParam("erased") != "" {
		shown.Notice = v.Good("studio.erase.done")
	}
	return v.Show(http.StatusOK, signInTemplate, shown)
}

func (d *doors) signInPage(v *frame.Visit, next string) signInPage {
	shown := signInPage{Shell: v.Shell(v.Voice.T("studio.sign_in.title")), Next: next, SignUp: d.Accounts.Policy().SignUp}
	if d.Elsewhere != nil {
		shown.Elsewhere = d.Elsewhere.Label()
	}
	shown.Here = frame.SignIn + "?" + url.Values{"next": {next}}.Encode()
	return shown
}

// signIn starts a session with a new token, whatever token the browser had before.
func (d *doors) signIn(v *frame.Visit) error {
	email, next := v.FormValue("email"), frame.SafeNext(v.FormValue("next"))
	key, token, err := d.tryPassword(v, email)
	if known := fault.As(err); known != nil && known.Kind() != fault.Unavailable {
		shown := d.signInPage(v, next)
		wording := v.Word(err)
		shown.Filled, shown.Notice = email, wording.Bad()
		return v.Show(wording.Status, signInTemplate, shown)
	}
	if err != nil {
		return err
	}
	err = d.begin(v, token, *key.ExpiresAt)
	if err != nil {
		return err
	}
	return v.Go(next)
}

func (d *doors) tryPassword(v *frame.Visit, email string) (key accounts.Key, token string, err error) {
	err = d.Guard(v)
	if err != nil {
		return key, "", err
	}
	err = d.GuardAccount(email, func() (err error) {
		key, token, err = d.Accounts.SignIn(v.Request().Context(), web.Arrival(v), email, v.FormValue("password"))
		return err
	})
	return key, token, err
}

// begin ends the session that the browser had and gives it another.
func (d *doors) begin(v *frame.Visit, token string, end time.Time) error {
	if v.SignedIn() {
		err := d.Accounts.SignOut(v.Request().Context(), v.Origin(), v.Actor)
		if err != nil {
			return err
		}
	}
	d.StartSession(v, token, end)
	return nil
}

// signOut ends the session here and in the database.
func (d *doors) signOut(v *frame.Visit) error {
	if v.SignedIn() {
		err := d.Accounts.SignOut(v.Request().Context(), v.Origin(), v.Actor)
		if err != nil {
			return err
		}
	}
	d.ForgetSession(v)
	return v.Go(frame.SignIn)
}
