package webhook

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps webhooks, and of deliveries those that are not over with their first attempt.
type Store interface {
	// Create adds a webhook, unless its ledger has limit already: ErrTooMany.
	Create(ctx context.Context, w Webhook, limit int, record journal.Record) error

	// Webhook returns one of a ledger, or ErrNotFound.
	Webhook(ctx context.Context, ledger, id string) (Webhook, error)

	// Webhooks returns those of a ledger, the oldest first.
	Webhooks(ctx context.Context, ledger string) ([]Webhook, error)

	// All returns those of every ledger, the oldest first.
	All(ctx context.Context) ([]Webhook, error)

	// Change replaces what an owner sets, when the version is still the one before w's: else ErrStale.
	// Where w is enabled and was not, its Standing is replaced too. Whoever sends to it loses the lease.
	Change(ctx context.Context, w Webhook, record journal.Record) error

	// Rewind moves the position back, and takes the lease from whoever sends. A higher position changes
	// nothing.
	Rewind(ctx context.Context, id string, position int64, record journal.Record) error

	// Remove takes a webhook away with its deliveries.
	Remove(ctx context.Context, id string, record journal.Record) error

	// Put adds deliveries, in place of those of the same events.
	Put(ctx context.Context, all []Delivery, record journal.Record) error

	// Deliveries returns at most limit of a webhook, the latest created first, those before a place alone;
	// the zero place is before the latest.
	Deliveries(ctx context.Context, webhook string, before Place, limit int) ([]Delivery, error)

	Sending
}

// Place is where a list of deliveries goes on.
type Place struct {
	Created time.Time `json:"created"`
	Event   string    `json:"event"`
}

// Sending is what whoever sends needs of a Store.
type Sending interface {
	// Ready returns the webhooks that may be sent to at a moment: enabled, not paused, in nobody's lease.
	Ready(ctx context.Context, now time.Time) ([]Ready, error)

	// Lease takes a webhook for one sender until a moment, and returns it as it is now; false when it may
	// not be sent to any more, or somebody else was quicker.
	Lease(ctx context.Context, id, sender string, now, until time.Time) (Webhook, bool, error)

	// Due returns at most limit deliveries of a webhook that are due: of each subject the one with the
	// lowest sequence alone, so that what happened to it arrives in order; the longest due first.
	Due(ctx context.Context, webhook string, now time.Time, limit int) ([]Delivery, error)

	// Held returns those of the subjects of which deliveries to a webhook wait.
	Held(ctx context.Context, webhook string, subjects []string) (map[string]bool, error)

	// Keep records what a sender came to. It returns false, and changes nothing, when it has lost the lease.
	Keep(ctx context.Context, p Progress) (bool, error)

	// Prune forgets at most limit deliveries that ended before a moment, and returns how many.
	Prune(ctx context.Context, before time.Time, limit int) (int, error)

	// Waiting counts the deliveries that wait.
	Waiting(ctx context.Context) (int64, error)
}

// Ready is a webhook that may be sent to.
type Ready struct {
	ID       string
	Ledger   string
	Types    []string
	Version  int64
	Position int64
	Due      bool // a delivery is
}

// Wants reports whether the webhook subscribes to a type.
func (r Ready) Wants(typ string) bool { return Webhook{Types: r.Types}.Wants(typ) }

// Progress is what a sender came to with a webhook.
type Progress struct {
	Webhook    string
	Sender     string
	Standing   Standing
	Disabled   Reason // "" when it stays enabled
	Deliveries []Delivery
	Release    bool // the lease ends
	Record     journal.Record
}
