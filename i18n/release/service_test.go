package release_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/i18n/release/releasetest"
)

// room is a service on a folder of files.
type room struct {
	t      *testing.T
	folder string
	words  *i18n.Reloader
	store  *releasetest.Store
	now    time.Time
	*release.Service
}

var (
	boss   = staff("acc_boss", accounts.Operator)
	editor = staff("acc_editor", accounts.Editor)
	writer = staff("acc_writer", accounts.Translator)
)

func staff(id string, role accounts.Role) accounts.By {
	return accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: id, Roles: []accounts.Role{role}}}
}

// newRoom makes a room with files: path and content in turn.
func newRoom(t *testing.T, files ...string) *room {
	t.Helper()
	r := &room{t: t, folder: t.TempDir(), store: &releasetest.Store{}, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	r.write(files...)
	r.words = i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Directory(r.folder)}, Log: slog.New(slog.DiscardHandler)})
	r.Service = r.replica()
	return r
}

// replica is another process on the same store and files.
func (r *room) replica() *release.Service {
	r.t.Helper()
	s := release.NewService(release.Config{Words: r.words, Store: r.store, Embedded: own, Now: func() time.Time {
		r.now = r.now.Add(time.Second)
		return r.now
	}})
	if err := s.Refresh(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	return s
}

// own are a program's own words.
func own() *i18n.Project {
	p, err := i18n.NewProject(i18n.Content{Name: "store", Source: "en", Messages: map[i18n.Locale][]*i18n.Message{
		"en": {said("title", "Store"), said("hello", "Hello, {{.Name}}"), said("new", "Something new")},
		"ko": {said("title", "스토어"), said("hello", "{{.Name}}님, 안녕하세요"), said("new", "새로운 것")},
	}})
	if err != nil {
		panic(err)
	}
	return p
}

func said(id, text string) *i18n.Message {
	return &i18n.Message{ID: id, Forms: map[i18n.Category]string{"other": text}}
}

func (r *room) write(files ...string) {
	r.t.Helper()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(r.folder, files[i])
		err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o750), os.WriteFile(name, []byte(files[i+1]), 0o600))
		if err != nil {
			r.t.Fatal(err)
		}
	}
	if r.words != nil {
		r.words.Reload()
	}
}

// says is a text as a channel of project app gives it.
func (r *room) says(channel string, locale i18n.Locale) string {
	r.t.Helper()
	p, err := r.Project("app", channel)
	if err != nil {
		r.t.Fatal(err)
	}
	return p.Text(locale, "title", nil)
}

func (r *room) released() {
	r.t.Helper()
	_, err := r.SetMode(r.t.Context(), boss, "app", i18n.ModeReleased, "")
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) promote(channel, from string) release.Move {
	r.t.Helper()
	m, err := r.Promote(r.t.Context(), editor, release.Promotion{Project: "app", Channel: channel, From: from, Note: "n"})
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func refused(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

const (
	en1 = "title = \"One\"\nmore = \"More\"\n"
	en2 = "title = \"Two\"\nmore = \"More\"\n"
	ko1 = "title = \"하나\"\nmore = \"더\"\n"
)

func TestLiveFollowsTheFiles(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.write("app/active.en.toml", en2)
	want(t, "production", r.says("production", "en"), "Two")
	_, err := r.Promote(t.Context(), editor, release.Promotion{Project: "app", Channel: "production", From: "draft"})
	refused(t, "promoting", err, release.ErrLive)
	_, err = r.Project("app", "staging")
	refused(t, "staging", err, release.ErrChannelNotFound)
	_, err = r.Project("none", "production")
	refused(t, "no project", err, i18n.ErrProjectNotFound)
}

func TestReleasedMovesByPromoteAndRollback(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1, "app/active.ko.toml", ko1, "app/project.yaml",
		"threshold: 10\nfallback: {nn: [nb], gsw: [de]}\narguments: {Price: price}\nmessages: {title: {arguments: {Day: date}}}\n")
	before, _ := r.Project("app", "production")
	r.released()
	after, _ := r.Project("app", "production")
	want(t, "release", after.Release(), before.Release())
	want(t, "mode", after.Mode(), i18n.ModeReleased)
	other := r.replica()

	r.write("app/active.en.toml", en2)
	want(t, "production", r.says("production", "en"), "One")
	want(t, "draft", r.says("draft", "en"), "Two")
	r.promote("staging", "draft")
	want(t, "staging", r.says("staging", "en"), "Two")
	want(t, "production", r.says("production", "en"), "One")
	moved := r.promote("production", "staging")
	want(t, "production", r.says("production", "en"), "Two")
	want(t, "fallback", r.says("production", "ko"), "하나")
	again := r.promote("production", "staging")
	want(t, "number", again.Number, moved.Number)

	p, _ := other.Project("app", "production")
	want(t, "a replica that has not looked", p.Text("en", "title", nil), "One")
	if err := other.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	p, _ = other.Project("app", "production")
	want(t, "a replica that has", p.Text("en", "title", nil), "Two")
	want(t, "previous", p.Previous(), before.Release())

	_, err := r.Rollback(t.Context(), editor, release.Promotion{Project: "app", Channel: "production", Revision: moved.Revision()})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "rolled back", r.says("production", "en"), "One")
	_, err = r.Rollback(t.Context(), editor, release.Promotion{Project: "app", Channel: "production"})
	refused(t, "further back", err, release.ErrNothingBefore)

	restarted := r.replica()
	read, err := restarted.Content(t.Context(), "app", moved.Release)
	want(t, "error", err, nil)
	want(t, "what a release is read as", read.Release(), moved.Release)
	p, _ = restarted.Project("app", "production")
	want(t, "restarted", p.Text("en", "title", nil), "One")
	want(t, "audited", len(r.store.Audit), 5)
}

