package remote

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
)

// printFindings prints every finding as JSON, or those that ask for something to be done as lines.
func printFindings(t Terminal, asJSON bool, findings []packfile.Finding) error {
	findings = report.Word(findings, say(t.Language))
	if asJSON {
		return PrintJSON(t.Stdout, map[string]any{"findings": findings})
	}
	return writeFindings(t.Stdout, findings)
}

// writeFindings writes the findings that ask for something to be done, what to do about a kind of them with
// the first of its kind, and last how many there are.
func writeFindings(w io.Writer, findings []packfile.Finding) error {
	var text strings.Builder
	count := map[packfile.Severity]int{}
	said := map[string]bool{}
	for _, f := range findings {
		if f.Severity == packfile.Info {
			continue
		}
		count[f.Severity]++
		text.WriteString(findingLine(f) + "\n")
		if f.Fix != "" && !said[f.Fix] {
			text.WriteString("  " + f.Fix + "\n")
		}
		said[f.Fix] = true
	}
	text.WriteString(summary(count) + "\n")
	_, err := io.WriteString(w, text.String())
	return err
}

func summary(count map[packfile.Severity]int) string {
	if len(count) == 0 {
		return "nothing to report"
	}
	return plural(count[packfile.Error], "error") + ", " + plural(count[packfile.Warn], "warning")
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// findingLine is a finding as compilers write them, so that editors find the place.
func findingLine(f packfile.Finding) string {
	place := cmp.Or(f.File, packfile.Name)
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", place, f.Line, f.Col)
	}
	code := f.Code
	if f.Platform != packfile.Platform {
		code += ", " + f.Platform
	}
	message := f.Message
	if f.Sticker != "" {
		message = f.Sticker + ": " + message
	}
	return fmt.Sprintf("%s: %s: %s [%s]", place, f.Severity, message, code)
}

// say gives the program's own words in a language.
func say(language string) report.Say {
	words := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
	locale := words.Negotiator().Header(language)
	return func(id string, args map[string]any) string { return words.Text(locale, id, args) }
}

// together are the findings made here and those of the server, each thing once: what was found here has its
// line in the file.
func together(here []packfile.Finding, there []api.Finding) []packfile.Finding {
	type thing struct{ code, sticker, file string }
	known := map[thing]bool{}
	for _, f := range here {
		known[thing{f.Code, f.Sticker, f.File}] = true
	}
	for _, f := range there {
		if known[thing{f.Code, f.Sticker, f.File}] {
			continue
		}
		here = append(here, packfile.Finding{
			Code: f.Code, Severity: packfile.Severity(f.Severity), Platform: f.Platform, File: f.File, Sticker: f.Sticker,
			Measured: f.Measured, Limit: f.Limit, Fix: f.Fix, Message: f.Message,
		})
	}
	return here
}
