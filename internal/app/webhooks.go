package app

import (
	"math/rand/v2"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/web/v1"
	sender "github.com/hallyu-store/hallyu/internal/webhook"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

// openWebhooks makes what owners do with their webhooks, and what sends to them.
func (t *tied) openWebhooks(c *config.Config) *webhook.Service {
	store := t.db.Webhooks()
	t.webhooks = sender.New(sender.Deps{
		Store: store, Events: t.db.Journal(), Post: sender.NewClient(c.WebhooksLocal, time.Now), Log: t.log, Now: time.Now, Random: rand.Float64,
		Counted: func(result string) { t.counters.webhooks.WithLabelValues(result).Inc() },
	})
	return webhook.NewService(store, t.db.Journal(), webhook.Rules{Local: c.WebhooksLocal, Types: v1.TypesOfEvents()}, time.Now)
}
