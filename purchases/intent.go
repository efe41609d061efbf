package purchases

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of repeated requests.
var (
	// ErrKeyInFlight: the same key is being worked on; ask again for its outcome.
	ErrKeyInFlight = fault.Define(fault.Conflict, "idempotency-key-in-flight")
	// ErrKeyReused: the key was used before with another request.
	ErrKeyReused = fault.Define(fault.Invalid, "idempotency-key-reused")
)

// Intent is what makes a request the same request when it is sent again.
type Intent struct {
	Ledger      Ledger
	Key         string // the client's Idempotency-Key; "" when repeating does no harm
	RequestHash string // of method, address and body
	By          journal.Origin
}

// Outcome is what a request led to, kept as the value of its Reply: exactly one part is set.
type Outcome struct {
	Order   *Order   `json:"order,omitempty"`
	Refund  *Refund  `json:"refund,omitempty"`
	Grant   *Grant   `json:"grant,omitempty"`
	Refusal *Refusal `json:"refusal,omitempty"`
}

// subject is the id of what the outcome is about.
func (o Outcome) subject() string {
	switch {
	case o.Order != nil:
		return o.Order.ID
	case o.Refund != nil:
		return o.Refund.Order
	case o.Grant != nil:
		return o.Grant.Source
	}
	return ""
}

// Refusal is a fault that an order was recorded with.
type Refusal struct {
	Code  string         `json:"code"`
	Facts map[string]any `json:"facts"`
}

// refusal keeps a fault. Its facts become what JSON makes of them, so that the first answer has the
// same ones as those that are read back.
func refusal(f *fault.Error) (*Refusal, error) {
	value, err := json.Marshal(f.Facts())
	if err != nil {
		return nil, fmt.Errorf("purchases: facts of %s: %w", f.Code(), err)
	}
	r := &Refusal{Code: f.Code()}
	return r, json.Unmarshal(value, &r.Facts)
}

// err returns the refusal as the fault it was.
func (r *Refusal) err() error {
	if r == nil {
		return nil
	}
	for _, f := range fault.All() {
		if f.Code() != r.Code {
			continue
		}
		for name, value := range r.Facts {
			f = f.With(name, value)
		}
		return f
	}
	return fmt.Errorf("purchases: a reply refuses with %q, which no fault is called", r.Code)
}

// reply returns what answers the request when it is sent again, or nil when it has no key.
func (i Intent) reply(outcome Outcome, now time.Time) (*journal.Reply, error) {
	if i.Key == "" {
		return nil, nil
	}
	value, err := json.Marshal(outcome)
	if err != nil {
		return nil, fmt.Errorf("purchases: outcome: %w", err)
	}
	return &journal.Reply{
		Ledger: i.Ledger.ID(), Subject: outcome.subject(), Key: i.Key, RequestHash: i.RequestHash, Outcome: value, At: now,
	}, nil
}

// replay returns the outcome that the request had, or ErrKeyReused when it was another request.
func (i Intent) replay(reply journal.Reply) (Outcome, error) {
	if reply.RequestHash != i.RequestHash {
		return Outcome{}, ErrKeyReused
	}
	return decode(reply.Outcome, i.Ledger)
}

// decode reads an outcome and puts back the ledger, which is the reply's own.
func decode(value json.RawMessage, ledger Ledger) (Outcome, error) {
	var outcome Outcome
	if err := json.Unmarshal(value, &outcome); err != nil {
		return Outcome{}, errors.Join(errors.New("purchases: a stored reply cannot be read"), err)
	}
	if outcome.Grant != nil {
		outcome.Grant.Ledger = ledger
	}
	if o := outcome.Order; o != nil {
		o.Ledger = ledger
		for g := range o.Grants {
			o.Grants[g].Ledger = ledger
		}
	}
	return outcome, nil
}

// inFlight are the keys that this process works on. Other processes are kept out by the store.
type inFlight struct {
	mu   sync.Mutex
	keys map[intentID]bool
}

type intentID struct {
	ledger Ledger
	key    string
}

// enter returns the function that ends the work on a key, or ErrKeyInFlight.
func (f *inFlight) enter(i Intent) (leave func(), err error) {
	if i.Key == "" {
		return func() {}, nil
	}
	id := intentID{i.Ledger, i.Key}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.keys[id] {
		return nil, ErrKeyInFlight
	}
	f.keys[id] = true
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.keys, id)
	}, nil
}
