package appletest

import "maps"

// Bundle and AppID are those of the app that everything here is for.
const (
	Bundle = "com.moon.chat"
	AppID  = 1234567890
)

// Members are those of a payload.
type Members map[string]any

// With returns the members with others in their place; nil takes one away.
func (m Members) With(others Members) Members {
	made := maps.Clone(m)
	for name, value := range others {
		if made[name] = value; value == nil {
			delete(made, name)
		}
	}
	return made
}

// Bought is a transaction of ₩2,500 for what has an appAccountToken.
func Bought(id, token, product string) Members {
	at := Now.UnixMilli()
	return Members{
		"transactionId": id, "originalTransactionId": id, "bundleId": Bundle, "productId": product, "purchaseDate": at,
		"originalPurchaseDate": at, "quantity": 1, "type": "Consumable", "appAccountToken": token, "inAppOwnershipType": "PURCHASED",
		"signedDate": at, "environment": "Production", "transactionReason": "PURCHASE", "storefront": "KOR", "storefrontId": "143466",
		"price": 2_500_000, "currency": "KRW", "appTransactionId": "704000000000000000",
	}
}

// Revoked says that Apple gave the money back.
var Revoked = Members{"revocationDate": Now.UnixMilli(), "revocationReason": 0}

// Notice is a notification about a signed transaction.
func Notice(typ, signed string) Members {
	data := map[string]any{"appAppleId": AppID, "bundleId": Bundle, "bundleVersion": "1", "environment": "Production"}
	if signed != "" {
		data["signedTransactionInfo"] = signed
	}
	return Members{
		"notificationType": typ, "notificationUUID": "002e14d5-51f5-4503-b5a8-c3a1af68eb20", "version": "2.0",
		"signedDate": Now.UnixMilli(), "data": data,
	}
}
