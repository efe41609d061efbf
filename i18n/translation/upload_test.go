package translation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// given is what the service gives out as a file.
func (r *room) given(locale, format string) (data []byte, hash string) {
	r.t.Helper()
	words, err := r.service.Words(r.t.Context(), "app", "ko")
	if err != nil {
		r.t.Fatal(err)
	}
	data, _, err = words.Encode(format)
	if err != nil {
		r.t.Fatal(err)
	}
	return data, words.Hash
}

func (r *room) send(format, base, data string) (translation.Uploaded, error) {
	return r.service.Upload(r.t.Context(), mina, translation.Upload{Project: "app", Locale: "ko", Format: format, Base: base, Data: []byte(data)})
}

const korean = "# by Mina\n[hello]\nother = \"안녕, {{.Name}}\"\n\n[inbox]\nother = \"{{.Count}}통\"\n"

// TestEveryFormatComesBackAsItWent: what is given out and sent back changes nothing.
func TestEveryFormatComesBackAsItWent(t *testing.T) {
	for _, format := range translation.Formats() {
		r := newRoom(t, "app/active.ko.toml", korean)
		data, hash := r.given("ko", format)
		done, err := r.send(format, hash, string(data))
		if err != nil || len(done.Written) > 0 || done.Hash != hash || done.Same == 0 {
			t.Errorf("%s: %v, %+v\n%s", format, err, done, data)
		}
		if got := r.file("app/active.ko.toml"); got != korean {
			t.Errorf("%s changed the file: %s", format, got)
		}
	}
}

