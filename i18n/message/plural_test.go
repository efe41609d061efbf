package message

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// tabled are languages whose plural categories are written down, so that a new go-i18n is a visible change.
var tabled = strings.Fields(`af am ar az be bg bn ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy
	id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl pa pl pt pt-PT ro ru si sk sl sq sr sv sw ta te th
	tr uk ur uz vi zh zu`)

func TestPluralTable(t *testing.T) {
	var table strings.Builder
	for _, locale := range tabled {
		rules, err := RulesOf(locale)
		if err != nil {
			fmt.Fprintf(&table, "%s\t%v\n", locale, err)
			continue
		}
		for _, c := range rules.Categories() {
			samples := rules.Samples(c)
			fmt.Fprintf(&table, "%s\t%s\t%s\n", locale, c, strings.Join(samples[:min(len(samples), 10)], " "))
		}
	}
	const golden = "testdata/plurals.tsv"
	if *update {
		err := os.WriteFile(golden, []byte(table.String()), 0o644)
		if err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("plural rules changed (-update writes them anew):\n%s", diff)
	}
}

func TestCategories(t *testing.T) {
	for _, c := range []struct {
		locale string
		count  any
		want   Category
	}{
		{"en", 1, One}, {"en", 0, Other}, {"en", "1.0", Other}, {"en", 1.0, One}, {"en", 1.5, Other}, {"en", json.Number("1"), One},
		{"en", "many", Other}, {"en", "1e999999999", Other}, {"en", nil, Other}, {"en", int64(1), One}, {"en", uint8(1), One},
		{"ru", 21, One}, {"ru", 3, Few}, {"ru", 11, Many}, {"ru", "1.5", Other}, {"ar", 0, Zero}, {"ar", 2, Two}, {"ar", 100, Other},
		{"fil", 5, One}, {"fil", 4, Other}, {"ko", 1, Other}, {"vi", 1, One}, {"es-MX", 1000000, Many}, {"pt-BR", 0, One}, {"en", -1, One},
		{"pt-PT", 0, Other}, {"pt-AO", 0, Other}, {"en-x-made-up", 1, One}, {"zh-Hant-TW", 1, Other}, {"ar", 205, Few},
	} {
		rules, err := RulesOf(c.locale)
		if err != nil {
			t.Fatal(err)
		}
		if got := rules.Category(c.count); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.locale, c.count, got, c.want)
		}
	}
}

func TestRulesAreSharedByLanguage(t *testing.T) {
	one, _ := RulesOf("en-GB")
	other, _ := RulesOf("en-u-nu-thai")
	if one != other {
		t.Error("locales of one language have rules of their own, without bound")
	}
}

func TestNoRules(t *testing.T) {
	for _, locale := range []string{"tlh", "oc", "qps-ploc", "und", "xx", ""} {
		if _, err := RulesOf(locale); !errors.Is(err, ErrNoRules) {
			t.Errorf("%q: %v", locale, err)
		}
	}
}

func TestAdapt(t *testing.T) {
	forms := map[Category]string{One: "one", Other: "other"}
	english, _ := RulesOf("en")
	for locale, want := range map[string]map[Category]string{
		"ko":  {Other: "other"},
		"fil": {One: "other", Other: "other"}, // Filipino's "one" holds for 0, 2, 3 and 5, which are plural in English
		"ar":  {Zero: "other", One: "one", Two: "other", Few: "other", Many: "other", Other: "other"},
	} {
		rules, _ := RulesOf(locale)
		if diff := cmp.Diff(want, Adapt(forms, english, rules)); diff != "" {
			t.Errorf("%s: %s", locale, diff)
		}
	}
}
