package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/config"
)

// commandLineOperator is who changes the catalog from the command line.
var commandLineOperator = catalog.By{Actor: accounts.Actor{
	Kind: accounts.KindAccount, Account: commandLine.Actor, Mode: accounts.Staff, Roles: []accounts.Role{accounts.Operator},
}}

type creatorCreate struct {
	Slug    string `arg:"" help:"What pack.yaml calls the creator, for example moon-studio."`
	Name    string `required:"" help:"Name that the store shows."`
	Account string `help:"Designer who makes packs of this creator, by e-mail address or id; the store's own when left out."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Run registers a creator, so that the account may bring in packs of theirs.
func (c creatorCreate) Run(ctx context.Context, p *Process, settings *config.Config) error {
	db, err := openDatabase(ctx, settings, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	creator, err := c.create(ctx, accounts.NewService(db.Accounts(), time.Now), catalog.NewService(catalog.Config{Store: db.Catalog(), Now: time.Now}))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	report := map[string]any{"creator": creator.ID, "slug": creator.Slug, "account": creator.Account}
	return errors.Join(say(p, c.JSON, report, "creator", "slug", "account"), db.Close())
}

func (c creatorCreate) create(ctx context.Context, staff *accounts.Service, packs *catalog.Service) (catalog.Creator, error) {
	wanted := catalog.Creator{Slug: c.Slug, Name: c.Name}
	if c.Account != "" {
		account, err := staff.Account(ctx, c.Account)
		if err != nil {
			return catalog.Creator{}, err
		}
		wanted.Account = account.ID
	}
	return packs.CreateCreator(ctx, commandLineOperator, wanted)
}
