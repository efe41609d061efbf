package settings

import (
	"net/http"
	"slices"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var (
	accountsTemplate = frame.Parse(templates, "accounts.html", "rights.html")
	accountTemplate  = frame.Parse(templates, "account.html", "rights.html")
)

// accountsPage lists everyone and invites more.
type accountsPage struct {
	frame.Shell
	Notice  *frame.Notice
	Mails   bool
	Members []member
	Filled  string // e-mail address that was entered
	Rights  rights
}

// member is an account of the list.
type member struct {
	ID, Email string
	Roles     []string
	Closed    bool
}

// rights is the part of a form that says what an account may do.
type rights struct {
	frame.Shell
	Roles, Locales []choice
}

// choice is a box to tick.
type choice struct {
	Value, Name string
	Chosen      bool
}

func (r *room) accounts(v *frame.Visit) error {
	return r.showAccounts(v, http.StatusOK, accountsPage{}, accounts.Account{})
}

func (r *room) showAccounts(v *frame.Visit, status int, shown accountsPage, wanted accounts.Account) error {
	all, err := r.Accounts.Accounts(v.Request().Context(), v.Actor)
	if err != nil {
		return err
	}
	shown.Shell, shown.Mails = v.Shell(v.Voice.T("studio.accounts.title")), r.Mails
	shown.Rights = r.rights(v, shown.Shell, wanted)
	for _, a := range all {
		shown.Members = append(shown.Members, member{a.ID, a.Email, roles(v, a), a.DisabledAt != nil})
	}
	return v.Show(status, accountsTemplate, shown)
}

func (r *room) rights(v *frame.Visit, shell frame.Shell, a accounts.Account) rights {
	form := rights{Shell: shell}
	for _, role := range accounts.Roles() {
		form.Roles = append(form.Roles, choice{string(role), v.Voice.T("studio.role." + string(role)), slices.Contains(a.Roles, role)})
	}
	for _, locale := range r.Languages() {
		form.Locales = append(form.Locales, choice{string(locale), locale.NativeName(), slices.Contains(a.Locales, locale.Tag())})
	}
	return form
}

// read is what a form says that an account may do. What it names that is not known is refused later.
func (r *room) read(v *frame.Visit) (accounts.NewAccount, error) {
	form, err := v.FormParams()
	if err != nil {
		return accounts.NewAccount{}, err
	}
	wanted := accounts.NewAccount{Email: form.Get("email"), Locales: []language.Tag{}}
	for _, role := range form["role"] {
		wanted.Roles = append(wanted.Roles, accounts.Role(role))
	}
	for _, locale := range r.Languages() {
		if slices.Contains(form["locale"], string(locale)) {
			wanted.Locales = append(wanted.Locales, locale.Tag())
		}
	}
	return wanted, nil
}

// invite makes an account. Where letters are not sent, the operator is shown what it would have said.
func (r *room) invite(v *frame.Visit) error {
	wanted, err := r.read(v)
	if err != nil {
		return err
	}
	path, err := r.Accounts.Invite(v.Request().Context(), v.Origin(), v.Actor, wanted, v.Voice.Locale.Tag())
	if err != nil {
		wording := v.Word(err)
		shown := accountsPage{Notice: wording.Bad(), Filled: wanted.Email}
		return r.showAccounts(v, wording.Status, shown, accounts.Account{Roles: wanted.Roles, Locales: wanted.Locales})
	}
	shown := accountsPage{Notice: v.Good("studio.accounts.invited", "Email", wanted.Email)}
	if !r.Mails {
		shown.Notice.Text = v.Voice.T("studio.accounts.by_hand", "Path", r.Config.PublicURL+path)
	}
	return r.showAccounts(v, http.StatusOK, shown, accounts.Account{})
}

// accountPage changes what one account may do.
type accountPage struct {
	frame.Shell
	Notice *frame.Notice
	Member member
	Rights rights
}

func (r *room) account(v *frame.Visit) error {
	account, err := r.Accounts.Account(v.Request().Context(), v.Param("account"))
	if err != nil {
		return err
	}
	var notice *frame.Notice
	if v.QueryParam("saved") != "" {
		notice = v.Good("studio.accounts.saved")
	}
	return r.showAccount(v, http.StatusOK, account, notice)
}

func (r *room) showAccount(v *frame.Visit, status int, account accounts.Account, notice *frame.Notice) error {
	shown := accountPage{
		Shell: v.Shell(account.Email), Notice: notice,
		Member: member{account.ID, account.Email, roles(v, account), account.DisabledAt != nil},
	}
	shown.Rights = r.rights(v, shown.Shell, account)
	return v.Show(status, accountTemplate, shown)
}

func (r *room) change(v *frame.Visit) error {
	ctx, id := v.Request().Context(), v.Param("account")
	wanted, err := r.read(v)
	if err != nil {
		return err
	}
	account, err := r.Accounts.Account(ctx, id)
	if err != nil {
		return err
	}
	change := accounts.MemberChange{Roles: wanted.Roles, Locales: wanted.Locales, Disabled: v.FormValue("closed") != ""}
	err = r.Accounts.UpdateMember(ctx, v.Origin(), v.Actor, account.ID, change)
	if err != nil {
		wording := v.Word(err)
		return r.showAccount(v, wording.Status, account, wording.Bad())
	}
	return v.Go(accountsAt + "/" + account.ID + "?saved=1")
}
