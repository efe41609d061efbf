package main

import (
	"slices"
	"strings"
)

// numbers lists how locales write numbers: tag, pattern, pattern of percentages, decimal sign, grouping sign, minus,
// percent sign, least digits before the first group, digit zero. Locales that write them as their parent does are
// left out.
func numbers(src source) ([][]string, error) { return deduplicated(src, numberLine) }

// deduplicated makes a line, beginning with the tag, for each locale of CLDR's modern coverage and leaves out those
// that say what the parent's says.
func deduplicated(src source, line func(src source, tag string) ([]string, error)) ([][]string, error) {
	tags, err := modernLocales(src)
	if err != nil {
		return nil, err
	}
	parent, err := parentOf(src)
	if err != nil {
		return nil, err
	}
	lines := map[string][]string{}
	for _, tag := range tags {
		lines[tag], err = line(src, tag)
		if err != nil {
			return nil, err
		}
	}
	var kept [][]string
	for _, tag := range tags {
		if up := lines[parent(tag)]; up == nil || !slices.Equal(up[1:], lines[tag][1:]) {
			kept = append(kept, lines[tag])
		}
	}
	return kept, nil
}

func numberLine(src source, tag string) ([]string, error) {
	n, err := src.read("numbers-full/main/"+tag+"/numbers.json", "main", tag, "numbers")
	if err != nil {
		return nil, err
	}
	zero, err := zeroOf(src, n)
	if err != nil {
		return nil, err
	}
	system := "-numberSystem-" + n.at("defaultNumberingSystem").text()
	sign := n.at("symbols" + system)
	return []string{
		tag, positive(n.at("decimalFormats"+system, "standard").text()), positive(n.at("percentFormats"+system, "standard").text()),
		sign.at("decimal").text(), sign.at("group").text(), sign.at("minusSign").text(), sign.at("percentSign").text(),
		n.at("minimumGroupingDigits").text(), zero,
	}, nil
}

// zeroOf returns the digit zero that a locale's numbers are written with.
func zeroOf(src source, numbers node) (string, error) {
	digits, err := src.read("core/supplemental/numberingSystems.json", "supplemental", "numberingSystems")
	if err != nil {
		return "", err
	}
	return string([]rune(digits.at(numbers.at("defaultNumberingSystem").text(), "_digits").text())[:1]), nil
}

// digits lists the digit zero of each numbering system of CLDR that is written in decimal places.
func digits(src source) ([][]string, error) {
	systems, err := src.read("core/supplemental/numberingSystems.json", "supplemental", "numberingSystems")
	if err != nil {
		return nil, err
	}
	var lines [][]string
	for _, name := range sorted(systems.fields()) {
		all := []rune(systems.at(name, "_digits").text())
		if len(all) == 10 && all[9] == all[0]+9 {
			lines = append(lines, []string{name, string(all[0])})
		}
	}
	return lines, nil
}

// lists lists how locales join words: tag, then for "and" and for "or" the patterns of two, of the start, of the
// middle and of the end.
func lists(src source) ([][]string, error) { return deduplicated(src, listLine) }

func listLine(src source, tag string) ([]string, error) {
	n, err := src.read("misc-full/main/"+tag+"/listPatterns.json", "main", tag, "listPatterns")
	if err != nil {
		return nil, err
	}
	line := []string{tag}
	for _, kind := range []string{"standard", "or"} {
		for _, place := range strings.Fields("2 start middle end") {
			line = append(line, n.at("listPattern-type-"+kind, place).text())
		}
	}
	return line, nil
}
