package purchases

import (
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/catalog"
)

// disputes is the account of money that banks took back while they look into a complaint.
const disputes = "disputes"

// disputed takes in that a dispute about an order's payment went on.
func (l *lesson) disputed(o Order, was, is Payment) (deed, error) {
	var d deed
	after := o
	if was.Dispute == DisputeLost {
		after.Refunded -= min(was.Disputed, after.Refunded)
	}
	if is.Dispute == DisputeLost {
		after.Refunded = min(after.Refunded+is.Disputed, after.Settled.Amount)
	}
	gone := is.Dispute == DisputeWon && after.Refundable() == 0 // what came back had been given back besides
	if moved, err := after.after(disputeMoves[is.Dispute], l.now); err == nil && !gone {
		after = moved
	}
	if after.State != o.State {
		var err error
		if after, err = l.regive(o, after, &d); err != nil {
			return deed{}, err
		}
	}
	after.UpdatedAt = l.now
	d.Order = &after
	d.Record.Events = append(d.Record.Events, after.event("dispute."+string(is.Dispute)))
	if after.State != o.State {
		d.Record.Events = append(d.Record.Events, after.event("order."+string(after.State)))
	}
	return d, d.postDispute(o, was, is, l)
}

// disputeMoves are what a dispute's standing does to an order whose state allows it.
var disputeMoves = map[Dispute]move{DisputeOpen: dispute, DisputeLost: lose, DisputeWon: win}

// regive takes back what the order gave, or gives it again, as its new state says.
func (l *lesson) regive(before, o Order, d *deed) (Order, error) {
	cause := o.ID + ".coins-" + string(o.State) + l.round()
	switch {
	case o.State != Fulfilled:
		return d.takeBack(before, o.at(l.now), l.State, revokedByDispute, cause)
	case o.TopUp != nil:
		return o, d.issue(o.at(l.now), l.State, cause)
	case o.Kind == BundleProduct: // but for what they have otherwise by now
		granted := o.granting(l.State, o.needed(l.State, l.now), l.now)
		o.Grants, d.Granted = append(slices.Clone(o.Grants), granted...), granted
	case o.owned(l.State, l.now) != nil:
		return o, nil // they have it otherwise by now
	case o.Gift != nil && o.Gift.State != GiftAccepted:
		o = o.given(GiftOffered, l.now)
		d.Record.Events = append(d.Record.Events, o.giftEvent())
	default:
		grant := o.grant(l.State, l.now)
		o.Grants, d.Granted = append(slices.Clone(o.Grants), grant), []Grant{grant}
		d.periodEvents("subscription.extended", d.Granted, l.now)
	}
	return o, nil
}

// round tells the transfers of one dispute from those of another about the same payment: a bank that says
// when it said so may take money back again that it gave back.
func (l *lesson) round() string {
	if l.Said.IsZero() {
		return ""
	}
	return "." + strconv.FormatInt(l.Said.UnixMilli(), 10)
}

// contested is how much of a payment is contested, and where that stands.
func (p Payment) contested() contest { return contest{p.Dispute, p.Disputed} }

type contest struct {
	standing Dispute
	amount   int64 // minor units
}

// lost is how much of a payment a lost dispute took.
func (p Payment) lost() int64 {
	if p.Dispute != DisputeLost || p.Taken == nil {
		return 0
	}
	return min(p.Disputed, p.Taken.Amount)
}

// postDispute posts the way from one standing of a dispute to another.
func (d *deed) postDispute(o Order, was, is Payment, l *lesson) error {
	before, after := position(was), position(is)
	here, currency := o.Refundable(), o.Settled.Currency // but for the dispute
	if was.Dispute == DisputeLost {
		here = min(here+was.Disputed, o.Settled.Amount)
	}
	postings := posted(nil, takings(o.Provider), currency, after.takings-before.takings)
	postings = posted(postings, disputes, currency, after.disputes-before.disputes)
	postings = append(postings, o.kept(here-before.lost, here-after.lost)...)
	if len(postings) == 0 {
		return nil
	}
	t, err := NewTransfer(TransferDispute, o, o.ID+"."+string(is.Dispute)+l.round(), l.now, postings...)
	d.Transfers = append(d.Transfers, t)
	return err
}

// placing is where a dispute has put the disputed money, in minor units: debits.
type placing struct{ takings, disputes, lost int64 }

// position is where a payment's dispute has put the disputed money.
func position(p Payment) placing {
	switch p.Dispute {
	case DisputeOpen:
		return placing{takings: -p.Disputed, disputes: p.Disputed}
	case DisputeLost:
		return placing{takings: -p.Disputed, lost: p.Disputed}
	}
	return placing{}
}

// money is an amount of what was settled for the order.
func (o Order) money(amount int64) *catalog.Price {
	return &catalog.Price{Amount: amount, Currency: o.Settled.Currency}
}
