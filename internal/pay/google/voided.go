package google

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/purchases"
)

// voidedPerPage is how many voided purchases are asked for at once: as many as Google gives.
const voidedPerPage = 1000

// maxVoidedPages bounds how many pages are followed: none of a store that we know of has a tenth of that.
const maxVoidedPages = 1000

// maxFailures is after how many it is given up: Google, or our store, is away.
const maxFailures = 10

// voidedPage is one of a VoidedPurchasesListResponse.
type voidedPage struct {
	Purchases []struct {
		Token string `json:"purchaseToken"`
	} `json:"voidedPurchases"`
	Paging struct {
		Next string `json:"nextPageToken"`
	} `json:"tokenPagination"`
}

// Voided takes in what was cancelled, refunded or charged back in the last thirty days, for notifications that
// never came. One that cannot be taken in does not keep the others back. Faults: ErrGatewayAway.
func (g *Gateway) Voided(ctx context.Context, to Learner) error {
	page := ""
	var failures []error
	for range maxVoidedPages {
		found, err := g.api.voided(ctx, page)
		if err != nil {
			return errors.Join(append(failures, err)...)
		}
		for _, voided := range found.Purchases {
			if err := g.voided(ctx, voided.Token, to); err != nil {
				failures = append(failures, err)
			}
			if len(failures) == maxFailures {
				return errors.Join(failures...)
			}
		}
		next := found.Paging.Next
		if next == "" || next == page {
			return errors.Join(failures...)
		}
		page = next
	}
	return away(errors.New("google: voided purchases without end"))
}

// voided takes in a purchase that was voided, unless everything is known of it.
func (g *Gateway) voided(ctx context.Context, token string, to Learner) error {
	if !tokenForm.MatchString(token) {
		return nil
	}
	o, err := to.Paid(ctx, purchases.GooglePlay, token)
	if err == nil && o.Refundable() == 0 && o.Settled != nil {
		return nil
	}
	if err != nil && !errors.Is(err, purchases.ErrOrderNotFound) {
		return err
	}
	return g.learn(ctx, token, to)
}
