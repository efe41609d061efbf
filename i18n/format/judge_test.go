package format

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// runPython runs a program that reads standard input.
func runPython(t *testing.T, program, input string) []byte {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("python3 is not installed")
	}
	c := exec.Command(path, "-c", program)
	c.Stdin, c.Stderr = strings.NewReader(input), os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPropertyListsAreReadElsewhere lets Python's plistlib read a .stringsdict that we write, and reads what it writes.
func TestPropertyListsAreReadElsewhere(t *testing.T) {
	const hard = `«%@» & <b>'"\n$s @ ` + "\n\t " + `% 100 %% 🐰`
	f := File{Locale: "ru", Rules: rulesOf(t, "ru"), Messages: []*message.Message{{ID: "a <&> \"key\"", Forms: map[message.Category]string{
		message.One: "{{.Count}} " + hard, message.Few: "{{.Count}} few", message.Many: "{{.Count}} many of {{.Name}}", message.Other: " {{.Count}} other ",
	}}}}
	ours, _, err := Encode("stringsdict", f)
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Again string
		Keys  []string
		Few   string
		One   string
	}
	err = json.Unmarshal(runPython(t, `
import json, plistlib, sys
read = plistlib.loads(sys.stdin.buffer.read())
forms = [v for message in read.values() for v in message.values() if isinstance(v, dict) and "few" in v][0]
print(json.dumps({"Again": plistlib.dumps(read, sort_keys=False).decode(), "Keys": list(read), "Few": forms["few"], "One": forms["one"]}))`, string(ours)), &said)
	if err != nil {
		t.Fatal(err)
	}
	if len(said.Keys) != 1 || said.Keys[0] != f.Messages[0].ID || !strings.HasSuffix(said.Few, " few") || !strings.Contains(said.One, "& <b>'\"\\n") {
		t.Errorf("plistlib reads %q, %q, %q", said.Keys, said.Few, said.One)
	}
	back, err := Decode("stringsdict", "ru", []byte(said.Again))
	if err != nil || len(back.Messages) != 1 {
		t.Fatalf("%v\n%s", err, said.Again)
	}
	f.Messages[0].Forms[message.Many] = "{{.Count}} many of {{.Arg2}}" // its name is in a comment, which plistlib drops
	if diff := cmp.Diff(f.Messages[0].Forms, back.Messages[0].Forms); diff != "" {
		t.Errorf("what plistlib wrote:\n%s", diff)
	}
}
