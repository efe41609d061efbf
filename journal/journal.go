// Package journal says what every store commits together with its own change: the Event that others
// learn of, the AuditEntry that tells who did it, and the Reply that answers a repeated request.
package journal

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrStoreUnavailable is what every store returns when its database is away, full or too busy.
// Nothing was changed, or it is not known: the same request with the same key may be sent again.
var ErrStoreUnavailable = fault.Define(fault.Unavailable, "store-unavailable")

// ErrEventNotFound: there is no such event, or it concerns other books. Facts: event.
var ErrEventNotFound = fault.Define(fault.NotFound, "event-not-found")

// NewID returns a new id, prefix_<UUIDv7>: ids that are made later sort behind those made earlier,
// to the millisecond and, within one process, exactly (RFC 9562, section 5.7).
func NewID(prefix string) string {
	return prefix + "_" + uuid.Must(uuid.NewV7()).String()
}

// Event is something that happened, told to whoever asks for it later.
type Event struct {
	ID        string          // evt_…
	Sequence  int64           // given by the store: the order of commits, from 1
	Ledger    string          // the books it concerns; "" is the store as a whole
	Type      string          // noun and what became of it: order.fulfilled
	Subject   string          // id of what it happened to
	Data      json.RawMessage // a JSON object
	Holder    string          // user of the ledger's app whom it concerns, or ""
	Recipient string          // another one, or ""
	At        time.Time
}

// NewEvent returns an event with a new id. data must be a value that encoding/json can write.
func NewEvent(ledger, typ, subject string, data any, at time.Time) Event {
	return Event{ID: NewID("evt"), Ledger: ledger, Type: typ, Subject: subject, Data: encode(data), At: at}
}

// Of returns the event with the users whom it concerns; "" is nobody.
func (e Event) Of(holder, recipient string) Event {
	e.Holder, e.Recipient = holder, recipient
	return e
}

// Origin says who asked for a change.
type Origin struct {
	Actor     string // id of a key or an account, or a word like "command-line"
	RequestID string // "" outside a request
}

// AuditEntry is one thing that somebody did, with what it was before and after.
type AuditEntry struct {
	ID        string // aud_…
	Sequence  int64
	Actor     string
	Action    string // verb and noun: key.revoke
	Subject   string
	Before    json.RawMessage // empty when there was nothing
	After     json.RawMessage // empty when nothing is left
	RequestID string
	At        time.Time
}

// NewAuditEntry returns an entry with a new id. before and after are values that encoding/json can
// write, or nil.
func NewAuditEntry(by Origin, action, subject string, before, after any, at time.Time) AuditEntry {
	return AuditEntry{
		ID: NewID("aud"), Actor: by.Actor, RequestID: by.RequestID, Action: action, Subject: subject,
		Before: encode(before), After: encode(after), At: at,
	}
}

// Reply is the outcome of a request that had an effect, kept so that the same request sent again is
// answered from it. Outcome is a JSON value of the package that made it.
type Reply struct {
	Ledger      string
	Subject     string // id of the order or redemption that it is about, or ""
	Key         string // the client's Idempotency-Key
	RequestHash string
	Outcome     json.RawMessage
	At          time.Time
}

// Record is what a store writes in the transaction of a change.
type Record struct {
	Events  []Event
	Audit   []AuditEntry
	Letters []Letter
}

// Store reads what was recorded.
type Store interface {
	// Append records what belongs to no other store's change.
	Append(ctx context.Context, record Record) error

	// Events returns at most limit events with a sequence above after, in order. ledger narrows them
	// to one set of books; "" means all.
	Events(ctx context.Context, ledger string, after int64, limit int) ([]Event, error)

	// EventsOf returns at most limit events of a ledger that concern a user, with a sequence above after, in order.
	EventsOf(ctx context.Context, ledger, holder string, after int64, limit int) ([]Event, error)

	// Event returns one event. ledger narrows it as in Events. The error is ErrEventNotFound.
	Event(ctx context.Context, ledger, id string) (Event, error)

	// Last returns the sequence of the last event, 0 when there is none.
	Last(ctx context.Context) (int64, error)

	// Before returns the sequence of the last event of before a moment, 0 when there is none.
	Before(ctx context.Context, at time.Time) (int64, error)

	// Audit returns at most limit entries with a sequence above after, in order.
	Audit(ctx context.Context, after int64, limit int) ([]AuditEntry, error)
}

// encode writes a value as JSON. The values are our own structs and maps, so failing is a defect.
func encode(v any) json.RawMessage {
	if v == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("journal: " + err.Error())
	}
	return b
}
