// Package earnings is the part of the studio where creators read what they earned, and finance writes down what was paid.
package earnings

import (
	"context"
	"embed"
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

//go:embed *.html
var templates embed.FS

// Home is the list of creators.
const Home = frame.Home + "/earnings"

// Money answers what is asked of creators' money here.
type Money interface {
	Creator(ctx context.Context, by payout.By, idOrSlug string) (catalog.Creator, error)
	Statement(ctx context.Context, by payout.By, creator string, p payout.Period, take func(payout.Line) error) (payout.Statement, error)
	Payouts(ctx context.Context, by payout.By, creator string, state payout.PayoutState, after string, limit int) ([]payout.Payout, error)
	Pay(ctx context.Context, by payout.By, id, reference string) (payout.Payout, error)
	Profile(ctx context.Context, by payout.By, creator string) (payout.Profile, error)
	SaveProfile(ctx context.Context, by payout.By, p payout.Profile) (payout.Profile, error)
}

// Services are what the pages are made of.
type Services struct {
	frame.Services
	Money Money
}

// room holds what the pages share.
type room struct {
	frame.Room
	money Money
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{frame.Room{Frame: f, Services: services.Services}, services.Money}
	f.Get(Home, accounts.ReadStatements, r.list)
	f.Get(Home+"/:creator", accounts.ReadStatements, r.latest)
	f.Get(Home+"/:creator/:period", accounts.ReadStatements, r.statement)
	f.Get(Home+"/:creator/:period/:file", accounts.ReadStatements, r.download)
	f.Post(Home+"/:creator/profile", accounts.WriteProfiles, r.saveProfile)
	f.Post(Home+"/:creator/payouts/:payout", accounts.PayCreators, r.pay)
}

// payer is who asks about money.
func payer(v *frame.Visit) payout.By {
	return payout.By{Actor: v.Actor, Request: web.RequestIDOf(v.Request().Context())}
}

var listTemplate = frame.Parse(templates, "list.html")

// listPage lists creators.
type listPage struct {
	frame.Shell
	Creators []catalog.Creator
	Next     string // address of the next page, "" at the end
}

// list leads who is one creator to what they earned, and shows others whom they may look at.
func (r *room) list(v *frame.Visit) error {
	after := v.QueryParam("after")
	creators, err := r.Catalog.Creators(v.Request().Context(), v.By(), after, catalog.MaxLimit)
	if err != nil {
		return err
	}
	if len(creators) == 1 && after == "" {
		return v.Go(Home + "/" + creators[0].ID)
	}
	p := listPage{Shell: v.Shell(v.Voice.T("studio.shell.earnings")), Creators: creators}
	if len(creators) == catalog.MaxLimit {
		p.Next = v.Onward(Home, creators[len(creators)-1].Slug)
	}
	return v.Show(http.StatusOK, listTemplate, p)
}

// latest leads to the statement of this month.
func (r *room) latest(v *frame.Visit) error {
	return v.Go(Home + "/" + v.Param("creator") + "/" + payout.PeriodAt(r.Now()).String())
}
