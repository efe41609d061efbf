package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// folderOf copies a pack of the demo, so that a test can change it.
func folderOf(t *testing.T, slug string) string {
	t.Helper()
	folder := t.TempDir()
	err := os.CopyFS(folder, os.DirFS(filepath.Join("..", "demo", "packs", slug)))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func replace(t *testing.T, file, old, replacement string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s has no %q, %v", file, old, err)
	}
	err = os.WriteFile(file, bytes.ReplaceAll(data, []byte(old), []byte(replacement)), 0o600)
	if err != nil {
		t.Fatal(err)
	}
}

// TestReleasesMove changes a pack that is on sale, and goes back: readers follow, links stay, and what
// was sent stays what was sent.
func TestReleasesMove(t *testing.T) {
	s := serve(t, seeded(t))
	ctx, reader := t.Context(), s.client("")
	operator := s.staff(t, "operator@example.com", "operator")
	before, err := reader.Pack(ctx, "KR", "en", "dokki")
	if err != nil {
		t.Fatal(err)
	}
	front, err := reader.FrontPage(ctx, "KR", "en")
	if err != nil {
		t.Fatal(err)
	}
	folder := folderOf(t, "dokki")
	replace(t, filepath.Join(folder, "pack.yaml"), "file: 03.webp", "file: 04.webp")
	replace(t, filepath.Join(folder, "pack.yaml"), before.Title, "Dokki Returns")
	var pushed struct{ Release int }
	s.json(t, &pushed, "pack", "push", folder, "--server", s.URL, "--key", operator, "--publish")
	if pushed.Release != 2 {
		t.Fatalf("release %d", pushed.Release)
	}
	after, err := reader.Pack(ctx, "KR", "en", "dokki")
	if err != nil || after.ID != before.ID || after.Release != 2 || after.Title != "Dokki Returns" || after.Stickers[2].ID != before.Stickers[2].ID {
		t.Fatalf("after: release %d, %q, %v", after.Release, after.Title, err)
	}
	if after.Stickers[2].Ref.SHA256 == before.Stickers[2].Ref.SHA256 {
		t.Error("the picture did not change")
	}
	sent := before.Stickers[2].Ref
	shown, err := reader.Sticker(ctx, api.RefKey{ID: sent.ID, Release: sent.Release, SHA256: sent.SHA256}, "JP", "ja")
	if err != nil || shown.Images[0].SHA256 != sent.SHA256 {
		t.Errorf("what was sent shows %+v, %v", shown.Ref, err)
	}
	changes, err := reader.Changes(ctx, "KR", "en", front.Revision, "")
	if err != nil || len(changes.Upserted) != 1 || changes.Upserted[0].ID != before.ID {
		t.Errorf("changes: %+v, %v", changes, err)
	}
	_, err = s.client(operator).RollbackPack(ctx, "dokki", api.Rollback{Release: 1})
	if err != nil {
		t.Fatal(err)
	}
	again, err := reader.Pack(ctx, "KR", "en", "dokki")
	if err != nil || again.Release != 1 || again.Title != before.Title || again.Stickers[2].Ref != before.Stickers[2].Ref {
		t.Errorf("after the rollback: release %d, %q, %v", again.Release, again.Title, err)
	}
}

// TestWavesOpen opens a pack in one region after the other, each at its own moment.
func TestWavesOpen(t *testing.T) {
	s := serve(t, seeded(t))
	ctx, reader := t.Context(), s.client("")
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	past, future := time.Now().Add(-time.Hour).UTC(), time.Now().Add(time.Hour).UTC()
	wave := func(name, region string, from time.Time) api.WaveDraft {
		return api.WaveDraft{Name: name, OfferDraft: api.OfferDraft{Regions: []string{region}, From: &from}}
	}
	terms, err := operator.SetWaves(ctx, "dal", api.WaveList{Waves: []api.WaveDraft{wave("first", "JP", past), wave("second", "ID", future)}})
	if err != nil || len(terms.Waves) != 2 || len(terms.Offers) != 1 {
		t.Fatalf("terms: %+v, %v", terms, err)
	}
	pack, err := reader.Pack(ctx, "JP", "ja", "dal")
	if err != nil || pack.Price != nil || pack.Offer.State != "open" {
		t.Errorf("in Japan: %+v, %v", pack.Offer, err)
	}
	_, err = reader.Pack(ctx, "ID", "id", "dal")
	if p := problem(t, err, "pack-not-offered"); p.Facts["opens_at"] == nil {
		t.Errorf("in Indonesia: %v", p.Facts)
	}
	_, err = operator.SetWaves(ctx, "dal", api.WaveList{Waves: []api.WaveDraft{wave("first", "KR", past)}})
	problem(t, err, "offers-overlap")
	_, err = operator.StopPack(ctx, "dal")
	if err != nil {
		t.Fatal(err)
	}
	_, err = reader.Pack(ctx, "KR", "ko", "dal")
	problem(t, err, "pack-not-offered")
}

