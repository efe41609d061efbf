package api

import "time"

// Coins are coins of either kind: paid for, and given as a bonus.
type Coins struct {
	Paid  int64 `json:"paid"`
	Bonus int64 `json:"bonus"`
}

// NewTopUp asks for coins on behalf of a holder.
type NewTopUp struct {
	Package string  `json:"package" minLength:"1" maxLength:"64" doc:"name of the coins, as /v1/coins/packages lists them"`
	Region  string  `json:"region" minLength:"2" maxLength:"3" doc:"ISO 3166-1 alpha-2"`
	Locale  string  `json:"locale,omitempty" maxLength:"35" doc:"of the receipt"`
	PayWith PayWith `json:"pay_with"`
}

// TopUp is what an order for coins brings.
type TopUp struct {
	Package   string `json:"package"`
	Paid      int64  `json:"paid"`
	Bonus     int64  `json:"bonus"`
	PaidDays  int    `json:"paid_days" doc:"that the paid coins last; 0 for ever"`
	BonusDays int    `json:"bonus_days" doc:"that the bonus lasts; 0 for ever"`
}

// Wallet is a holder's coins.
type Wallet struct {
	Holder string    `json:"holder"`
	Coins  Coins     `json:"coins" doc:"what can be spent now, unless some are owed"`
	Owed   int64     `json:"owed" doc:"coins that were spent and whose top-up was given back; nothing is bought with coins until new ones have settled it"`
	Lots   []CoinLot `json:"lots" doc:"what ends first first"`
}

// CoinLot is coins of one kind that came together and end together.
type CoinLot struct {
	Kind      string     `json:"kind" enum:"paid,bonus"`
	Remaining int64      `json:"remaining"`
	EndsAt    *time.Time `json:"ends_at" doc:"null: never"`
	Order     string     `json:"order" doc:"the top-up that they came by"`
}

// CoinPackage is coins that are sold together.
type CoinPackage struct {
	TopUp
	Tier      string    `json:"tier" doc:"named row of prices; empty: they cost nothing, and are a bonus"`
	Closed    bool      `json:"closed" doc:"not sold at present"`
	Price     *Money    `json:"price" doc:"in the region that was asked about; null for nothing, and without a region"`
	Tax       *PriceTax `json:"tax,omitempty" doc:"in the price or on top of it; left out where the store charges none"`
	Version   int64     `json:"version" doc:"send it back in If-Match"`
	UpdatedAt time.Time `json:"updated_at"`
}

// CoinPackageDraft is what coins are sold as.
type CoinPackageDraft struct {
	Paid      int64  `json:"paid,omitempty" minimum:"0"`
	Bonus     int64  `json:"bonus,omitempty" minimum:"0"`
	PaidDays  int    `json:"paid_days,omitempty" minimum:"0" doc:"that the paid coins last; 0 for ever"`
	BonusDays int    `json:"bonus_days,omitempty" minimum:"0" doc:"that the bonus lasts; 0 for ever"`
	Tier      string `json:"tier,omitempty" maxLength:"64" doc:"named row of prices; empty for a bonus that costs nothing"`
	Closed    bool   `json:"closed,omitempty" doc:"not to be sold"`
}

// CoinRate says what coins are worth from a moment on: so many coins are so many minor units.
type CoinRate struct {
	Currency string     `json:"currency" minLength:"3" maxLength:"3" doc:"ISO 4217"`
	Coins    int64      `json:"coins" minimum:"1"`
	Amount   int64      `json:"amount" minimum:"1" doc:"minor units"`
	From     *time.Time `json:"from,omitempty" doc:"now when left out; never in the past"`
}
