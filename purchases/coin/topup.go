package coin

import (
	"regexp"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Faults of what is sold and at what rate.
var (
	// ErrPackageNotFound: no coins are sold under that name. Facts: package.
	ErrPackageNotFound = fault.Define(fault.NotFound, "coin-package-not-found")
	// ErrPackageInvalid: the package breaks rules; the fields say which. Facts: package.
	ErrPackageInvalid = fault.Define(fault.Invalid, "coin-package-invalid")
	// ErrPackageStale: the package was changed since the caller read it. Facts: package, version (of now).
	ErrPackageStale = fault.Define(fault.Stale, "coin-package-stale")
	// ErrPackageClosed: the package is not sold, or not there. Facts: package, region.
	ErrPackageClosed = fault.Define(fault.Conflict, "coin-package-not-sold")
	// ErrRateInvalid: the rate breaks rules; the fields say which. Facts: currency.
	ErrRateInvalid = fault.Define(fault.Invalid, "coin-rate-invalid")
	// ErrNoRate: nobody has said what a coin is worth in the currency. Facts: currency.
	ErrNoRate = fault.Define(fault.Conflict, "coin-rate-missing")
)

// Limits of packages and rates.
const (
	MaxCoins = 10_000_000 // of a package
	MaxRate  = 1_000_000  // coins of a rate, so that no product with a price reaches 2⁶³
	MaxDays  = 3650       // that coins last
)

// TopUp is the coins that an order brings.
type TopUp struct {
	Package   string `json:"package"`
	Paid      int64  `json:"paid"`
	Bonus     int64  `json:"bonus"`
	PaidDays  int    `json:"paid_days"`  // that the paid coins last; 0 for ever
	BonusDays int    `json:"bonus_days"` // that the bonus lasts; 0 for ever
}

// Coins returns what it brings.
func (t TopUp) Coins() Coins { return Coins{t.Paid, t.Bonus} }

// Package is coins that are sold together, at the price of a tier.
type Package struct {
	TopUp
	Tier      string // name of the row of prices; "" costs nothing
	Closed    bool   // not sold at present
	Version   int64  // rises with every change; 0 before the first
	UpdatedAt time.Time
}

var packageName = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// Check returns ErrPackageInvalid, or nil.
func (p Package) Check() error {
	var fields []fault.Field
	check := func(fine bool, pointer string) {
		if !fine {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid"})
		}
	}
	within := func(n, limit int64) bool { return n >= 0 && n <= limit }
	check(packageName.MatchString(p.Package), "/package")
	check(within(p.Paid, MaxCoins), "/paid")
	check(within(p.Bonus, MaxCoins) && p.Paid+p.Bonus > 0, "/bonus")
	check(within(int64(p.PaidDays), MaxDays), "/paid_days")
	check(within(int64(p.BonusDays), MaxDays), "/bonus_days")
	check(p.Tier == "" || packageName.MatchString(p.Tier), "/tier")
	check(p.Tier != "" || p.Paid == 0, "/tier") // what nobody paid for is a bonus
	if len(fields) > 0 {
		return ErrPackageInvalid.With("package", p.Package).WithFields(fields...)
	}
	return nil
}

// Rate says what coins are worth from a moment on: so many coins, so much money. It is a fraction, so that
// nothing is rounded but the price of a pack.
type Rate struct {
	Currency string // ISO 4217
	Coins    int64
	Amount   int64 // minor units
	From     time.Time
}

// Check returns ErrRateInvalid, or nil. Rates begin in the future, so that no price of the past changes.
func (r Rate) Check(now time.Time) error {
	var fields []fault.Field
	check := func(fine bool, pointer string) {
		if !fine {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid"})
		}
	}
	check(slices.Contains(cldr.Currencies(), r.Currency), "/currency")
	check(r.Coins > 0 && r.Coins <= MaxRate, "/coins")
	check(r.Amount > 0 && r.Amount <= catalog.MaxPrice, "/amount")
	check(!r.From.Before(now), "/from")
	if len(fields) > 0 {
		return ErrRateInvalid.With("currency", r.Currency).WithFields(fields...)
	}
	return nil
}

// Price returns how many coins an amount of money is, rounded up: at least one for any money.
func (r Rate) Price(amount int64) int64 {
	return (amount*r.Coins + r.Amount - 1) / r.Amount
}
