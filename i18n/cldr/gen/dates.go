package main

import (
	"fmt"
	"slices"
	"strings"
)

var (
	dateLengths = strings.Fields("full long medium short")
	weekdays    = strings.Fields("sun mon tue wed thu fri sat")
)

// dates lists how locales write days and times in their usual calendar: tag, calendar ("" for the Gregorian one), the
// era, four patterns of days and four of day and time together (full, long, medium, short), the pattern of times, the
// months, the short months, the weekdays, the short weekdays, the halves of the day, the parts of the day. Lists are
// cells joined by "|". Locales that write them as their parent does are left out.
func dates(src source) ([][]string, error) {
	lines, err := deduplicated(src, gregorianLine)
	if err != nil {
		return nil, err
	}
	return thai(src, lines)
}

// thai writes Thai days by the Buddhist era: it is the one locale of CLDR's modern coverage whose region counts by
// it. Its Gregorian days are kept for those who ask for them.
func thai(src source, lines [][]string) ([][]string, error) {
	for i, line := range lines {
		if line[0] != "th" {
			continue
		}
		line[0] = "th-u-ca-gregory"
		days, err := src.read("cal-buddhist-full/main/th/ca-buddhist.json", "main", "th", "dates", "calendars", "buddhist")
		if err != nil {
			return nil, err
		}
		own := slices.Clone(line)
		own[0], own[1], own[2] = "th", "buddhist", days.at("eras", "eraAbbr", "0").text()
		for j, length := range dateLengths {
			own[3+j] = days.at("dateFormats", length).text()
		}
		return slices.Insert(lines, i, own), nil
	}
	return lines, nil
}

func gregorianLine(src source, tag string) ([]string, error) {
	n, err := src.read("dates-full/main/"+tag+"/ca-gregorian.json", "main", tag, "dates", "calendars", "gregorian")
	if err != nil {
		return nil, err
	}
	line := []string{tag, "", n.at("eras", "eraAbbr", "1").text()}
	for _, length := range dateLengths {
		line = append(line, n.at("dateFormats", length).text())
	}
	for _, length := range dateLengths {
		line = append(line, n.at("dateTimeFormats-atTime", "standard", length).text())
	}
	parts, err := partsOfDay(src, tag, n)
	if err != nil {
		return nil, err
	}
	halves := n.at("dayPeriods", "format", "abbreviated")
	return append(
		line, n.at("timeFormats", "short").text(),
		months(n, "wide"), months(n, "abbreviated"), weekdayNames(n, "wide"), weekdayNames(n, "abbreviated"),
		halves.at("am").text()+"|"+halves.at("pm").text(), parts,
	), nil
}

func months(n node, width string) string {
	var names []string
	for month := 1; month <= 12; month++ {
		names = append(names, n.at("months", "format", width, fmt.Sprint(month)).text())
	}
	return strings.Join(names, "|")
}

// weekdayNames takes the names that stand alone where the locale writes days with these.
func weekdayNames(n node, width string) string {
	use := "format"
	if strings.Contains(n.at("dateFormats", "full").text(), "cccc") {
		use = "stand-alone"
	}
	var names []string
	for _, day := range weekdays {
		names = append(names, n.at("days", use, width, day).text())
	}
	return strings.Join(names, "|")
}

// partsOfDay gives, where a locale's times are written with parts of the day, the name of each of the 24 hours.
func partsOfDay(src source, tag string, calendar node) (string, error) {
	if !strings.Contains(calendar.at("timeFormats", "short").text(), "B") {
		return "", nil
	}
	language, _, _ := strings.Cut(tag, "-")
	rules, err := src.read("core/supplemental/dayPeriods.json", "supplemental", "dayPeriodRuleSet")
	if err != nil {
		return "", err
	}
	names := make([]string, 24)
	for _, part := range sorted(rules.at(language).fields()) {
		rule := rules.at(language, part)
		from, before := hour(rule.at("_from").text()), hour(rule.at("_before").text())
		if from < 0 || before < 0 {
			continue
		}
		for h := from; h != before; h = (h + 1) % 24 {
			names[h] = calendar.at("dayPeriods", "format", "abbreviated", part).text()
		}
	}
	if slices.Contains(names, "") {
		return "", fmt.Errorf("%s: an hour is in no part of the day", tag)
	}
	return strings.Join(names, "|"), nil
}

// hour reads "06:00"; -1 stands for what is no time. 24 is 0.
func hour(text string) int {
	h := -1
	_, err := fmt.Sscanf(text, "%d:00", &h)
	if err != nil {
		return -1
	}
	return h % 24
}
