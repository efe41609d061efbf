package access

import (
	"net/http"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

const (
	signUpPath  = frame.Home + "/sign-up"
	confirmPath = frame.Home + "/confirm"
)

var (
	signUpTemplate  = frame.Parse(templates, "signup.html", "agreement.html")
	confirmTemplate = frame.Parse(templates, "confirm.html")
)

// signUpPage asks for what an account needs.
type signUpPage struct {
	frame.Shell
	Notice        *frame.Notice
	Email, Studio string // that were entered before
	Min           int    // characters of a password
	Agreement     agreement
	Sent          bool
}

// agreement is what there is to accept.
type agreement struct {
	frame.Shell
	Version    string
	Paragraphs []string
}

func (d *doors) agreement(v *frame.Visit, shell frame.Shell) agreement {
	shown := agreement{Shell: shell, Version: d.Accounts.Policy().Agreement}
	for paragraph := range strings.SplitSeq(d.Agreement(v.Voice.Locale), "\n\n") {
		if text := strings.TrimSpace(paragraph); text != "" {
			shown.Paragraphs = append(shown.Paragraphs, text)
		}
	}
	return shown
}

func (d *doors) signUpPage(v *frame.Visit) signUpPage {
	shown := signUpPage{Shell: v.Shell(v.Voice.T("studio.sign_up.title")), Min: accounts.MinPassword}
	shown.Agreement = d.agreement(v, shown.Shell)
	return shown
}

func (d *doors) showSignUp(v *frame.Visit) error {
	if !d.Accounts.Policy().SignUp {
		return accounts.ErrSignUpClosed
	}
	return v.Show(http.StatusOK, signUpTemplate, d.signUpPage(v))
}

// signUp says the same whether or not an account has the address.
func (d *doors) signUp(v *frame.Visit) error {
	shown := d.signUpPage(v)
	shown.Here, shown.Email, shown.Studio = signUpPath, v.FormValue("email"), v.FormValue("studio")
	wanted := accounts.NewSignUp{
		Email: shown.Email, Studio: shown.Studio, Password: v.FormValue("password"), Agreement: v.FormValue("agreement"),
		Language: v.Voice.Locale.Tag(),
	}
	err := d.Guard(v)
	if err == nil {
		wanted, err = d.Accounts.CheckSignUp(wanted)
	}
	if err == nil {
		err = d.GuardMailbox(wanted.Email)
	}
	if err == nil {
		err = d.Accounts.SignUp(v.Request().Context(), web.RequestID(v), wanted)
	}
	if err != nil {
		wording := v.Word(err)
		shown.Notice = wording.Bad()
		return v.Show(wording.Status, signUpTemplate, shown)
	}
	shown.Sent = true
	shown.Notice = v.Good("studio.sign_up.sent")
	shown.Notice.Text = v.Voice.T("studio.sign_up.sent_text", "Email", shown.Email)
	return v.Show(http.StatusOK, signUpTemplate, shown)
}

// confirmPage asks who has the mail for the password, too.
type confirmPage struct {
	frame.Shell
	Notice *frame.Notice
	Token  string
	For    string // e-mail address
	Studio string
}

func (d *doors) showConfirm(v *frame.Visit) error {
	return d.askConfirm(v, v.QueryParam("token"), nil)
}

func (d *doors) askConfirm(v *frame.Visit, token string, wrong error) error {
	up, err := d.Accounts.Waiting(v.Request().Context(), token)
	if err != nil {
		return err
	}
	shown := confirmPage{Shell: v.Shell(v.Voice.T("studio.confirm.title")), Token: token, For: up.Email, Studio: up.Studio}
	shown.Here = confirmPath + "?token=" + token
	status := http.StatusOK
	if wrong != nil {
		wording := v.Word(wrong)
		status, shown.Notice = wording.Status, wording.Bad()
	}
	return v.Show(status, confirmTemplate, shown)
}

// confirm makes the account and signs it in.
func (d *doors) confirm(v *frame.Visit) error {
	ctx, token, password := v.Request().Context(), v.FormValue("token"), v.FormValue("password")
	up, err := d.Accounts.Waiting(ctx, token)
	if err != nil {
		return err
	}
	err = d.Guard(v)
	if err == nil {
		err = d.GuardAccount(up.Email, func() error {
			_, err := d.Accounts.Confirm(ctx, web.RequestID(v), token, password)
			return err
		})
	}
	if known := fault.As(err); known != nil && known.Kind() != fault.Unavailable {
		return d.askConfirm(v, token, err)
	}
	if err != nil {
		return err
	}
	key, session, err := d.Accounts.SignIn(ctx, web.Arrival(v), up.Email, password)
	if err != nil {
		return err
	}
	err = d.begin(v, session, *key.ExpiresAt)
	if err != nil {
		return err
	}
	return v.Go(frame.Home)
}
