package api

import "time"

// NewOrder asks for a pack, a pass, a bundle, or a period of a subscription, on behalf of a holder.
type NewOrder struct {
	Pack   string `json:"pack,omitempty" maxLength:"100" doc:"pack id or slug"`
	Pass   string `json:"pass,omitempty" maxLength:"64" doc:"pass id, in place of pack"`
	Bundle string `json:"bundle,omitempty" maxLength:"64" doc:"bundle id, in place of pack"`

	Subscription string `json:"subscription,omitempty" maxLength:"64" doc:"subscription id, in place of pack: a period of it, from the end of the last one on; with provider free its trial, once"`

	Region  string  `json:"region" minLength:"2" maxLength:"3" doc:"ISO 3166-1 alpha-2"`
	Locale  string  `json:"locale,omitempty" maxLength:"35" doc:"of the receipt"`
	PayWith PayWith `json:"pay_with"`

	Recipient       string `json:"recipient,omitempty" maxLength:"128" doc:"the app's own id of the user whom the pack is given to; left out, it is for the holder"`
	RecipientRegion string `json:"recipient_region,omitempty" maxLength:"3" doc:"where they are, ISO 3166-1 alpha-2; region when left out"`
	Message         string `json:"message,omitempty" maxLength:"500" doc:"what they read with the gift"`

	Quote  string `json:"quote,omitempty" maxLength:"1024" doc:"id of a quote of this holder: the order is charged exactly that, or refused; not with app_store and google_play, which say themselves what they charge"`
	Expect *Price `json:"expect,omitempty" doc:"what the user was shown that they would pay: when it costs something else, the order is refused with price-changed and the price of now"`
}

// Price is an amount of money that somebody expects.
type Price struct {
	Amount   int64  `json:"amount" minimum:"0" doc:"minor units; 0 when free"`
	Currency string `json:"currency" minLength:"3" maxLength:"3" doc:"ISO 4217"`
}

// PayWith says who takes the money. With provider external and a transaction, amount and currency,
// the order is fulfilled at once; without them it is reserved for ten minutes. With stripe it is
// payment_pending, and fulfilled once Stripe says that the money was taken; with app_store likewise, by Apple's
// signed word, and with google_play by a token that Google is asked about. With wallet the holder's coins are
// taken at once.
type PayWith struct {
	Provider    string `json:"provider" doc:"free, external, wallet, stripe, app_store or google_play" example:"external"`
	Transaction string `json:"transaction,omitempty" maxLength:"200" doc:"the provider's own id of the payment"`
	Amount      *int64 `json:"amount,omitempty" minimum:"0" doc:"minor units that were taken"`
	Currency    string `json:"currency,omitempty" maxLength:"3" doc:"ISO 4217"`
}

// Confirmation says that the money for an order was taken: by the app, or by a provider that gave its word of it.
type Confirmation struct {
	Transaction       string `json:"transaction,omitempty" maxLength:"200" doc:"the app's own id of the payment, of a reserved order"`
	Settled           *Money `json:"settled,omitempty" doc:"what was taken; the order's price when left out"`
	SignedTransaction string `json:"signed_transaction,omitempty" maxLength:"65536" doc:"in place of both, of an order with app_store: the JWS that StoreKit 2 gave the payer's device"`
	PurchaseToken     string `json:"purchase_token,omitempty" maxLength:"1000" doc:"likewise of an order with google_play: what the Play Billing Library gave it. While Google says that the purchase is pending, the order stays payment_pending"`
}

// Order is an intent to buy and what came of it.
type Order struct {
	ID     string      `json:"id"`
	Holder string      `json:"holder"`
	State  string      `json:"state" enum:"reserved,payment_pending,fulfilled,refund_due,refunded,cancelled,expired,failed,disputed"`
	Pack   string      `json:"pack" doc:"pack id; empty for all else"`
	Pass   string      `json:"pass,omitempty" doc:"pass id, of an order for one"`
	Bundle string      `json:"bundle,omitempty" doc:"bundle id, of an order for one"`
	Lines  []OrderLine `json:"lines,omitempty" doc:"of a bundle: the packs that it gives, without those that the holder had"`

	Subscription string `json:"subscription,omitempty" doc:"subscription id, of an order for a period of one"`

	Region      string      `json:"region"`
	Price       *Money      `json:"price" doc:"null when free"`
	Tax         *OrderTax   `json:"tax,omitempty" doc:"in the price; left out where the store charges none"`
	Settled     *Money      `json:"settled" doc:"what the provider took, with COIN for a currency when that was the wallet; null before"`
	Refunded    *Money      `json:"refunded" doc:"how much of what was settled went back; null when nothing was settled"`
	Provider    string      `json:"provider"`
	Transaction *string     `json:"transaction"`
	TopUp       *TopUp      `json:"top_up" doc:"the coins that it is for; null for a pack"`
	Coins       *Coins      `json:"coins" doc:"that it was paid with; null for money"`
	Gift        *OrderGift  `json:"gift" doc:"whom it is given to; null for the holder"`
	NextAction  *NextAction `json:"next_action" doc:"what the app has to do next; null when nothing"`
	ExpiresAt   *time.Time  `json:"expires_at" doc:"end of the reservation"`
	Grants      []Grant     `json:"grants"`
	CreatedAt   time.Time   `json:"created_at"`
}

