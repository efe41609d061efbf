// Command gen makes the tables in ../data from CLDR's JSON packages.
//
// Fetch and unpack the packages into one folder, then name it:
//
//	for p in core@48.2.0 localenames-full@48.2.0 numbers-full@48.2.0 dates-full@48.2.0 misc-full@48.2.0 cal-buddhist-full@39.0.0; do
//	    npm pack cldr-$p && mkdir -p cldr-${p%@*} && tar xzf cldr-${p/@/-}.tgz -C cldr-${p%@*} --strip-components=1
//	done
//	CLDR=/folder/of/packages go generate ./i18n/cldr
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// storeLocales are the languages that the store speaks; names of regions and locales are kept in these.
var storeLocales = strings.Fields("en ko ja id ms fil th vi es ar")

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 || os.Args[1] == "" {
		log.Fatal("usage: gen FOLDER-OF-CLDR-PACKAGES OUTPUT-FOLDER")
	}
	err := generate(source{os.Args[1]}, os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
}

// table makes the lines of one file, each a list of cells.
type table func(source) ([][]string, error)

var tables = map[string]table{
	"parents.tsv":    parents,
	"scripts.tsv":    scripts,
	"rtl.tsv":        rightToLeft,
	"aliases.tsv":    aliases,
	"regions.tsv":    regions,
	"languages.tsv":  languages,
	"natives.tsv":    natives,
	"currencies.tsv": currencies,
	"prices.tsv":     prices,
	"zones.tsv":      zones,
	"numbers.tsv":    numbers,
	"digits.tsv":     digits,
	"lists.tsv":      lists,
	"dates.tsv":      dates,
}

func generate(src source, out string) error {
	for name, make := range tables {
		lines, err := make(src)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		err = write(filepath.Join(out, name), lines)
		if err != nil {
			return err
		}
	}
	return nil
}

func write(path string, lines [][]string) error {
	var b strings.Builder
	for _, cells := range lines {
		b.WriteString(strings.Join(cells, "\t"))
		b.WriteByte('\n')
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
