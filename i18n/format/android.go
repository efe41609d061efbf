package format

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// encodeAndroid writes resources for Android: <string>, or <plurals> with an <item> for each quantity. A placeholder
// is %1$s, or %1$d for the count, within an <xliff:g> that names it. A percent sign is doubled unless the string is
// formatted="false". https://developer.android.com/guide/topics/resources/string-resource
func encodeAndroid(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<resources xmlns:xliff=\"urn:oasis:names:tc:xliff:document:1.2\">\n")
	for _, u := range units {
		if u.description != "" {
			fmt.Fprintf(&b, "  <!-- %s -->\n", xmlComment(u.description))
		}
		if u.plural {
			androidPlurals(&b, u)
		} else {
			androidString(&b, u)
		}
	}
	b.WriteString("</resources>\n")
	return []byte(b.String()), nil
}

func androidString(b *strings.Builder, u unit) {
	text := u.forms[0].pattern
	formatted := ""
	if len(u.names) == 0 && strings.Contains(plain(text), "%") {
		formatted = ` formatted="false"`
	}
	fmt.Fprintf(b, "  <string name=\"%s\"%s>%s</string>\n", androidName(u.id), formatted, androidText(u, text, formatted == ""))
}

func androidPlurals(b *strings.Builder, u unit) {
	fmt.Fprintf(b, "  <plurals name=\"%s\">\n", androidName(u.id))
	for _, f := range u.forms {
		fmt.Fprintf(b, "    <item quantity=\"%s\">%s</item>\n", f.category, androidText(u, f.pattern, true))
	}
	b.WriteString("  </plurals>\n")
}

func androidText(u unit, p message.Pattern, formatted bool) string {
	at := printf{u.names, "d", "s"}
	text := func(s string) string {
		if formatted {
			s = doublePercent(s)
		}
		return androidEscape(s)
	}
	s := rewrite(p, text, func(name string) string {
		return fmt.Sprintf("<xliff:g id=\"%s\">%s</xliff:g>", name, at.spell(name))
	})
	s = androidEdges.ReplaceAllString(s, `\u0020`)
	if strings.HasPrefix(s, "@") || strings.HasPrefix(s, "?") { // would name another resource
		s = `\` + s
	}
	return s
}

var (
	androidEscaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\u000D`)
	androidSpaces  = regexp.MustCompile(` {2,}|[\x00-\x1f\x{fffe}\x{ffff}]`)
	androidEdges   = regexp.MustCompile(`^ | $`)
)

// androidEscape writes a stretch of text. Spaces that Android would collapse are written by their code, as is what
// XML cannot say.
func androidEscape(s string) string {
	s = androidSpaces.ReplaceAllStringFunc(androidEscaper.Replace(s), func(run string) string {
		var b strings.Builder
		for _, r := range run {
			fmt.Fprintf(&b, `\u%04X`, r)
		}
		return b.String()
	})
	return xmlText(s)
}

// androidName writes an id as the name of a resource: letters, digits, "_", "." and "-". All else, and a "-" that
// looks like it, is -uXXXX- with the code of the rune.
func androidName(id string) string {
	var b strings.Builder
	for i, r := range id {
		letter := r == '_' || unicode.IsLetter(r)
		inner := unicode.IsDigit(r) || r == '.' || r == '-' && !strings.HasPrefix(id[i:], "-u")
		if letter || i > 0 && inner {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "-u%04X-", r)
		}
	}
	return b.String()
}
