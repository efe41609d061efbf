package remote

import (
	"fmt"
	"os"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// Locale are the commands about locale files.
type Locale struct {
	Check localeCheck `cmd:"" help:"Check a folder of locale files, offline."`
}

type localeCheck struct {
	Dir  string `arg:"" type:"existingdir" help:"Folder that holds <project>/active.<tag>.toml, .json or .yaml."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run checks a folder of locale files and prints every finding. ErrFindings says that one is an error.
func (l localeCheck) Run(t Terminal) error {
	findings, err := check.Dir(os.DirFS(l.Dir), map[string]string{})
	if err != nil {
		return err
	}
	if l.JSON {
		err = PrintJSON(t.Stdout, map[string]any{"findings": append([]check.Finding{}, findings...)})
	} else {
		err = l.say(t, findings)
	}
	if err == nil && check.Failed(findings) {
		err = t.fail(ErrFindings, "cli.failed")
	}
	return err
}

func (l localeCheck) say(t Terminal, findings []check.Finding) error {
	for _, f := range findings {
		line := fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Line, f.Col, t.t("cli."+string(f.Severity)), f.Message)
		if f.Key != "" {
			line += " (" + f.Key + ")"
		}
		_, err := fmt.Fprintf(t.Stdout, "%s [%s]\n", line, f.Check)
		if err != nil {
			return err
		}
	}
	if len(findings) == 0 {
		_, err := fmt.Fprintln(t.Stdout, t.t("cli.clean"))
		return err
	}
	return nil
}
