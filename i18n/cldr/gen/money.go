package main

import (
	"slices"
	"strings"
)

// currencies lists the decimal digits of currencies that have not two.
func currencies(src source) ([][]string, error) {
	n, err := src.read("core/supplemental/currencyData.json", "supplemental", "currencyData", "fractions")
	if err != nil {
		return nil, err
	}
	var lines [][]string
	for _, code := range sorted(n.fields()) {
		if d := n.at(code, "_digits").text(); d != "2" {
			lines = append(lines, []string{code, d})
		}
	}
	return lines, nil
}

// prices lists how locales write money: tag, pattern, pattern beside a letter, decimal sign, grouping sign,
// least digits before the first group, digit zero, then "code=symbol" cells. Locales that write it as their
// parent does are left out.
func prices(src source) ([][]string, error) {
	current, err := currentCurrencies(src)
	if err != nil {
		return nil, err
	}
	return deduplicated(src, func(src source, tag string) ([]string, error) { return priceLine(src, tag, current) })
}

// modernLocales lists the locales that CLDR knows all of.
func modernLocales(src source) ([]string, error) {
	have, err := src.locales("numbers-full")
	if err != nil {
		return nil, err
	}
	levels, err := src.read("core/coverageLevels.json", "effectiveCoverageLevels")
	if err != nil {
		return nil, err
	}
	var tags []string
	for _, tag := range sorted(levels.fields()) {
		if levels.at(tag).text() == "modern" && have[tag] && tag != "und" {
			tags = append(tags, tag)
		}
	}
	return tags, nil
}

func parentOf(src source) (func(string) string, error) {
	explicit, err := src.read("core/supplemental/parentLocales.json", "supplemental", "parentLocales", "parentLocale")
	if err != nil {
		return nil, err
	}
	return func(tag string) string {
		if up := explicit.at(tag).text(); up != "" {
			return up
		}
		return tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}, nil
}

func currentCurrencies(src source) ([]string, error) {
	lines, err := regions(src)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, cells := range lines[1:] {
		if cells[1] != "" {
			codes = append(codes, cells[1])
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes), nil
}

func priceLine(src source, tag string, current []string) ([]string, error) {
	n, err := src.read("numbers-full/main/"+tag+"/numbers.json", "main", tag, "numbers")
	if err != nil {
		return nil, err
	}
	symbols, err := src.read("numbers-full/main/"+tag+"/currencies.json", "main", tag, "numbers", "currencies")
	if err != nil {
		return nil, err
	}
	zero, err := zeroOf(src, n)
	if err != nil {
		return nil, err
	}
	system := n.at("defaultNumberingSystem").text()
	format, sign := n.at("currencyFormats-numberSystem-"+system), n.at("symbols-numberSystem-"+system)
	standard := positive(format.at("standard").text())
	line := []string{
		tag, standard, either(positive(format.at("standard-alphaNextToNumber").text()), standard),
		either(sign.at("currencyDecimal").text(), sign.at("decimal").text()),
		either(sign.at("currencyGroup").text(), sign.at("group").text()),
		n.at("minimumGroupingDigits").text(), zero,
	}
	for _, code := range current {
		if s := symbols.at(code, "symbol").text(); s != "" && s != code {
			line = append(line, code+"="+s)
		}
	}
	return line, nil
}

// positive cuts off the pattern for negative amounts: there are no negative prices.
func positive(pattern string) string {
	pattern, _, _ = strings.Cut(pattern, ";")
	return pattern
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
