package stripe

import (
	"context"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// Complaints asks for the disputes of a payment by test keys.
func (g *Gateway) Complaints(ctx context.Context, payment string) error {
	return g.disputed(ctx, g.test, payment, &purchases.Standing{Taken: &catalog.Price{Amount: 1, Currency: "USD"}})
}
