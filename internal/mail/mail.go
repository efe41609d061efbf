// Package mail words the letters of the outbox in their readers' languages and sends them by SMTP. No
// request waits for it: a letter is committed with the change that it tells of, and goes out after.
package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Words are the program's own texts.
type Words interface {
	// Negotiate chooses a locale for an Accept-Language header; it never fails.
	Negotiate(acceptLanguage string) string
	// Text is the message in the locale or, when it is missing there, in one that has it.
	Text(locale, id string, args map[string]any) string
}

// Config says by which server mail goes, and as whose.
type Config struct {
	Server *url.URL       // smtp: or smtps:, with user and password; nil when mail is not sent
	From   string         // address, or name and address
	Base   string         // put before the paths that letters lead to, without a slash at its end
	Roots  *x509.CertPool // who may vouch for the server; nil is the system's
}

// Deps are what a Mailer needs besides its Config.
type Deps struct {
	Outbox journal.Outbox
	Words  Words
	Log    *slog.Logger
	Now    func() time.Time
}

// Mailer sends what waits in the outbox.
type Mailer struct {
	Config
	Deps
}

// New returns a mailer that sends nothing yet.
func New(config Config, deps Deps) *Mailer { return &Mailer{config, deps} }

const (
	lookEvery = 2 * time.Second
	batch     = 20
	// lease is how long a letter stays with the process that claimed it: longer than a server may take.
	lease = 5 * time.Minute
)

// waits are the pauses before each further attempt; after the last of them a letter is given up.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// Run sends letters as they come until ctx is done.
func (m *Mailer) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		err := m.Deliver(ctx)
		if err != nil && ctx.Err() == nil {
			m.Log.Error("outbox not read", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Deliver sends the letters that are due. One that cannot be sent holds up no other.
func (m *Mailer) Deliver(ctx context.Context) error {
	now := m.Now()
	letters, err := m.Outbox.Claim(ctx, now, now.Add(lease), batch)
	for _, letter := range letters {
		err = errors.Join(err, m.deliver(ctx, letter))
	}
	return err
}

func (m *Mailer) deliver(ctx context.Context, l journal.Letter) error {
	written, err := m.write(l)
	if err == nil && m.Server == nil {
		m.Log.Info("mail not sent: no HALLYU_SMTP_URL", "letter", l.ID, "kind", l.Kind, "subject", written.subject)
		return m.Outbox.Sent(ctx, l.ID, m.Now())
	}
	if err == nil {
		err = m.send(ctx, written)
	}
	if err == nil {
		m.Log.Info("mail sent", "letter", l.ID, "kind", l.Kind)
		return m.Outbox.Sent(ctx, l.ID, m.Now())
	}
	again := m.again(l, err)
	m.Log.Warn("mail not sent", "letter", l.ID, "kind", l.Kind, "attempt", l.Attempts, "again", again, "error", err)
	return m.Outbox.Failed(ctx, l.ID, err.Error(), again)
}

// again is when to try next; nil is never.
func (m *Mailer) again(l journal.Letter, err error) *time.Time {
	if errors.Is(err, errRefused) || l.Attempts > len(waits) {
		return nil
	}
	next := m.Now().Add(waits[max(l.Attempts, 1)-1])
	return &next
}
