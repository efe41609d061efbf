package purchases

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Erasure takes a person out of a ledger. Orders and what came of them stay, under a pseudonym.
type Erasure struct {
	Owner
	Pseudonym string
	At        time.Time
}

// Eraser takes people out of what a store keeps.
type Eraser interface {
	// Erase puts the pseudonym in the place of a holder's name wherever money was concerned, events and messages to
	// webhooks included, takes out what they wrote to others and others to them, and deletes the rest: all or nothing.
	// It reports whether anything was kept of them. Replies to their requests are kept without a word, so that the same
	// request has no effect again.
	Erase(ctx context.Context, e Erasure, record journal.Record) (known bool, err error)
}

// pseudonymPrefix begins the names of those who were erased. It is a holder's name like any other, so that their app
// still finds their orders, to give money back.
const pseudonymPrefix = "erased~"

// newPseudonym draws a name that nothing of the one before is in.
func newPseudonym() string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	return pseudonymPrefix + hex.EncodeToString(random)
}

// IsErased reports whether a name is that of somebody who was erased.
func IsErased(holder string) bool { return strings.HasPrefix(holder, pseudonymPrefix) }

// Replaced returns JSON of an event with the pseudonym in the place of the name.
func (e Erasure) Replaced(text string) string {
	var pairs []string
	for _, field := range []string{`"holder":"`, `"recipient":"`, `"from":"`, `"subject":"`} {
		pairs = append(pairs, field+e.Holder+`"`, field+e.Pseudonym+`"`)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// erasedEvent tells those who keep copies.
type erasedEvent struct {
	Pseudonym string `json:"pseudonym"`
}

// Erase erases a holder and returns the pseudonym that stands for them from now on, "" when nothing was kept of them.
// Gifts that wait for their answer are declined first: their money goes back to who gave them. What is under way with
// a provider goes on under the pseudonym. A later holder of the name is somebody else. Fault: ErrHolderInvalid.
func (s *Service) Erase(ctx context.Context, by journal.Origin, of Owner) (string, error) {
	err := CheckHolder(of.Holder)
	if err != nil {
		return "", err
	}
	err = s.declineAll(ctx, by, of)
	if err != nil {
		return "", err
	}
	e := Erasure{Owner: of, Pseudonym: newPseudonym(), At: s.now()}
	record := journal.Record{
		Events: []journal.Event{journal.NewEvent(of.Ledger.ID(), "holder.erased", e.Pseudonym, erasedEvent{e.Pseudonym}, e.At)},
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(by, "holder.erase", e.Pseudonym, nil, map[string]string{"ledger": of.Ledger.ID()}, e.At)},
	}
	known, err := s.store.Erase(ctx, e, record)
	if err != nil || !known {
		return "", err
	}
	return e.Pseudonym, nil
}

// declineAll declines what is offered to a holder.
func (s *Service) declineAll(ctx context.Context, by journal.Origin, of Owner) error {
	page := Page{Limit: 100}
	for {
		gifts, err := s.store.Gifts(ctx, of.Ledger, of.Holder, page)
		if err != nil || len(gifts) == 0 {
			return err
		}
		for _, o := range gifts {
			page.After = o.ID
			if o.Gift.State != GiftOffered {
				continue
			}
			_, err = s.DeclineGift(ctx, GiftAnswer{Intent: Intent{Ledger: of.Ledger, By: by}, Recipient: of.Holder, Gift: o.ID})
			if err != nil {
				return err
			}
		}
	}
}

// ChangedGrants returns a holder's grants that came of orders or redemptions, revoked ones too. Fault:
// ErrHolderInvalid.
func (s *Service) ChangedGrants(ctx context.Context, of Owner, sources []string) ([]Grant, error) {
	err := CheckHolder(of.Holder)
	if err != nil || len(sources) == 0 {
		return nil, err
	}
	return s.store.GrantsOf(ctx, of, sources)
}

// AllGrants returns every grant that a holder ever had, oldest first. Fault: ErrHolderInvalid.
func (s *Service) AllGrants(ctx context.Context, of Owner) ([]Grant, error) {
	err := CheckHolder(of.Holder)
	if err != nil {
		return nil, err
	}
	return s.store.GrantsOf(ctx, of, nil)
}
