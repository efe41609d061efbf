package app

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// boardEvery is how often it is read which passes are on offer.
const boardEvery = time.Second

// postPasses keeps the board of passes up to date.
func (t *tied) postPasses(ctx context.Context) error {
	return t.board.Run(ctx, time.Tick(boardEvery), seldom(failuresEvery, func(err error) { t.log.Error("passes not read", "error", err) }))
}

// taxesEvery is how often it is read which taxes are charged.
const taxesEvery = time.Second

// followTaxes brings the taxes that are charged up to what other processes made of them.
func (t *tied) followTaxes(ctx context.Context) error {
	return t.taxes.Run(ctx, time.Tick(taxesEvery), seldom(failuresEvery, func(err error) { t.log.Error("taxes not read", "error", err) }))
}

// ticketKeysOf reads the keys of tickets. While the settings have none they lie in the data folder, where one is made at
// first.
func ticketKeysOf(c *config.Config) (*pass.Keys, error) {
	text, name := []byte(c.TicketKeys), "HALLYU_TICKET_KEYS"
	if c.TicketKeys == "" {
		var err error
		name = c.TicketKeysFile()
		text, err = keyIn(name, release.NewKey)
		if err != nil {
			return nil, err
		}
	}
	keys, err := pass.ReadKeys(text)
	if err != nil {
		return nil, config.ErrInvalid.With("name", name, "value", "…").Because(err)
	}
	return keys, nil
}
