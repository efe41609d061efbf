package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/app/remote"
)

// commanding is a designer at a terminal, with a folder of drawings.
type commanding struct {
	*server
	folder string
	key    string
	art    art
	staff  *api.Client // reviewers and editors
}

// TestFromDrawingsToSaleByCommand goes the same way as the browser does, by the command line: what the
// designer does by its commands, what reviewers and editors do by the API.
func TestFromDrawingsToSaleByCommand(t *testing.T) {
	c := command(t)
	out, err := c.run(t, "pack", "init", c.folder, "--creator", "moon-studio")
	if err != nil || !strings.Contains(out, "names 24 pictures") {
		t.Fatalf("init: %v\n%s", err, out)
	}
	c.mended(t)
	c.submitted(t, 1)
	c.decided(t, "rejected", "03")
	c.replaced(t, "03.webp", 30)
	c.submitted(t, 2)
	c.decided(t, "approved", "")
	c.onSale(t, 2)
	c.seen(t, 2)
	c.replaced(t, "05.webp", 31)
	c.submitted(t, 3)
	c.decided(t, "approved", "")
	c.onSale(t, 3)
	c.seen(t, 3)
	must(c.staff.RollbackPack(t.Context(), "moon", api.Rollback{Release: 2}))(t)
	c.seen(t, 2)
	c.pulled(t)
}

// command opens a store and copies 24 drawings into a folder.
func command(t *testing.T) *commanding {
	t.Helper()
	a := drawings(t, "fluent-emoji-3d", false)
	s := serve(t, t.TempDir())
	c := &commanding{server: s, folder: filepath.Join(t.TempDir(), "moon"), art: a}
	c.staff = s.client(s.staff(t, "staff@store.example", "reviewer", "editor"))
	var account struct{ Key string }
	s.json(t, &account, "admin", "account", "create", designerEmail, "--role", "designer")
	s.json(t, &struct{}{}, "admin", "creator", "create", "moon-studio", "--name", "Moon Studio", "--account", designerEmail)
	c.key = account.Key
	err := os.Mkdir(c.folder, 0o750)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 24 {
		c.draw(t, fmt.Sprintf("%02d.webp", i+1), i)
	}
	return c
}

