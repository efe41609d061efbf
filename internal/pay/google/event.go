package google

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// Learner takes in what a gateway says, and knows what it said before.
type Learner interface {
	Learn(ctx context.Context, p purchases.Provider, test bool, order string, st purchases.Standing) error
	// Story returns an order, or purchases.ErrOrderNotFound.
	Story(ctx context.Context, order string) (purchases.Story, error)
	// Paid returns the order that a payment is known to be for, or purchases.ErrOrderNotFound.
	Paid(ctx context.Context, p purchases.Provider, payment string) (purchases.Order, error)
}

// envelope is what Pub/Sub pushes: cloud.google.com/pubsub/docs/push, "Receive push messages".
type envelope struct {
	Message struct {
		Data string `json:"data"` // base64
	} `json:"message"`
}

// notification is a DeveloperNotification, as far as it names a purchase of a product: developer.android.com,
// "Real-time developer notifications reference guide". What became of that, Google is asked.
type notification struct {
	Package string `json:"packageName"`
	Product struct {
		Token string `json:"purchaseToken"`
	} `json:"oneTimeProductNotification"`
	Voided struct {
		Token string `json:"purchaseToken"`
	} `json:"voidedPurchaseNotification"`
}

// Hear takes a pushed notification in: its raw body, and its Authorization. Those about what is none of ours are
// taken and mean nothing; told again they come to the same. Faults: ErrUnsigned, ErrProviderNotAvailable,
// ErrGatewayAway; after any of them Pub/Sub pushes it again.
func (g *Gateway) Hear(ctx context.Context, body []byte, authorization string, to Learner) error {
	if g.push == nil {
		return purchases.ErrProviderNotAvailable.With("provider", purchases.GooglePlay)
	}
	if err := g.push.check(ctx, authorization); err != nil {
		return err
	}
	n, err := readNotification(body)
	if err != nil {
		return ErrUnsigned.With("reason", "form").Because(err)
	}
	token := n.Product.Token
	if token == "" {
		token = n.Voided.Token
	}
	if n.Package != g.config.Package || !tokenForm.MatchString(token) {
		return nil
	}
	return g.learn(ctx, token, to)
}

func readNotification(body []byte) (n notification, err error) {
	var e envelope
	if err = json.Unmarshal(body, &e); err != nil {
		return n, err
	}
	data, err := base64.StdEncoding.DecodeString(e.Message.Data)
	if err != nil {
		return n, err
	}
	return n, json.Unmarshal(data, &n)
}

// learn asks how a purchase stands and has that taken in. What Google knows nothing of, and what was bought for
// nobody or nothing that we know, means nothing.
func (g *Gateway) learn(ctx context.Context, token string, to Learner) error {
	p, err := g.api.purchase(ctx, token)
	if err != nil {
		return unlessAway(err)
	}
	story, err := to.Story(ctx, orders+p.Profile)
	if errors.Is(err, purchases.ErrOrderNotFound) || err == nil && !p.isFor(story.Order) {
		return nil // of another store with the same app, or of no store
	}
	if err != nil {
		return err
	}
	st, err := g.standing(ctx, story.Order, p)
	if err != nil || st.Taken == nil {
		return unlessAway(err)
	}
	err = to.Learn(ctx, purchases.GooglePlay, p.test(), story.Order.ID, st)
	if errors.Is(err, purchases.ErrOrderNotFound) {
		return nil // not on books of its kind
	}
	return err
}

// unlessAway returns an error after which it is worth asking again.
func unlessAway(err error) error {
	if f := fault.As(err); f != nil && f.Kind() != fault.Unavailable {
		return nil
	}
	return err
}
