package cldr

import (
	"time"
	_ "time/tzdata" // a container need not have the zones
)

var zoneTable = pairs("zones.tsv")

// ZoneOf returns the time zone that a region's shops go by: its only one, or the one in which most people
// live. It is UTC for [World], for unknown regions, and for those without inhabitants.
func ZoneOf(region string) *time.Location {
	zone, err := time.LoadLocation(zoneTable()[region])
	if err != nil {
		return time.UTC
	}
	return zone
}
