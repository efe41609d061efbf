package format

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// TestGoI18nMergesWhatIsSet gives files that Set has written to the program goi18n: it finds the texts, and by the
// hash, which stayed, that nothing is left to translate.
func TestGoI18nMergesWhatIsSet(t *testing.T) {
	source := &message.Message{ID: "inbox", Description: "How many", Forms: forms{message.One: "{{.Count}} message", message.Other: "{{.Count}} messages"}}
	for ext, data := range map[string]string{
		".toml": "# mine\n[inbox]\nhash = %q\none = 'x'\n\n[hello]\nhash = %q\nother = 'y'\n",
		".json": `{"inbox": {"hash": %q, "other": "x"}, "hello": {"hash": %q, "other": "y"}}`,
		".yaml": "# mine\ninbox:\n  hash: %q\n  other: |-\n    x\nhello: {hash: %q, other: y}\n",
	} {
		dir := t.TempDir()
		write := func(name string, data []byte) string {
			name = filepath.Join(dir, name)
			err := os.WriteFile(name, data, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			return name
		}
		hello := &message.Message{Forms: other("Hello")}
		english := set(t, "active.en"+ext, set(t, "active.en"+ext, described[ext], "inbox", source.Forms), "hello", hello.Forms)
		spanish := fmt.Appendf(nil, data, source.SourceHash(), hello.SourceHash())
		spanish = set(t, "active.es"+ext, spanish, "inbox", forms{message.One: "{{.Count}} «uno»", message.Many: "{{.Count}} de: m", message.Other: "{{.Count}} # más"})
		spanish = set(t, "active.es"+ext, spanish, "hello", other("\"Hola\"\n¿qué tal?"))
		out := filepath.Join(dir, "out")
		err := os.Mkdir(out, 0o700)
		if err != nil {
			t.Fatal(err)
		}
		command := exec.Command("go", "run", "github.com/nicksnyder/go-i18n/v2/goi18n", "merge", "-format", ext[1:], "-outdir", out,
			write("active.en"+ext, english), write("active.es"+ext, spanish))
		said, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		merged, err := os.ReadFile(filepath.Join(out, "active.es"+ext))
		if err != nil {
			t.Fatal(err)
		}
		want, got := readByGoI18n(t, "a"+ext, spanish), readByGoI18n(t, "a"+ext, merged)
		if len(got) != 2 || fmt.Sprint(want) != fmt.Sprint(got) {
			t.Errorf("%s: %v became %v", ext, want, got)
		}
		left, _ := os.ReadFile(filepath.Join(out, "translate.es"+ext))
		if text := string(bytes.TrimSpace(left)); text != "" && text != "{}" {
			t.Errorf("%s: to translate: %s", ext, text)
		}
	}
}

// described are source files with a message that has no forms yet.
var described = map[string][]byte{
	".toml": []byte("[inbox]\ndescription = 'How many'\n"),
	".json": []byte(`{"inbox": {"description": "How many"}}`),
	".yaml": []byte("inbox:\n  description: How many\n"),
}

func set(t *testing.T, name string, data []byte, id string, wanted forms) []byte {
	t.Helper()
	result, err := Set(name, data, id, wanted)
	if err != nil {
		t.Fatalf("%s in %q: %v", id, data, err)
	}
	return result
}
