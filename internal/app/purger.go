package app

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/purge"
)

// newHook is what tells a CDN which addresses show something else; nil when there is none to tell.
func newHook(c *config.Config, t *tied) (*purge.Hook, error) {
	if c.PurgeURL == "" {
		return nil, nil
	}
	hook, err := purge.New(purge.Config{Address: c.PurgeURL, Secret: c.PurgeSecret}, purge.Deps{
		Events: t.db.Journal(), Marks: t.db.Marks(), Log: t.log, Now: time.Now,
	})
	if err != nil {
		return nil, config.ErrInvalid.With("name", "HALLYU_PURGE_URL", "value", "***").Because(err)
	}
	return hook, nil
}

// purge tells what changes until ctx is done.
func (t *tied) purge(ctx context.Context) error {
	if t.hook == nil {
		return nil
	}
	return t.hook.Run(ctx)
}
