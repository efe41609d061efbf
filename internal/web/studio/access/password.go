package access

import (
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

const (
	forgotPath   = frame.Home + "/forgot"
	passwordPath = frame.Home + "/password"
)

var (
	forgotTemplate   = frame.Parse(templates, "forgot.html")
	passwordTemplate = frame.Parse(templates, "password.html")
)

// forgotPage asks where to send the letter.
type forgotPage struct {
	frame.Shell
	Notice *frame.Notice
	Filled string
	Sent   bool
}

func (d *doors) showForgot(v *frame.Visit) error {
	return v.Show(http.StatusOK, forgotTemplate, forgotPage{Shell: v.Shell(v.Voice.T("studio.forgot.title"))})
}

// forgot says the same whether or not an account has the address.
func (d *doors) forgot(v *frame.Visit) error {
	shown := forgotPage{Shell: v.Shell(v.Voice.T("studio.forgot.title")), Filled: v.FormValue("email")}
	err := d.Guard(v)
	if err == nil {
		err = d.GuardMailbox(shown.Filled)
	}
	if err == nil {
		err = d.Accounts.ForgotPassword(v.Request().Context(), web.RequestID(v), shown.Filled)
	}
	if err != nil {
		wording := v.Word(err)
		shown.Notice = wording.Bad()
		return v.Show(wording.Status, forgotTemplate, shown)
	}
	shown.Sent, shown.Notice = true, v.Good("studio.forgot.sent")
	return v.Show(http.StatusOK, forgotTemplate, shown)
}

// passwordPage asks whoever has a ticket for a password.
type passwordPage struct {
	frame.Shell
	Notice *frame.Notice
	Token  string
	For    string // e-mail address of the account
	Min    int    // characters
}

func (d *doors) showPassword(v *frame.Visit) error {
	return d.askPassword(v, v.QueryParam("token"), nil)
}

// askPassword shows the form, with what is wrong with what was entered before.
func (d *doors) askPassword(v *frame.Visit, token string, wrong error) error {
	_, account, err := d.Accounts.Ticket(v.Request().Context(), token)
	if err != nil {
		return err
	}
	shown := passwordPage{
		Shell: v.Shell(v.Voice.T("studio.forgot.title")), Token: token, For: account.Email, Min: accounts.MinPassword,
	}
	shown.Here = passwordPath + "?token=" + token
	status := http.StatusOK
	if wrong != nil {
		wording := v.Word(wrong)
		status, shown.Notice = wording.Status, wording.Bad()
	}
	return v.Show(status, passwordTemplate, shown)
}

func (d *doors) choosePassword(v *frame.Visit) error {
	token := v.FormValue("token")
	err := d.Guard(v)
	if err == nil {
		_, err = d.Accounts.ChoosePassword(v.Request().Context(), web.RequestID(v), token, v.FormValue("password"))
	}
	if err != nil {
		return d.askPassword(v, token, err)
	}
	d.ForgetSession(v)
	return v.Go(frame.SignIn + "?changed=1")
}
