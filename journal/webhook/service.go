package webhook

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Journal is what a Service needs of the journal.
type Journal interface {
	Event(ctx context.Context, ledger, id string) (journal.Event, error)
	Last(ctx context.Context) (int64, error)
	Before(ctx context.Context, at time.Time) (int64, error)
}

// Service is what owners do with their webhooks. Each method is about those of one ledger: an owner finds no
// others.
type Service struct {
	store   Store
	journal Journal
	rules   Rules
	now     func() time.Time
}

// NewService returns a service on a store.
func NewService(store Store, events Journal, rules Rules, now func() time.Time) *Service {
	return &Service{store, events, rules, now}
}

// Draft is what an owner sets of a webhook.
type Draft struct {
	URL         string
	Types       []string
	Description string
	Disabled    bool
}

func (d Draft) on(w Webhook) Webhook {
	w.URL, w.Types, w.Description = d.URL, compact(d.Types), d.Description
	if d.Disabled && w.Disabled == "" {
		w.Disabled = ByOwner
	}
	if !d.Disabled && w.Disabled != "" {
		w.revive()
	}
	return w
}

// compact drops what is said again.
func compact(types []string) []string {
	var each []string
	for _, typ := range types {
		if !slices.Contains(each, typ) {
			each = append(each, typ)
		}
	}
	return each
}

// Draft is what its owner has set.
func (w Webhook) Draft() Draft {
	return Draft{URL: w.URL, Types: w.Types, Description: w.Description, Disabled: w.Disabled != ""}
}

// note is what the journal keeps of a webhook: no secret.
type note struct {
	URL         string   `json:"url"`
	Types       []string `json:"types"`
	Description string   `json:"description"`
	Disabled    Reason   `json:"disabled"`
}

func noteOf(w Webhook) note { return note{w.URL, w.Types, w.Description, w.Disabled} }

func (s *Service) audited(by journal.Origin, action, id string, before, after any) journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by, action, id, before, after, s.now())}}
}

// Create makes a webhook that hears of what happens from now on. Its first secret's key is for its owner, once.
// Faults: ErrInvalid, ErrTooMany.
func (s *Service) Create(ctx context.Context, by journal.Origin, ledger string, d Draft) (Webhook, error) {
	now := s.now()
	w := d.on(Webhook{ID: journal.NewID("whk"), Ledger: ledger, Version: 1, Created: now, Updated: now, Secrets: []Secret{{Key: NewKey()}}})
	err := s.rules.check(w)
	if err != nil {
		return Webhook{}, err
	}
	w.Position, err = s.journal.Last(ctx)
	if err != nil {
		return Webhook{}, err
	}
	return w, s.store.Create(ctx, w, MaxOfOwner, s.audited(by, "webhook.create", w.ID, nil, noteOf(w)))
}

// Webhook returns one of a ledger, or ErrNotFound.
func (s *Service) Webhook(ctx context.Context, ledger, id string) (Webhook, error) {
	return s.store.Webhook(ctx, ledger, id)
}

// Webhooks returns those of a ledger, the oldest first.
func (s *Service) Webhooks(ctx context.Context, ledger string) ([]Webhook, error) {
	return s.store.Webhooks(ctx, ledger)
}

// All returns those of every ledger, the oldest first: for operators.
func (s *Service) All(ctx context.Context) ([]Webhook, error) { return s.store.All(ctx) }

// changeAttempts is how often a change is made anew on what a sender or another owner's key left.
const changeAttempts = 5

// Edit says which webhook is to be changed: version 0 is any.
type Edit struct {
	Ledger, ID string
	Version    int64
	By         journal.Origin
}

// Change changes what its owner sets. One that is enabled again goes on where it stopped. Faults: ErrNotFound,
// ErrInvalid, ErrStale.
func (s *Service) Change(ctx context.Context, e Edit, change func(*Draft)) (Webhook, error) {
	return s.edit(ctx, e, "webhook.edit", func(w Webhook) (Webhook, error) {
		d := w.Draft()
		change(&d)
		after := d.on(w)
		return after, s.rules.check(after)
	})
}

// Rotate gives it a new secret; those that it had sign until a time from now as well. Faults: ErrNotFound,
// ErrStale.
func (s *Service) Rotate(ctx context.Context, e Edit, keep time.Duration) (Webhook, error) {
	return s.edit(ctx, e, "webhook.rotate", func(w Webhook) (Webhook, error) {
		now := s.now()
		w.Secrets = rotate(w.Secrets, now, now.Add(keep))
		return w, nil
	})
}

