package purchases

import (
	"cmp"
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// OrderRequest asks for a pack, a pass, a bundle, a period of a subscription, or for coins, on behalf of a holder.
type OrderRequest struct {
	Intent
	Holder       string
	Pack         string // id or slug; "" for what else there is
	Pass         string // id; "" for a pack
	Bundle       string // id; "" for a pack
	Subscription string // id; "" for a pack
	Package      string // name of the coins; "" for a pack
	Region       string // ISO 3166-1 alpha-2
	Locale       string // of the receipt, BCP 47; "" when it does not matter
	PayWith      PayWith

	Recipient       string // holder whom the pack is given to; "" for Holder
	RecipientRegion string // where they are; "" for Region
	Message         string // to them

	Quote  string         // id of the quote that it is charged by; "": by the price of now
	Expect *catalog.Price // what it is expected to cost; nil: whatever it does
}

// PayWith says who takes the money. A Transaction means that it was taken; Settled is then what was
// taken, nil for the order's price.
type PayWith struct {
	Provider    Provider
	Transaction string
	Settled     *catalog.Price

	// unpriced: money was taken, and how much is not known: neither the app nor the catalog says. The
	// transaction is owed all the same.
	unpriced bool
}

// Place places an order.
//
// With Free, a pack without a price is granted at once; with Wallet, one that the holder has the coins for. With External and no transaction, the order
// is Reserved for ReserveFor, for a free pack too, so that an app has one flow for all; with a
// transaction it is Fulfilled at once. With a gateway the order is PaymentPending, its Payment says how
// to pay, and it is fulfilled once the gateway says that the money was taken.
//
// Money that was taken is never lost: when a new transaction cannot be fulfilled, for whatever
// reason, an order in state RefundDue is recorded and the fault carries its id as refund_due.
//
// A period of a subscription begins where the holder's last one ends, or now; its trial is ordered with Free, once.
//
// A pass is ordered as a pack is; nobody is given one: its holder may transfer it. A bundle is too: packs of it that the
// holder has are left out, and so is what they cost; only who has them all is refused.
//
// A pack for a Recipient is a gift: once it is paid, it is offered to them, and they accept or decline it.
//
// Faults: ErrHolderInvalid, ErrOrderInvalid, ErrGiftToSelf, ErrGiftMessage, ErrRecipientHasPack, ErrRecipientHasGift,
// ErrRecipientRegion, ErrProviderUnknown, ErrProviderNotAvailable,
// ErrTransactionInvalid, ErrSettledInvalid, ErrTransactionUsed, ErrPaymentRequired, ErrAlreadyOwned,
// those of pass.Pass.Refused, bundle.Bundle.Refused and subscription.Plan.Refused, ErrPassHeld, ErrTrialUsed, ErrPaidAhead, ErrOfferNotOpen, ErrOfferClosed, ErrSoldOut, ErrWaiting, ErrHeldBefore, ErrAudience, coin.ErrInsufficient, coin.ErrNoRate,
// coin.ErrPackageNotFound, coin.ErrPackageClosed, ErrQuoteNotFound, ErrQuoteExpired, ErrQuoteMismatch, ErrPriceChanged, those of Catalog and Gateway,
// ErrKeyInFlight, ErrKeyReused. After ErrGatewayAway the order stands: the same request goes on with it.
func (s *Service) Place(ctx context.Context, r OrderRequest) (Order, error) {
	if err := s.available(r.PayWith.Provider); err != nil {
		return Order{}, err
	}
	if err := r.check(); err != nil {
		return Order{}, err
	}
	if err := declined(r.Ledger, r.PayWith.Transaction); err != nil {
		return Order{}, err
	}
	w, err := s.wish(ctx, r)
	if err != nil {
		return Order{}, err
	}
	scope := Scope{
		Holder: r.Holder, Recipient: r.Recipient, Pack: w.terms.Pack, Provider: r.PayWith.Provider, Transaction: r.PayWith.Transaction,
		Wallet: r.PayWith.Provider == Wallet || w.topUp != nil, Packs: strings.Join(w.packs(), " "),
	}
	outcome, err := s.perform(ctx, r.Intent, scope, func(found State, now time.Time) (deed, error) {
		return r.place(w, found, now)
	})
	if err != nil {
		return Order{}, err
	}
	return s.asked(ctx, *outcome.Order)
}

// place decides on an order request.
func (r OrderRequest) place(w wish, found State, now time.Time) (deed, error) {
	if found.Used != nil {
		return deed{}, used(*found.Used, r.Ledger, r.Holder)
	}
	o := r.order(w, now).without(w, found, now)
	if w.kind == BundleProduct {
		w.terms.Price = o.Price
		w.expect(r.Expect)
	}
	refused := w.refused
	if refused == nil {
		refused = o.unavailable(found, now)
	}
	if refused == nil && w.trial && len(found.Grants) > 0 {
		refused = ErrTrialUsed.With("subscription", o.Pack)
	}
	switch {
	case r.PayWith.Transaction != "":
		with := r.PayWith
		with.unpriced = with.Settled == nil && w.unpriced
		return o.pay(found, with, refused, now)
	case refused != nil:
		return deed{}, refused
	case found.heldBefore(o, now) != nil:
		return deed{}, found.heldBefore(o, now)
	case r.PayWith.Provider == External:
		return o.reserve(now)
	case o.Price == nil:
		return o.fulfil(found, now)
	case r.PayWith.Provider == Free:
		return deed{}, o.costs()
	case r.PayWith.Provider == Wallet:
		return o.spend(found, w.coinsOf(o), w.spending, now)
	}
	return o.begin(now)
}

// order returns the order that is asked for, not yet in any state.
func (r OrderRequest) order(w wish, now time.Time) Order {
	return Order{
		ID: journal.NewID("ord"), Ledger: r.Ledger, Holder: r.Holder, Kind: w.kind, Pack: w.terms.Pack, Release: w.terms.Release,
		Region: r.Region, Locale: r.Locale, Provider: r.PayWith.Provider, Price: w.terms.Price, Tax: w.tax, Period: w.period, TopUp: w.topUp,
		Lines: w.lines, Gift: r.gift(), Grants: []Grant{}, CreatedAt: now, UpdatedAt: now,
	}
}

// costs is why an order for something with a price is not fulfilled for nothing.
func (o Order) costs() error {
	name, id := o.product()
	return ErrPaymentRequired.With(name, id, "price", *o.Price)
}

// gift returns whom the pack is given to; nil for who asks.
func (r OrderRequest) gift() *Gift {
	if r.Recipient == "" {
		return nil
	}
	return &Gift{
		Recipient: r.Recipient, Region: cmp.Or(r.RecipientRegion, r.Region), Message: r.Message, State: GiftPending,
	}
}

// used says that a transaction paid for an order before. Only its own holder learns for which.
func used(earlier Order, ledger Ledger, holder string) error {
	f := ErrTransactionUsed.With("transaction", earlier.Transaction)
	if earlier.Ledger == ledger && earlier.Holder == holder {
		f = f.With("order", earlier.ID)
	}
	return f
}

// maxField bounds pack, regions and locale, which are kept as they are asked for, in bytes.
const maxField = 128

func (r OrderRequest) check() error {
	if err := CheckHolder(r.Holder); err != nil {
		return err
	}
	for field, value := range map[string]string{"pack": cmp.Or(r.Package, r.Pass, r.Bundle, r.Subscription, r.Pack), "region": r.Region, "locale": r.Locale, "recipient_region": r.RecipientRegion} {
		optional := field == "locale" || field == "recipient_region"
		if len(value) > maxField || !utf8.ValidString(value) || containsUnprintable(value) || value == "" && !optional {
			return ErrOrderInvalid.With("field", field)
		}
	}
	if err := r.checkGift(); err != nil {
		return err
	}
	if err := checkExpected(r.Expect); err != nil {
		return err
	}
	return r.PayWith.check()
}

func (r OrderRequest) checkGift() error {
	g := r.gift()
	switch {
	case g == nil && r.Message != "":
		return ErrOrderInvalid.With("field", "message")
	case g == nil && r.RecipientRegion != "":
		return ErrOrderInvalid.With("field", "recipient_region")
	case g == nil:
		return nil
	case r.Package != "" || r.Pass != "" || r.Bundle != "" || r.Subscription != "":
		return ErrOrderInvalid.With("field", "recipient")
	}
	return g.check(r.Holder)
}

func (p PayWith) check() error {
	if p.Transaction == "" && p.Settled == nil {
		return nil
	}
	if p.Provider != External {
		return ErrTransactionInvalid.With("transaction", p.Transaction)
	}
	if err := checkTransaction(p.Transaction); err != nil {
		return err
	}
	return checkSettled(p.Settled)
}
