package v1

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountSignUp() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1" + path, Summary: summary, Tag: tagStaff, Guarded: method == http.MethodPost}
	}
	web.Plain[struct{}, jsonOf[api.Agreement]](r.Server, cached(op("GET", "get-agreement", "/agreement", "What those who sign up accept")), r.getAgreement)
	ask := op("POST", "sign-up", "/sign-ups", "Ask for a designer's account; a mail says how to confirm the address")
	ask.Status = http.StatusAccepted
	web.Typed(r.Server, ask, r.signUp)
	web.Typed(r.Server, created(op("POST", "confirm-sign-up", "/sign-ups/confirm", "Make the account, and sign in")), r.confirmSignUp)
}

func (r *routes) getAgreement(c echo.Context) error {
	reads := r.Words.Negotiate(c.Request().Header.Get("Accept-Language"))
	return r.Read(c, web.Reading{Variant: reads, Make: func() (*web.Body, error) {
		policy := r.Accounts.Policy()
		body, err := web.JSON(api.Agreement{Version: policy.Agreement, Text: r.Agreement(i18n.Locale(reads)), SignUp: policy.SignUp}, time.Time{})
		if err == nil {
			body.Vary = "Accept-Language"
		}
		return body, err
	}})
}

type signUpInput struct{ Body api.NewSignUp }

// signUp answers the same whether or not an account has the address.
func (r *routes) signUp(ctx context.Context, in *signUpInput) (*struct{}, error) {
	reads := in.Body.Language
	if reads == "" {
		reads = r.LanguageOf(ctx)
	}
	tag, err := language.Parse(reads)
	if err != nil {
		tag = i18n.Locale(r.LanguageOf(ctx)).Tag()
	}
	wanted, err := r.Accounts.CheckSignUp(accounts.NewSignUp{
		Email: in.Body.Email, Studio: in.Body.Studio, Password: in.Body.Password, Agreement: in.Body.Agreement, Language: tag,
	})
	if err == nil {
		err = r.GuardMailbox(wanted.Email)
	}
	if err != nil {
		return nil, err
	}
	return nil, r.Accounts.SignUp(ctx, web.RequestIDOf(ctx), wanted)
}

type confirmSignUpInput struct{ Body api.SignUpConfirmation }

func (r *routes) confirmSignUp(ctx context.Context, in *confirmSignUpInput) (*jsonOf[api.Session], error) {
	up, err := r.Accounts.Waiting(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	err = r.GuardAccount(up.Email, func() error {
		_, err := r.Accounts.Confirm(ctx, web.RequestIDOf(ctx), in.Body.Token, in.Body.Password)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r.session(ctx, up.Email, in.Body.Password)
}

type agreeInput struct{ Body api.Acceptance }

func (r *routes) agree(ctx context.Context, in *agreeInput) (*struct{}, error) {
	return nil, r.Accounts.Agree(ctx, origin(ctx), web.ActorOf(ctx).Account, in.Body.Version)
}

type eraseInput struct{ Body api.Erasure }

func (r *routes) erase(ctx context.Context, in *eraseInput) (*struct{}, error) {
	account, err := r.Accounts.Account(ctx, web.ActorOf(ctx).Account)
	if err != nil {
		return nil, err
	}
	return nil, r.GuardAccount(account.Email, func() error {
		return r.Accounts.Erase(ctx, origin(ctx), account.ID, in.Body.Password)
	})
}
