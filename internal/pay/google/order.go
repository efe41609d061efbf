package google

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases"
)

// order is Google's word of the money of a purchase, an Order of the API, where it matters here.
type order struct {
	ID    string `json:"orderId"`
	Token string `json:"purchaseToken"`
	State string `json:"state"`
	Total money  `json:"total"`
	Lines []struct {
		Listed money `json:"listingPrice"`
	} `json:"lineItems"`
	Points  *struct{} `json:"pointsDetails"` // that were paid with
	History struct {
		Parts []struct {
			Created time.Time `json:"createTime"`
			State   string    `json:"state"`
			Details refunded  `json:"refundDetails"`
		} `json:"partialRefundEvents"`
		Whole struct {
			Reason string `json:"refundReason"`
		} `json:"refundEvent"`
	} `json:"orderHistory"`
}

type refunded struct {
	Total money `json:"total"`
}

// States of orders that matter here.
const (
	stateRefunding = "PENDING_REFUND"
	statePart      = "PARTIALLY_REFUNDED"
	stateRefunded  = "REFUNDED"
)

// chargeback is why an order's money went back that the payer's bank took.
const chargeback = "CHARGEBACK"

// standing is what Google says of the payment of an order: nothing, while no money was taken.
func (g *Gateway) standing(ctx context.Context, o purchases.Order, p purchase) (purchases.Standing, error) {
	if p.Order == "" && !(p.test() && p.state() == purchased) {
		return purchases.Standing{}, nil
	}
	st := purchases.Standing{Payment: p.token, Product: p.product(), Number: p.Order, Acknowledgement: g.acknowledgement(p)}
	var theirs order
	var err error
	if p.Order != "" {
		theirs, err = g.api.order(ctx, p.Order)
	}
	if p.test() && (isRefusal(err) || p.Order == "") && p.state() == purchased { // trying things leaves no order behind
		st.Taken = o.Price
		return st, nil
	}
	switch {
	case isRefusal(err):
		return purchases.Standing{}, away(err) // it was told of, so it is there soon
	case err != nil:
		return purchases.Standing{}, err
	case theirs.Token != "" && theirs.Token != p.token:
		return purchases.Standing{}, away(errors.New("google: the order is of another purchase"))
	case p.state() == cancelled && theirs.paid() && theirs.State != stateRefunded:
		return purchases.Standing{}, away(errors.New("google: a cancelled purchase that was not refunded yet"))
	case p.state() != purchased && !theirs.paid():
		return purchases.Standing{}, nil
	}
	return theirs.standing(st, p.test(), o.Price)
}

// paid reports whether the money was taken, whatever became of it.
func (o order) paid() bool {
	return o.State == "PROCESSED" || o.State == stateRefunding || o.State == statePart || o.State == stateRefunded
}

// standing adds the money to what is said of a payment.
func (o order) standing(st purchases.Standing, test bool, price *catalog.Price) (purchases.Standing, error) {
	taken, ok := o.taken()
	switch {
	case ok:
		st.Taken = &taken
	case test:
		st.Taken = price
	default:
		return purchases.Standing{}, nil // by a code of Google's: nobody paid
	}
	left := st.Taken.Amount
	for _, part := range o.History.Parts {
		amount, ok := part.Details.Total.price()
		if part.State != "PROCESSED_SUCCESSFULLY" || !ok || amount.Currency != st.Taken.Currency || amount.Amount >= left {
			continue
		}
		left -= amount.Amount
		st.Returns = append(st.Returns, purchases.Return{
			ID: o.ID + "/" + part.Created.UTC().Format(time.RFC3339Nano), Amount: amount.Amount, State: purchases.RefundSettled,
		})
	}
	switch {
	case o.State != stateRefunded:
	case o.charged():
		st.Dispute, st.Disputed = purchases.DisputeLost, left
	default:
		st.Returns = append(st.Returns, purchases.Return{ID: o.refundID(), Amount: left, State: purchases.RefundSettled})
	}
	return st, nil
}

// charged reports whether the payer's bank took the money back.
func (o order) charged() bool { return o.History.Whole.Reason == chargeback }

// refundID names the giving back of all that is left, which happens once.
func (o order) refundID() string { return o.ID + "/refund" }

// taken is what the payer paid; what they paid with Play Points alone is what it is listed at.
func (o order) taken() (catalog.Price, bool) {
	if p, ok := o.Total.price(); ok || o.Points == nil || len(o.Lines) != 1 {
		return p, ok
	}
	return o.Lines[0].Listed.price()
}

// money is a google.type.Money.
type money struct {
	Currency string `json:"currencyCode"`
	Units    int64  `json:"units,string"`
	Nanos    int64  `json:"nanos"`
}

// currencyForm is that of ISO 4217's alphabetic codes.
var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// price is an amount in our smallest units, half a one counting as one; ok when it is something.
func (m money) price() (p catalog.Price, ok bool) {
	const nanos = 1_000_000_000
	p.Currency = m.Currency
	if !currencyForm.MatchString(m.Currency) || m.Units < 0 || m.Units > catalog.MaxPrice || m.Nanos < 0 || m.Nanos >= nanos {
		return p, false
	}
	amount, factor := m.Units, int64(1)
	for range cldr.CurrencyDigits(m.Currency) {
		amount, factor = amount*10, factor*10
	}
	p.Amount = amount + (m.Nanos*factor+nanos/2)/nanos
	return p, p.Amount > 0 && p.Amount <= catalog.MaxPrice
}
