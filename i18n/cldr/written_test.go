package cldr_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

var lengths = map[string]cldr.Length{"full": cldr.Full, "long": cldr.Long, "medium": cldr.Medium, "short": cldr.Short}

// write writes a value as testdata/written.js has it written: kinds such as "date long".
func write(t *testing.T, locale, kind, value string) string {
	t.Helper()
	kind, style, _ := strings.Cut(kind, " ")
	switch kind {
	case "number":
		return cldr.FormatNumber(locale, value)
	case "percent":
		return cldr.FormatPercent(locale, value)
	case "list":
		if style == "or" {
			return cldr.FormatChoice(locale, strings.Split(value, ","))
		}
		return cldr.FormatList(locale, strings.Split(value, ","))
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		t.Fatal(err)
	}
	switch kind {
	case "date":
		return cldr.FormatDate(locale, at, lengths[style])
	case "time":
		return cldr.FormatTime(locale, at)
	}
	return cldr.FormatMoment(locale, at, lengths[style])
}

// TestWritingAgreesWithICU holds numbers, days, times and lists to what Node's Intl wrote (testdata/written.js).
func TestWritingAgreesWithICU(t *testing.T) {
	data, err := os.ReadFile("testdata/written.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][4]string
	err = json.Unmarshal(data, &rows)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 1000 {
		t.Fatalf("only %d rows", len(rows))
	}
	for _, row := range rows {
		// V8 writes plain spaces where CLDR has narrow ones.
		if got := strings.ReplaceAll(write(t, row[0], row[1], row[2]), "\u202f", " "); got != strings.ReplaceAll(row[3], "\u202f", " ") {
			t.Errorf("%s %s of %s = %+q, want %+q", row[0], row[1], row[2], got, row[3])
		}
	}
}
