package format

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

var (
	stringsToken = regexp.MustCompile(`(?s)\A(?:\s+|//[^\n]*|/\*(.*?)\*/|"((?:[^"\\]|\\.)*)"\s*=\s*"((?:[^"\\]|\\.)*)"\s*;)`)
	stringsCode  = regexp.MustCompile(`(?s)\\(?:U([0-9A-Fa-f]{4})|.)`)
)

// decodeStrings reads a .strings file in UTF-8.
func decodeStrings(_ *message.Rules, data []byte) ([]unit, error) {
	var units []unit
	at := lines{data: data}
	comment := ""
	for offset := 0; offset < len(data); {
		match := stringsToken.FindSubmatch(data[offset:])
		if match == nil {
			line, col := at.place(offset)
			return nil, &SyntaxError{line, col, `neither a comment nor "key" = "text";`}
		}
		switch {
		case match[1] != nil:
			comment = strings.TrimSpace(string(match[1]))
		case match[2] != nil:
			u, names := remarked(stringsUnescape(string(match[2])), comment)
			u.forms = only(appleParts(stringsUnescape(string(match[3])), names)...)
			units = append(units, u)
			comment = ""
		}
		offset += len(match[0])
	}
	return units, nil
}

// remarked is a unit with what remark wrote of it: the description, and the names of placeholders.
func remarked(id, comment string) (u unit, names []string) {
	about, list, _ := strings.Cut("\n"+comment, "\n"+legendIntroduction)
	for field := range strings.SplitSeq(list, ", ") {
		if _, name, ok := strings.Cut(field, " "); ok && message.Identifier(name) {
			names = append(names, name)
		}
	}
	return unit{id: id, description: strings.TrimPrefix(about, "\n")}, names
}

// appleParts reads a text; where there are no placeholders, percent signs are themselves.
func appleParts(text string, names []string) []message.Part {
	if len(names) == 0 {
		return []message.Part{{Text: text}}
	}
	return numberedParts(text, names)
}

func stringsUnescape(s string) string {
	return stringsCode.ReplaceAllStringFunc(s, func(escape string) string {
		switch escape[1] {
		case 'n':
			return "\n"
		case 't':
			return "\t"
		case 'r':
			return "\r"
		case 'U':
			if code, err := strconv.ParseUint(escape[2:], 16, 16); err == nil && len(escape) > 2 {
				return string(rune(code))
			}
		}
		return escape[1:]
	})
}

// decodeStringsdict reads a property list of plural rules, one for each text.
func decodeStringsdict(_ *message.Rules, data []byte) ([]unit, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	var units []unit
	comment, key := "", ""
	for _, dict := range root.children("dict") {
		for _, part := range dict.parts {
			switch {
			case part.comment:
				comment = part.text
			case part.child == nil:
			case part.child.name == "key":
				key = part.child.text()
			default:
				u, names := remarked(key, comment)
				u.forms = stringsdictForms(part.child, names)
				units = append(units, u)
				comment = ""
			}
		}
	}
	return units, nil
}

// stringsdictForms reads the forms in the dict of a variable.
func stringsdictForms(e *element, names []string) []form {
	var forms []form
	for _, variable := range e.children("dict") {
		key := ""
		for _, child := range variable.children("") {
			if child.name == "key" {
				key = child.text()
			} else if c, ok := categoryOf(key); ok {
				forms = append(forms, form{c, message.NewPattern(numberedParts(child.text(), names)...)})
			}
		}
	}
	return forms
}
