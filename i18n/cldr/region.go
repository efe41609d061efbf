package cldr

import (
	"slices"
	"sync"
)

// World is the region code of the whole world (UN M.49).
const World = "001"

// regionRow holds what is known of a region.
type regionRow struct {
	currency string
	language string
	names    []string
}

var (
	regionTable = sync.OnceValue(func() map[string]regionRow {
		lines := rows("regions.tsv")[1:]
		table := make(map[string]regionRow, len(lines))
		for _, cells := range lines {
			table[cells[0]] = regionRow{currency: cells[1], language: cells[2], names: cells[3:]}
		}
		return table
	})
	regionCodes = sync.OnceValue(func() []string {
		codes := make([]string, 0, len(regionTable()))
		for code := range regionTable() {
			codes = append(codes, code)
		}
		slices.Sort(codes)
		return codes
	})
)

// Regions returns the 249 codes of ISO 3166-1 alpha-2 in alphabetical order.
func Regions() []string { return slices.Clone(regionCodes()) }

// ValidRegion reports whether code is an upper-case code of ISO 3166-1 alpha-2. [World] is none.
func ValidRegion(code string) bool {
	_, ok := regionTable()[code]
	return ok
}

// RegionName returns the name of a region in one of [Languages], English in all others; the code itself
// when it is unknown.
func RegionName(locale, region string) string {
	r, ok := regionTable()[region]
	if !ok {
		return region
	}
	return r.names[column(languageOf(locale))]
}

// CurrencyOf returns the ISO 4217 code of the region's legal tender today, the local one where there are
// two. It is "" for unknown regions and for Antarctica, which has none.
func CurrencyOf(region string) string { return regionTable()[region].currency }

// DefaultLocale returns the store language most likely spoken in a region: the region's likely language
// when the store speaks it, else the one of [Languages] with most speakers there; "en" for unknown regions.
func DefaultLocale(region string) string {
	if r, ok := regionTable()[region]; ok {
		return r.language
	}
	return "en"
}

// Currencies returns the ISO 4217 codes of all regions' legal tender, in order.
func Currencies() []string {
	codes := make([]string, 0, len(regionTable()))
	for _, row := range regionTable() {
		if row.currency != "" {
			codes = append(codes, row.currency)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
