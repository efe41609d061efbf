package frame

import (
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
)

// Findings puts findings into the reader's words.
func (v *Visit) Findings(findings []packfile.Finding) []packfile.Finding {
	return report.Word(findings, func(id string, args map[string]any) string {
		return v.Voice.Words.Text(string(v.Voice.Locale), id, args)
	})
}