// TestWordsAreLive edits a chat app's locale file beside a running store: what is saved is served, and
// a mistake keeps what was good.
func TestWordsAreLive(t *testing.T) {
	data := t.TempDir()
	writeLocale(t, data, "chat/active.en.toml", "[hello]\nother = \"Hello\"\n\n[bye]\nother = \"Bye\"\n")
	s := serve(t, data)
	says := func(id string) string {
		file, err := s.client("").Strings(t.Context(), "chat", "production", "en", "flat.json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		err = json.Unmarshal(file, &texts)
		if err != nil {
			t.Fatal(err)
		}
		return texts[id]
	}
	until := func(id, want string) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); says(id) != want; {
			if time.Now().After(deadline) {
				t.Fatalf("%s still says %q, not %q", id, says(id), want)
			}
		}
	}
	writeLocale(t, data, "chat/active.en.toml", "[hello]\nother = \"Hello there\"\n\n[bye]\nother = \"Bye\"\n")
	until("hello", "Hello there")
	writeLocale(t, data, "chat/active.en.toml", "[hello]\nother = \"{{if .X}}\"\n\n[bye]\nother = \"See you\"\n")
	until("bye", "See you")
	if got := says("hello"); got != "Hello there" {
		t.Errorf("a faulty message says %q", got)
	}
	writeLocale(t, data, "chat/active.en.toml", "[hello\n")
	writeLocale(t, data, "chat/active.ko.toml", "[hello]\nother = \"안녕\"\n")
	korean := ""
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(korean, "안녕") && time.Now().Before(deadline); {
		file, err := s.client("").Strings(t.Context(), "chat", "production", "ko", "flat.json")
		if err != nil {
			t.Fatal(err)
		}
		korean = string(file)
	}
	if !strings.Contains(korean, "안녕") || says("bye") != "See you" {
		t.Errorf("beside a broken file: ko %q, en %q", korean, says("bye"))
	}
}

// TestDesignerBringsAPackIn lets a designer push a pack of the creator that the operator registered for
// them, and nobody else's.
func TestDesignerBringsAPackIn(t *testing.T) {
	s := serve(t, t.TempDir())
	designer := s.staff(t, "yuna@example.com", "designer")
	operator := s.staff(t, "operator@example.com", "operator")
	folder := folderOf(t, "si-ketupat")
	push := []string{"pack", "push", folder, "--server", s.URL, "--key", designer}
	_, err := s.run(t, push...)
	problem(t, err, "creator-not-found")
	_, err = s.run(t, "admin", "creator", "create", "studio-janur", "--name", "Studio Janur", "--account", "yuna@example.com")
	if err != nil {
		t.Fatal(err)
	}
	var pushed struct{ Pack, State string }
	s.json(t, &pushed, push...)
	if pushed.State != "unpublished" {
		t.Errorf("pushed as %+v", pushed)
	}
	_, err = s.run(t, append(push, "--publish")...)
	problem(t, err, "role-missing")
	release, err := s.client(designer).SubmitPack(t.Context(), pushed.Pack)
	if err != nil || release.State != "submitted" {
		t.Errorf("submitted: %+v, %v", release, err)
	}
	replace(t, filepath.Join(folder, "pack.yaml"), "creator: studio-janur", "creator: somebody-else")
	_, err = s.run(t, push...)
	problem(t, err, "creator-not-found")
	_, err = s.run(t, "pack", "push", folder, "--server", s.URL, "--key", "hs_wrong")
	problem(t, err, "key-unknown")
	draft, err := s.client(operator).StaffPack(t.Context(), pushed.Pack)
	if err != nil || draft.Slug != "si-ketupat" {
		t.Errorf("draft: %+v, %v", draft.Slug, err)
	}
}
