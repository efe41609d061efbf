package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// drawn writes real drawings and a contents.json for WhatsApp, and returns the folder.
func drawn(t *testing.T, broken bool) string {
	t.Helper()
	return drawnBy(t, "fluent-emoji-3d", false, broken)
}

// drawnBy writes drawings of a set, moving or not.
func drawnBy(t *testing.T, set string, moving, broken bool) string {
	t.Helper()
	drawings, folder := drawings(t, set, moving), t.TempDir()
	var stickers []map[string]any
	number := 4
	if moving {
		number = 2
	}
	for i, emoji := range drawings.emoji[:number] {
		data, err := os.ReadFile(filepath.Join(drawings.folder, drawings.files[emoji]))
		if err != nil {
			t.Fatal(err)
		}
		if broken && i == 2 {
			data = data[:len(data)/2]
		}
		name := fmt.Sprintf("%02d.webp", i+1)
		write(t, filepath.Join(folder, name), data)
		stickers = append(stickers, map[string]any{"image_file": name, "emojis": []string{emoji}, "accessibility_text": "drawing " + name})
	}
	contents, err := json.Marshal(map[string]any{"android_play_store_link": "", "ios_app_store_link": "", "sticker_packs": []any{map[string]any{
		"identifier": "fluent-day", "name": "Fluent Day", "publisher": "Fluent", "tray_image_file": "tray.png", "image_data_version": "1", "stickers": stickers,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "contents.json"), contents)
	return folder
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	err := os.WriteFile(path, data, 0o600)
	if err != nil {
		t.Fatal(err)
	}
}

// TestLayoutsGoRound pushes real drawings in the layout of WhatsApp, pulls the pack in every layout, pushes
// what was pulled, and has the pack that it had, as far as the layout can say it.
func TestLayoutsGoRound(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.staff(t, "operator@example.com", "operator")
	client := s.client(operator)
	var pushed struct{ Pack, Slug string }
	s.json(t, &pushed, "pack", "push", drawn(t, false), "--server", s.URL, "--key", operator)
	before, err := client.StaffPack(t.Context(), pushed.Pack)
	if err != nil || pushed.Slug != "fluent-day" || before.Creator == "" || len(before.Stickers) != 4 {
		t.Fatalf("%+v, %v", before, err)
	}
	for _, layout := range []string{"hallyu", "whatsapp", "wastickers", "telegram", "line", "signal", "misskey"} {
		to := filepath.Join(t.TempDir(), "pulled.zip")
		var pulled struct{ Findings []api.Finding }
		s.json(t, &pulled, "pack", "pull", pushed.Pack, to, "--as", layout, "--server", s.URL, "--key", operator)
		again, err := client.ExportPack(t.Context(), "fluent-day", layout)
		if data, failed := os.ReadFile(to); failed != nil || err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: two exports differ: %v, %v", layout, failed, err)
		}
		exported(t, layout, false, again, 4)
		var second struct{ Pack string }
		s.json(t, &second, "pack", "push", to, "--creator", "fluent", "--server", s.URL, "--key", operator)
		after, err := client.StaffPack(t.Context(), second.Pack)
		if err != nil || len(after.Stickers) != 4 {
			t.Fatalf("%s: %+v, %v", layout, after, err)
		}
		if same := layout == "hallyu" || layout == "whatsapp"; same && after.ID != before.ID {
			t.Errorf("%s made another pack", layout)
		}
		if layout != "hallyu" {
			continue
		}
		if diff := cmp.Diff(before.Stickers, after.Stickers); diff != "" || after.Version != before.Version {
			t.Errorf("%s changed the pack: %s", layout, diff)
		}
	}
}

// TestAnimationsAreExported holds the files of animations to the limits of the platforms that take them.
func TestAnimationsAreExported(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.staff(t, "operator@example.com", "operator")
	client := s.client(operator)
	var pushed struct{ Pack string }
	s.json(t, &pushed, "pack", "push", drawnBy(t, "fluent-emoji-anim-1", true, false), "--server", s.URL, "--key", operator)
	for layout, stickers := range map[string]int{"whatsapp": 2, "line": 2, "signal": 2, "telegram": 2} {
		archive, err := client.ExportPack(t.Context(), pushed.Pack, layout)
		if err != nil {
			t.Fatal(layout, err)
		}
		report, err := client.ExportReport(t.Context(), pushed.Pack, layout)
		if err != nil {
			t.Fatal(layout, err)
		}
		for _, f := range report.Findings {
			if strings.HasPrefix(f.Code, "export-") {
				stickers--
			}
		}
		exported(t, layout, true, archive, stickers)
	}
}

// exported holds the pictures in an export to what the platform takes.
func exported(t *testing.T, layout string, moving bool, archive []byte, stickers int) {
	t.Helper()
	folder, err := packfile.OpenArchive(archive)
	if err != nil {
		t.Fatal(layout, err)
	}
	icons := interop.Icons(interop.Layout(layout), moving)
	for _, icon := range icons {
		takes(t, layout+": "+icon.Name, folder[icon.Name], icon.Target)
		delete(folder, icon.Name)
	}
	if layout == "signal" && stickers > 0 {
		pack, err := interop.Read(folder, interop.Hints{})
		if err != nil {
			t.Fatal(err)
		}
		folder = pack.Files
	}
	platform, limited := interop.Platform(interop.Layout(layout), "sticker", moving)
	target, _ := platform.Target(moving)
	for name, data := range folder {
		if assets.Sniff(data) == "" {
			continue
		}
		if stickers--; limited {
			takes(t, layout+": "+name, data, target)
		}
	}
	if stickers != 0 {
		t.Errorf("%s: %d pictures are missing", layout, stickers)
	}
}

// takes fails the test where a file is not what a platform takes.
func takes(t *testing.T, what string, data []byte, target assets.Target) {
	t.Helper()
	info, err := assets.Inspect(data)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	made := assets.Image{Data: data, Name: assets.NameOf(data, info.Format), Width: info.Width, Height: info.Height, Animated: info.Animated}
	if !target.Takes(made) || len(info.Metadata) > 0 || target.Frames > 0 && info.Frames > target.Frames {
		t.Errorf("%s is %+v; the platform takes %+v", what, info, target)
	}
}

// TestOneBadFile: three of four drawings are taken in, the fourth is a finding and keeps its words.
func TestOneBadFile(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.staff(t, "operator@example.com", "operator")
	client := s.client(operator)
	_, err := s.run(t, "pack", "push", drawn(t, true), "--server", s.URL, "--key", operator, "--json")
	if err == nil || !errors.Is(err, remote.ErrFindings) {
		t.Errorf("pushed: %v", err)
	}
	for _, bring := range []func() error{
		func() error { return nil }, // what was pushed above
		func() error { // the same as a ZIP over HTTP
			_, err := client.ImportArchive(t.Context(), zippedFolder(t, drawn(t, true)))
			return err
		},
	} {
		err := bring()
		if err != nil {
			t.Fatal(err)
		}
		pack, err := client.StaffPack(t.Context(), "fluent-day")
		if err != nil || len(pack.Stickers) != 4 || pack.Stickers[2].SHA256 != "" || pack.Stickers[2].Alt["en"] == "" || pack.Stickers[3].SHA256 == "" {
			t.Errorf("%+v, %v", pack.Stickers, err)
		}
	}
	whole, err := client.ImportArchive(t.Context(), zippedFolder(t, drawn(t, false)))
	if err != nil || whole.Pack.Stickers[2].SHA256 == "" {
		t.Fatalf("mended: %+v, %v", whole, err)
	}
	kept, err := client.ImportArchive(t.Context(), zippedFolder(t, drawn(t, true)))
	if err != nil || kept.Pack.Stickers[2].SHA256 != whole.Pack.Stickers[2].SHA256 {
		t.Errorf("a bad file took a good picture away: %v", err)
	}
}

func zippedFolder(t *testing.T, folder string) []byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var files [][2]string
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, [2]string{entry.Name(), string(data)})
	}
	return zipped(t, files...)
}