func (s *Service) edit(ctx context.Context, e Edit, action string, change func(Webhook) (Webhook, error)) (Webhook, error) {
	for attempt := 1; ; attempt++ {
		before, err := s.store.Webhook(ctx, e.Ledger, e.ID)
		if err != nil {
			return Webhook{}, err
		}
		if e.Version != 0 && e.Version != before.Version {
			return Webhook{}, ErrStale.With("webhook", e.ID, "version", before.Version)
		}
		after, err := change(before)
		if err != nil {
			return Webhook{}, err
		}
		after.Version, after.Updated = before.Version+1, s.now()
		err = s.store.Change(ctx, after, s.audited(e.By, action, e.ID, noteOf(before), noteOf(after)))
		if !errors.Is(err, ErrStale) || e.Version != 0 || attempt == changeAttempts {
			return after, err
		}
	}
}

// Remove takes a webhook away. Faults: ErrNotFound.
func (s *Service) Remove(ctx context.Context, by journal.Origin, ledger, id string) error {
	w, err := s.store.Webhook(ctx, ledger, id)
	if err != nil {
		return err
	}
	return s.store.Remove(ctx, id, s.audited(by, "webhook.remove", id, noteOf(w), nil))
}

// enabled returns a webhook to which something may be sent, or ErrNotFound, or ErrDisabled.
func (s *Service) enabled(ctx context.Context, ledger, id string) (Webhook, error) {
	w, err := s.store.Webhook(ctx, ledger, id)
	if err == nil && w.Disabled != "" {
		err = ErrDisabled.With("webhook", id, "reason", w.Disabled)
	}
	return w, err
}

// Ping has a message sent that tells of nothing. Faults: ErrNotFound, ErrDisabled.
func (s *Service) Ping(ctx context.Context, by journal.Origin, ledger, id string) (Delivery, error) {
	w, err := s.enabled(ctx, ledger, id)
	if err != nil {
		return Delivery{}, err
	}
	ping := journal.NewEvent(ledger, TypePing, w.ID, pingNote{w.ID}, s.now())
	d := NewDelivery(w.ID, ping, ping.At)
	return d, s.store.Put(ctx, []Delivery{d}, s.audited(by, "webhook.ping", w.ID, nil, nil))
}

// Replay has an event sent again, subscribed to or not. Faults: ErrNotFound, ErrDisabled,
// journal.ErrEventNotFound.
func (s *Service) Replay(ctx context.Context, by journal.Origin, ledger, id, event string) (Delivery, error) {
	w, err := s.enabled(ctx, ledger, id)
	if err != nil {
		return Delivery{}, err
	}
	e, err := s.journal.Event(ctx, ledger, event)
	if err != nil {
		return Delivery{}, err
	}
	d := NewDelivery(w.ID, e, s.now())
	return d, s.store.Put(ctx, []Delivery{d}, s.audited(by, "webhook.replay", w.ID, nil, map[string]string{"event": e.ID}))
}

// ReplaySince has everything sent again that happened since a moment. Faults: ErrNotFound, ErrDisabled.
func (s *Service) ReplaySince(ctx context.Context, by journal.Origin, ledger, id string, since time.Time) error {
	w, err := s.enabled(ctx, ledger, id)
	if err != nil {
		return err
	}
	position, err := s.journal.Before(ctx, since)
	if err != nil {
		return err
	}
	return s.store.Rewind(ctx, w.ID, position, s.audited(by, "webhook.replay", w.ID, nil, map[string]time.Time{"since": since.UTC()}))
}

// Deliveries returns those of a webhook, the latest first, that Store.Deliveries does. Faults: ErrNotFound.
func (s *Service) Deliveries(ctx context.Context, ledger, id string, before Place, limit int) ([]Delivery, error) {
	w, err := s.store.Webhook(ctx, ledger, id)
	if err != nil {
		return nil, err
	}
	return s.store.Deliveries(ctx, w.ID, before, limit)
}

// Disabled is the record of a webhook that is sent nothing any more.
func Disabled(w Webhook, why Reason, failure string, at time.Time) journal.Record {
	data := disabledNote{w.ID, why, failure}
	return journal.Record{
		Events: []journal.Event{journal.NewEvent(w.Ledger, TypeDisabled, w.ID, data, at)},
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "webhooks"}, "webhook.disable", w.ID, nil, data, at)},
	}
}
