package orders

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// walletsAt is where a holder's wallet is looked up.
const walletsAt = Home + "/wallets"

var walletTemplate = frame.Parse(templates, "wallet.html", "parts.html")

// walletPage is a holder's coins, and the postings by which they came and went.
type walletPage struct {
	frame.Shell
	Notice      *frame.Notice
	App, Holder string // as they were typed
	Test        bool
	Asked       bool // somebody's wallet is shown
	Paid, Bonus string
	Lots        []lot
	Books       []booked
}

// lot is coins that came together.
type lot struct{ Coins, Ends, Order string }

// looked is how many of a holder's latest orders are looked at for postings of coins.
const looked = 30

func (r *room) wallet(v *frame.Visit) error {
	p := walletPage{
		Shell: v.Shell(v.Voice.T("studio.wallet.title")), App: strings.TrimSpace(v.QueryParam("app")),
		Holder: strings.TrimSpace(v.QueryParam("holder")), Test: v.QueryParam("test") != "",
	}
	status := http.StatusOK
	if p.App != "" && p.Holder != "" {
		p.Asked = true
		if err := r.fillWallet(v, &p); err != nil {
			wording := v.Word(err)
			p.Notice, p.Asked, status = wording.Bad(), false, wording.Status
		}
	}
	return v.Show(status, walletTemplate, p)
}

// fillWallet reads what the page shows.
func (r *room) fillWallet(v *frame.Visit, p *walletPage) error {
	ctx, ledger := v.Request().Context(), purchases.Ledger{App: p.App, Test: p.Test}
	found, err := r.orders.Wallet(ctx, ledger, p.Holder)
	if err != nil {
		return err
	}
	balance := found.Balance(r.Now())
	p.Paid, p.Bonus = priced(v, balance.Paid, string(coin.Paid)), priced(v, balance.Bonus, string(coin.Bonus))
	for _, l := range found.Lots {
		if l.Remaining > 0 {
			p.Lots = append(p.Lots, lot{priced(v, l.Remaining, string(l.Asset)), endOf(v, l.Ends), l.Order})
		}
	}
	orders, _, err := r.orders.Orders(ctx, ledger, p.Holder, purchases.Page{Limit: looked})
	if err != nil {
		return err
	}
	for _, o := range orders {
		if o.TopUp == nil && o.Provider != purchases.Wallet {
			continue
		}
		story, err := r.orders.Story(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, t := range slices.Backward(story.Transfers) {
			if ofCoins(t) {
				b := bookedOf(v, t)
				b.Order = o.ID
				p.Books = append(p.Books, b)
			}
		}
	}
	return nil
}

// endOf says when coins end.
func endOf(v *frame.Visit, at *time.Time) string {
	if at == nil {
		return v.Voice.T("studio.wallet.never")
	}
	return v.Voice.T("studio.wallet.ends", "At", v.Voice.Moment(at.UTC()))
}

// ofCoins reports whether a transfer moves coins.
func ofCoins(t purchases.Transfer) bool {
	return slices.ContainsFunc(t.Postings, func(p purchases.Posting) bool {
		return p.Asset == string(coin.Paid) || p.Asset == string(coin.Bonus)
	})
}
