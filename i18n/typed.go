package i18n

import (
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// kindsOf collects what a project declares the arguments of each message to be; nil where it declares nothing. What the
// project before, which may be nil, has declared of a message holds while the project says the same of itself.
func kindsOf(p, previous *Project) map[string]map[string]message.Kind {
	if !p.settings.Declares() {
		return nil
	}
	if previous != nil && previous.settings != p.settings {
		previous = nil
	}
	if previous != nil && previous.texts[previous.source] == p.texts[p.source] {
		return previous.kinds
	}
	all := map[string]map[string]message.Kind{}
	for id := range p.texts[p.source].Messages() {
		kinds := map[string]message.Kind(nil)
		if previous != nil && previous.Has(id) {
			kinds = previous.kinds[id]
		} else {
			kinds = p.settings.Kinds(id)
		}
		if len(kinds) > 0 {
			all[id] = kinds
		}
	}
	return all
}

// Kinds returns what the arguments of a message are declared to be, by name; nil for nothing. The caller must not
// change the map.
func (p *Project) Kinds(id string) map[string]message.Kind { return p.kinds[id] }

// written returns arguments as a locale writes what they are declared to be. What is not of its kind stays as it is
// and is named.
func written(locale Locale, kinds map[string]message.Kind, args message.Arguments) (_ message.Arguments, wrong string) {
	if len(kinds) == 0 {
		return args, ""
	}
	values := maps.Clone(args.Values)
	if values == nil {
		values = map[string]any{}
	}
	for name, kind := range kinds {
		value := values[name]
		if value == nil && message.IsCount(name) {
			value = args.Count
		}
		if value == nil {
			continue
		}
		text, ok := writeAs(string(locale), kind, value)
		if !ok {
			wrong = name
			continue
		}
		values[name] = text
	}
	args.Values = values
	return args, wrong
}

// writeAs writes a value of a kind as the locale does; ok is false for what is not of that kind.
func writeAs(locale string, kind message.Kind, value any) (text string, ok bool) {
	switch kind {
	case message.Number, message.Percent:
		digits, ok := message.Decimal(value)
		if kind == message.Percent {
			return cldr.FormatPercent(locale, digits), ok
		}
		return cldr.FormatNumber(locale, digits), ok
	case message.Price:
		return writePrice(locale, value)
	case message.List, message.Choice:
		words, ok := wordsOf(value)
		if kind == message.Choice {
			return cldr.FormatChoice(locale, words), ok
		}
		return cldr.FormatList(locale, words), ok
	}
	at, ok := momentOf(value)
	return writeMoment(locale, kind, at), ok
}

var lengths = map[string]cldr.Length{"full": cldr.Full, "long": cldr.Long, "": cldr.Medium, "short": cldr.Short}

func writeMoment(locale string, kind message.Kind, at time.Time) string {
	what, length, _ := strings.Cut(string(kind), " ")
	switch message.Kind(what) {
	case message.Time:
		return cldr.FormatTime(locale, at)
	case message.Date:
		return cldr.FormatDate(locale, at, lengths[length])
	}
	return cldr.FormatMoment(locale, at, lengths[length])
}

// momentOf reads RFC 3339: a moment, or a day alone.
func momentOf(value any) (time.Time, bool) {
	switch v := value.(type) {
	case time.Time:
		return v, true
	case string:
		at, err := time.Parse(time.RFC3339, v)
		if err != nil {
			at, err = time.Parse(time.DateOnly, v)
		}
		return at, err == nil
	}
	return time.Time{}, false
}

// writePrice writes {"amount": minor units, "currency": code of ISO 4217}.
func writePrice(locale string, value any) (string, bool) {
	price, _ := value.(map[string]any)
	currency, ok := price["currency"].(string)
	amount, whole := wholeOf(price["amount"])
	if !ok || !whole || len(currency) != 3 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", false
	}
	return cldr.FormatPrice(locale, amount, currency), true
}

// largestExact is the greatest whole number up to which float64 holds every one.
const largestExact = 1 << 53

func wholeOf(value any) (int64, bool) {
	switch v := value.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) <= largestExact
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	}
	return 0, false
}

// wordsOf reads a list of texts and numbers.
func wordsOf(value any) ([]string, bool) {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return nil, false
	}
	words := make([]string, list.Len())
	for i := range words {
		item := list.Index(i).Interface()
		if text, ok := item.(string); ok {
			words[i] = text
			continue
		}
		digits, ok := message.Decimal(item)
		if !ok {
			return nil, false
		}
		words[i] = digits
	}
	return words, true
}

// writer is the locale that the arguments of a text are written for: the one that was asked for, which may say more
// (ar-EG, th-u-nu-thai), while the text is in its language, else the text's own.
func writer(asked, text Locale) Locale {
	language := func(l Locale) string { return strings.ToLower(strings.SplitN(string(l), "-", 2)[0]) }
	if language(asked) == language(text) {
		return asked
	}
	return text
}
