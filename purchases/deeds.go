package purchases

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// reserve holds an order for a holder who is paying.
func (o Order) reserve(now time.Time) (deed, error) {
	o, err := o.after(reserve, now)
	until := now.Add(ReserveFor)
	o.ExpiresAt = &until
	return o.deed(), err
}

// pay puts money that was taken to the order: it is fulfilled, or, when it is refused, owed back.
func (o Order) pay(found State, with PayWith, refused *fault.Error, now time.Time) (deed, error) {
	settled, err := settledFor(with.Settled, o.Price)
	if err != nil {
		return deed{}, err
	}
	o.Provider, o.Transaction, o.Settled = with.Provider, with.Transaction, settled
	if refused == nil {
		return o.fulfil(found, now)
	}
	if settled == nil && !with.unpriced {
		return deed{}, refused // nothing was taken, nothing is owed
	}
	return o.owe(refused, now)
}

// fulfil gives what the order is for and posts the money, when there is any.
func (o Order) fulfil(found State, now time.Time) (deed, error) {
	o, err := o.after(fulfil, now)
	if err != nil {
		return deed{}, err
	}
	if o.TopUp != nil {
		d, err := o.deed().purchase(now)
		if err != nil {
			return deed{}, err
		}
		return d, d.issue(o, found, o.ID+".coins")
	}
	if o.Gift != nil {
		d := o.deed()
		d.offer(now)
		return d.purchase(now)
	}
	granted := o.granting(found, o.Lines, now)
	o.Grants = append(append([]Grant{}, o.Grants...), granted...)
	d := o.deed()
	d.Granted = granted
	d.periodEvents("subscription.extended", d.Granted, now)
	return d.purchase(now)
}

// grant is what the order is for, of a holder who has, or had, the grants that were found.
func (o Order) grant(found State, now time.Time) Grant {
	g := Grant{
		ID: journal.NewID("gnt"), Ledger: o.Ledger, Holder: o.Beneficiary(), Pack: o.Pack,
		Kind: GrantPurchase, Source: o.ID, Serial: o.serial(), ValidFrom: now,
	}
	if o.Gift != nil {
		g.Kind = GrantGift
	}
	switch o.Kind {
	case PassProduct:
		o.ticket(&g)
	case SubscriptionProduct:
		o.term(&g, found.Grants, now)
	}
	return g
}

// owe records money that nothing is given for, and refuses with the order that it is due on.
func (o Order) owe(refused *fault.Error, now time.Time) (deed, error) {
	o, err := o.after(owe, now)
	if err != nil {
		return deed{}, err
	}
	o.Reason = refused.Code()
	d := o.deed()
	d.outcome = Outcome{}
	if d.outcome.Refusal, err = refusal(refused.With("refund_due", o.ID)); err != nil {
		return deed{}, err
	}
	return d.purchase(now)
}

// deed writes the order, tells the event of its new state, and answers with it.
func (o Order) deed() deed {
	d := deed{outcome: Outcome{Order: &o}}
	d.Order = &o
	d.Record.Events = []journal.Event{o.event("order." + string(o.State))}
	return d
}

// purchase adds the fact that the order was paid for, and posts the money.
func (d deed) purchase(now time.Time) (deed, error) {
	o := d.Order
	d.Purchase = &Purchase{
		ID: journal.NewID("pur"), Order: o.ID, Provider: o.Provider, Scope: TransactionScope(o.Provider, o.Ledger),
		Transaction: o.Transaction, Settled: o.Settled, At: now,
	}
	if o.Settled == nil {
		return d, nil
	}
	transfer, err := taken(*o, now)
	d.Transfers = []Transfer{transfer}
	return d, err
}

// orderEvent is what an event says of an order.
type orderEvent struct {
	Order        string         `json:"order"`
	Holder       string         `json:"holder"`
	Recipient    string         `json:"recipient,omitempty"` // whom it is given to
	State        OrderState     `json:"state"`
	Pack         string         `json:"pack"`
	Pass         string         `json:"pass,omitempty"`
	Subscription string         `json:"subscription,omitempty"`
	Bundle       string         `json:"bundle,omitempty"`
	Packs        []string       `json:"packs,omitempty"` // of the bundle, that it gives
	Region       string         `json:"region"`
	Provider     Provider       `json:"provider"`
	Price        *catalog.Price `json:"price"`
	Settled      *catalog.Price `json:"settled"`
	Refunded     int64          `json:"refunded"`
}

// event tells of an order to those who follow the ledger.
func (o Order) event(typ string) journal.Event {
	of := o.Product()
	return journal.NewEvent(o.Ledger.ID(), typ, o.ID, orderEvent{
		Order: o.ID, Holder: o.Holder, Recipient: recipientOf(o.Gift), State: o.State, Pack: of.Pack, Pass: of.Pass, Bundle: of.Bundle, Packs: o.bundled(), Subscription: of.Subscription, Region: o.Region, Provider: o.Provider,
		Price: o.Price, Settled: o.Settled, Refunded: o.Refunded,
	}, o.UpdatedAt).Of(o.Holder, recipientOf(o.Gift))
}