func TestRollbacksGoFurtherBack(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	for _, text := range []string{"Two", "Three", "Four"} {
		r.write("app/active.en.toml", `title = "`+text+`"`)
		r.promote("production", "draft")
	}
	for _, text := range []string{"Three", "Two"} {
		_, err := r.Rollback(t.Context(), editor, release.Promotion{Project: "app", Channel: "production"})
		want(t, "error", err, nil)
		want(t, "production", r.says("production", "en"), text)
	}
	r.write("app/active.en.toml", `title = "Five"`)
	r.promote("production", "draft")
	for _, text := range []string{"Two", "One"} {
		_, err := r.Rollback(t.Context(), editor, release.Promotion{Project: "app", Channel: "production"})
		want(t, "error", err, nil)
		want(t, "production", r.says("production", "en"), text)
	}
}

func TestSameContentIsTheSameRelease(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	first, made, err := r.Cut(t.Context(), editor, "app", "first")
	want(t, "error", err, nil)
	want(t, "made", made, true)
	second, made, err := r.Cut(t.Context(), editor, "app", "second")
	want(t, "error", err, nil)
	want(t, "made", made, false)
	want(t, "release", second.ID+second.Note, first.ID+"first")
}

func TestTwoOperatorsDoNotFight(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	seen, _ := r.Standing("app")
	r.write("app/active.en.toml", en2)
	r.promote("production", "draft")
	_, err := r.Rollback(t.Context(), editor, release.Promotion{
		Project: "app", Channel: "production", Revision: new(seen.Channels["production"]).Revision(),
	})
	refused(t, "rollback", err, release.ErrStale)
	_, err = r.SetMode(t.Context(), boss, "app", i18n.ModeLive, "0")
	refused(t, "mode", err, release.ErrStale)
	for what, by := range map[string]accounts.By{"a translator": writer, "an editor": editor} {
		_, err = r.SetMode(t.Context(), by, "app", i18n.ModeLive, "")
		refused(t, what, err, accounts.ErrRoleMissing)
	}
	_, err = r.Promote(t.Context(), writer, release.Promotion{Project: "app", Channel: "production", From: "draft"})
	refused(t, "a translator promotes", err, accounts.ErrRoleMissing)
}

func TestFaultyTextsAreNotReleased(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	r.write("app/active.en.toml", "title = \"{{.Two\"\nmore = \"More\"\n")
	_, _, err := r.Cut(t.Context(), editor, "app", "")
	refused(t, "a faulty file", err, release.ErrDraftFaulty)
	r.write("app/active.en.toml", "title = \"Two  words\"\nmore = \"More\"\n", "app/project.yaml", "severity: {Q05: error}\n")
	_, err = r.Promote(t.Context(), editor, release.Promotion{Project: "app", Channel: "production", From: "draft"})
	refused(t, "a text that the project does not want", err, release.ErrFaulty)
	want(t, "production", r.says("production", "en"), "One")
}

