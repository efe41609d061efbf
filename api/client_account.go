package api

import (
	"context"
	"net/http"
)

// OwnAccount is the account that the client's key belongs to.
func (c *Client) OwnAccount(ctx context.Context) (OwnAccount, error) {
	var account OwnAccount
	return account, c.get(ctx, "/v1/account", &account)
}

// UpdateOwnAccount changes the account that the client's key belongs to.
func (c *Client) UpdateOwnAccount(ctx context.Context, change OwnAccountChange) (OwnAccount, error) {
	var account OwnAccount
	return account, c.change(ctx, http.MethodPatch, "/v1/account", "", change, &account)
}

// OwnSessions are where the account that the client's key belongs to is signed in.
func (c *Client) OwnSessions(ctx context.Context) (List[OwnSession], error) {
	var sessions List[OwnSession]
	return sessions, c.get(ctx, "/v1/account/sessions", &sessions)
}

// EndOtherSessions ends all of them but the one that the client's key is.
func (c *Client) EndOtherSessions(ctx context.Context) error {
	return c.change(ctx, http.MethodDelete, "/v1/account/sessions", "", nil, nil)
}

// Agreement is what those who sign up accept.
func (c *Client) Agreement(ctx context.Context) (Agreement, error) {
	var agreement Agreement
	return agreement, c.get(ctx, "/v1/agreement", &agreement)
}

// SignUp asks for a designer's account; a mail says how to confirm the address.
func (c *Client) SignUp(ctx context.Context, up NewSignUp) error {
	return c.change(ctx, http.MethodPost, "/v1/sign-ups", "", up, nil)
}

// ConfirmSignUp makes the account and signs it in.
func (c *Client) ConfirmSignUp(ctx context.Context, confirmation SignUpConfirmation) (Session, error) {
	var session Session
	return session, c.change(ctx, http.MethodPost, "/v1/sign-ups/confirm", "", confirmation, &session)
}

// AcceptAgreement accepts a version of the agreement for the account that the client's key belongs to.
func (c *Client) AcceptAgreement(ctx context.Context, acceptance Acceptance) error {
	return c.change(ctx, http.MethodPost, "/v1/account/agreement", "", acceptance, nil)
}

// EraseOwnAccount deletes the account that the client's key belongs to.
func (c *Client) EraseOwnAccount(ctx context.Context, erasure Erasure) error {
	return c.change(ctx, http.MethodPost, "/v1/account/erase", "", erasure, nil)
}
