package catalog

import (
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// ErrSharesInvalid: a share is no percentage from 0 to 100 with at most two decimals, or a region is
// unknown. Facts: measured.
var ErrSharesInvalid = fault.Define(fault.Invalid, "shares-invalid")

// whole is all of an amount, in the unit of shares: basis points, hundredths of a percent.
const whole = 10_000

// Shares say how what a buyer pays would be shared out, as the operator tells designers beforehand. What
// is really paid out follows contracts.
type Shares struct {
	Fee   int64            // the store's part of what is left after tax, in basis points
	Taxes map[string]int64 // on top of the price without tax and included in the price, in basis points; by region, World for all others
}

// Earning is how the price of one sale is shared out: Price = Tax + Fee + Earned, in minor units.
type Earning struct {
	Region   string
	Currency string // ISO 4217
	Price    int64
	Tax      int64
	Fee      int64
	Earned   int64 // by the creator
}

// Split shares out the price of a sale in a region. Tax and fee are rounded down, in this order; whatever
// remains is the creator's.
func (s Shares) Split(region string, p Price) Earning {
	rate, own := s.Taxes[region]
	if !own {
		rate = s.Taxes[World]
	}
	tax := p.Amount * rate / (whole + rate)
	fee := (p.Amount - tax) * s.Fee / whole
	return Earning{region, p.Currency, p.Amount, tax, fee, p.Amount - tax - fee}
}

// ParseShares reads a fee like "30", in percent, and taxes like "KR=10" and "001=7.5". The error is
// ErrSharesInvalid.
func ParseShares(fee string, taxes []string) (Shares, error) {
	s := Shares{Taxes: map[string]int64{}}
	var err error
	s.Fee, err = parsePercent(fee)
	if err != nil {
		return s, err
	}
	for _, entry := range taxes {
		region, percent, named := strings.Cut(strings.TrimSpace(entry), "=")
		if !named || region != World && !cldr.ValidRegion(region) {
			return s, ErrSharesInvalid.With("measured", entry)
		}
		s.Taxes[region], err = parsePercent(percent)
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// parsePercent reads a percentage in basis points; "" is 0.
func parsePercent(text string) (int64, error) {
	number, fraction, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(text), "%"), ".")
	if text == "" {
		return 0, nil
	}
	if len(fraction) > 2 {
		return 0, ErrSharesInvalid.With("measured", text)
	}
	points, err := strconv.ParseUint(number+fraction+"00"[len(fraction):], 10, 32)
	if err != nil || number == "" || points > whole {
		return 0, ErrSharesInvalid.With("measured", text)
	}
	return int64(points), nil
}
