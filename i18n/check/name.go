package check

import (
	"path"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// IsMessageFile reports whether a file of a project's folder holds messages by its name. Editors' temporary
// files, goi18n's worksheets (translate.*) and files of other kinds do not.
func IsMessageFile(name string) bool {
	base := path.Base(name)
	return format.Readable(base) && base != ProjectFile && !strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "translate.")
}

// LocaleOf reads the locale from the name of a file: active.<tag>.<extension>, or <tag>.<extension>, or
// <tag>.all.<extension> as go-i18n of version 1 named them. The locale is "" when the name holds none.
func LocaleOf(file string) (locale string, findings []Finding) {
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	written := strings.TrimSuffix(strings.TrimPrefix(base, "active."), ".all")
	tag, err := cldr.Parse(strings.ReplaceAll(written, "_", "-"))
	if err != nil || tag.Language == "und" {
		return "", []Finding{{
			Check: "F04", Severity: Error, File: file, Word: "F04", Facts: Facts{"Name": "active.<tag>" + path.Ext(file)},
		}}
	}
	locale = cldr.Canonical(tag).String()
	if locale != written {
		findings = append(findings, Finding{
			Check: "F05", Severity: Warn, File: file, Locale: locale, Fix: "active." + locale + path.Ext(file),
			Word: "F05", Facts: Facts{"Written": written, "Locale": locale},
		})
	}
	_, err = message.RulesOf(locale)
	if err != nil {
		return "", append(findings, Finding{
			Check: "F06", Severity: Error, File: file, Locale: locale, Word: "F06", Facts: Facts{"Locale": locale},
		})
	}
	return locale, findings
}
