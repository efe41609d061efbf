package catalog

import (
	"regexp"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Faults of tiers.
var (
	// ErrTierNotFound: no tier of that name. Facts: tier.
	ErrTierNotFound = fault.Define(fault.NotFound, "tier-not-found")
	// ErrTierStale: the tier was changed since the caller read it, or is there already. Facts: tier,
	// version (of now).
	ErrTierStale = fault.Define(fault.Stale, "tier-stale")
	// ErrTierInvalid: the tier breaks rules; the fields say which. Facts: tier.
	ErrTierInvalid = fault.Define(fault.Invalid, "tier-invalid")
	// ErrTierInUse: offers name the tier, so it cannot go. Facts: tier, packs (how many).
	ErrTierInUse = fault.Define(fault.Conflict, "tier-in-use")
)

// Tier is a named row of prices: one choice sets a price in every currency.
type Tier struct {
	Name       string           // [a-z0-9-]{1,64}
	Currencies map[string]int64 // minor units by ISO 4217: in every region that pays so
	Regions    map[string]Price // where the price is another than its currency's; World for the rest of the world
	Version    int64            // rises with every change; 0 before the first
	UpdatedAt  time.Time
}

// TierIsNew is the version with which a tier is set that must not be there yet.
const TierIsNew = -1

// worldCurrency is what the rest of the world pays in, unless the tier says otherwise.
const worldCurrency = "USD"

// In returns the tier's price in a region; nil where it has none.
func (t Tier) In(region string) *Price {
	if own, has := t.Regions[region]; has {
		return &own
	}
	currency := cldr.CurrencyOf(region)
	if region == World {
		currency = worldCurrency
	}
	amount, has := t.Currencies[currency]
	if !has {
		return nil
	}
	return &Price{amount, currency}
}

var tierName = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// defects lists what is wrong with the tier.
func (t Tier) defects() []fault.Field {
	var fields []fault.Field
	check := func(fine bool, pointer, code string, facts ...any) {
		if !fine {
			f := fault.Field{Pointer: pointer, Code: code, Facts: map[string]any{"limit": int64(MaxPrice)}}
			if len(facts) > 0 {
				f.Facts["measured"] = facts[0]
			}
			fields = append(fields, f)
		}
	}
	check(tierName.MatchString(t.Name), "/name", "wave-name", t.Name)
	check(len(t.Currencies)+len(t.Regions) > 0, "/currencies", "required")
	for _, currency := range sortedKeys(t.Currencies) {
		check(packfile.ValidCurrency(currency), "/currencies/"+currency, "currency-unknown", currency)
		check(t.Currencies[currency] > 0 && t.Currencies[currency] <= MaxPrice, "/currencies/"+currency, "price-amount", t.Currencies[currency])
	}
	for _, region := range sortedKeys(t.Regions) {
		price := t.Regions[region]
		check(region == World || cldr.ValidRegion(region), "/regions/"+region, "region-unknown", region)
		check(packfile.ValidCurrency(price.Currency), "/regions/"+region+"/currency", "currency-unknown", price.Currency)
		check(price.Amount > 0 && price.Amount <= MaxPrice, "/regions/"+region+"/amount", "price-amount", price.Amount)
	}
	return fields
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// SaleChange is what one act changes about the terms of many packs; it commits together.
type SaleChange struct {
	Packs   []Change // each with a record of its own
	Tier    *Tier    // as it is to be, with the version that it was read at; the store keeps the next one
	Removed bool     // the tier is to go; no offer may name it
}
