package settings

import (
	"net/http"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var ownTemplate = frame.Parse(templates, "own.html")

// ownPage is one's own account.
type ownPage struct {
	frame.Shell
	Notice   *frame.Notice
	Roles    []string
	Min      int            // characters of a password
	Topics   []choice       // of mails; chosen are those that come
	Letters  []frame.Option // languages of mails
	Sessions []session
	Others   bool // there are sessions besides this one
	Manages  bool // everyone's accounts
	Apps     bool // chat apps
	Audits   bool // who did what
}

func (r *room) own(v *frame.Visit) error { return r.showOwn(v, nil) }

// showOwn shows the page, with what is wrong with what was entered.
func (r *room) showOwn(v *frame.Visit, wrong error) error {
	sessions, err := r.sessions(v)
	if err != nil {
		return err
	}
	shown := ownPage{
		Shell: v.Shell(v.Voice.T("studio.shell.settings")), Roles: roles(v, v.Account), Min: accounts.MinPassword,
		Manages: v.Actor.Can(accounts.ManageAccounts), Apps: v.Actor.Can(accounts.ManageApps), Audits: v.Actor.Can(accounts.ReadAudit),
	}
	shown.Here, shown.Topics, shown.Letters, shown.Sessions = home, topics(v), r.letters(v), sessions
	shown.Others = slices.ContainsFunc(sessions, func(s session) bool { return !s.This })
	switch {
	case v.QueryParam("saved") != "":
		shown.Notice = v.Good("studio.mails.saved")
	case v.QueryParam("ended") != "":
		shown.Notice = v.Good("studio.settings.ended")
	}
	status := http.StatusOK
	if wrong != nil {
		wording := v.Word(wrong)
		status, shown.Notice = wording.Status, wording.Bad()
	}
	return v.Show(status, ownTemplate, shown)
}

func roles(v *frame.Visit, a accounts.Account) []string {
	names := make([]string, len(a.Roles))
	for i, role := range a.Roles {
		names[i] = v.Voice.T("studio.role." + string(role))
	}
	return names
}

// changePassword ends all sessions, this one included: the reader comes in again with the new password.
func (r *room) changePassword(v *frame.Visit) error {
	err := r.Guard(v)
	if err == nil {
		err = r.GuardAccount(v.Account.Email, func() error {
			return r.Accounts.ChangePassword(v.Request().Context(), v.Origin(), v.Account.ID, v.FormValue("old"), v.FormValue("password"))
		})
	}
	if err != nil {
		return r.showOwn(v, err)
	}
	r.ForgetSession(v)
	return v.Go(afterChange)
}

// erase deletes the reader's account, for who knows its password.
func (r *room) erase(v *frame.Visit) error {
	err := r.Guard(v)
	if err == nil {
		err = r.GuardAccount(v.Account.Email, func() error {
			return r.Accounts.Erase(v.Request().Context(), v.Origin(), v.Account.ID, v.FormValue("password"))
		})
	}
	if err != nil {
		return r.showOwn(v, err)
	}
	r.ForgetSession(v)
	return v.Go(frame.SignIn + "?erased=1")
}
