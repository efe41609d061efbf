package app

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/pay/google"
	"github.com/hallyu-store/hallyu/internal/web/v1"
	"github.com/hallyu-store/hallyu/purchases"
)

// googlePlay has what Google tells taken in.
type googlePlay struct {
	gateway *google.Gateway
	to      *purchases.Service
}

var _ v1.PaymentEvents = (*googlePlay)(nil)

// Hear implements v1.PaymentEvents.
func (p *googlePlay) Hear(ctx context.Context, body []byte, authorization string) error {
	return p.gateway.Hear(ctx, body, authorization, p.to)
}

// events is who takes in what Google tells, or nil.
func (p *googlePlay) events() v1.PaymentEvents {
	if p == nil {
		return nil
	}
	return p
}

// openGooglePlay has purchases in Google Play taken in, where an app is named.
func (t *tied) openGooglePlay(c *config.Config) error {
	if c.GooglePlayPackage == "" {
		return nil
	}
	products, err := c.PlayProducts()
	if err != nil {
		return err
	}
	account, err := google.ParseAccount(c.GooglePlayKey)
	if err != nil {
		return config.ErrInvalid.With("name", "HALLYU_GOOGLE_PLAY_KEY", "value", "no key of a service account").Because(err)
	}
	settings := google.Config{
		Package: c.GooglePlayPackage, Account: account, Lasting: c.GooglePlayLasting, URL: c.GooglePlayURL, Now: time.Now,
		Push: google.Push{Account: c.GooglePlayPushAccount, Audience: c.PlayAudience(), KeysURL: c.GooglePlayKeysURL},
		Product: func(ctx context.Context, o purchases.Order) (string, error) {
			tier, err := t.tierOf(ctx, o)
			return products[tier], err
		},
	}
	gateway := google.New(settings)
	t.purchases.Use(purchases.GooglePlay, gateway)
	t.googlePlay = &googlePlay{gateway, t.purchases}
	return nil
}

// Google lists what was voided in the last thirty days. It is read at the start and every day, and after a
// failure every hour.
const (
	voidedEvery = 24 * time.Hour
	voidedAgain = time.Hour
)

// readVoided takes in what Google Play gave back, for notifications that never came.
func (t *tied) readVoided(ctx context.Context) error {
	if t.googlePlay == nil {
		return nil
	}
	for {
		wait := voidedEvery
		if err := t.googlePlay.gateway.Voided(ctx, t.purchases); err != nil {
			wait = voidedAgain
			if ctx.Err() == nil {
				t.log.Error("voided purchases of Google Play not read", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}
