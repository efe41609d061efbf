package e2e

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
)

// wholes puts what Apple might sign, and the same for another app or environment.
func (c *court) wholes() {
	for name, members := range map[string]appletest.Members{
		"as it is": nil, "given back": appletest.Revoked, "given back in part": {"revocationDate": 1, "revocationPercentage": 50_000, "revocationType": "REFUND_PRORATED"},
		"of the sandbox": {"environment": "Sandbox"}, "without a token": {"appAccountToken": nil}, "of the family": {"inAppOwnershipType": "FAMILY_SHARED"},
		"of three": {"quantity": 3}, "without a price": {"price": nil, "currency": nil}, "of a type to come": {"type": "Something", "transactionReason": "LATER"},
		"with members to come": {"later": map[string]any{"a": []int{1}}, "": nil}, "in other letters": {"productId": "달토끼\u2028\U0001f407"},
		"of another app": {"bundleId": "com.sun.chat"}, "of our app in capitals": {"bundleId": strings.ToUpper(appletest.Bundle)},
		"of our app and a space": {"bundleId": appletest.Bundle + " "}, "of an app of ours": {"bundleId": appletest.Bundle + ".extension"}, "of no app": {"bundleId": nil},
		"of Xcode": {"environment": "Xcode"}, "of LocalTesting": {"environment": "LocalTesting"}, "of production": {"environment": "production"},
		"of no environment": {"environment": nil}, "of an empty environment": {"environment": ""}, "of an environment and a space": {"environment": "Sandbox "},
	} {
		c.transaction(name, c.chain.Sign(bought().With(members)))
		c.notification("about one "+name, c.chain.Sign(appletest.Notice("ONE_TIME_CHARGE", c.chain.Sign(bought().With(members)))))
	}
	for _, typ := range []string{"REFUND", "REFUND_REVERSED", "REFUND_DECLINED", "REVOKE", "CONSUMPTION_REQUEST", "TEST", "", "LATER"} {
		c.notification("of type "+typ, c.chain.Sign(appletest.Notice(typ, c.chain.Sign(bought()))))
		c.notification("about nothing of type "+typ, c.chain.Sign(appletest.Notice(typ, "")))
	}
	c.notification("that is a transaction", c.chain.Sign(bought()))
	c.transaction("that is a notification", c.chain.Sign(c.noticed()))
	c.nested()
	c.about()
}

// nested puts notifications about what somebody else signed, or nobody.
func (c *court) nested() {
	forger := appletest.New(c.t, lasting)
	unsigned := c.chain.Sign(bought())
	unsigned = unsigned[:strings.LastIndexByte(unsigned, '.')+1]
	for name, inner := range map[string]string{
		"forged": forger.Sign(bought()), "unsigned": unsigned, "nonsense": "nonsense", "two points": "..", "a notification": c.chain.Sign(c.noticed()),
		"of another chain below the root":      c.chain.Issue(c.t, lasting).Sign(bought()),
		"signed when nothing was good":         c.chain.Sign(bought().With(appletest.Members{"signedDate": 0})),
		"of no algorithm":                      c.chain.SignAs(map[string]any{"alg": "none", "x5c": c.chain.Header()["x5c"]}, bought()),
		"of the sandbox in one of production":  c.chain.Sign(bought().With(appletest.Members{"environment": "Sandbox"})),
		"another's, by a chain without a mark": c.chain.Issue(c.t, lasting, marks(nil, nil)).Sign(bought()),
	} {
		c.notification("within: "+name, c.chain.Sign(appletest.Notice("REFUND", inner)))
	}
	forged := appletest.Notice("REFUND", c.chain.Sign(bought()))
	c.notification("forged about what is signed", forger.Sign(forged))
	sandbox := maps.Clone(forged["data"].(map[string]any))
	sandbox["environment"] = "Sandbox"
	c.notification("of the sandbox about production", c.chain.Sign(forged.With(appletest.Members{"data": sandbox})))
	sandbox["signedTransactionInfo"] = c.chain.Sign(bought().With(appletest.Members{"environment": "Sandbox"}))
	c.notification("of the sandbox", c.chain.Sign(forged.With(appletest.Members{"data": sandbox})))
	delete(sandbox, "appAppleId")
	c.notification("of the sandbox, of no app id", c.chain.Sign(forged.With(appletest.Members{"data": sandbox})))
}

