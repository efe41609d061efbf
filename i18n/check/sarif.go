package check

import (
	"maps"
	"slices"
)

// sarifSchema is where the schema of SARIF 2.1.0 (OASIS) stands.
const sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"

// SARIF is a log of one run in SARIF 2.1.0, as code hosts and editors read it. Encode it as JSON.
type SARIF struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID string `json:"id"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID     string            `json:"ruleId"`
	RuleIndex  int               `json:"ruleIndex"`
	Level      string            `json:"level"`
	Message    sarifText         `json:"message"`
	Locations  []sarifLocation   `json:"locations"`
	Properties map[string]string `json:"properties,omitempty"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
	Logical []sarifName `json:"logicalLocations,omitempty"`
}

type sarifRegion struct {
	StartLine int `json:"startLine"`
}

type sarifName struct {
	Name string `json:"fullyQualifiedName"`
}

// levels are the severities in SARIF's words.
var levels = map[Severity]string{Error: "error", Warn: "warning", Info: "note"}

// Report turns findings, with their messages, as SARIF. Files are named by their address, which tells from the
// path within the checked folder. Places are lines: our columns count bytes, which SARIF has no word for.
func Report(findings []Finding, address func(file string) string) SARIF {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	rules := map[string]int{}
	for _, f := range findings {
		rules[f.Check] = 0
	}
	run.Tool.Driver = sarifDriver{Name: "hallyu locale check", Rules: []sarifRule{}}
	for i, id := range slices.Sorted(maps.Keys(rules)) {
		rules[id] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{id})
	}
	for _, f := range findings {
		run.Results = append(run.Results, result(f, rules[f.Check], address(f.File)))
	}
	return SARIF{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}
}

func result(f Finding, rule int, uri string) sarifResult {
	var at sarifLocation
	at.Physical.Artifact.URI = uri
	if f.Line > 0 {
		at.Physical.Region = &sarifRegion{f.Line}
	}
	if f.Key != "" {
		at.Logical = []sarifName{{f.Key}}
	}
	r := sarifResult{
		RuleID: f.Check, RuleIndex: rule, Level: levels[f.Severity], Message: sarifText{f.Message},
		Locations: []sarifLocation{at}, Properties: map[string]string{},
	}
	for name, value := range map[string]string{"locale": f.Locale, "form": f.Form, "fix": f.Fix} {
		if value != "" {
			r.Properties[name] = value
		}
	}
	return r
}
