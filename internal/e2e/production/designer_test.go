package production

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/api"
)

// designer pushes one edition of a pack after the other. Everything in an edition carries its number,
// so that a mixture shows.
type designer struct {
	slug         string
	asked, acked int    // editions
	reviewer     string // key of who decides on every second edition; "": all are published directly
}

// push brings an edition in, has it decided on, and publishes it.
func (d *designer) push(ctx context.Context, operator *api.Client) error {
	archive, err := edition(d.slug, d.asked)
	if err != nil {
		return err
	}
	imported, err := operator.ImportArchive(ctx, archive)
	if err != nil {
		return err
	}
	release := 0
	if d.reviewer != "" && d.asked%2 == 0 {
		release, err = d.decided(ctx, operator, imported.Pack.ID)
		if err != nil {
			return err
		}
	}
	_, err = operator.PublishPack(ctx, imported.Pack.ID, api.Publication{Release: release})
	return err
}

// work pushes editions until a request fails.
func (d *designer) work(ctx context.Context, operator *api.Client) error {
	for ctx.Err() == nil {
		d.asked++
		err := patiently(func() error { return d.push(ctx, operator) })
		if err != nil {
			return err
		}
		d.acked = d.asked
	}
	return nil
}

// check reads the pack as its readers do: it is one edition, whole, and none that is older than the
// last one acknowledged.
func (d *designer) check(ctx context.Context, reader *api.Client) error {
	pack, err := reader.Pack(ctx, "KR", "en", d.slug)
	if err != nil {
		if d.acked == 0 {
			return nil
		}
		return fmt.Errorf("%s, of which edition %d was acknowledged: %w", d.slug, d.acked, err)
	}
	number, err := strconv.Atoi(strings.TrimPrefix(pack.Title, "Edition "))
	if err != nil || number < d.acked || number > d.asked {
		return fmt.Errorf("%s shows %q; asked for %d, promised %d", d.slug, pack.Title, d.asked, d.acked)
	}
	for i, sticker := range pack.Stickers {
		if want := alt(number, i); sticker.Alt != want {
			return fmt.Errorf("%s, edition %d, sticker %d says %q", d.slug, number, i, sticker.Alt)
		}
		for _, picture := range append(sticker.Images, sticker.Still, sticker.Thumb) {
			err = whole(ctx, reader, picture)
			if err != nil {
				return fmt.Errorf("%s, edition %d: %w", d.slug, number, err)
			}
		}
	}
	return nil
}

// whole fetches a picture and compares it with its name.
func whole(ctx context.Context, reader *api.Client, picture api.Image) error {
	data, err := reader.Asset(ctx, picture)
	sum := sha256.Sum256(data)
	if err == nil && hex.EncodeToString(sum[:]) != picture.SHA256 {
		err = fmt.Errorf("%s: %d bytes, others than its name says", picture.URL, len(data))
	}
	return err
}

// recover checks, pushes the edition that was not answered again, and checks again.
func (d *designer) recover(ctx context.Context, operator *api.Client) error {
	err := d.check(ctx, operator)
	if err == nil {
		err = d.history(ctx, operator)
	}
	if err != nil || d.asked == d.acked {
		return err
	}
	err = patiently(func() error { return d.push(ctx, operator) })
	if err != nil {
		return fmt.Errorf("%s, edition %d pushed again: %w", d.slug, d.asked, err)
	}
	d.acked = d.asked
	return d.check(ctx, operator)
}

const stickersPerEdition = 2

func alt(edition, sticker int) string {
	return fmt.Sprintf("Sticker %d of edition %d", sticker, edition)
}

// edition is the archive of one edition: two small pictures of a colour of their own.
func edition(slug string, number int) ([]byte, error) {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	stickers := ""
	for i := range stickersPerEdition {
		stickers += fmt.Sprintf("  - {file: %d.png, shortcode: s%d, emoji: [\"🐰\"], alt: {en: %s}, keywords: {en: [rabbit]}}\n", i, i, alt(number, i))
		err := add(archive, fmt.Sprintf("%d.png", i), picture(number, i))
		if err != nil {
			return nil, err
		}
	}
	err := add(archive, "pack.yaml", fmt.Appendf(nil, `slug: %s
creator: studio
usage: sticker
source_locale: en
title: {en: Edition %d}
description: {en: It survives}
copyright: © nobody
stickers:
%soffers:
  - {regions: [KR], price: {amount: %d, currency: KRW}}
`, slug, number, stickers, price))
	if err != nil {
		return nil, err
	}
	err = archive.Close()
	return file.Bytes(), err
}

func add(archive *zip.Writer, name string, data []byte) error {
	w, err := archive.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func picture(edition, sticker int) []byte {
	canvas := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		canvas.SetNRGBA(i%64, i/64, color.NRGBA{uint8(edition), uint8(edition >> 8), uint8(sticker + i), 255})
	}
	var data bytes.Buffer
	_ = png.Encode(&data, canvas) // into memory
	return data.Bytes()
}
