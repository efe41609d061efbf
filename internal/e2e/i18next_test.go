package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestI18nextsOwnClient lets i18next with i18next-http-backend, as they come from npm, load texts from
// the store: the program's own, and a chat app's in files that the operator put into the folder.
func TestI18nextsOwnClient(t *testing.T) {
	npm(t, "i18next")
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: run .ci/setup")
	}
	data := t.TempDir()
	chat(t, data)
	s := serve(t, data)
	out, err := exec.Command(node, "i18next.mjs", s.URL).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var said map[string]string
	err = json.Unmarshal(out, &said)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range map[string]string{
		"ko hello": "달님, 안녕하세요", "ko inbox 3": "메시지 3개", "en inbox 1": "1 message", "en inbox 5": "5 messages",
		"ar inbox 2": "رسالتان", "ar inbox 3": "3 رسائل", "ar hello": "Hello, Dal", "sw hello": "Hello, Dal", "ko-KR hello": "달님, 안녕하세요",
		"several ko": "달님, 안녕하세요",
	} {
		if said[name] != want {
			t.Errorf("%s: i18next says %q, want %q", name, said[name], want)
		}
	}
	if said["store ko"] == "" || said["store ko"] == said["store en"] {
		t.Errorf("the store's own words: %q and %q", said["store ko"], said["store en"])
	}
}

// chat puts the words of a chat app into the folder of a store: one language in each syntax.
func chat(t *testing.T, data string) {
	t.Helper()
	writeLocale(t, data, "chat/active.en.toml", "[inbox]\none = \"{{.Count}} message\"\nother = \"{{.Count}} messages\"\n\n[hello]\nother = \"Hello, {{.Name}}\"\n")
	writeLocale(t, data, "chat/active.ko.json", `{"inbox": {"other": "메시지 {{.Count}}개"}, "hello": "{{.Name}}님, 안녕하세요"}`)
	writeLocale(t, data, "chat/active.ar.yaml", "inbox:\n  zero: \"لا رسائل\"\n  one: \"رسالة واحدة\"\n  two: \"رسالتان\"\n  few: \"{{.Count}} رسائل\"\n  many: \"{{.Count}} رسالة\"\n  other: \"{{.Count}} رسالة\"\n")
}

func writeLocale(t *testing.T, data, name, content string) {
	t.Helper()
	path := filepath.Join(data, "locales", name)
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, []byte(content), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
