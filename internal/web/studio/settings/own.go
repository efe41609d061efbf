package settings

import (
	"net/http"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var ownTemplate = frame.Parse(templates, "own.html")

// ownPage is one's own account.
type ownPage struct {
	frame.Shell
	Notice   *frame.Notice
	Roles    []string
	Min      int      // characters of a password
	Topics   []choice // of mails; chosen are those that come
	Sessions []session
	Manages  bool // everyone's accounts
}

// session is one browser or program that signed in.
type session struct {
	ID      string
	Since   string // date and time, UTC
	Machine string // the same for scripts
	This    bool
}

func (r *room) own(v *frame.Visit) error { return r.showOwn(v, nil) }

// showOwn shows the page, with what is wrong with what was entered.
func (r *room) showOwn(v *frame.Visit, wrong error) error {
	sessions, err := r.Accounts.Sessions(v.Request().Context(), v.Account.ID)
	if err != nil {
		return err
	}
	shown := ownPage{
		Shell: v.Shell(v.Voice.T("studio.shell.settings")), Roles: roles(v, v.Account), Min: accounts.MinPassword,
		Manages: v.Actor.Can(accounts.ManageAccounts),
	}
	shown.Here, shown.Topics = home, topics(v)
	if v.QueryParam("saved") != "" {
		shown.Notice = v.Good("studio.mails.saved")
	}
	for _, key := range sessions {
		shown.Sessions = append(shown.Sessions, session{
			ID: key.ID, Since: key.CreatedAt.UTC().Format("2006-01-02 15:04 UTC"), Machine: key.CreatedAt.UTC().Format(time.RFC3339),
			This: key.ID == v.Actor.Key,
		})
	}
	status := http.StatusOK
	if wrong != nil {
		wording := v.Word(wrong)
		status, shown.Notice = wording.Status, wording.Bad()
	}
	return v.Show(status, ownTemplate, shown)
}

// topics are what letters may be about: those that concern the reader's roles.
func topics(v *frame.Visit) []choice {
	var all []choice
	for _, topic := range accounts.Topics() {
		if concerns(v, topic) {
			all = append(all, choice{string(topic), v.Voice.T("studio.mails." + string(topic)), !slices.Contains(v.Account.Muted, topic)})
		}
	}
	return all
}

func concerns(v *frame.Visit, topic accounts.Topic) bool {
	if topic == accounts.TopicQueue {
		return v.Actor.Can(accounts.ReviewPacks)
	}
	return v.Actor.Can(accounts.WritePacks)
}

// chooseMails keeps which letters are to come. What the page does not offer stays as it was.
func (r *room) chooseMails(v *frame.Visit) error {
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	muted := []accounts.Topic{}
	for _, topic := range accounts.Topics() {
		offered := concerns(v, topic)
		if offered && !slices.Contains(form["topic"], string(topic)) || !offered && slices.Contains(v.Account.Muted, topic) {
			muted = append(muted, topic)
		}
	}
	err = r.Accounts.Mute(v.Request().Context(), v.Origin(), v.Account.ID, muted)
	if err != nil {
		return err
	}
	return v.Go(home + "?saved=1#mails")
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

func (r *room) endSession(v *frame.Visit) error {
	err := r.Accounts.EndSession(v.Request().Context(), v.Origin(), v.Account.ID, v.Param("session"))
	if err != nil {
		return err
	}
	return v.Go(home)
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
