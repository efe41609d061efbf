package remote

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// Locale are the commands about locale files.
type Locale struct {
	Check  localeCheck  `cmd:"" help:"Check a folder of locale files, offline."`
	Status localeStatus `cmd:"" help:"Say what differs between a folder of locale files and a store."`
	Pull   localePull   `cmd:"" help:"Write into the files what was changed in the store."`
	Push   localePush   `cmd:"" help:"Send to the store what was changed in the files."`
}

type localeCheck struct {
	Dir   string `arg:"" type:"existingdir" help:"Folder that holds <project>/active.<tag>.toml, .json or .yaml."`
	All   bool   `help:"List what is for information alone as well."`
	JSON  bool   `name:"json" xor:"as" help:"Print JSON, with all findings."`
	SARIF bool   `name:"sarif" xor:"as" help:"Print SARIF 2.1.0, with all findings, for code hosts and editors."`
	Fix   bool   `help:"Write what is known to be right into the files, then check again."`
}

// Run checks a folder of locale files and prints the findings. ErrFindings says that one is an error, ErrFiles that
// a file could not be read or written.
func (l localeCheck) Run(t Terminal) error {
	findings, err := check.Dir(os.DirFS(l.Dir), map[string]string{})
	mended := 0
	if err == nil && l.Fix {
		findings, mended, err = mend(l.Dir, findings)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFiles, err)
	}
	findings = check.Word(findings, t.say)
	err = l.print(t, findings, mended)
	if err == nil && check.Failed(findings) {
		err = t.fail(ErrFindings, "cli.failed")
	}
	return err
}

func (l localeCheck) print(t Terminal, findings []check.Finding, mended int) error {
	switch {
	case l.SARIF:
		return PrintJSON(t.Stdout, check.Report(findings, l.address))
	case l.JSON && l.Fix:
		return PrintJSON(t.Stdout, map[string]any{"findings": append([]check.Finding{}, findings...), "mended": mended})
	case l.JSON:
		return PrintJSON(t.Stdout, map[string]any{"findings": append([]check.Finding{}, findings...)})
	}
	err := l.write(t, findings)
	if err == nil && mended > 0 {
		_, err = fmt.Fprintln(t.Stdout, t.t("cli.mended", "Count", mended))
	}
	return err
}

// address names a file as seen from where the command was started.
func (l localeCheck) address(file string) string {
	name := path.Join(filepath.ToSlash(l.Dir), file)
	if path.IsAbs(name) {
		return (&url.URL{Scheme: "file", Path: name}).String()
	}
	return (&url.URL{Path: name}).EscapedPath()
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
