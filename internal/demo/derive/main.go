// Command derive writes what the store derives from the demo's pictures into internal/demo/derived,
// so that a new store need not. Run it by go generate whenever a picture or the deriver has changed.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/internal/demo"
)

// Folders, seen from the package demo, in which go generate runs.
const (
	packsDir   = "packs"
	derivedDir = "derived"
)

func main() {
	log.SetFlags(0)
	for _, slug := range demo.Slugs() {
		if err := pack(slug); err != nil {
			log.Fatalf("derive: %s: %v", slug, err)
		}
	}
}

// pack derives every picture of one pack, into a folder that then holds nothing else.
func pack(slug string) error {
	folder := filepath.Join(derivedDir, slug)
	err := errors.Join(os.RemoveAll(folder), os.MkdirAll(folder, 0o755))
	if err != nil {
		return err
	}
	pictures, err := filepath.Glob(filepath.Join(packsDir, slug, "*.webp"))
	if err != nil {
		return err
	}
	deriver, entries := assets.NewDeriver(assets.DefaultBudget), map[string]demo.Entry{}
	for _, picture := range pictures {
		name := filepath.Base(picture)
		if entries[name], err = derive(deriver, picture, folder); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	index, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, demo.Index), append(index, '\n'), 0o644)
}

// derive writes the files that are made of one picture.
func derive(deriver assets.Deriver, picture, folder string) (demo.Entry, error) {
	data, err := os.ReadFile(picture)
	if err != nil {
		return demo.Entry{}, err
	}
	d, err := deriver.Derive(context.Background(), data)
	if err != nil {
		return demo.Entry{}, err
	}
	if !bytes.Equal(d.Master.Data, data) {
		return demo.Entry{}, errors.New("too heavy to be served as it is")
	}
	still, small, thumb := demo.Made(filepath.Base(picture))
	files := map[string]assets.Image{small: d.StillSmall, thumb: d.Thumb}
	if d.Info.Animated {
		files[still] = d.Still
	}
	for name, image := range files {
		if !fs.ValidPath(name) || image.Name.Format != assets.PNG {
			return demo.Entry{}, fmt.Errorf("%s became a %s", name, image.Name.Format)
		}
		if err := os.WriteFile(filepath.Join(folder, name), image.Data, 0o644); err != nil {
			return demo.Entry{}, err
		}
	}
	return demo.Entry{Upload: assets.DigestOf(data), ThumbHash: d.ThumbHash, Animated: d.Info.Animated, Seen: d.Seen}, nil
}
