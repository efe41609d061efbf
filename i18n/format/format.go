// Package format reads and writes the messages of one locale in the formats of other programs. What it writes is
// deterministic: the same messages give the same bytes.
package format

import (
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// ErrUnknown is returned for names that are no format.
var ErrUnknown = errors.New("format: unknown")

// File is what a format writes: the messages of one locale, already resolved through its fallback chain.
type File struct {
	Locale   string
	Rules    *message.Rules     // plural rules of the locale
	Messages []*message.Message // in alphabetical order of their ids

	SourceLocale string                      // "" where no source is known
	Source       map[string]*message.Message // by id, what the messages were translated from; for formats that show both

	Kinds map[string]map[string]message.Kind // what arguments are, by message and name; for formats that say so
}

// encoding is how one format is written.
type encoding struct {
	name      string
	mediaType string
	encode    func(File) ([]byte, error)
}

const jsonType = "application/json; charset=utf-8"

// encodings lists all formats of the contract.
var encodings = []encoding{
	{"go-i18n.json", jsonType, encodeGoI18n},
	{"flat.json", jsonType, encodeFlat},
	{"i18next.json", jsonType, encodeI18next},
	{"go-i18n.toml", "application/toml", encodeTOML},
	{"go-i18n.yaml", "application/yaml", encodeYAML},
	{"arb", jsonType, encodeARB},
	{"po", "text/x-gettext-translation; charset=utf-8", encodePO},
	{"xliff12", "application/x-xliff+xml", encodeXLIFF12},
	{"xliff20", "application/xliff+xml", encodeXLIFF20},
	{"android.xml", "application/xml", encodeAndroid},
	{"strings", "text/plain; charset=utf-8", encodeStrings},
	{"stringsdict", "application/xml", encodeStringsdict},
	{"xcstrings", jsonType, encodeXCStrings},
	{"icu.json", jsonType, encodeICU},
}

// tables are for translators who work in a spreadsheet; they are not served to clients.
var tables = []encoding{
	{"csv", "text/csv; charset=utf-8", encodeCSV},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", encodeXLSX},
}

// Available lists the names of the formats that clients may ask for. Encode also writes "csv" and "xlsx".
func Available() []string {
	var names []string
	for _, e := range encodings {
		names = append(names, e.name)
	}
	return names
}

// Encode writes a file in the format of that name, such as "flat.json", and returns its media type. The
// error is [ErrUnknown] for names of no format.
func Encode(name string, file File) (data []byte, mediaType string, err error) {
	all := append(slices.Clip(encodings), tables...)
	i := slices.IndexFunc(all, func(e encoding) bool { return e.name == name })
	if i < 0 {
		return nil, "", ErrUnknown
	}
	e := all[i]
	data, err = e.encode(file)
	return data, e.mediaType, err
}
