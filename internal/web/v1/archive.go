package v1

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// archiveTime stands on every entry, so that equal packs have equal bytes. It is the earliest time
// that ZIP knows.
var archiveTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// packedPack is pack.json of an archive.
type packedPack struct {
	ID        string          `json:"id"`
	Slug      string          `json:"slug"`
	Release   int             `json:"release"`
	Locale    string          `json:"locale"`
	Title     string          `json:"title"`
	Creator   string          `json:"creator"`
	Copyright string          `json:"copyright"`
	Stickers  []packedSticker `json:"stickers"`
}

type packedSticker struct {
	ID        string   `json:"id"`
	File      string   `json:"file"`
	Shortcode string   `json:"shortcode"`
	Emoji     []string `json:"emoji"`
	Alt       string   `json:"alt"`
	Keywords  []string `json:"keywords"`
	SHA256    string   `json:"sha256"`
	Width     int      `json:"width"`
	Height    int      `json:"height"`
	Animated  bool     `json:"animated"`
}

// zip packs a release: pack.json, then each sticker's master in the pack's order. Pictures are stored
// as they are, for they are compressed already.
func (r *routes) zip(ctx context.Context, pack *catalog.Summary, detail *catalog.Detail, locale i18n.Locale) ([]byte, error) {
	chain := r.Published.Current().Speech().Chain(locale)
	views := detail.View(chain)
	for _, view := range views {
		err := r.Published.Current().Withheld(view.Picture.Master.Name.Digest)
		if err != nil {
			return nil, err
		}
	}
	packed := packedPack{
		ID: pack.ID, Slug: pack.Slug, Release: detail.Release, Locale: string(locale),
		Title: detail.Title(chain).Text, Creator: pack.Creator.Name, Copyright: detail.Copyright,
		Stickers: make([]packedSticker, len(views)),
	}
	for i, view := range views {
		packed.Stickers[i] = packedOf(i, view)
	}
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	err := writeIndex(writer, packed)
	for i, view := range views {
		if err != nil {
			return nil, err
		}
		err = r.writeMaster(ctx, writer, packed.Stickers[i].File, view.Picture.Master.Name)
	}
	if err != nil {
		return nil, err
	}
	err = writer.Close()
	return out.Bytes(), err
}

func packedOf(i int, v catalog.StickerView) packedSticker {
	master := v.Picture.Master
	return packedSticker{
		ID: v.ID, File: fmt.Sprintf("%02d-%s.%s", i+1, v.Shortcode, master.Name.Format.Ext()), Shortcode: v.Shortcode,
		Emoji: list(v.Emoji), Alt: v.Alt.Text, Keywords: list(v.Keywords), SHA256: string(master.Name.Digest),
		Width: master.Width, Height: master.Height, Animated: v.Picture.Animated,
	}
}

func writeIndex(writer *zip.Writer, packed packedPack) error {
	data, err := json.MarshalIndent(packed, "", "  ")
	if err != nil {
		return err
	}
	return writeEntry(writer, "pack.json", zip.Deflate, data)
}

func (r *routes) writeMaster(ctx context.Context, writer *zip.Writer, file string, name assets.Name) error {
	data, err := assets.ReadAll(ctx, r.Files, assets.Public, name)
	if err != nil {
		return err
	}
	return writeEntry(writer, file, zip.Store, data)
}

func writeEntry(writer *zip.Writer, name string, method uint16, data []byte) error {
	entry, err := writer.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: archiveTime})
	if err != nil {
		return err
	}
	_, err = entry.Write(data)
	return err
}
