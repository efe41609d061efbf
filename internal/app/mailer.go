package app

import (
	netmail "net/mail"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/mail"
)

// newMailer is what sends the letters of the outbox, or says in the log that it does not.
func newMailer(c *config.Config, t *tied) (*mail.Mailer, error) {
	settings := mail.Config{From: c.MailFrom, Base: c.PublicURL}
	if settings.Base == "" {
		settings.Base = "http://" + c.Addr
	}
	if settings.From == "" { // a Config that was not read
		settings.From = "hallyu@localhost"
	}
	_, err := netmail.ParseAddress(settings.From)
	if err != nil {
		return nil, config.ErrInvalid.With("name", "HALLYU_MAIL_FROM", "value", c.MailFrom).Because(err)
	}
	if c.SMTPURL != "" {
		settings.Server, err = mail.ParseServer(c.SMTPURL)
		if err != nil {
			return nil, config.ErrInvalid.With("name", "HALLYU_SMTP_URL", "value", "***").Because(err)
		}
	}
	return mail.New(settings, mail.Deps{Outbox: t.db.Outbox(), Words: spoken{t.releases}, Log: t.log, Now: time.Now}), nil
}
