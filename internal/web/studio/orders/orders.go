// Package orders is the part of the studio where orders are looked at: what was asked for, what was paid,
// what was given and what went back, each order's whole story on one page.
package orders

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/pass"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

//go:embed *.html
var templates embed.FS

// Home is the list of the latest orders, and where one is looked for.
const Home = frame.Home + "/orders"

// Orders answers what is asked of orders here.
type Orders interface {
	Find(ctx context.Context, word string, limit int) ([]purchases.Order, error)
	Story(ctx context.Context, id string) (purchases.Story, error)
	RefundByStaff(ctx context.Context, r purchases.RefundRequest) (purchases.Refund, *purchases.Approval, error)
	RefundLimit(currency string) *catalog.Price
	Approvals(ctx context.Context, order string, limit int) ([]purchases.Approval, error)
	ApproveRefund(ctx context.Context, by journal.Origin, id string) (purchases.Refund, error)
	Wallet(ctx context.Context, ledger purchases.Ledger, holder string) (coin.Wallet, error)
	Orders(ctx context.Context, ledger purchases.Ledger, holder string, page purchases.Page) ([]purchases.Order, string, error)
	DeclineRefund(ctx context.Context, by journal.Origin, id string) (purchases.Approval, error)
	Pass(ctx context.Context, id string) (pass.Pass, error)
	Subscription(ctx context.Context, id string) (subscription.Plan, error)
	Bundle(ctx context.Context, id string) (bundle.Bundle, error)
	StaffGrants(ctx context.Context, of purchases.Owner) ([]purchases.StaffGrant, error)
	Give(ctx context.Context, r purchases.GiveRequest) (purchases.Grant, error)
	TakeBack(ctx context.Context, r purchases.RevokeRequest) (purchases.Grant, error)
}

// Services are what the pages are made of.
type Services struct {
	frame.Services
	Orders   Orders
	Receipts Receipts
	Audit    Audit
	Apps     Apps
}

// Audit finds what was done to an order, and by whom.
type Audit interface {
	FindAudit(ctx context.Context, q journal.AuditQuery, limit int) ([]journal.AuditEntry, error)
}

// room holds what the pages share.
type room struct {
	frame.Room
	orders   Orders
	receipts Receipts
	audit    Audit
	apps     Apps
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{frame.Room{Frame: f, Services: services.Services}, services.Orders, services.Receipts, services.Audit, services.Apps}
	f.Get(Home, accounts.ReadOrders, r.list)
	f.Get(Home+"/:order", accounts.ReadOrders, r.story)
	f.Post(Home+"/:order/refunds", accounts.WriteRefunds, r.refund)
	f.Get(Home+"/:order/receipts/:receipt", accounts.ReadOrders, r.receipt)
	f.Get(walletsAt, accounts.ReadOrders, r.wallet)
	f.Get(givenAt, accounts.ReadGivenPacks, r.given)
	f.Post(givenAt, accounts.GivePacks, r.give)
	f.Post(givenAt+"/:grant", accounts.GivePacks, r.takeBack)
	f.Get(waitingAt, accounts.ReadOrders, r.waiting)
	f.Post(Home+"/:order/approvals/:approval", accounts.WriteRefunds, r.decide)
}

var listTemplate = frame.Parse(templates, "list.html", "parts.html")

// shown is how many orders the list has: those that are older are looked for.
const shown = 50

// listPage is the latest orders, or those that were looked for.
type listPage struct {
	frame.Shell
	Query string
	Rows  []row
	Full  bool // there may be more
	Waits int  // refunds that wait for a second person
}

// row is an order in the list.
type row struct {
	head
	Holder string
}

// head is how an order is told of everywhere.
type head struct {
	ID    string
	Pack  frame.Said
	State string
	Price string
	Test  bool // of books for trying things
	At    string
	Stamp string // At for machines
}

func (r *room) headOf(v *frame.Visit, o purchases.Order) head {
	h := head{
		ID: o.ID, Pack: r.articleOf(v, o), State: string(o.State), Test: o.Ledger.Test,
		At: v.Voice.Moment(o.CreatedAt.UTC()), Stamp: stamp(o.CreatedAt), Price: v.Voice.T("page.offer.free"),
	}
	if o.Settled != nil {
		h.Price = priced(v, o.Settled.Amount, o.Settled.Currency)
	} else if o.Price != nil {
		h.Price = priced(v, o.Price.Amount, o.Price.Currency)
	}
	return h
}

// articleOf is what the order is for: a pack, a pass, a bundle, a subscription, or coins.
func (r *room) articleOf(v *frame.Visit, o purchases.Order) frame.Said {
	if o.TopUp != nil {
		return frame.Said{Text: priced(v, o.TopUp.Coins().Total(), coin.Currency)}
	}
	switch o.Kind {
	case purchases.PassProduct:
		return r.passOf(v, o.Pack)
	case purchases.SubscriptionProduct:
		return r.subscriptionOf(v, o.Pack)
	case purchases.BundleProduct:
		return r.bundleOf(v, o.Pack)
	}
	return r.packOf(v, o.Pack)
}

// subscriptionOf is the title of a subscription, its id when it is not known any more.
func (r *room) subscriptionOf(v *frame.Visit, id string) frame.Said {
	p, err := r.orders.Subscription(v.Request().Context(), id)
	return titled(v, id, p.Title(i18n.Chain(v.Voice.Locale)), err)
}

// titled is a title, or an id when there was an error.
func titled(v *frame.Visit, id string, title catalog.Text, err error) frame.Said {
	if err != nil {
		return frame.Said{Text: id}
	}
	return frame.Said{Text: title.Text, Locale: v.Voice.Foreign(title.Locale)}
}

// passOf is the title of a pass, its id when it is not known any more.
func (r *room) passOf(v *frame.Visit, id string) frame.Said {
	p, err := r.orders.Pass(v.Request().Context(), id)
	return titled(v, id, p.Title(i18n.Chain(v.Voice.Locale)), err)
}

// packOf is the title of a pack, its id when it is not known any more.
func (r *room) packOf(v *frame.Visit, pack string) frame.Said {
	if r.Published != nil {
		if found, err := r.Published.Current().Pack(pack); err == nil {
			title := found.Titles.In(i18n.Chain(v.Voice.Locale))
			return frame.Said{Text: title.Text, Locale: v.Voice.Foreign(title.Locale)}
		}
	}
	return frame.Said{Text: pack}
}

func (r *room) list(v *frame.Visit) error {
	p := listPage{Shell: v.Shell(v.Voice.T("studio.shell.orders")), Query: strings.TrimSpace(v.QueryParam("q"))}
	found, err := r.orders.Find(v.Request().Context(), p.Query, shown)
	if err != nil {
		return err
	}
	if len(found) == 1 && p.Query != "" {
		return v.Go(Home + "/" + found[0].ID)
	}
	p.Full = len(found) == shown
	waiting, err := r.orders.Approvals(v.Request().Context(), "", shown)
	if err != nil {
		return err
	}
	p.Waits = len(waiting)
	for _, o := range found {
		p.Rows = append(p.Rows, row{r.headOf(v, o), o.Holder})
	}
	return v.Show(http.StatusOK, listTemplate, p)
}
