package web

import (
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
)

// Guard counts a request that strangers could use to guess, by the caller's address, and refuses it
// with ErrTooManyRequests when there were too many.
func (s *Server) Guard(c echo.Context) error {
	return s.limiter.spend(c, perAddress, "address "+c.RealIP())
}

// GuardAccount lets somebody try a password of an account unless too many were wrong lately, wherever
// they came from. Tries at once count as wrong until they are over; those who know it are not counted:
// try tells by accounts.ErrSignInFailed.
func (s *Server) GuardAccount(email string, try func() error) error {
	name := "account " + strings.ToLower(email)
	if !s.limiter.hold(perAccount, name) {
		return perAccount.refusal()
	}
	wrong := false
	defer func() { s.limiter.settle(name, wrong) }()
	err := try()
	wrong = errors.Is(err, accounts.ErrSignInFailed)
	return err
}

// GuardCode lets a holder try a code unless too many of theirs, or of their app's holders together, were wrong lately.
// try tells whether this one was. Codes that are right are not counted.
func (s *Server) GuardCode(actor accounts.Actor, holder string, try func() (wrong bool, err error)) error {
	app, own := "codes "+actor.App, "code "+actor.App+"/"+holder
	if !s.limiter.hold(perGuesses, app) {
		return perGuesses.refusal()
	}
	wrong := false
	defer func() { s.limiter.settle(app, wrong) }()
	if !s.limiter.hold(perGuesser, own) {
		return perGuesser.refusal()
	}
	defer func() { s.limiter.settle(own, wrong) }()
	var err error
	wrong, err = try()
	return err
}

// GuardMailbox counts a letter that a stranger asks for, and refuses it when its mailbox got too many
// of them lately.
func (s *Server) GuardMailbox(email string) error {
	allowed, _ := s.limiter.try(perMailbox, "mailbox "+strings.ToLower(email))
	if !allowed {
		return perMailbox.refusal()
	}
	return nil
}
