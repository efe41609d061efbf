package google

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// purchase is a ProductPurchaseV2, where it matters here.
type purchase struct {
	token string

	Lines []struct {
		Product string `json:"productId"`
		Details struct {
			Quantity    int64  `json:"quantity"` // 1 when it is not said
			Consumption string `json:"consumptionState"`
		} `json:"productOfferDetails"`
	} `json:"productLineItem"`
	Context struct {
		State purchaseState `json:"purchaseState"`
	} `json:"purchaseStateContext"`
	Test            *struct{} `json:"testPurchaseContext"` // no money moves
	Order           string    `json:"orderId"`             // Google's: GPA.…
	Account         string    `json:"obfuscatedExternalAccountId"`
	Profile         string    `json:"obfuscatedExternalProfileId"`
	Completed       time.Time `json:"purchaseCompletionTime"`
	Acknowledgement string    `json:"acknowledgementState"`
}

type purchaseState string

// The states of a purchase.
const (
	purchased purchaseState = "PURCHASED"
	pending   purchaseState = "PENDING" // the payer has yet to pay: it is no purchase
	cancelled purchaseState = "CANCELLED"
)

// check holds an answer to what every purchase has.
func (p purchase) check() error {
	if !slices.Contains([]purchaseState{purchased, pending, cancelled}, p.Context.State) || len(p.Lines) == 0 {
		return away(errors.New("google: what is answered is no purchase"))
	}
	return nil
}

func (p purchase) state() purchaseState { return p.Context.State }

func (p purchase) test() bool { return p.Test != nil }

// isFor reports whether a purchase was made by an order's holder, for that order.
func (p purchase) isFor(o purchases.Order) bool {
	return p.Profile == profileOf(o.ID) && p.Account == accountOf(o)
}

// product is what was bought. An order is for one of one: anything else is called by all that it is.
func (p purchase) product() string {
	var all []string
	for _, line := range p.Lines {
		text := line.Product
		if line.Details.Quantity > 1 {
			text = fmt.Sprintf("%d × %s", line.Details.Quantity, text)
		}
		all = append(all, text)
	}
	return strings.Join(all, " + ")
}

// giveIn is how long Google waits to hear that what was bought was given: developer.android.com, "Integrate
// the Google Play Billing Library", processing purchases.
const giveIn = 3 * 24 * time.Hour

// acknowledgement is what Google knows of what was given for a purchase.
func (g *Gateway) acknowledgement(p purchase) purchases.Acknowledgement {
	since := p.Completed
	if since.IsZero() {
		since = g.config.Now()
	}
	return purchases.Acknowledgement{By: since.Add(giveIn).UTC().Truncate(time.Microsecond), Told: g.acknowledged(p)}
}

// acknowledged reports whether nothing is left to say about a purchase.
func (g *Gateway) acknowledged(p purchase) bool {
	for _, line := range p.Lines {
		consumed := line.Details.Consumption == "CONSUMPTION_STATE_CONSUMED"
		kept := g.lasting(line.Product) && p.Acknowledgement == "ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED"
		if !consumed && !kept {
			return false
		}
	}
	return true
}
