package apple

import (
	"math"
	"time"
)

// claims are the members of a signed object, by their exact names.
type claims map[string]any

// kind is what JSON type a member has.
type kind int

const (
	text kind = iota
	number
	truth
	object
)

// transactionForm is what Apple documents of a JWSTransactionDecodedPayload, as far as it has one JSON type.
var transactionForm = map[string]kind{
	"originalTransactionId": text, "transactionId": text, "webOrderLineItemId": text, "bundleId": text, "productId": text,
	"subscriptionGroupIdentifier": text, "type": text, "appAccountToken": text, "inAppOwnershipType": text, "offerIdentifier": text,
	"environment": text, "storefront": text, "storefrontId": text, "transactionReason": text, "currency": text,
	"offerDiscountType": text, "appTransactionId": text, "offerPeriod": text, "revocationType": text, "billingPlanType": text,
	"purchaseDate": number, "originalPurchaseDate": number, "expiresDate": number, "quantity": number, "signedDate": number,
	"revocationReason": number, "revocationDate": number, "offerType": number, "price": number, "revocationPercentage": number,
	"isUpgraded": truth,
}

// notificationForm is the same of a responseBodyV2DecodedPayload, and partForms of the objects in it.
var (
	notificationForm = map[string]kind{
		"notificationType": text, "subtype": text, "notificationUUID": text, "version": text, "signedDate": number, "data": object,
		"summary": object, "externalPurchaseToken": object, "appData": object,
	}
	partForms = map[string]map[string]kind{
		"data": {
			"environment": text, "appAppleId": number, "bundleId": text, "bundleVersion": text, "signedTransactionInfo": text,
			"signedRenewalInfo": text, "status": number, "consumptionRequestReason": text,
		},
		"summary": {
			"environment": text, "appAppleId": number, "bundleId": text, "productId": text, "requestIdentifier": text,
			"succeededCount": number, "failedCount": number,
		},
		"externalPurchaseToken": {"externalPurchaseId": text, "tokenCreationDate": number, "appAppleId": number, "bundleId": text},
		"appData":               {"environment": text, "appAppleId": number, "bundleId": text, "signedAppTransactionInfo": text},
	}
)

// checkNotification holds a notification and the objects in it to their forms.
func (c claims) checkNotification() error {
	if err := c.check(notificationForm); err != nil {
		return err
	}
	for part, form := range partForms {
		if err := c.object(part).check(form); err != nil {
			return err
		}
	}
	return nil
}

// check holds members to a form. Members that it does not name may be anything: Apple adds some.
func (c claims) check(form map[string]kind) error {
	for name, value := range c {
		want, known := form[name]
		if known && !want.is(value) {
			return ErrUnsigned.With("reason", "form", "member", name)
		}
	}
	return nil
}

func (k kind) is(value any) bool {
	var is bool
	switch k {
	case text:
		_, is = value.(string)
	case number:
		_, is = value.(float64)
	case truth:
		_, is = value.(bool)
	case object:
		_, is = value.(map[string]any)
	}
	return is
}

// text, number and object return members, and zero values of those that are not there.
func (c claims) text(name string) string    { s, _ := c[name].(string); return s }
func (c claims) number(name string) float64 { n, _ := c[name].(float64); return n }
func (c claims) object(name string) claims  { o, _ := c[name].(map[string]any); return claims(o) }

// whole returns a number that is one, else -1.
func (c claims) whole(name string) int64 {
	n := c.number(name)
	if n != math.Trunc(n) || math.Abs(n) > 1<<53 {
		return -1
	}
	return int64(n)
}

// signedAt is the moment that the certificates had to be good at.
func (c claims) signedAt(now time.Time) time.Time {
	if _, there := c["signedDate"]; !there {
		return now
	}
	return time.UnixMilli(c.whole("signedDate"))
}
