// Package passes is the part of the studio where passes are made and sold, and where those who have them are let in.
package passes

import (
	"context"
	"embed"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

//go:embed *.html
var templates embed.FS

// Home is the list of passes.
const Home = frame.Home + "/passes"

// Passes is what is done with passes here.
type Passes interface {
	Desk
	Gate
}

// Desk makes passes and says how they stand.
type Desk interface {
	Pass(ctx context.Context, id string) (pass.Pass, error)
	Passes(ctx context.Context, after string, limit int) ([]pass.Pass, error)
	SavePass(ctx context.Context, by journal.Origin, p pass.Pass, licence *catalog.Licence) (pass.Pass, error)
	RemovePass(ctx context.Context, by journal.Origin, id string, version int64) error
	Attendance(ctx context.Context, id string) ([]purchases.Attendance, error)
	Edition(ctx context.Context, pack string, test bool) (purchases.Edition, error)
}

// Gate finds tickets and lets their holders in.
type Gate interface {
	FindTickets(ctx context.Context, id, word, before string, limit int) ([]purchases.Grant, error)
	ReadTicket(text string) (pass.Ticket, error)
	CheckIn(ctx context.Context, c purchases.CheckIn) (purchases.Grant, error)
	TicketKeys() []pass.PublicKey
}

// Board is what everybody reads of passes.
type Board interface {
	Refresh(ctx context.Context) error
}

// Services are what the pages are made of.
type Services struct {
	frame.Services
	Passes Passes
	Board  Board
}

// room holds what the pages share.
type room struct {
	frame.Room
	passes Passes
	board  Board
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{frame.Room{Frame: f, Services: services.Services}, services.Passes, services.Board}
	f.Get(Home, accounts.ReadPasses, r.list)
	f.Get(Home+"/new", accounts.ManageFurniture, r.blank)
	f.Get(Home+"/keys", accounts.ReadPasses, r.keys)
	f.Post(Home, accounts.ManageFurniture, r.save)
	f.Get(Home+"/:pass", accounts.ReadPasses, r.one)
	f.Get(Home+"/:pass/change", accounts.ManageFurniture, r.change)
	f.Post(Home+"/:pass/state", accounts.ManageFurniture, r.setState)
	f.Post(Home+"/:pass/remove", accounts.ManageFurniture, r.remove)
	f.Get(Home+"/:pass/gate", accounts.WriteHolders, r.gate)
	f.Post(Home+"/:pass/gate", accounts.WriteHolders, r.letIn)
}

// moment is a moment as a page shows it. Its template is pass-moment.
type moment struct{ At, Stamp string }

// momentOf writes a moment in the reader's language; nil for none.
func momentOf(v *frame.Visit, at time.Time) *moment {
	if at.IsZero() {
		return nil
	}
	return &moment{v.Voice.Moment(at.UTC()), at.UTC().Format(time.RFC3339)}
}

// number writes a number in the reader's language.
func number(v *frame.Visit, n int64) string {
	return cldr.FormatNumber(string(v.Voice.Locale), strconv.FormatInt(n, 10))
}

// titleOf is what the pass is called for this reader.
func titleOf(v *frame.Visit, p pass.Pass) frame.Said {
	title := v.Say(p.Titles)
	if title.Text == "" {
		title.Text = p.ID
	}
	return title
}
