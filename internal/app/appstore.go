package app

import (
	"context"
	"os"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/pay/apple"
	"github.com/hallyu-store/hallyu/internal/web/v1"
	"github.com/hallyu-store/hallyu/purchases"
)

// openAppStore has purchases in Apple's App Store taken in, where an app is named.
func (t *tied) openAppStore(c *config.Config) error {
	if c.AppStoreBundle == "" {
		return nil
	}
	products, err := c.Products()
	if err != nil {
		return err
	}
	settings := apple.Config{Bundle: c.AppStoreBundle, AppID: c.AppStoreAppID, URL: c.AppStoreURL, Now: time.Now}
	settings.Product = func(ctx context.Context, o purchases.Order) (string, error) {
		tier, err := t.tierOf(ctx, o)
		return products[tier], err
	}
	var files [][]byte
	for _, name := range c.AppStoreRoots {
		file, err := os.ReadFile(name)
		if err != nil {
			return config.ErrInvalid.With("name", "HALLYU_APP_STORE_ROOTS", "value", name).Because(err)
		}
		files = append(files, file)
	}
	settings.Roots, err = apple.ParseRoots(files...)
	if err != nil {
		return config.ErrInvalid.With("name", "HALLYU_APP_STORE_ROOTS", "value", "no certificate").Because(err)
	}
	if c.AppStoreKey != "" {
		settings.Keys = apple.Keys{ID: c.AppStoreKeyID, Issuer: c.AppStoreIssuer}
		settings.Keys.Private, err = apple.ParseKey(c.AppStoreKey)
		if err != nil {
			return config.ErrInvalid.With("name", "HALLYU_APP_STORE_KEY", "value", "no private key").Because(err)
		}
	}
	gateway := apple.New(settings)
	t.purchases.Use(purchases.AppStore, gateway)
	t.appStore = appStoreEvents{gateway, t.purchases}
	return nil
}

// tierOf is the row of prices that an order's price is of, or "".
func (t *tied) tierOf(ctx context.Context, o purchases.Order) (string, error) {
	if o.TopUp != nil {
		p, err := t.purchases.Package(ctx, o.TopUp.Package)
		return p.Tier, err
	}
	terms, err := t.publisher.Terms(o.Pack, o.Region)
	return terms.Tier, err
}

// appStoreEvents has what Apple tells taken in.
type appStoreEvents struct {
	gateway *apple.Gateway
	to      *purchases.Service
}

var _ v1.Notifications = appStoreEvents{}

// Hear implements v1.Notifications.
func (e appStoreEvents) Hear(ctx context.Context, body []byte) error {
	return e.gateway.Hear(ctx, body, e.to)
}
