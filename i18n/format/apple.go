package format

import (
	"fmt"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// apple spells the placeholders of a unit as Apple's systems do, and doubles percent signs where there are some.
func apple(u unit, number string) func(message.Pattern) string {
	at := printf{u.names, number, "@"}
	return func(p message.Pattern) string {
		if len(u.names) == 0 && !u.plural {
			return plain(p)
		}
		return rewrite(p, doublePercent, at.spell)
	}
}

// legend tells what the numbers of placeholders stand for, as in "Placeholders: 1 Count, 2 Name".
func legend(u unit) string {
	if len(u.names) == 0 {
		return ""
	}
	parts := make([]string, len(u.names))
	for i, name := range u.names {
		parts[i] = fmt.Sprintf("%d %s", i+1, name)
	}
	return legendIntroduction + strings.Join(parts, ", ")
}

const legendIntroduction = "Placeholders: "

// remark is the comment of a unit: its description, and the legend on a line of its own.
func remark(u unit) string {
	return strings.TrimPrefix(strings.TrimSuffix(u.description+"\n"+legend(u), "\n"), "\n")
}

// encodeStrings writes a .strings file: the messages without plural forms, which stand in the .stringsdict.
func encodeStrings(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	b := []byte("// " + f.Locale + "\n")
	for _, u := range units {
		if u.plural {
			continue
		}
		b = append(b, '\n')
		if about := remark(u); about != "" {
			b = fmt.Appendf(b, "/* %s */\n", strings.ReplaceAll(about, "*/", "*\u2215"))
		}
		b = fmt.Appendf(b, "\"%s\" = \"%s\";\n", stringsEscape(u.id), stringsEscape(apple(u, "ld")(u.forms[0].pattern)))
	}
	return b, nil
}

var stringsEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

// stringsEscape writes text between double quotes; other control characters are \U and four digits.
func stringsEscape(s string) string {
	var b strings.Builder
	for _, r := range stringsEscaper.Replace(s) {
		if r < ' ' {
			fmt.Fprintf(&b, `\U%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

const plistHead = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
`

// encodeStringsdict writes the messages with plural forms as a property list; the count is the first argument.
func encodeStringsdict(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString(plistHead)
	for _, u := range units {
		if u.plural {
			stringsdictUnit(&b, u)
		}
	}
	b.WriteString("</dict>\n</plist>\n")
	return []byte(b.String()), nil
}

func stringsdictUnit(b *strings.Builder, u unit) {
	if about := remark(u); about != "" {
		fmt.Fprintf(b, "  <!-- %s -->\n", xmlComment(about))
	}
	count := u.count()
	fmt.Fprintf(b, "  <key>%s</key>\n  <dict>\n", xmlText(u.id))
	entry := func(indent, key, value string) {
		fmt.Fprintf(b, "%s<key>%s</key>\n%s<string>%s</string>\n", indent, key, indent, xmlText(value))
	}
	entry("    ", "NSStringLocalizedFormatKey", "%1$#@"+count+"@")
	fmt.Fprintf(b, "    <key>%s</key>\n    <dict>\n", count)
	entry("      ", "NSStringFormatSpecTypeKey", "NSStringPluralRuleType")
	entry("      ", "NSStringFormatValueTypeKey", "ld")
	write := apple(u, "ld")
	for _, form := range u.forms {
		entry("      ", string(form.category), write(form.pattern))
	}
	b.WriteString("    </dict>\n  </dict>\n")
}
