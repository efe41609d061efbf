package remote

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// Locale are the commands about locale files.
type Locale struct {
	Check localeCheck `cmd:"" help:"Check a folder of locale files, offline."`
}

type localeCheck struct {
	Dir  string `arg:"" type:"existingdir" help:"Folder that holds <project>/active.<tag>.toml, .json or .yaml."`
	All  bool   `help:"List what is for information alone as well."`
	JSON bool   `name:"json" help:"Print JSON, with all findings."`
}

// Run checks a folder of locale files and prints the findings. ErrFindings says that one is an error.
func (l localeCheck) Run(t Terminal) error {
	findings, err := check.Dir(os.DirFS(l.Dir), map[string]string{})
	if err != nil {
		return err
	}
	findings = check.Word(findings, t.say)
	if l.JSON {
		err = PrintJSON(t.Stdout, map[string]any{"findings": append([]check.Finding{}, findings...)})
	} else {
		err = l.write(t, findings)
	}
	if err == nil && check.Failed(findings) {
		err = t.fail(ErrFindings, "cli.failed")
	}
	return err
}

// write writes a line for each finding, as compilers do, and last how many there are.
func (l localeCheck) write(t Terminal, findings []check.Finding) error {
	var text strings.Builder
	count := map[check.Severity]int{}
	for _, f := range findings {
		if f.Severity == check.Info && !l.All {
			continue
		}
		count[f.Severity]++
		text.WriteString(localeLine(t, f) + "\n")
	}
	text.WriteString(summary(t, count[check.Error], count[check.Warn]) + "\n")
	_, err := io.WriteString(t.Stdout, text.String())
	return err
}

func localeLine(t Terminal, f check.Finding) string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, max(f.Col, 1))
	}
	line := fmt.Sprintf("%s: %s: %s", place, t.t("cli."+string(f.Severity)), f.Message)
	if f.Key != "" {
		line += " (" + strings.TrimSuffix(f.Key+", "+f.Form, ", ") + ")"
	}
	return line + " [" + f.Check + "]"
}
