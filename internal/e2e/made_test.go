package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// dot is a PNG of one colour: the smallest picture that a store takes.
func dot(t testing.TB, shade uint8) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 128, 128))
	for i := range 128 * 128 {
		picture.SetNRGBA(i%128, i/128, color.NRGBA{shade, 99, 160, 255})
	}
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// zipped is an archive of files, in the order of their names and contents.
func zipped(t testing.TB, files ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, file := range files {
		entry, err := writer.Create(file[0])
		if err == nil {
			_, err = entry.Write([]byte(file[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	err := writer.Close()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// smallPack is pack.yaml of two stickers, for Korea at a price or for everyone for nothing.
func smallPack(slug, price string) string {
	offer := `regions: ["001"]`
	if price != "" {
		offer = fmt.Sprintf("regions: [KR]\n    price: {amount: %s, currency: KRW}", price)
	}
	return fmt.Sprintf(`slug: %s
creator: studio-made
source_locale: en
title: {en: The pack %s}
description: {en: Made by a test}
stickers:
  - {file: 1.png, shortcode: one, emoji: ["😀"], keywords: {en: [one]}, alt: {en: The first}}
  - {file: 2.png, shortcode: two, emoji: ["🙇"], keywords: {en: [two]}, alt: {en: The second}}
offers:
  - %s
`, slug, slug, offer)
}

// brought imports a small pack as a draft.
func brought(t testing.TB, operator *api.Client, slug, price string) api.StaffPack {
	t.Helper()
	archive := zipped(t, [2]string{"pack.yaml", smallPack(slug, price)},
		[2]string{"1.png", string(dot(t, 10))}, [2]string{"2.png", string(dot(t, 200))})
	imported, err := operator.ImportArchive(t.Context(), archive)
	if err != nil {
		t.Fatal(err)
	}
	return imported.Pack
}

// onSale is a small pack that can be bought.
func onSale(t testing.TB, operator *api.Client, slug, price string) api.StaffPack {
	t.Helper()
	pack := brought(t, operator, slug, price)
	_, err := operator.PublishPack(t.Context(), slug, api.Publication{})
	if err != nil {
		t.Fatal(err)
	}
	return pack
}