func TestChannelNames(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	for _, name := range []string{"draft", "files", "messages", "a.b", "", "Ü", "releases", "1"} {
		_, err := r.Promote(t.Context(), editor, release.Promotion{Project: "app", Channel: name, From: "production"})
		refused(t, name, err, release.ErrChannelInvalid)
	}
	_, err := r.Promote(t.Context(), editor, release.Promotion{Project: "app", Channel: "beta", From: "none"})
	refused(t, "from none", err, release.ErrChannelNotFound)
	_, err = r.Promote(t.Context(), editor, release.Promotion{Project: "app", Channel: "beta", Release: "none"})
	refused(t, "no release", err, release.ErrNotFound)
}

func TestIncompleteLocalesAreNotOffered(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1, "app/active.es.toml", `title = "Uno"`, "app/active.es-MX.toml", ko1, "app/project.yaml", "threshold: 60\n")
	for _, mode := range []i18n.Mode{i18n.ModeLive, i18n.ModeReleased} {
		_, err := r.SetMode(t.Context(), boss, "app", mode, "")
		want(t, "error", err, nil)
		p, _ := r.Project("app", "production")
		want(t, "locales", len(p.Locales()), 2)
		want(t, "for a Spaniard", p.Negotiator().Header("es"), "en")
		want(t, "in Spain", r.says("production", "es"), "One")
		want(t, "asked for strictly", p.Whole().Text("es", "title", nil), "Uno")
		want(t, "in the draft", r.says("draft", "es"), "Uno")
		m, err := p.Manifest()
		want(t, "error", err, nil)
		want(t, "in the manifest", len(m.Locales), 2)
	}
}

func TestFilesOfAllReleasesAreKept(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	p, _ := r.Project("app", "production")
	first, _ := p.File("en", "flat.json")
	for _, text := range []string{"Two", "Three", "Four"} {
		r.write("app/active.en.toml", `title = "`+text+`"`)
		r.promote("production", "draft")
	}
	file, err := r.replica().File(t.Context(), "app", first.Digest, "flat.json")
	want(t, "error", err, nil)
	want(t, "file", string(file.Data), string(first.Data))
	_, err = r.File(t.Context(), "app", first.Digest, "po")
	refused(t, "another format", err, i18n.ErrFileNotFound)
}

func TestDifferences(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1, "app/active.ko.toml", ko1)
	r.released()
	r.write("app/active.en.toml", "title = \"Two\"\nnew = \"New\"\n")
	all, err := r.Differences(t.Context(), "app", "production", "draft")
	want(t, "error", err, nil)
	want(t, "locales", len(all), 1)
	d := all[0]
	want(t, "difference", d.Added[0]+d.Changed[0]+d.Removed[0]+string(d.Locale), "newtitlemoreen")
}

func TestTheProgramSpeaksProduction(t *testing.T) {
	r := newRoom(t, "store/active.en.toml", "title = \"Shop\"\nhello = \"Hi, {{.Nickname}}\"\nold = \"{{.Gone}}\"\n",
		"store/active.ko.toml", "title = \"가게\"\nhello = \"{{.Nickname}} 안녕\"\n")
	want(t, "live", r.Spoken().Text("en", "title", nil), "Shop")
	_, err := r.SetMode(t.Context(), boss, "store", i18n.ModeReleased, "")
	want(t, "error", err, nil)
	r.write("store/active.en.toml", "title = \"Draft\"\n")
	spoken := r.Spoken()
	name := map[string]any{"Name": "Dal"}
	for id, texts := range map[string][2]string{
		"title": {"Shop", "가게"}, "new": {"Something new", "새로운 것"}, "hello": {"Hello, Dal", "Dal님, 안녕하세요"},
	} {
		want(t, id, spoken.Text("en", id, name), texts[0])
		want(t, id+" in Korean", spoken.Text("ko", id, name), texts[1])
	}
	served, _ := r.Project("store", "production")
	want(t, "clients get the release alone", served.Has("new"), false)
}