// TestAFileIsMergedByMessage: what each side changed alone is kept, and the file's other bytes too.
func TestAFileIsMergedByMessage(t *testing.T) {
	r := newRoom(t, "app/active.ko.toml", korean)
	data, hash := r.given("ko", "csv")
	r.must(r.set(boss, "ko", "inbox", one("메시지 {{.Count}}통")))
	done, err := r.send("csv", hash, strings.Replace(string(data), "안녕, ", "반가워, ", 1))
	if err != nil || !slices.Equal(done.Written, []string{"hello"}) || done.Kept != 1 {
		t.Fatalf("%v: %+v", err, done)
	}
	want := strings.NewReplacer("안녕", "반가워", "\"{{.Count}}통", "\"메시지 {{.Count}}통").Replace(korean)
	if got := r.file("app/active.ko.toml"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	history, err := r.service.History(t.Context(), part("ko", "hello"), 0, 5)
	if err != nil || history[0].Origin != translation.Import || history[0].Account != "acc_mina" {
		t.Errorf("%v: %+v", err, history)
	}
}

// TestTheCountIsCalledAsTheSourceCallsIt: i18next knows one name for it, and so do others.
func TestTheCountIsCalledAsTheSourceCallsIt(t *testing.T) {
	for name, source := range map[string]string{
		"Count": "inbox = \"{{.Count}} mails\"\n", "count": "inbox = \"{{.count}} mails\"\n", "PluralCount": "inbox = \"{{.PluralCount}} mails\"\n",
	} {
		r := newRoom(t, "app/active.en.toml", source)
		for format, data := range map[string]string{
			"i18next.json": `{"inbox_other": "메일 {{count}}통", "inbox_one": "메일 {{count}}통"}`,
			"icu.json":     `{"inbox": "{count, plural, other {메일 #통}}"}`,
		} {
			done, err := r.send(format, "", data)
			m := r.message("ko", "inbox")
			if err != nil || m.Target.Text() != "메일 {{."+name+"}}통" {
				t.Errorf("%s, %s: %v, %+v, %+v", name, format, err, done, m.Target)
			}
		}
	}
}

// TestConflictsOfAFileAreNamedAndNothingIsTaken, not even what nobody else touched.
func TestConflictsOfAFileAreNamedAndNothingIsTaken(t *testing.T) {
	r := newRoom(t, "app/active.ko.toml", korean)
	data, hash := r.given("ko", "go-i18n.toml")
	r.must(r.set(boss, "ko", "hello", one("어서 와, {{.Name}}")))
	before := r.file("app/active.ko.toml")
	mine := strings.NewReplacer("안녕, ", "반가워, ", "{{.Count}}통", "{{.Count}}개").Replace(string(data))
	_, err := r.send("go-i18n.toml", hash, mine)
	if !errors.Is(err, translation.ErrFileConflicts) {
		t.Fatal(err)
	}
	want := []translation.Conflict{{
		Message: "hello", Base: one("안녕, {{.Name}}"), Yours: one("반가워, {{.Name}}"), Theirs: one("어서 와, {{.Name}}"),
	}}
	if diff := cmp.Diff(any(want), fault.As(err).Facts()["conflicts"]); diff != "" {
		t.Error(diff)
	}
	if got := r.file("app/active.ko.toml"); got != before {
		t.Errorf("written all the same: %s", got)
	}
	done, err := r.service.Upload(t.Context(), mina, translation.Upload{Project: "app", Locale: "ko", Format: "go-i18n.toml", Base: hash, Data: []byte(mine), DryRun: true})
	if err != nil || len(done.Conflicts) != 1 || !slices.Equal(done.Written, []string{"inbox"}) || r.file("app/active.ko.toml") != before {
		t.Errorf("dry run: %v, %+v", err, done)
	}
	_, err = r.send("go-i18n.toml", "", mine)
	if err != nil || !strings.Contains(r.file("app/active.ko.toml"), "반가워") {
		t.Errorf("without a base: %v", err)
	}
	_, err = r.send("go-i18n.toml", "0123", mine)
	if !errors.Is(err, translation.ErrBaseUnknown) {
		t.Errorf("unknown base: %v", err)
	}
}

// TestFaultyFilesAreRefusedWhole with every fault named.
func TestFaultyFilesAreRefusedWhole(t *testing.T) {
	var many strings.Builder
	for i := range 50_001 {
		fmt.Fprintf(&many, "k%d = \"x\"\n", i)
	}
	for name, c := range map[string]struct {
		format, data string
		fields       []string
	}{
		"lost placeholder": {"flat.json", `{"hello": "안녕", "inbox": {"other": "통"}}`, []string{"/messages/hello/other check.T04", "/messages/inbox/other check.T04"}},
		"one of two":       {"flat.json", `{"hello": "안녕, {{.Name}}!", "inbox": "{{.Nmae}}{{.Count}}"}`, []string{"/messages/inbox/other check.T03"}},
		"unknown message":  {"flat.json", `{"helo": "안녕"}`, []string{"/messages/helo check.B01"}},
		"syntax":           {"go-i18n.json", "{\"hello\": \n", []string{" check.F03-reason"}},
		"not UTF-8":        {"go-i18n.toml", "hello = \"\xff\"", []string{" check.F01"}},
		"duplicate":        {"go-i18n.json", `{"hello": "안녕, {{.Name}}", "hello": "{{.Name}}"}`, []string{"/messages/hello check.F07"}},
		"reserved":         {"go-i18n.yaml", "id: {other: a, x: b}\n", nil},
		"bomb":             {"go-i18n.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n", nil},
		"too many":         {"go-i18n.toml", many.String(), nil},
		"no workbook":      {"xlsx", "PK", nil},
		"a loop":           {"flat.json", `{"hello": "{{range .X}}{{end}}"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, "app/active.ko.toml", korean)
			_, err := r.send(c.format, "", c.data)
			if !errors.Is(err, translation.ErrFileFaulty) {
				t.Fatal(err)
			}
			var fields []string
			for _, f := range fault.As(err).Fields() {
				fields = append(fields, f.Pointer+" "+f.Code)
			}
			if c.fields != nil && !slices.Equal(fields, c.fields) || len(fields) == 0 {
				t.Errorf("fields %q", fields)
			}
			if got := r.file("app/active.ko.toml"); got != korean {
				t.Errorf("written all the same: %s", got)
			}
		})
	}
}

// TestVersion1IsTaken: a list of entries, whose unknown fields are told of and nothing more.
func TestVersion1IsTaken(t *testing.T) {
	r := newRoom(t)
	done, err := r.send("go-i18n.json", "", `[{"id": "hello", "translation": "안녕, {{.Name}}", "modified": false}, {"id": "inbox", "translation": {"other": "{{.Count}}통"}}]`)
	if err != nil || len(done.Written) != 2 || len(done.Findings) == 0 {
		t.Fatalf("%v: %+v", err, done)
	}
	if m := r.message("ko", "inbox"); m.Target.Text() != "{{.Count}}통" {
		t.Errorf("%+v", m.Target)
	}
}
