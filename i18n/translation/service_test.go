package translation_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/i18n/translation/translationtest"

	"os"
	"path/filepath"
)

// room is a service on a folder of files, and the people who work with it.
type room struct {
	t       *testing.T
	folder  string
	service *translation.Service
	words   *i18n.Reloader
	store   *translationtest.Store
}

var (
	mina   = translator("acc_mina", "ko", "ru", "fil")
	oleg   = translator("acc_oleg", "ru")
	boss   = accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_boss", Roles: []accounts.Role{accounts.Operator}}}
	drawer = accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_yuna", Roles: []accounts.Role{accounts.Designer}}}
)

func translator(id string, locales ...string) accounts.By {
	a := accounts.Actor{Kind: accounts.KindAccount, Account: id, Roles: []accounts.Role{accounts.Translator}}
	for _, l := range locales {
		a.Locales = append(a.Locales, language.Make(l))
	}
	return accounts.By{Actor: a}
}

const english = `# What the app says.
[inbox]
description = "How many messages wait"
one = "{{.Count}} message"
other = "{{.Count}} messages"

[hello]
other = "Hello, {{.Name}}"
`

func newRoom(t *testing.T, files ...string) *room {
	t.Helper()
	r := &room{t: t, folder: t.TempDir(), store: &translationtest.Store{}}
	r.save("app/active.en.toml", english)
	for i := 0; i+1 < len(files); i += 2 {
		r.save(files[i], files[i+1])
	}
	r.words = i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Directory(r.folder)}, Log: slog.New(slog.DiscardHandler)})
	r.service = translation.NewService(r.words, nil, r.store, func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) })
	return r
}