// draw puts the nth drawing into a file of the folder.
func (c *commanding) draw(t *testing.T, name string, n int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(c.art.folder, c.art.files[c.art.emoji[n]]))
	if err == nil {
		err = os.WriteFile(filepath.Join(c.folder, name), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// pack runs a command on the folder.
func (c *commanding) pack(t *testing.T, name string) (string, error) {
	t.Helper()
	return c.run(t, "pack", name, c.folder, "--server", c.URL, "--key", c.key)
}

// mended is told what is missing, with its place in the file, by the offline check and by the store, which
// keeps the draft; then nothing is missing.
func (c *commanding) mended(t *testing.T) {
	t.Helper()
	file := filepath.Join(c.folder, "pack.yaml")
	checked, err := c.run(t, "pack", "check", c.folder)
	if err == nil || !strings.Contains(checked, "pack.yaml:9:12: error: 01: ") || strings.Count(checked, "[emoji-missing]") != 24 {
		t.Fatalf("check: %v\n%s", err, checked)
	}
	pushed, err := c.pack(t, "push")
	if err == nil || strings.Count(pushed, "[emoji-missing]") != 24 || !strings.Contains(pushed, "moon is in the store") {
		t.Fatalf("an unfinished push: %v\n%s", err, pushed)
	}
	refused, err := c.pack(t, "submit")
	if !errors.Is(err, remote.ErrFindings) || !strings.Contains(refused, "pack.yaml:9:12: error: 01: ") || strings.Contains(refused, "/stickers/") {
		t.Fatalf("an unfinished pack was submitted: %v\n%s", err, refused)
	}
	for _, emoji := range c.art.emoji[:24] {
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, []byte(strings.Replace(string(data), "emoji: []", "emoji: ["+emoji+"]", 1)), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	pushed, err = c.pack(t, "push")
	if err != nil || strings.Contains(pushed, ": error: ") {
		t.Fatalf("a finished push: %v\n%s", err, pushed)
	}
}

func (c *commanding) submitted(t *testing.T, release int) {
	t.Helper()
	out, err := c.pack(t, "submit")
	if err != nil || out != fmt.Sprintf("Release %d: Submitted\n", release) {
		t.Fatalf("submit: %v %s", err, out)
	}
}

// decided lets a reviewer decide, because of a sticker or of none; the designer is told why.
func (c *commanding) decided(t *testing.T, decision, sticker string) {
	t.Helper()
	d := api.ReviewDecision{Decision: decision}
	if sticker != "" {
		d.Reasons = []api.ReviewReason{{Code: "hard-to-see", Sticker: c.sticker(t, sticker).ID, Note: "too pale on white"}}
	}
	must(c.staff.ReviewPack(t.Context(), "moon", d))(t)
	out, err := c.pack(t, "status")
	if err != nil || !strings.Contains(out, map[string]string{"approved": "Approved", "rejected": "Not approved"}[decision]) || sticker != "" && !strings.Contains(out, sticker+": ") {
		t.Fatalf("status: %v\n%s", err, out)
	}
}

func (c *commanding) sticker(t *testing.T, shortcode string) api.StickerDraft {
	t.Helper()
	for _, s := range must(c.staff.StaffPack(t.Context(), "moon"))(t).Stickers {
		if s.Shortcode == shortcode {
			return s
		}
	}
	t.Fatalf("no sticker %s", shortcode)
	return api.StickerDraft{}
}

// replaced draws one file anew and pushes the folder: the sticker stays the same one.
func (c *commanding) replaced(t *testing.T, name string, n int) {
	t.Helper()
	code := strings.TrimSuffix(name, ".webp")
	before := c.sticker(t, code)
	c.draw(t, name, n)
	out, err := c.pack(t, "push")
	if err != nil {
		t.Fatalf("push: %v\n%s", err, out)
	}
	after := c.sticker(t, code)
	if after.ID != before.ID || after.SHA256 == before.SHA256 {
		t.Errorf("the sticker was %+v and is %+v", before, after)
	}
}

// onSale offers the pack in Korea, announces it for Japan, and puts a release on sale.
func (c *commanding) onSale(t *testing.T, release int) {
	t.Helper()
	opens := time.Date(2099, 3, 20, 0, 0, 0, 0, time.UTC)
	waves := []api.WaveDraft{
		{Name: "home", OfferDraft: api.OfferDraft{Regions: []string{"KR"}}},
		{Name: "abroad", OfferDraft: api.OfferDraft{Regions: []string{"JP"}, From: &opens}},
	}
	must(c.staff.SetWaves(t.Context(), "moon", api.WaveList{Waves: waves}))(t)
	must(c.staff.PublishPack(t.Context(), "moon", api.Publication{Release: release}))(t)
}

// seen asks as visitors do: it is open here, and announced there.
func (c *commanding) seen(t *testing.T, release int) {
	t.Helper()
	pack := must(c.client("").Pack(t.Context(), "KR", "ko", "moon"))(t)
	if pack.Release != release || len(pack.Stickers) != 24 {
		t.Errorf("Korea sees release %d with %d stickers", pack.Release, len(pack.Stickers))
	}
	_, err := c.client("").Pack(t.Context(), "JP", "ja", "moon")
	if facts := problem(t, err, "pack-not-offered").Facts; facts["opens_at"] != "2099-03-20T00:00:00Z" {
		t.Errorf("Japan is told %+v", facts)
	}
}

// pulled fetches the draft again: it is the folder that was pushed.
func (c *commanding) pulled(t *testing.T) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "again")
	out, err := c.run(t, "pack", "pull", "moon", folder, "--server", c.URL, "--key", c.key)
	if err != nil {
		t.Fatalf("pull: %v\n%s", err, out)
	}
	for _, name := range []string{"01.webp", "03.webp", "05.webp"} {
		ours, err := os.ReadFile(filepath.Join(c.folder, name))
		theirs, err2 := os.ReadFile(filepath.Join(folder, name))
		if err != nil || err2 != nil || string(ours) != string(theirs) {
			t.Errorf("%s came back otherwise: %v %v", name, err, err2)
		}
	}
}
