package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inboxes are a plural message in languages of very different rules; sign has what syntaxes escape.
var inboxes = map[string]string{
	"en":  `{"one": "{{.Name}} has # {{.Count}} message", "other": "{{.Name}} has # {{.Count}} messages"}`,
	"ko":  `{"other": "{{.Name}}님에게 # 메시지 {{.Count}}개"}`,
	"es":  `{"one": "{{.Name}}: # {{.Count}} mensaje", "many": "{{.Name}}: # {{.Count}} de mensajes", "other": "{{.Name}}: # {{.Count}} mensajes"}`,
	"ru":  `{"one": "{{.Name}}: # {{.Count}} сообщение", "few": "{{.Name}}: # {{.Count}} сообщения", "many": "{{.Name}}: # {{.Count}} сообщений", "other": "{{.Name}}: # {{.Count}} сообщ."}`,
	"fil": `{"one": "{{.Count}} # mensahe kay {{.Name}}", "other": "{{.Count}} # na mensahe kay {{.Name}}"}`,
	"ar": `{"zero": "{{.Name}} # {{.Count}} صفر", "one": "{{.Name}} # {{.Count}} واحد", "two": "{{.Name}} # {{.Count}} اثنان",
		"few": "{{.Name}} # {{.Count}} رسائل", "many": "{{.Name}} # {{.Count}} رسالة", "other": "{{.Name}} # {{.Count}} رسالة أخرى"}`,
}

const sign = `{"leftDelim": "<<", "rightDelim": ">>", "other": "It's \"100%\" {sure}\\, <<.Name>> & <b>'{{x}}'</b>?\n#"}`

// judged is what formats.mjs prints of a locale.
type judged struct {
	Theirs, Own []string
	Strings     map[string][]string // gettext-parser's
	Units       struct {            // xliff's
		Inbox []string
		Sign  string
	}
	Differ  []string
	Naughty int
}

// TestFormatsReadElsewhere lets npm's intl-messageformat, gettext-parser and xliff and Debian's msgfmt read the
// files of a chat app from a running store: they say what the store itself says.
func TestFormatsReadElsewhere(t *testing.T) {
	naughty := naughtyMessages(t)
	npm(t, "intl-messageformat")
	node := tool(t, "node")
	data := t.TempDir()
	arguments := []string{"formats.mjs", ""}
	for locale, inbox := range inboxes {
		writeLocale(t, data, "chat/active."+locale+".json", `{"inbox": `+inbox+`, "sign": `+sign+naughty+`}`)
		arguments = append(arguments, locale)
	}
	s := serve(t, data)
	arguments[1] = s.URL
	out, err := exec.Command(node, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var said map[string]judged
	err = json.Unmarshal(out, &said)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for locale := range inboxes {
		heard(t, locale, said[locale])
	}
	gettextAccepts(t, s)
}

// heard compares what the libraries say of a locale with what the store says.
func heard(t *testing.T, locale string, said judged) {
	t.Helper()
	if diff := cmp.Diff(said.Own, said.Theirs); diff != "" || len(said.Own) != 22 {
		t.Errorf("%s: intl-messageformat differs from the store:\n%s", locale, diff)
	}
	if len(said.Differ) > 0 || said.Naughty < 250 {
		t.Errorf("%s: of %d texts these are read otherwise: %v", locale, said.Naughty, said.Differ)
	}
	python := "It's \"100%%\" {sure}\\, %(Name)s & <b>'{{x}}'</b>?\n#"
	if diff := cmp.Diff([]string{python}, said.Strings["sign"]); diff != "" {
		t.Errorf("%s: gettext-parser: %s", locale, diff)
	}
	if want := "It's \"100%\" {sure}\\, <Name> & <b>'{{x}}'</b>?\n#"; said.Units.Sign != want {
		t.Errorf("%s: xliff reads %q, want %q", locale, said.Units.Sign, want)
	}
	var forms map[string]string
	err := json.Unmarshal([]byte(inboxes[locale]), &forms)
	if err != nil {
		t.Fatal(err)
	}
	if len(said.Strings["inbox"]) != len(forms) || len(said.Units.Inbox) != len(forms) {
		t.Errorf("%s: %d forms for gettext, %d for xliff, want %d", locale, len(said.Strings["inbox"]), len(said.Units.Inbox), len(forms))
	}
}

// gettextAccepts lets msgfmt check the files, as gettext's users do before they ship them.
func gettextAccepts(t *testing.T, s *server) {
	t.Helper()
	msgfmt := tool(t, "msgfmt")
	for locale := range inboxes {
		po := filepath.Join(t.TempDir(), locale+".po")
		reply, err := s.http.Get(s.URL + "/v1/strings/chat/production/" + locale + ".po")
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		if err == nil {
			err = os.WriteFile(po, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(msgfmt, "--check", "--output-file="+os.DevNull, po).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", locale, err, out)
		}
	}
}

// naughtyMessages are npm's naughty strings as further fields of a file.
func naughtyMessages(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(npm(t, "big-list-of-naughty-strings"), "blns.json"))
	var list []string
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for i, text := range list {
		value, err := json.Marshal(map[string]string{"leftDelim": "<|", "rightDelim": "|>", "other": text})
		if err != nil {
			t.Fatal(err)
		}
		all += fmt.Sprintf(`, "naughty%d": %s`, i, value)
	}
	return all
}

// tool finds a program that .ci/setup installs. Without it the test is skipped, or fails where CI is set.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatal(err)
	}
	t.Skip(name + " is not installed: run .ci/setup")
	return ""
}
