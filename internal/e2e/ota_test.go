package e2e

import (
	"encoding/json"
	"os/exec"
	"testing"
)

// TestClientsOfOtherServices points the clients of Tolgee, locize, Transifex and Crowdin, as they come from npm, at a
// store. Each loads a chat app's texts with nothing changed but an address.
func TestClientsOfOtherServices(t *testing.T) {
	npm(t, "@crowdin/ota-client")
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: run .ci/setup")
	}
	data := t.TempDir()
	chat(t, data)
	s := serve(t, data)
	out, err := exec.Command(node, "ota.mjs", s.URL).Output()
	if err != nil {
		failed, _ := err.(*exec.ExitError)
		t.Fatalf("%v\n%s\n%s", err, out, failed.Stderr)
	}
	var said map[string]string
	err = json.Unmarshal(out, &said)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := map[string]string{ // Arabic is half done: locize shows what is done to nine tenths
		"tolgee en hello": "Hello, 달", "tolgee en inbox 3": "3 messages",
		"locize languages": "en,ko", "locize reference": "en", "transifex languages": "ar,en,ko", "crowdin languages": "ar,en,ko",
	}
	for _, client := range []string{"tolgee", "locize", "transifex", "crowdin"} {
		want[client+" ko hello"], want[client+" ko inbox 3"] = "달님, 안녕하세요", "메시지 3개"
		if client != "locize" {
			want[client+" ar hello"], want[client+" ar inbox 3"] = "Hello, 달", "3 رسائل"
		}
	}
	for name, text := range want {
		if said[name] != text {
			t.Errorf("%s: %q, want %q", name, said[name], text)
		}
	}
}
