package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var asset = Experiment{
	Name: "asset",
	About: "A picture of the demo of about 50 KB, from memory and from disk, against http.ServeContent of the same file in a bare " +
		"net/http server.",
	Run: runAsset,
}

func runAsset(ctx context.Context, b *Bench) error {
	cached, err := b.Demo(ctx)
	if err != nil {
		return err
	}
	defer stopAll(cached)
	uncached, err := b.Demo(ctx, "HALLYU_CACHE_MEMORY=0")
	if err != nil {
		return err
	}
	defer stopAll(uncached)
	picture, err := cached.picture(ctx, 50_000)
	if err != nil {
		return err
	}
	file, err := writePicture(ctx, b, cached, picture)
	if err != nil {
		return err
	}
	bare, err := b.StartSelf(ctx, "bare-file", file)
	if err != nil {
		return err
	}
	defer stopAll(bare)
	request := [][]byte{get(picture.URL, plain)}
	baseline := asked{bare, request, http.StatusOK}
	memory, err := b.compare(ctx, fmt.Sprintf("%d bytes from memory", picture.Bytes), asked{cached, request, http.StatusOK}, baseline)
	if err != nil {
		return err
	}
	disk, err := b.compare(ctx, "from disk", asked{uncached, request, http.StatusOK}, baseline)
	if err != nil {
		return err
	}
	b.Judge("50 KB from memory: requests/s", memory.ours.RateRatio(memory.theirs))
	b.Judge("50 KB from disk: requests/s", disk.ours.RateRatio(disk.theirs))
	b.printComparisons("ServeContent", []comparison{memory, disk})
	return nil
}

// image is a picture as the contract describes it.
type image struct {
	URL   string
	Bytes int
}

// picture finds the sticker's picture whose size is nearest to size bytes.
func (s *Server) picture(ctx context.Context, size int) (nearest image, err error) {
	slugs, err := s.packs(ctx)
	for _, slug := range slugs {
		var pack struct{ Stickers []struct{ Images []image } }
		err = errors.Join(err, s.fetchJSON(ctx, storefront+"/packs/"+slug, &pack))
		for _, sticker := range pack.Stickers {
			for _, one := range sticker.Images {
				if off(one.Bytes, size) < off(nearest.Bytes, size) {
					nearest = one
				}
			}
		}
	}
	return nearest, err
}

// off is how far a number of bytes is from the one that is wanted.
func off(bytes, wanted int) int { return max(bytes-wanted, wanted-bytes) }

func writePicture(ctx context.Context, b *Bench, from *Server, picture image) (string, error) {
	got, err := from.fetch(ctx, picture.URL)
	if err != nil {
		return "", err
	}
	file := filepath.Join(b.Temp, "picture.webp")
	return file, os.WriteFile(file, got.body, 0o600)
}

// serveBareFile answers everything with one file, which it opens each time.
func serveBareFile(ctx context.Context, args []string) error {
	path := strings.Join(args, " ")
	return serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, err := os.Open(path)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer file.Close()
		w.Header().Set("Content-Type", "image/webp")
		http.ServeContent(w, r, "", time.Time{}, file)
	}))
}