// save is an editor that writes a file.
func (r *room) save(name, content string) {
	r.t.Helper()
	file := filepath.Join(r.folder, name)
	err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte(content), 0o600))
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) file(name string) string {
	r.t.Helper()
	data, err := os.ReadFile(filepath.Join(r.folder, name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(data)
}

func part(locale i18n.Locale, id string) translation.Part {
	return translation.Part{Project: "app", Locale: locale, Message: id}
}

func (r *room) message(locale i18n.Locale, id string) translation.Translation {
	r.t.Helper()
	m, err := r.service.Message(r.t.Context(), part(locale, id))
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

// set edits a message as it is now.
func (r *room) set(by accounts.By, locale i18n.Locale, id string, forms translation.Forms) (translation.Translation, error) {
	return r.service.Set(r.t.Context(), by, translation.Edit{
		Part: part(locale, id), Forms: forms, Revision: r.message(locale, id).Revision, Origin: translation.Web,
	})
}

func (r *room) must(m translation.Translation, err error) translation.Translation {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

func one(text string) translation.Forms { return translation.Forms{"other": text} }

func TestANewLocaleBeginsWithItsFirstMessage(t *testing.T) {
	r := newRoom(t)
	if m := r.message("ko", "hello"); m.State != translation.Untranslated || m.Source.Text() != "Hello, {{.Name}}" {
		t.Fatalf("before: %+v", m)
	}
	m := r.must(r.set(mina, "ko", "hello", one("안녕, {{.Name}}")))
	if m.State != translation.Translated || m.Target.Text() != "안녕, {{.Name}}" {
		t.Errorf("after: %+v", m)
	}
	p, err := r.words.Current().Project("app")
	if err != nil || p.Text("ko", "hello", map[string]any{"Name": "달"}) != "안녕, 달" {
		t.Errorf("it is not live: %v", err)
	}
	if got := r.file("app/active.ko.toml"); !strings.Contains(got, "안녕, {{.Name}}") {
		t.Errorf("file: %s", got)
	}
	if len(r.store.Audit) != 1 || r.store.Audit[0].Actor != "acc_mina" {
		t.Errorf("audit: %+v", r.store.Audit)
	}
}

func TestEditsTouchNothingElse(t *testing.T) {
	before := "# Korean, by Mina\n[hello]\nother = '안녕'   # too short\n\n# plural\n[inbox]\nother = \"{{.Count}}통\"\n"
	r := newRoom(t, "app/active.ko.toml", strings.Replace(before, "안녕", "안녕, {{.Name}}", 1))
	r.must(r.set(mina, "ko", "inbox", one("메시지 {{.Count}}통")))
	want := strings.Replace(strings.Replace(before, "안녕", "안녕, {{.Name}}", 1), "\"{{.Count}}통\"", "\"메시지 {{.Count}}통\"", 1)
	if got := r.file("app/active.ko.toml"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestHarmfulTextsAreRefused(t *testing.T) {
	r := newRoom(t)
	for _, c := range []struct {
		locale  i18n.Locale
		id      string
		forms   translation.Forms
		pointer string
		code    string
	}{
		{"ko", "hello", one("안녕"), "/forms/other", "check.T04"},
		{"ko", "hello", one("안녕 {{.Nmae}} {{.Name}}"), "/forms/other", "check.T03"},
		{"fil", "inbox", translation.Forms{"one": "Isang mensahe", "other": "{{.Count}} na mensahe"}, "/forms/one", "check.P05"},
		{"ko", "hello", translation.Forms{"other": "안녕 {{.Name}}", "loud": "야"}, "/forms/loud", "check.F09-form"},
		{"ko", "hello", one(strings.Repeat("가", 6000) + "{{.Name}}"), "/forms/other", "check.F16-text"},
		{"ko", "hello", one("안녕\u202e {{.Name}}"), "/forms/other", "check.Q11-open"},
		{"ru", "hello", one("Привeт, {{.Name}}"), "/forms/other", "check.Q20-word"},
		{"ru", "inbox", translation.Forms{"one": "{{.Count}} сообщение", "other": "{{.Count}} сообщения"}, "/forms", "check.P01"},
	} {
		_, err := r.set(boss, c.locale, c.id, c.forms)
		if !errors.Is(err, translation.ErrFaulty) {
			t.Errorf("%s %v: %v", c.locale, c.forms, err)
			continue
		}
		if !slices.ContainsFunc(fault.As(err).Fields(), func(f fault.Field) bool { return f.Pointer == c.pointer && f.Code == c.code }) {
			t.Errorf("%s: %+v", c.code, fault.As(err).Fields())
		}
	}
	if _, err := os.Stat(filepath.Join(r.folder, "app/active.ko.toml")); err == nil {
		t.Error("a file was written all the same")
	}
	if len(r.store.Audit) > 0 {
		t.Error("it is on record")
	}
}

func TestTwoWhoEditOneMessage(t *testing.T) {
	r := newRoom(t)
	seen := r.message("ru", "hello").Revision
	r.must(r.set(oleg, "ru", "hello", one("Привет, {{.Name}}")))
	theirs, err := r.service.Set(t.Context(), mina, translation.Edit{
		Part: part("ru", "hello"), Forms: one("Здравствуй, {{.Name}}"), Revision: seen, Origin: translation.Web,
	})
	if !errors.Is(err, translation.ErrStale) || theirs.Target.Text() != "Привет, {{.Name}}" {
		t.Errorf("%v: %+v", err, theirs)
	}
	r.must(r.set(mina, "ru", "hello", one("Здравствуй, {{.Name}}")))
}

func TestWhatAnEditorSavedIsSeenBeforeAnEdit(t *testing.T) {
	r := newRoom(t, "app/active.ko.toml", "[hello]\nother = \"안녕, {{.Name}}\"\n")
	seen := r.message("ko", "hello").Revision
	r.save("app/active.ko.toml", "[hello]\nother = \"반가워, {{.Name}}\"\n")
	_, err := r.service.Set(t.Context(), mina, translation.Edit{Part: part("ko", "hello"), Forms: one("어서 와, {{.Name}}"), Revision: seen})
	if !errors.Is(err, translation.ErrStale) {
		t.Errorf("written over what was not seen: %v", err)
	}
	r.must(r.set(mina, "ko", "hello", one("어서 와, {{.Name}}")))
	history, err := r.service.History(t.Context(), part("ko", "hello"), 0, 10)
	if err != nil || len(history) != 2 {
		t.Fatalf("%v: %+v", err, history)
	}
	if history[1].Origin != translation.File || history[1].Forms["other"] != "반가워, {{.Name}}" || history[0].Account != "acc_mina" {
		t.Errorf("history: %+v", history)
	}
}

func TestReviews(t *testing.T) {
	r := newRoom(t)
	m := r.must(r.set(oleg, "ru", "hello", one("Привет, {{.Name}}")))
	verdict := translation.Verdict{Part: part("ru", "hello"), Revision: m.Revision, Approved: true}
	if _, err := r.service.Judge(t.Context(), oleg, verdict); !errors.Is(err, translation.ErrOwnReview) {
		t.Errorf("own review: %v", err)
	}
	if m = r.must(r.service.Judge(t.Context(), mina, verdict)); m.State != translation.Reviewed {
		t.Errorf("approved: %+v", m)
	}
	if m = r.must(r.set(oleg, "ru", "hello", one("Привет тебе, {{.Name}}"))); m.State != translation.Translated {
		t.Errorf("edited: %s", m.State)
	}
	verdict = translation.Verdict{Part: part("ru", "hello"), Revision: m.Revision, Note: "too formal"}
	if m = r.must(r.service.Judge(t.Context(), mina, verdict)); m.State != translation.NeedsWork || m.Note != "too formal" {
		t.Errorf("sent back: %+v", m)
	}
	_, err := r.service.Judge(t.Context(), mina, translation.Verdict{Part: part("ru", "inbox"), Revision: r.message("ru", "inbox").Revision})
	if !errors.Is(err, translation.ErrEmpty) {
		t.Errorf("nothing to review: %v", err)
	}
}

func TestAChangedSourceMakesTranslationsStale(t *testing.T) {
	r := newRoom(t)
	r.must(r.set(oleg, "ru", "hello", one("Привет, {{.Name}}")))
	r.save("app/active.en.toml", strings.Replace(english, "Hello,", "Welcome back,", 1))
	r.words.Reload()
	if m := r.message("ru", "hello"); !m.Stale || m.State != translation.NeedsWork {
		t.Errorf("%+v", m)
	}
	if m := r.must(r.set(oleg, "ru", "hello", one("С возвращением, {{.Name}}"))); m.Stale || m.State != translation.Translated {
		t.Errorf("%+v", m)
	}
}

func TestTranslatorsWordTheirLocalesAlone(t *testing.T) {
	r := newRoom(t)
	for _, c := range []struct {
		by     accounts.By
		locale i18n.Locale
		want   error
	}{{oleg, "ko", translation.ErrNotYourLocale}, {drawer, "ko", accounts.ErrRoleMissing}, {boss, "ko", nil}, {mina, "ko", nil}} {
		_, err := r.set(c.by, c.locale, "hello", one(fmt.Sprintf("안녕 %s, {{.Name}}", c.by.Account)))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.by.Account, err)
		}
	}
}

func TestListsAndProgress(t *testing.T) {
	r := newRoom(t)
	r.must(r.set(oleg, "ru", "hello", one("Привет, {{.Name}}")))
	ids := func(q translation.Query) string {
		q.Project, q.Locale = "app", "ru"
		if q.Limit == 0 {
			q.Limit = 10
		}
		page, err := r.service.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, m := range page.Messages {
			all = append(all, m.Message)
		}
		return strings.Join(all, " ") + "|" + page.After
	}
	for _, c := range []struct {
		query translation.Query
		want  string
	}{
		{translation.Query{}, "hello inbox|"},
		{translation.Query{Limit: 1}, "hello|hello"},
		{translation.Query{After: "hello"}, "inbox|"},
		{translation.Query{State: translation.Untranslated}, "inbox|"},
		{translation.Query{State: translation.Translated}, "hello|"},
		{translation.Query{Text: "привет"}, "hello|"},
		{translation.Query{Text: "MESSAGES"}, "inbox|"},
		{translation.Query{Check: translation.Any}, "|"},
	} {
		if got := ids(c.query); got != c.want {
			t.Errorf("%+v: %s, want %s", c.query, got, c.want)
		}
	}
	progress, err := r.service.Progress(t.Context(), "app")
	if err != nil || len(progress) != 1 || progress[0].Total != 2 || progress[0].States[translation.Translated] != 1 {
		t.Errorf("%v: %+v", err, progress)
	}
}

func TestWhatCannotBeChangedSafelyIsRefused(t *testing.T) {
	r := newRoom(t, "app/active.ko.yaml", "bye: &b 안녕\nhello: *b\n")
	r.save("app/active.en.toml", "bye = \"Bye\"\nhello = \"Hello\"\n")
	r.words.Reload()
	_, err := r.set(mina, "ko", "bye", one("잘 가"))
	if !errors.Is(err, i18n.ErrFileUneditable) {
		t.Errorf("%v", err)
	}
	r.save("app/active.ko.yaml", "bye: [\n")
	if _, err = r.set(mina, "ko", "bye", one("잘 가")); !errors.Is(err, i18n.ErrFileBroken) {
		t.Errorf("%v", err)
	}
}

// TestAnEditSettlesWhatGoi18nsHashCallsStale: the hash in the file is of an older source; who writes the text anew has
// seen the source of now.
func TestAnEditSettlesWhatGoi18nsHashCallsStale(t *testing.T) {
	r := newRoom(t, "app/active.ru.toml", "[hello]\nhash = \"sha1-0\"\nother = \"Привет, {{.Name}}\"\n")
	if m := r.message("ru", "hello"); !m.Stale {
		t.Errorf("before: %+v", m)
	}
	if m := r.must(r.set(oleg, "ru", "hello", one("Здравствуй, {{.Name}}"))); m.Stale || m.State != translation.Translated {
		t.Errorf("after: %+v", m)
	}
}
