// Package settings is the part of the studio where people look after their own account, and operators
// after everyone's.
package settings

import (
	"embed"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// The addresses of the settings.
const (
	home        = frame.Home + "/settings"
	accountsAt  = home + "/accounts"
	accountAt   = accountsAt + "/:account"
	passwordAt  = home + "/password"
	eraseAt     = home + "/erase"
	mailsAt     = home + "/mails"
	endAt       = home + "/sessions/:session/end"
	endOthersAt = home + "/sessions/end"
	afterChange = frame.SignIn + "?changed=1"
)

// Services are what the pages are made of.
type Services struct {
	Accounts  *accounts.Service
	Languages frame.Languages
	Mails     bool // letters are sent
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	Services
}

// Mount mounts the settings.
func Mount(f *frame.Frame, services Services) {
	r := &room{f, services}
	f.Get(home, frame.AnyAction, r.own)
	f.Post(passwordAt, frame.AnyAction, r.changePassword)
	f.Post(mailsAt, frame.AnyAction, r.chooseMails)
	f.Post(eraseAt, frame.AnyAction, r.erase)
	f.Post(endAt, frame.AnyAction, r.endSession)
	f.Post(endOthersAt, frame.AnyAction, r.endOtherSessions)
	f.Get(accountsAt, accounts.ManageAccounts, r.accounts)
	f.Post(accountsAt, accounts.ManageAccounts, r.invite)
	f.Get(accountAt, accounts.ManageAccounts, r.account)
	f.Post(accountAt, accounts.ManageAccounts, r.change)
}
