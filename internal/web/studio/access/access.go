// Package access is the ways into the studio and out of it.
package access

import (
	"embed"
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Services are what the pages are made of.
type Services struct {
	Accounts  *accounts.Service
	Agreement func(i18n.Locale) string // text of the agreement that holds; paragraphs are an empty line apart
	Elsewhere Elsewhere                // nil: people sign in here alone
}

// doors holds what the pages share.
type doors struct {
	*frame.Frame
	Services
}

// Mount mounts the ways in and out.
func Mount(f *frame.Frame, services Services) {
	d := &doors{f, services}
	f.Anyone(http.MethodGet, frame.SignIn, d.showSignIn)
	f.Anyone(http.MethodPost, frame.SignIn, d.signIn)
	f.Anyone(http.MethodPost, frame.Home+"/sign-out", d.signOut)
	f.Anyone(http.MethodGet, forgotPath, d.showForgot)
	f.Anyone(http.MethodPost, forgotPath, d.forgot)
	f.Anyone(http.MethodGet, passwordPath, d.showPassword)
	f.Anyone(http.MethodPost, passwordPath, d.choosePassword)
	f.Anyone(http.MethodGet, signUpPath, d.showSignUp)
	f.Anyone(http.MethodPost, signUpPath, d.signUp)
	f.Anyone(http.MethodGet, confirmPath, d.showConfirm)
	f.Anyone(http.MethodPost, confirmPath, d.confirm)
	if d.Elsewhere != nil {
		f.Anyone(http.MethodGet, elsewherePath, d.leave) // a link: browsers let no form lead to another origin
		f.Anyone(http.MethodGet, CallbackPath, d.comeBack)
	}
	f.Anyone(http.MethodGet, frame.Agreement, d.showAgreement)
	f.Anyone(http.MethodPost, frame.Agreement, d.agree)
}