// NextAction is what the app has to do next with an order.
type NextAction struct {
	Kind         string `json:"kind" doc:"confirm: take the money, then confirm; stripe: hand client_secret and public_key to Stripe's own software on the payer's device; app_store: have it buy product with app_account_token, then confirm with the signed transaction; google_play: have it buy product with obfuscated_account_id and obfuscated_profile_id, then confirm with the purchase token" example:"confirm"`
	URL          string `json:"url,omitempty"`
	ClientSecret string `json:"client_secret,omitempty" doc:"for this payment alone; whoever has it can pay, and nothing else"`
	PublicKey    string `json:"public_key,omitempty" doc:"of the store at the provider"`

	AppAccountToken string `json:"app_account_token,omitempty" doc:"UUID that the payer's device buys under, for this order alone"`
	Product         string `json:"product,omitempty" doc:"id of the product that it buys"`

	ObfuscatedAccountID string `json:"obfuscated_account_id,omitempty" doc:"what the payer's device buys under: always the same for this holder"`
	ObfuscatedProfileID string `json:"obfuscated_profile_id,omitempty" doc:"and this, for this order alone"`
}

// Grant is one reason why a holder may use a pack.
type Grant struct {
	ID           string     `json:"id"`
	Pack         string     `json:"pack" doc:"empty for passes, and of a grant of all the packs of a pool"`
	Pass         string     `json:"pass,omitempty" doc:"pass id, of a grant of one"`
	Subscription string     `json:"subscription,omitempty" doc:"subscription id, of a period of one, or by which the pack may be used"`
	Brand        string     `json:"brand,omitempty" doc:"brand id, of a membership of its fan club, or by which the pack may be used"`
	Proof        string     `json:"proof,omitempty" doc:"of a membership: by which the app knows"`
	Kind         string     `json:"kind" enum:"purchase,gift,code,subscription,membership,staff"`
	Source       string     `json:"source" doc:"id of what it came from, for example an order"`
	Serial       *int64     `json:"serial" doc:"number of the piece of a limited edition, from 1; null for other packs"`
	ValidFrom    time.Time  `json:"valid_from"`
	ValidUntil   *time.Time `json:"valid_until"`
	RevokedAt    *time.Time `json:"revoked_at"`

	Ticket      int64      `json:"ticket,omitempty" doc:"of a pass: number of the ticket, one more whenever it is given anew"`
	CheckedInAt *time.Time `json:"checked_in_at,omitempty" doc:"of a pass: when its holder came"`
}

// NewRefund asks for money back; without an amount, for all that is left.
type NewRefund struct {
	Reason string `json:"reason,omitempty" maxLength:"500"`
	Amount *int64 `json:"amount,omitempty" minimum:"1" doc:"minor units of what was settled"`
}

// Refund is money given back. Only a full refund revokes.
type Refund struct {
	ID        string    `json:"id"`
	Order     string    `json:"order"`
	Amount    *Money    `json:"amount" doc:"null when nothing had been taken"`
	State     string    `json:"state" enum:"pending,settled,failed"`
	Reason    string    `json:"reason"`
	CreatedAt time.Time `json:"created_at"`
}

// Entitlement says whether a holder may use a pack, and why.
type Entitlement struct {
	Holder   string  `json:"holder"`
	Pack     string  `json:"pack"`
	Entitled bool    `json:"entitled"`
	Grants   []Grant `json:"grants"`
}

// EntitlementCheck asks about many holders and packs at once.
type EntitlementCheck struct {
	Holders []string `json:"holders" minItems:"1" maxItems:"100"`
	Packs   []string `json:"packs" minItems:"1" maxItems:"100" doc:"pack ids or slugs"`
}

// EntitlementList answers an EntitlementCheck.
type EntitlementList struct {
	Items []Entitlement `json:"items"`
}
