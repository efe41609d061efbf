package earnings

import (
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// due is a payout.
type due struct {
	ID        string
	Period    string
	Address   string // of its statement
	Amount    string
	State     string
	Reference string
	At, Stamp string
	Payable   bool // by the reader
}

// shownPayouts is how many of them the page has: years.
const shownPayouts = 200

func (r *room) payoutsOf(v *frame.Visit, p *statementPage) error {
	all, err := r.money.Payouts(v.Request().Context(), payer(v), p.Creator, "", "", shownPayouts)
	for i := len(all) - 1; i >= 0; i-- { // the latest first
		one := all[i]
		d := due{
			ID: one.ID, Period: one.Period.String(), Address: Home + "/" + p.Creator + "/" + one.Period.String(),
			Amount: cldr.FormatPrice(string(v.Voice.Locale), one.Amount, one.Currency), State: string(one.State), Reference: one.Reference,
			Payable: one.State == payout.Due && v.Actor.Can(accounts.PayCreators),
		}
		if one.PaidAt != nil {
			d.At, d.Stamp = v.Voice.Moment(one.PaidAt.UTC()), one.PaidAt.UTC().Format(time.RFC3339)
		}
		p.Payouts = append(p.Payouts, d)
	}
	return err
}

// pay writes down that a payout was paid.
func (r *room) pay(v *frame.Visit) error {
	paid, err := r.money.Pay(v.Request().Context(), payer(v), v.Param("payout"), v.FormValue("reference"))
	if err != nil {
		return err
	}
	return v.Go(Home + "/" + paid.Creator + "/" + paid.Period.String() + "#payouts")
}

// saveProfile takes the form of how a creator wants to be paid.
func (r *room) saveProfile(v *frame.Visit) error {
	version, err := strconv.ParseInt(v.FormValue("version"), 10, 64)
	if err != nil {
		return payout.ErrProfileInvalid
	}
	p := payout.Profile{
		Creator: v.Param("creator"), Name: v.FormValue("name"), Method: v.FormValue("method"), Account: v.FormValue("account"),
		Country: v.FormValue("country"), TaxID: v.FormValue("tax_id"), Version: version,
	}
	saved, err := r.money.SaveProfile(v.Request().Context(), payer(v), p)
	if err != nil {
		worded := v.Word(err)
		return r.show(v, worded.Status, worded.Bad(), &p)
	}
	return v.Go(Home + "/" + saved.Creator + "/" + payout.PeriodAt(r.Now()).String() + "?done=profile")
}
