package main

import (
	"slices"
	"strconv"
	"strings"
)

// regions lists the 249 regions of ISO 3166-1: code, currency, the store's language most spoken there, and
// names in the store's languages.
func regions(src source) ([][]string, error) {
	codes, err := isoRegions(src)
	if err != nil {
		return nil, err
	}
	money, err := src.read("core/supplemental/currencyData.json", "supplemental", "currencyData", "region")
	if err != nil {
		return nil, err
	}
	spoken, err := src.read("core/supplemental/territoryInfo.json", "supplemental", "territoryInfo")
	if err != nil {
		return nil, err
	}
	likely, err := src.read("core/supplemental/likelySubtags.json", "supplemental", "likelySubtags")
	if err != nil {
		return nil, err
	}
	lines := [][]string{append([]string{"code", "currency", "language"}, storeLocales...)}
	for _, code := range codes {
		language := storeLanguage(likely.at("und-"+code).text(), spoken.at(code, "languagePopulation"))
		lines = append(lines, []string{code, tender(money.at(code).list()), language})
	}
	return lines, nameRegions(src, lines)
}

// isoRegions takes the codes that have an alphabetic and a numeric ISO code and are neither replaced nor
// for private use.
func isoRegions(src source) ([]string, error) {
	codes, err := src.read("core/supplemental/codeMappings.json", "supplemental", "codeMappings")
	if err != nil {
		return nil, err
	}
	replaced, err := src.read("core/supplemental/aliases.json", "supplemental", "metadata", "alias", "territoryAlias")
	if err != nil {
		return nil, err
	}
	var list []string
	for _, code := range sorted(codes.fields()) {
		named := codes.at(code, "_alpha3").text() != "" && codes.at(code, "_numeric").text() != ""
		if len(code) == 2 && named && !private(code) && replaced.at(code).value == nil {
			list = append(list, code)
		}
	}
	return list, nil
}

func private(code string) bool {
	return code == "AA" || code == "ZZ" || code == "EU" || code[0] == 'X' || code[0] == 'Q' && code[1] >= 'M'
}

// nameRegions appends the names in each of the store's languages to the lines below the first.
func nameRegions(src source, lines [][]string) error {
	for _, in := range storeLocales {
		n, err := src.read("localenames-full/main/"+in+"/territories.json", "main", in, "localeDisplayNames", "territories")
		if err != nil {
			return err
		}
		for i := range lines[1:] {
			code := lines[i+1][0]
			name := n.at(code + "-alt-short").text()
			if name == "" || code == "US" || code == "GB" {
				name = n.at(code).text()
			}
			lines[i+1] = append(lines[i+1], name)
		}
	}
	return nil
}

// tender picks the legal tender of today: the local currency where two are in use.
func tender(list []any) string {
	var current []string
	for _, item := range list {
		for code, about := range (node{item}).fields() {
			n := node{about}
			if n.at("_to").text() == "" && n.at("_tender").text() != "false" {
				current = append(current, code)
			}
		}
	}
	slices.SortStableFunc(current, func(a, b string) int { return foreign(a) - foreign(b) })
	if len(current) == 0 {
		return ""
	}
	return current[0]
}

// foreign is 1 for currencies that are legal tender beside a local one.
func foreign(code string) int {
	if slices.Contains([]string{"USD", "INR", "ZAR"}, code) {
		return 1
	}
	return 0
}

// storeLanguage is the likely language of the region when the store speaks it, else the store's language
// with most speakers there, else English.
func storeLanguage(likely string, spoken node) string {
	language, _, _ := strings.Cut(likely, "-")
	if slices.Contains(storeLocales, language) {
		return language
	}
	best, most := "en", 0.0
	for _, language := range storeLocales {
		share, _ := strconv.ParseFloat(spoken.at(language, "_populationPercent").text(), 64)
		if share > most {
			best, most = language, share
		}
	}
	return best
}