// about puts notifications by what they say of the app, in each part that may say it.
func (c *court) about() {
	for _, part := range []string{"data", "summary", "appData", "externalPurchaseToken"} {
		for name, change := range map[string]appletest.Members{
			"ours": {}, "of the sandbox": {"environment": "Sandbox", "externalPurchaseId": "SANDBOX_1"}, "of Xcode": {"environment": "Xcode"},
			"of no environment": {"environment": nil}, "of another app": {"bundleId": "com.sun.chat"}, "of no app": {"bundleId": nil},
			"of another app's id": {"appAppleId": 1}, "of no app's id": {"appAppleId": nil}, "of an id a bit off": {"appAppleId": appletest.AppID + 0.5},
			"of another id in the sandbox": {"environment": "Sandbox", "externalPurchaseId": "SANDBOX", "appAppleId": 1},
			"of what is almost a sandbox":  {"externalPurchaseId": "sandbox"}, "of an id as text": {"appAppleId": "1234567890"},
		} {
			says := appletest.Members{"appAppleId": appletest.AppID, "bundleId": appletest.Bundle, "environment": "Production"}.With(change)
			n := appletest.Notice("SUBSCRIBED", "").With(appletest.Members{"data": nil, part: says})
			c.notification(part+" "+name, c.chain.Sign(n))
			n["data"] = appletest.Members{"appAppleId": appletest.AppID, "bundleId": appletest.Bundle, "environment": "Production"}
			if part != "data" {
				c.notification("data before "+part+" "+name, c.chain.Sign(n))
			}
		}
	}
	c.notification("about no app", c.chain.Sign(appletest.Notice("SUBSCRIBED", "").With(appletest.Members{"data": nil})))
	c.notification("with nothing in it", c.chain.Sign(appletest.Notice("SUBSCRIBED", "").With(appletest.Members{"data": appletest.Members{}})))
}

// values are one of each type of JSON.
var values = map[string]any{"null": nil, "a text": "x", "a number": 7, "a truth": true, "a list": []any{}, "an object": appletest.Members{}}

// documented are the members that Apple documents of each object, but for those that are not judged.
var documented = map[string]string{
	"transaction": "originalTransactionId transactionId webOrderLineItemId bundleId productId subscriptionGroupIdentifier purchaseDate " +
		"originalPurchaseDate expiresDate quantity type appAccountToken inAppOwnershipType signedDate revocationReason revocationDate isUpgraded " +
		"offerType offerIdentifier environment storefront storefrontId transactionReason currency price offerDiscountType appTransactionId " +
		"offerPeriod revocationType revocationPercentage billingPlanType",
	"notification":          "notificationType subtype notificationUUID version signedDate",
	"data":                  "environment appAppleId bundleId bundleVersion signedTransactionInfo signedRenewalInfo status consumptionRequestReason",
	"summary":               "environment appAppleId bundleId productId requestIdentifier succeededCount failedCount",
	"externalPurchaseToken": "externalPurchaseId tokenCreationDate appAppleId bundleId",
	"appData":               "appAppleId bundleId environment signedAppTransactionInfo",
}

// claims puts every member with a value of every type of JSON, and what tokens may say of their time.
func (c *court) claims() {
	for object, members := range documented {
		for member := range strings.FieldsSeq(members) {
			for name, value := range values {
				c.claim(object, fmt.Sprintf("%s's %s is %s", object, member, name), member, value)
			}
		}
	}
	for _, part := range []string{"data", "summary", "externalPurchaseToken", "appData"} {
		n := c.noticed()
		n[part] = nil
		c.notification(part+" is null", c.chain.Sign(n))
	}
	for _, name := range []string{"exp", "nbf", "iat", "aud", "iss", "sub", "jti"} {
		for _, value := range []any{nil, 0, -1, 1, 1.5, 4102444800, 4102444800.5, 1e15, "1", "4102444800", "", true, []any{"a"}, []any{1}, appletest.Members{}} {
			t := bought()
			t[name] = value
			c.transaction(fmt.Sprintf("%s is %#v", name, value), c.chain.Sign(t))
		}
	}
}

// claim puts an object, or a notification with it, in which a member has a value.
func (c *court) claim(object, name, member string, value any) {
	switch object {
	case "transaction":
		t := bought()
		t[member] = value
		c.transaction(name, c.chain.Sign(t))
	case "notification":
		n := c.noticed()
		n[member] = value
		c.notification(name, c.chain.Sign(n))
	default:
		says := appletest.Members{"appAppleId": appletest.AppID, "bundleId": appletest.Bundle, "environment": "Production"}
		says[member] = value
		n := appletest.Notice("SUBSCRIBED", "").With(appletest.Members{"data": nil})
		n[object] = says
		c.notification(name, c.chain.Sign(n))
	}
}
