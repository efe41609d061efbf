package frame

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
)

// Findings puts findings into the reader's words.
func (v *Visit) Findings(findings []packfile.Finding) []packfile.Finding {
	findings = slices.Clone(findings)
	for i, f := range findings {
		if f.Code == "says-untranslated" || f.Code == "locale-assumed" {
			findings[i].Measured = v.named(f.Measured)
		}
	}
	return report.Word(findings, v.Voice.Tell)
}

// named names those of a list of tags in the reader's language.
func (v *Visit) named(tags string) string {
	names := strings.Split(tags, ", ")
	for i, tag := range names {
		names[i] = i18n.Locale(tag).NameIn(v.Voice.Locale)
	}
	return strings.Join(names, ", ")
}
