package format

import (
	"strings"
	"unicode/utf8"
)

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// xmlText writes text between tags. What no XML document may hold becomes U+FFFD.
func xmlText(s string) string { return xmlEscaper.Replace(strings.Map(xmlRune, s)) }

var xmlAttributeEscaper = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#xD;", "\n", "&#xA;", "\t", "&#x9;")

// xmlAttribute writes text between double quotes.
func xmlAttribute(s string) string { return xmlAttributeEscaper.Replace(strings.Map(xmlRune, s)) }

// xmlRune is the Char of XML 1.0.
func xmlRune(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return utf8.RuneError
	}
	return r
}

// xmlComment writes the text of a comment, which may not hold "--".
func xmlComment(s string) string {
	return strings.ReplaceAll(strings.Map(xmlRune, s), "--", "-\u2010")
}
