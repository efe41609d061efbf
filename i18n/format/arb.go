package format

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// arbAbout is what an ARB file says about a message.
type arbAbout struct {
	Description  string    `json:"description,omitempty"`
	ID           string    `json:"x-id,omitempty"` // where the key is not the message's own id
	Placeholders *arbNames `json:"placeholders,omitempty"`
}

// arbNames are placeholders with their types, in order.
type arbNames struct {
	names []string
	kinds map[string]message.Kind
}

// MarshalJSON writes them as an object.
func (a arbNames) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	for i, name := range a.names {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `"%s":{%s}`, name, a.about(name))
	}
	return []byte("{" + b.String() + "}"), nil
}

// about says what a placeholder is: "num" for the count, "String" where nothing is declared. Dart's intl writes
// numbers and days by the names of its own formats.
func (a arbNames) about(name string) string {
	switch kind := a.kinds[name]; kind {
	case message.Number:
		return `"type":"num","format":"decimalPattern"`
	case message.Percent:
		return `"type":"num","format":"decimalPercentPattern"`
	case message.Date, message.DateFull, message.DateLong, message.DateShort:
		return `"type":"DateTime","format":"` + dartDates[kind] + `"`
	case message.Time:
		return `"type":"DateTime","format":"jm"`
	}
	if countFirst(name, "") < 0 {
		return `"type":"num"`
	}
	return `"type":"String"`
}

// dartDates are the names of Dart's formats for days.
var dartDates = map[message.Kind]string{
	message.Date: "yMMMd", message.DateFull: "yMMMMEEEEd", message.DateLong: "yMMMMd", message.DateShort: "yMd",
}

// encodeARB writes an Application Resource Bundle as Flutter reads it: ICU messages under keys that are Dart's
// names, each with "@key" beside it. The id that a key stands for is "x-id" there.
// https://github.com/google/app-resource-bundle/wiki/ApplicationResourceBundleSpecification
func encodeARB(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	var o object
	err = o.field("@@locale", strings.ReplaceAll(f.Locale, "-", "_"))
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, u := range units {
		key := unused(dartName(u.id), used)
		err = o.field(key, icu{sparing: true}.unit(u))
		if err != nil {
			return nil, err
		}
		about := arbOf(u, key)
		if about == (arbAbout{}) {
			continue
		}
		err = o.field("@"+key, about)
		if err != nil {
			return nil, err
		}
	}
	return o.end(), nil
}

func arbOf(u unit, key string) arbAbout {
	about := arbAbout{Description: u.description}
	if key != u.id {
		about.ID = u.id
	}
	names := u.names
	if u.plural && (len(names) == 0 || names[0] != u.count()) {
		names = append([]string{u.count()}, names...)
	}
	if len(names) > 0 {
		about.Placeholders = &arbNames{names, u.kinds}
	}
	return about
}

// dartName writes an id as a name of Dart in lower camel case: letters and digits of ASCII, beginning with a small
// letter.
func dartName(id string) string {
	var b strings.Builder
	up := false
	for _, r := range id {
		switch {
		case r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			up = b.Len() > 0
		case b.Len() == 0 && unicode.IsDigit(r):
			b.WriteString("m" + string(r))
		case b.Len() == 0:
			b.WriteRune(unicode.ToLower(r))
		case up:
			b.WriteRune(unicode.ToUpper(r))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "message"
	}
	return b.String()
}

// unused returns a name that none before it had, and notes it.
func unused(name string, used map[string]bool) string {
	free := name
	for n := 2; used[free]; n++ {
		free = fmt.Sprintf("%s%d", name, n)
	}
	used[free] = true
	return free
}
