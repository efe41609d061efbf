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
// they came from. Those who know it are counted never: try tells by accounts.ErrSignInFailed.
func (s *Server) GuardAccount(email string, try func() error) error {
	name := "account " + strings.ToLower(email)
	if s.limiter.left(perAccount, name) < 1 {
		return perAccount.refusal()
	}
	err := try()
	if errors.Is(err, accounts.ErrSignInFailed) {
		s.limiter.try(perAccount, name)
	}
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
