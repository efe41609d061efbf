package e2e

import (
	"bytes"
	"context"
	"image/gif"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
)

// TestRealArtForEveryPlatform makes real drawings into files for every platform, and holds each to the
// limits of its profile; other programs than ours read them.
func TestRealArtForEveryPlatform(t *testing.T) {
	for _, kind := range []struct {
		name   string
		moving bool
		most   int
	}{{"fluent-emoji-3d", false, 4}} {
		folder := npm(t, "@lobehub", kind.name, "assets")
		files, err := filepath.Glob(filepath.Join(folder, "1f4*.webp"))
		if err != nil || len(files) < kind.most {
			t.Fatalf("%d drawings, %v", len(files), err)
		}
		for _, file := range files[:kind.most] {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			exportArt(t, filepath.Base(file), data, kind.moving)
		}
	}
}

func exportArt(t *testing.T, name string, data []byte, moving bool) {
	t.Helper()
	info, err := assets.Inspect(data)
	if err != nil || info.Animated != moving {
		t.Logf("%s: %+v, %v: left out", name, info, err)
		return
	}
	var ids []string
	var targets []assets.Target
	for _, p := range profile.All() {
		if target, takes := p.Target(moving); takes && p.ID != profile.Own {
			ids, targets = append(ids, p.ID), append(targets, target)
		}
	}
	began := time.Now()
	exports, err := assets.NewExporter(assets.DefaultBudget).Export(context.Background(), data, targets)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d files in %v", name, len(exports), time.Since(began))
	for i, e := range exports {
		if e.Obstacle != "" {
			t.Logf("%s for %s: %s, lightest %d", name, ids[i], e.Obstacle, e.Lightest)
			continue
		}
		holds(t, name+" for "+ids[i], targets[i], e)
	}
}

// holds is an oracle of its own: it asks the files, not the program that made them.
func holds(t *testing.T, what string, target assets.Target, e assets.Export) {
	t.Helper()
	info, err := assets.Inspect(e.Image.Data)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	exact := target.Fit != assets.Pad || info.Width == target.Width && info.Height == target.Height
	touches := target.Fit != assets.Fill || info.Width == target.Width || info.Height == target.Height
	even := !target.Even || info.Width%2 == 0 && info.Height%2 == 0
	light := target.Bytes == 0 || info.Size <= target.Bytes
	frames := target.Frames == 0 || info.Frames <= target.Frames
	if !exact || !touches || !even || !light || !frames || info.Animated != target.Moving || info.Format != target.Format ||
		info.Width > target.Width || info.Height > target.Height || len(info.Metadata) > 0 {
		t.Errorf("%s: %+v does not keep %+v", what, info, target)
	}
	if info.Animated && info.MinDelay < max(target.MinDelay, 8*time.Millisecond) {
		t.Errorf("%s: a frame of %v", what, info.MinDelay)
	}
	if err := readElsewhere(t, e.Image); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// readElsewhere lets libwebp, or the standard library, read a file.
func readElsewhere(t *testing.T, i assets.Image) error {
	t.Helper()
	switch i.Name.Format {
	case assets.PNG:
		_, err := png.Decode(bytes.NewReader(i.Data)) // of an animation, its first frame
		return err
	case assets.GIF:
		_, err := gif.DecodeAll(bytes.NewReader(i.Data))
		return err
	}
	program, err := exec.LookPath("webpmux")
	if err != nil {
		if os.Getenv("CI") != "" {
			return err
		}
		return nil
	}
	file := filepath.Join(t.TempDir(), "a.webp")
	if err := os.WriteFile(file, i.Data, 0o600); err != nil {
		return err
	}
	return exec.Command(program, "-info", file).Run()
}
