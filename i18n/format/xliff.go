package format

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// xliffWriter writes either version of XLIFF. Placeholders are inline elements whose equivalent is {{.Name}}.
type xliffWriter struct {
	strings.Builder
	used map[string]bool // ids
}

// encodeXLIFF12 writes XLIFF 1.2. The forms of a plural message are trans-units id[one], id[other] in a group of the
// kind that gettext's representation guide names. https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
func encodeXLIFF12(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	w := &xliffWriter{}
	fmt.Fprintf(w, xmlHead+`<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="messages" source-language="%s" target-language="%s" datatype="plaintext" xml:space="preserve">
    <body>
`, xmlAttribute(cmp.Or(f.SourceLocale, f.Locale)), xmlAttribute(f.Locale))
	for _, u := range units {
		if !u.plural {
			w.unit12("      ", u.id, u.description, u.sourceOf(message.Other), u.forms[0].pattern)
			continue
		}
		fmt.Fprintf(w, "      <group id=\"%s\" restype=\"x-gettext-plurals\">\n", xmlAttribute(u.id))
		for _, form := range u.forms {
			w.unit12("        ", u.id+"["+string(form.category)+"]", u.description, u.sourceOf(form.category), form.pattern)
		}
		w.WriteString("      </group>\n")
	}
	w.WriteString("    </body>\n  </file>\n</xliff>\n")
	return []byte(w.String()), nil
}

const xmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

func (w *xliffWriter) unit12(indent, id, description string, source, target message.Pattern) {
	fmt.Fprintf(w, "%s<trans-unit id=\"%s\">\n", indent, xmlAttribute(id))
	inline := func(id, name string) string {
		return fmt.Sprintf(`<x id="%s" equiv-text="{{.%s}}"/>`, id, name)
	}
	fmt.Fprintf(w, "%s  <source>%s</source>\n", indent, inlines(source, inline))
	fmt.Fprintf(w, "%s  <target>%s</target>\n", indent, inlines(target, inline))
	if description != "" {
		fmt.Fprintf(w, "%s  <note>%s</note>\n", indent, xmlText(description))
	}
	fmt.Fprintf(w, "%s</trans-unit>\n", indent)
}

// inlines writes a pattern whose placeholders are elements, each with an id of its own.
func inlines(p message.Pattern, inline func(id, name string) string) string {
	seen := map[string]int{}
	return rewrite(p, xmlText, func(name string) string {
		seen[name]++
		id := name
		if seen[name] > 1 {
			id = fmt.Sprintf("%s-%d", name, seen[name])
		}
		return inline(id, name)
	})
}

// encodeXLIFF20 writes XLIFF 2.0. Ids may not hold every character there, so a message's is the name of its unit, and
// the unit's id where it can be; the forms of a plural message are units named by their category in a group with its
// name. https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html
func encodeXLIFF20(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	w := &xliffWriter{used: map[string]bool{}}
	fmt.Fprintf(w, xmlHead+`<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="%s" trgLang="%s">
  <file id="messages" xml:space="preserve">
`, xmlAttribute(cmp.Or(f.SourceLocale, f.Locale)), xmlAttribute(f.Locale))
	for _, u := range units {
		if !u.plural {
			w.unit20("    ", w.attributes(u.id, u.id), u, u.forms[0])
			continue
		}
		fmt.Fprintf(w, "    <group %s type=\"hallyu:plural\">\n", w.attributes(u.id, u.id))
		for _, form := range u.forms {
			w.unit20("      ", w.attributes(u.id+"."+string(form.category), string(form.category)), u, form)
		}
		w.WriteString("    </group>\n")
	}
	w.WriteString("  </file>\n</xliff>\n")
	return []byte(w.String()), nil
}

var notToken = regexp.MustCompile(`[^A-Za-z0-9._:-]+`)

// attributes are the id and the name of an element; no two have the same id.
func (w *xliffWriter) attributes(id, name string) string {
	id = unused(cmp.Or(notToken.ReplaceAllString(id, "_"), "_"), w.used)
	return fmt.Sprintf(`id="%s" name="%s"`, id, xmlAttribute(name))
}

func (w *xliffWriter) unit20(indent, attributes string, u unit, f form) {
	fmt.Fprintf(w, "%s<unit %s>\n", indent, attributes)
	if u.description != "" {
		fmt.Fprintf(w, "%s  <notes><note>%s</note></notes>\n", indent, xmlText(u.description))
	}
	inline := func(id, name string) string {
		return fmt.Sprintf(`<ph id="%s" equiv="{{.%s}}"/>`, id, name)
	}
	fmt.Fprintf(w, "%s  <segment>\n%s    <source>%s</source>\n", indent, indent, inlines(u.sourceOf(f.category), inline))
	fmt.Fprintf(w, "%s    <target>%s</target>\n%s  </segment>\n%s</unit>\n", indent, inlines(f.pattern, inline), indent, indent)
}
