package remote

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
)

// printFindings prints every finding as JSON, or those that ask for something to be done as lines.
func printFindings(t Terminal, asJSON bool, findings []packfile.Finding) error {
	findings = report.Word(findings, t.say)
	if asJSON {
		return PrintJSON(t.Stdout, map[string]any{"findings": findings})
	}
	return writeFindings(t, findings)
}

// writeFindings writes the findings that ask for something to be done, what to do about a kind of them with
// the first of its kind, and last how many there are.
func writeFindings(t Terminal, findings []packfile.Finding) error {
	var text strings.Builder
	count := map[packfile.Severity]int{}
	said := map[string]bool{}
	for _, f := range findings {
		if f.Severity == packfile.Info {
			continue
		}
		count[f.Severity]++
		text.WriteString(findingLine(t, f) + "\n")
		if f.Fix != "" && !said[f.Fix] {
			text.WriteString("  " + f.Fix + "\n")
		}
		said[f.Fix] = true
	}
	text.WriteString(elsewhere(t, findings) + summary(t, count[packfile.Error], count[packfile.Warn]) + "\n")
	_, err := io.WriteString(t.Stdout, text.String())
	return err
}

// elsewhere is a line that names the platforms which take no packs of this kind, or nothing.
func elsewhere(t Terminal, findings []packfile.Finding) string {
	var names []string
	for _, f := range findings {
		if f.Code == "platform-kind" {
			names = append(names, platformName(t, f.Platform))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return t.t("studio.report.unfit") + " " + strings.Join(names, ", ") + "\n"
}

// platformName is how people call a platform, with the kind of pack that is meant.
func platformName(t Terminal, id string) string {
	p, known := profile.Of(id)
	_, kind, _ := strings.Cut(id, "-")
	if text := t.t("studio.report.kind_" + kind); known && kind != "" && text != "studio.report.kind_"+kind {
		return p.Name + " (" + text + ")"
	}
	return cmp.Or(p.Name, id)
}

func summary(t Terminal, errors, warnings int) string {
	if errors+warnings == 0 {
		return t.t("cli.clean")
	}
	return t.t("cli.errors", "Count", errors) + ", " + t.t("cli.warnings", "Count", warnings)
}

// findingLine is a finding as compilers write them, so that editors find the place.
func findingLine(t Terminal, f packfile.Finding) string {
	var line strings.Builder
	if f.File != "" {
		line.WriteString(f.File + ":")
	}
	if f.File != "" && f.Line > 0 {
		fmt.Fprintf(&line, "%d:%d:", f.Line, f.Col)
	}
	if line.Len() > 0 {
		line.WriteByte(' ')
	}
	line.WriteString(t.t("cli."+string(f.Severity)) + ": ")
	if f.Sticker != "" {
		line.WriteString(f.Sticker + ": ")
	}
	code := f.Code
	if f.Platform != packfile.Platform {
		code += ", " + f.Platform
	}
	return line.String() + f.Message + " [" + code + "]"
}

// once are findings without places, each thing said once with all stickers that it is about.
func once(findings []packfile.Finding) []packfile.Finding {
	var out []packfile.Finding
	for _, f := range findings {
		i := slices.IndexFunc(out, func(g packfile.Finding) bool {
			return g.Code == f.Code && g.Platform == f.Platform && g.Message == f.Message
		})
		f.File, f.Line = "", 0
		switch {
		case i < 0:
			out = append(out, f)
		case f.Sticker != "":
			out[i].Sticker += ", " + f.Sticker
		}
	}
	return out
}

// received are the findings of a server, in its words.
func received(findings []api.Finding) []packfile.Finding {
	var out []packfile.Finding
	for _, f := range findings {
		out = append(out, packfile.Finding{
			Code: f.Code, Severity: packfile.Severity(f.Severity), Platform: f.Platform, File: f.File, Sticker: f.Sticker,
			Measured: f.Measured, Limit: f.Limit, Fix: f.Fix, Message: f.Message,
		})
	}
	return out
}

// together are the findings made here and those of the server, each thing once: what was found here has its
// line in the file.
func together(here, there []packfile.Finding) []packfile.Finding {
	type thing struct{ code, sticker, file string }
	known := map[thing]bool{}
	for _, f := range here {
		known[thing{f.Code, f.Sticker, f.File}] = true
	}
	for _, f := range there {
		if !known[thing{f.Code, f.Sticker, f.File}] {
			here = append(here, f)
		}
	}
	return here
}
