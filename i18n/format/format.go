// Package format writes the messages of one locale in the formats that clients read. What it writes is
// deterministic: the same messages give the same bytes.
package format

import (
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// ErrUnknown is returned for names that are no format at all, ErrUnavailable for those that are not written yet.
var (
	ErrUnknown     = errors.New("format: unknown")
	ErrUnavailable = errors.New("format: not available")
)

// File is what a format writes: the messages of one locale, already resolved through its fallback chain.
type File struct {
	Locale   string
	Rules    *message.Rules     // plural rules of the locale
	Messages []*message.Message // in alphabetical order of their ids

	SourceLocale string                      // "" where no source is known
	Source       map[string]*message.Message // by id, what the messages were translated from; for formats that show both
}

// encoding is how one format is written; encode is nil for those that are not written yet.
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
	{"go-i18n.toml", "application/toml", nil},
	{"go-i18n.yaml", "application/yaml", nil},
	{"arb", jsonType, encodeARB},
	{"po", "text/x-gettext-translation; charset=utf-8", encodePO},
	{"xliff12", "application/x-xliff+xml", nil},
	{"xliff20", "application/xliff+xml", nil},
	{"android.xml", "application/xml", encodeAndroid},
	{"strings", "text/plain; charset=utf-8", nil},
	{"stringsdict", "application/xml", nil},
	{"xcstrings", jsonType, nil},
	{"icu.json", jsonType, nil},
}

// Available lists the names of the formats that Encode writes.
func Available() []string {
	var names []string
	for _, e := range encodings {
		if e.encode != nil {
			names = append(names, e.name)
		}
	}
	return names
}

// Encode writes a file in the format of that name, such as "flat.json", and returns its media type. The
// error is [ErrUnknown] or [ErrUnavailable] for names that it cannot serve.
func Encode(name string, file File) (data []byte, mediaType string, err error) {
	i := slices.IndexFunc(encodings, func(e encoding) bool { return e.name == name })
	if i < 0 {
		return nil, "", ErrUnknown
	}
	e := encodings[i]
	if e.encode == nil {
		return nil, "", ErrUnavailable
	}
	data, err = e.encode(file)
	return data, e.mediaType, err
}
