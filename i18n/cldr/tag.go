package cldr

import (
	"errors"
	"strings"
)

// ErrMalformed is returned for text that is no well-formed language tag of BCP 47.
var ErrMalformed = errors.New("cldr: malformed locale tag")

// maxTag is the longest tag that is read, in bytes. RFC 5646 section 4.4.1 asks for 35 at least.
const maxTag = 64

// Tag is a locale tag in its parts, each in the case that BCP 47 recommends.
type Tag struct {
	Language string // "zh"; never empty
	Script   string // "Hant", or ""
	Region   string // "TW" or "419", or ""
	Rest     string // variants, extensions and private use in lower case: "-valencia-u-nu-thai"
}

// Parse reads a well-formed tag of BCP 47 (RFC 5646 section 2.1) without asking whether its subtags are
// registered. Tags of private use alone and languages of more than three letters, of which none is
// registered, are refused with [ErrMalformed].
func Parse(tag string) (Tag, error) {
	if len(tag) > maxTag {
		return Tag{}, ErrMalformed
	}
	lower := strings.ToLower(tag)
	if replacement, old := grandfathered(lower); old {
		return Parse(replacement)
	}
	parts := strings.Split(lower, "-")
	var t Tag
	t.Language, parts = language(parts)
	if t.Language == "" {
		return Tag{}, ErrMalformed
	}
	if len(parts) > 0 && len(parts[0]) == 4 && letters(parts[0]) {
		t.Script, parts = strings.ToUpper(parts[0][:1])+parts[0][1:], parts[1:]
	}
	if len(parts) > 0 && region(parts[0]) {
		t.Region, parts = strings.ToUpper(parts[0]), parts[1:]
	}
	if !wellFormedRest(parts) {
		return Tag{}, ErrMalformed
	}
	if len(parts) > 0 {
		t.Rest = "-" + strings.Join(parts, "-")
	}
	return t, nil
}

// String returns the tag as text.
func (t Tag) String() string {
	s := t.Language
	if t.Script != "" {
		s += "-" + t.Script
	}
	if t.Region != "" {
		s += "-" + t.Region
	}
	return s + t.Rest
}

// grandfathered finds the replacement of tags like "i-klingon" that follow no grammar.
func grandfathered(lower string) (string, bool) {
	if !strings.HasPrefix(lower, "i-") && !strings.HasPrefix(lower, "art-") {
		return "", false
	}
	replacement, ok := aliasTable()[lower]
	return replacement, ok
}

// language takes the language off the front. An extended language ("zh-yue") replaces its prefix.
func language(parts []string) (string, []string) {
	first := parts[0]
	if len(first) < 2 || len(first) > 3 || !letters(first) {
		return "", nil
	}
	parts = parts[1:]
	if len(parts) > 0 && len(parts[0]) == 3 && letters(parts[0]) {
		return parts[0], parts[1:]
	}
	return first, parts
}

func region(s string) bool {
	return len(s) == 2 && letters(s) || len(s) == 3 && strings.Trim(s, "0123456789") == ""
}

// wellFormedRest checks variants, then extensions and private use, each introduced by a single character
// that is used once.
func wellFormedRest(parts []string) bool {
	i := 0
	for ; i < len(parts) && variant(parts[i]); i++ {
	}
	for seen := ""; i < len(parts); {
		single := parts[i]
		if len(single) != 1 || !alphanumeric(single) || strings.Contains(seen, single) {
			return false
		}
		seen += single
		start := i + 1
		for i = start; i < len(parts) && (len(parts[i]) > 1 || single == "x"); i++ {
			if len(parts[i]) == 0 || len(parts[i]) > 8 || !alphanumeric(parts[i]) {
				return false
			}
		}
		if i == start {
			return false
		}
	}
	return true
}

func variant(s string) bool {
	if len(s) == 4 {
		return s[0] >= '0' && s[0] <= '9' && alphanumeric(s)
	}
	return len(s) >= 5 && len(s) <= 8 && alphanumeric(s)
}

func letters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if (s[i] < 'a' || s[i] > 'z') && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}
