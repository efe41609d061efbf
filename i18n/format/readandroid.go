package format

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// decodeAndroid reads resources of Android; the comment before one is its description.
func decodeAndroid(_ *message.Rules, data []byte) ([]unit, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	var units []unit
	description := ""
	for _, part := range root.parts {
		switch {
		case part.comment:
			description = part.text
		case part.child != nil:
			u := unit{id: androidID(part.child.attributes["name"]), description: description}
			u.forms, err = androidForms(part.child)
			if err != nil {
				return nil, err
			}
			units = append(units, u)
			description = ""
		}
	}
	return units, nil
}

func androidForms(e *element) ([]form, error) {
	switch e.name {
	case "string":
		p, err := androidPattern(e, e.attributes["formatted"] != "false")
		return []form{{message.Other, p}}, err
	case "plurals":
		var forms []form
		for _, item := range e.children("item") {
			c, ok := categoryOf(item.attributes["quantity"])
			if !ok {
				return nil, item.fault("%q is no quantity", item.attributes["quantity"])
			}
			p, err := androidPattern(item, true)
			if err != nil {
				return nil, err
			}
			forms = append(forms, form{c, p})
		}
		return forms, nil
	}
	return nil, nil // a kind of resource that holds no text of ours
}

// androidReader reads the text of a resource: white space is one space, and none at the edges.
type androidReader struct {
	text          strings.Builder
	space, quoted bool
	begun         bool // something is written, so that white space counts
}

func androidPattern(e *element, formatted bool) (message.Pattern, error) {
	r := &androidReader{}
	var parts []message.Part
	flush := func() {
		if formatted {
			parts = append(parts, numberedParts(r.text.String(), nil)...)
		} else {
			parts = append(parts, message.Part{Text: r.text.String()})
		}
		r.text.Reset()
	}
	for _, part := range e.parts {
		switch {
		case part.comment:
		case part.child == nil:
			r.read(part.text)
		case part.child.name == "g" && message.Identifier(part.child.attributes["id"]):
			r.write("")
			flush()
			parts = append(parts, message.Part{Variable: part.child.attributes["id"]})
		default:
			return message.Pattern{}, part.child.fault("<%s> in a text stands for no placeholder", part.child.name)
		}
	}
	flush()
	return message.NewPattern(parts...), nil
}

// write writes text, after the space that was seen before it.
func (r *androidReader) write(s string) {
	if r.space && r.begun {
		r.text.WriteByte(' ')
	}
	r.space, r.begun = false, true
	r.text.WriteString(s)
}

func (r *androidReader) read(s string) {
	for s != "" {
		switch {
		case s[0] == '\\':
			var text string
			text, s = androidUnescape(s)
			r.write(text)
			continue
		case s[0] == '"':
			r.quoted = !r.quoted
		case !r.quoted && strings.IndexByte(" \t\r\n", s[0]) >= 0:
			r.space = true
		default:
			r.write(s[:1])
		}
		s = s[1:]
	}
}

// androidUnescape reads an escape and returns what follows it.
func androidUnescape(s string) (text, rest string) {
	if len(s) >= 6 && s[1] == 'u' {
		if code, err := strconv.ParseUint(s[2:6], 16, 16); err == nil {
			return string(rune(code)), s[6:]
		}
	}
	if len(s) < 2 {
		return "", ""
	}
	switch s[1] {
	case 'n':
		return "\n", s[2:]
	case 't':
		return "\t", s[2:]
	}
	return s[1:2], s[2:]
}

var androidCode = regexp.MustCompile(`-u([0-9A-F]{4,6})-`)

// androidID is the reverse of androidName.
func androidID(name string) string {
	return androidCode.ReplaceAllStringFunc(name, func(s string) string {
		code, err := strconv.ParseUint(s[2:len(s)-1], 16, 32)
		if err != nil {
			return s
		}
		return string(rune(code))
	})
}
