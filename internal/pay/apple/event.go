package apple

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/hallyu-store/hallyu/purchases"
)

// Learner takes in what a gateway says.
type Learner interface {
	Learn(ctx context.Context, p purchases.Provider, test bool, order string, st purchases.Standing) error
}

// reversed is the type of a notification that money which Apple gave back was taken again.
const reversed = "REFUND_REVERSED"

// Hear takes a notification in: its raw body. Those about what is none of ours, or of which nothing follows,
// are taken and mean nothing; told again they come to the same. Faults: ErrUnsigned, those of
// purchases.Gateway; after any of them Apple sends the notification again.
func (g *Gateway) Hear(ctx context.Context, body []byte, to Learner) error {
	var sent struct {
		Signed string `json:"signedPayload"`
	}
	if json.Unmarshal(body, &sent) != nil {
		return ErrUnsigned.With("reason", "form")
	}
	n, err := g.Notification(sent.Signed)
	if err != nil || n.Transaction == nil || n.Transaction.Order == "" || n.Transaction.Shared {
		return err
	}
	t, err := g.now(ctx, *n.Transaction)
	if err != nil {
		return err
	}
	st, err := t.standing()
	if err != nil {
		return err
	}
	if n.Type == reversed && !t.Revoked {
		st.Dispute = purchases.DisputeWon
	}
	err = to.Learn(ctx, purchases.AppStore, n.Test, n.Transaction.Order, st)
	if errors.Is(err, purchases.ErrOrderNotFound) {
		return nil // of another store with the same app
	}
	return err
}
