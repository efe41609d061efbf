package cldr

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

var (
	aliasTable  = pairs("aliases.tsv")
	parentTable = pairs("parents.tsv")
	scriptTable = pairs("scripts.tsv")
	rtlTable    = pairs("rtl.tsv")
	nativeTable = pairs("natives.tsv")
	nameTable   = names("languages.tsv")
)

// names reads a table that names its columns in the first line, when first asked for.
func names(file string) func() map[string][]string {
	return sync.OnceValue(func() map[string][]string {
		lines := rows(file)[1:]
		table := make(map[string][]string, len(lines))
		for _, cells := range lines {
			table[cells[0]] = cells[1:]
		}
		return table
	})
}

// Canonical returns the tag with replaced subtags renewed (iw is he, in is id, tl is fil, no is nb; UTS #35
// section 3.2.1) and with the script added where the region implies one that is not the language's usual
// (zh-TW is zh-Hant-TW).
func Canonical(t Tag) Tag {
	t = renew(t)
	if r, ok := aliasTable()[t.Region]; ok {
		t.Region = r
	}
	if t.Script == "" && t.Region != "" {
		if s, ok := scriptTable()[t.Language+"-"+t.Region]; ok {
			t.Script = s
		}
	}
	return t
}

// renew replaces the language, and what its replacement says of script and region where they are open.
func renew(t Tag) Tag {
	replacement, ok := aliasTable()[t.Language+"-"+t.Region]
	if ok {
		t.Region = ""
	} else if replacement, ok = aliasTable()[t.Language]; !ok {
		return t
	}
	n, err := Parse(replacement)
	if err != nil {
		return t
	}
	t.Language = n.Language
	if t.Script == "" {
		t.Script = n.Script
	}
	if t.Region == "" {
		t.Region = n.Region
	}
	return t
}

// Script returns the script that text in this locale is written in: its own, or the likely one.
func Script(t Tag) string {
	if t.Script != "" {
		return t.Script
	}
	if s, ok := scriptTable()[t.Language+"-"+t.Region]; ok {
		return s
	}
	return usualScript(t.Language)
}

// usualScript is the likely script of a language; the table leaves out the Latin ones.
func usualScript(language string) string {
	if s, ok := scriptTable()[language]; ok {
		return s
	}
	return "Latn"
}

// Parent returns the tag that stands in for a missing one, or ok = false for the root: the explicit parents
// of CLDR (es-MX, then es-419, then es), else the tag without its last part. It never crosses scripts:
// zh-Hant has no parent. The tag must be canonical.
func Parent(t Tag) (parent Tag, ok bool) {
	if up, explicit := parentTable()[t.String()]; explicit {
		parent, err := Parse(up)
		return parent, err == nil && up != "root"
	}
	switch {
	case t.Rest != "":
		t.Rest = ""
	case t.Region != "":
		t.Region = ""
	case t.Script != "" && t.Script == usualScript(t.Language):
		t.Script = ""
	default:
		return Tag{}, false
	}
	return t, true
}

// Direction returns "rtl" for locales that are written from right to left, else "ltr".
func Direction(locale string) string {
	t, err := Parse(locale)
	if err != nil {
		return "ltr"
	}
	if _, rtl := rtlTable()[Script(Canonical(t))]; rtl {
		return "rtl"
	}
	return "ltr"
}

// Locales lists the tags whose own names CLDR knows, in alphabetical order.
func Locales() []string { return slices.Sorted(maps.Keys(nativeTable())) }

// NativeName returns the locale's name in its own language ("한국어", "español de México"), or the tag
// itself where CLDR has none.
func NativeName(locale string) string {
	return named(locale, locale, func(tag string) string { return nativeTable()[tag] })
}

// LocaleName returns the name of a locale in one of [Languages], English in all others, or the tag itself
// where CLDR has none.
func LocaleName(in, locale string) string {
	i := column(languageOf(in))
	return named(in, locale, func(tag string) string {
		if names := nameTable()[tag]; names != nil {
			return names[i]
		}
		return ""
	})
}

// named looks for the whole tag, then for its language with the region in brackets.
func named(in, locale string, name func(tag string) string) string {
	t, err := Parse(locale)
	if err != nil {
		return locale
	}
	t = Canonical(t)
	whole := name(t.String())
	if whole != "" {
		return whole
	}
	language := name(t.Language)
	if t.Script != "" && name(t.Language+"-"+t.Script) != "" {
		language = name(t.Language + "-" + t.Script)
	}
	switch {
	case language == "":
		return locale
	case t.Region == "":
		return language
	}
	return language + " (" + RegionName(in, t.Region) + ")"
}

func languageOf(locale string) string {
	language, _, _ := strings.Cut(locale, "-")
	return language
}
