package format

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// MaxSize is the largest file that Decode reads, in bytes.
const MaxSize = 4 << 20

// decoders read what the encoders of the same names write, and what other programs write of it.
var decoders = map[string]func(*message.Rules, []byte) ([]unit, error){
	"po": decodePO, "arb": decodeARB, "icu.json": decodeICU, "android.xml": decodeAndroid, "xliff12": decodeXLIFF12,
	"xliff20": decodeXLIFF20, "strings": decodeStrings, "stringsdict": decodeStringsdict, "xcstrings": decodeXCStrings,
	"csv": decodeCSV, "xlsx": decodeXLSX, "flat.json": decodeFlat, "i18next.json": decodeI18next,
}

// Decodable lists the names of the formats that Decode reads.
func Decodable() []string {
	var names []string
	for name := range decoders {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Decode reads the texts of a locale from a file of the format of that name. Messages without a text are left out;
// those with placeholders get go-i18n's, {{.Name}}. The error is [ErrUnknown], [message.ErrNoRules] or a *[SyntaxError].
func Decode(name, locale string, data []byte) (File, error) {
	decode := decoders[name]
	if decode == nil {
		return File{}, ErrUnknown
	}
	rules, err := message.RulesOf(locale)
	if err != nil {
		return File{}, err
	}
	if len(data) > MaxSize {
		return File{}, &SyntaxError{Reason: fmt.Sprintf("larger than %d bytes", MaxSize)}
	}
	if !binary(name) {
		data = []byte(strings.ToValidUTF8(string(data), "\ufffd"))
	}
	units, err := decode(rules, data)
	if err != nil {
		return File{}, err
	}
	f := File{Locale: locale, Rules: rules}
	for _, u := range units {
		if m := u.message(); m != nil {
			f.Messages = append(f.Messages, m)
		}
	}
	slices.SortFunc(f.Messages, func(a, b *message.Message) int { return strings.Compare(a.ID, b.ID) })
	return f, f.unique()
}

// binary reports whether files of a format are no text.
func binary(name string) bool { return name == "xlsx" }

// unique refuses files with an empty id or two messages of one.
func (f File) unique() error {
	before := ""
	for _, m := range f.Messages {
		if m.ID == before {
			return &SyntaxError{Reason: fmt.Sprintf("two messages with the id %q", m.ID)}
		}
		before = m.ID
	}
	return nil
}

// split reads a pattern: what matches becomes what part makes of it, all else is text.
func split(syntax *regexp.Regexp, text string, part func(match []string) message.Part) []message.Part {
	var parts []message.Part
	end := 0
	for _, at := range syntax.FindAllStringSubmatchIndex(text, -1) {
		match := make([]string, len(at)/2)
		for i := range match {
			if at[2*i] >= 0 {
				match[i] = text[at[2*i]:at[2*i+1]]
			}
		}
		parts = append(parts, message.Part{Text: text[end:at[0]]}, part(match))
		end = at[1]
	}
	return append(parts, message.Part{Text: text[end:]})
}

var numbered = regexp.MustCompile(`%(?:%|([1-9][0-9]?)\$(lld|ld|d|s|@))`)

// numberedParts reads placeholders by their numbers. One that has no name is Count when it is the first and of the
// kind for whole numbers, and Arg with its number otherwise.
func numberedParts(text string, names []string) []message.Part {
	return split(numbered, text, func(match []string) message.Part {
		n, err := strconv.Atoi(match[1])
		switch {
		case err != nil:
			return message.Part{Text: "%"}
		case n <= len(names):
			return message.Part{Variable: names[n-1]}
		case n == 1 && strings.HasSuffix(match[2], "d"):
			return message.Part{Variable: "Count"}
		}
		return message.Part{Variable: "Arg" + match[1]}
	})
}

// only is the one form of a unit without count.
func only(parts ...message.Part) []form { return []form{{message.Other, message.NewPattern(parts...)}} }

// categoryOf is the category of that name; ok is false for what is none.
func categoryOf(name string) (c message.Category, ok bool) {
	c = message.Category(name)
	return c, slices.Contains(message.Categories, c)
}
