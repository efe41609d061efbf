package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// localesOf writes the files of a project called app.
func localesOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	err := os.Mkdir(filepath.Join(dir, "app"), 0o700)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		err := os.WriteFile(filepath.Join(dir, "app", name), []byte(text), 0o640)
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "app", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func checkedLocales(l localeCheck, language string) (string, error) {
	var out bytes.Buffer
	err := l.Run(Terminal{Stdout: &out, Stderr: &bytes.Buffer{}, Language: language})
	return out.String(), err
}

func TestLocaleFilesAreMended(t *testing.T) {
	dir := localesOf(t, map[string]string{
		"active.en.toml":    "hello = \"Hello\"\nload = \"Loading…\"\nbad = \"Hi {{.Name}}\"\n",
		"active.es_MX.toml": "\ufeff# mine\r\nhello = \"Hola \" # c\r\nload = '  Cargando  esto... '\r\nbad = \"Buenas\"\r\n",
	})
	out, err := checkedLocales(localeCheck{Dir: dir, Fix: true}, "en")
	if !errors.Is(err, ErrFindings) || !strings.HasSuffix(out, "1 error, 0 warnings\n6 findings were mended.\n") {
		t.Errorf("%v\n%s", err, out)
	}
	want := "# mine\r\nhello = \"Hola\" # c\r\nload = 'Cargando esto…'\r\nbad = \"Buenas\"\r\n"
	if got := read(t, dir, "active.es-MX.toml"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "app"))
	if err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	info, err := os.Stat(filepath.Join(dir, "app", "active.es-MX.toml"))
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	out, _ = checkedLocales(localeCheck{Dir: dir, Fix: true}, "en")
	if strings.Contains(out, "mended") || read(t, dir, "active.es-MX.toml") != want {
		t.Errorf("the second time: %s", out)
	}
}

func TestNamesThatAreTakenStay(t *testing.T) {
	files := map[string]string{"active.en.toml": "a = \"A\"\n", "active.pt-BR.toml": "a = \"Um\"\n", "active.pt_BR.toml": "b = \"Dois\"\n"}
	dir := localesOf(t, files)
	_, err := checkedLocales(localeCheck{Dir: dir, Fix: true}, "en")
	for name, text := range files {
		if got := read(t, dir, name); got != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestFilesThatCannotBeReadAreNoFindings(t *testing.T) {
	_, err := checkedLocales(localeCheck{Dir: filepath.Join(t.TempDir(), "gone")}, "en")
	if !errors.Is(err, ErrFiles) || errors.Is(err, ErrFindings) {
		t.Error(err)
	}
}

func TestFindingsAsSARIF(t *testing.T) {
	dir := localesOf(t, map[string]string{"active.en.toml": "a = \"Hi {{.Name}}\"\nb = \"Buy\"\n", "active.ko.toml": "b = \"사기 \"\na = \"안녕\"\n"})
	out, err := checkedLocales(localeCheck{Dir: dir, SARIF: true}, "ko")
	if !errors.Is(err, ErrFindings) {
		t.Error(err)
	}
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
			}
		}
	}
	err = json.Unmarshal([]byte(out), &log)
	if err != nil || log.Version != "2.1.0" || len(log.Runs) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	levels := map[string]int{}
	for _, r := range log.Runs[0].Results {
		at := r.Locations[0].PhysicalLocation
		levels[r.Level]++
		if log.Runs[0].Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || r.Message.Text == "" || at.Region.StartLine < 1 ||
			!strings.HasPrefix(at.ArtifactLocation.URI, "file:///") || !strings.HasSuffix(at.ArtifactLocation.URI, "/app/active.ko.toml") {
			t.Errorf("%+v", r)
		}
	}
	if levels["error"] != 1 || levels["warning"] != 1 {
		t.Errorf("%v\n%s", levels, out)
	}
}
