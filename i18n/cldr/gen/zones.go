package main

import "strings"

// chosen are the zones of regions that have several and of which CLDR names no primary one: where most
// people live. Regions without inhabitants keep UTC.
var chosen = map[string]string{
	"AQ": "UTC", "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "BV": "UTC",
	"CA": "America/Toronto", "CD": "Africa/Kinshasa", "CY": "Asia/Nicosia", "FM": "Pacific/Chuuk", "GL": "America/Nuuk", "HM": "UTC",
	"ID": "Asia/Jakarta", "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
	"PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PS": "Asia/Gaza", "RU": "Europe/Moscow", "UM": "UTC", "US": "America/New_York",
}

// renamed are zones that CLDR calls by names which the IANA database keeps for old programs alone.
var renamed = map[string]string{
	"Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu", "Asia/Rangoon": "Asia/Yangon", "Asia/Saigon": "Asia/Ho_Chi_Minh",
	"Atlantic/Faeroe": "Atlantic/Faroe", "Europe/Kiev": "Europe/Kyiv",
}

// zones lists for each region the IANA time zone that its windows are written in.
func zones(src source) ([][]string, error) {
	codes, err := isoRegions(src)
	if err != nil {
		return nil, err
	}
	primary, err := src.read("core/supplemental/primaryZones.json", "supplemental", "primaryZones")
	if err != nil {
		return nil, err
	}
	mapped, err := src.read("core/supplemental/windowsZones.json", "supplemental", "windowsZones", "mapTimezones")
	if err != nil {
		return nil, err
	}
	only := map[string]string{}
	for _, entry := range mapped.list() {
		zone := node{entry}.at("mapZone")
		only[zone.at("_territory").text()], _, _ = strings.Cut(zone.at("_type").text(), " ")
	}
	lines := [][]string{{"code", "zone"}}
	for _, code := range codes {
		zone := only[code]
		for _, better := range []string{primary.at(code).text(), chosen[code]} {
			if better != "" {
				zone = better
			}
		}
		if name, old := renamed[zone]; old {
			zone = name
		}
		lines = append(lines, []string{code, zone})
	}
	return lines, nil
}
