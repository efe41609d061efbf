package interop_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// drawing is a picture of a size in px, another for each shade.
func drawing(width, height int, shade uint8) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height / 2 {
		for x := range width {
			m.SetNRGBA(x, y+height/4, color.NRGBA{shade, uint8(x), 90, 255})
		}
	}
	return m
}

func asPNG(t testing.TB, width, height int, shade uint8) []byte {
	t.Helper()
	var out bytes.Buffer
	err := png.Encode(&out, drawing(width, height, shade))
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// encoded has each WebP that was made: it takes a while.
var encoded sync.Map

// asWebP is a WebP as a store hands it out.
func asWebP(t testing.TB, side int, shade uint8) []byte {
	t.Helper()
	key := [2]int{side, int(shade)}
	if made, known := encoded.Load(key); known {
		return bytes.Clone(made.([]byte))
	}
	derived, err := assets.NewDeriver(assets.DefaultBudget).Derive(t.Context(), asPNG(t, side, side, shade))
	if err != nil || derived.Master.Name.Format != assets.WebP {
		t.Fatal(derived.Master.Name, err)
	}
	encoded.Store(key, derived.Master.Data)
	return derived.Master.Data
}

// asGIF is an animation of two frames.
func asGIF(t testing.TB, side int, shade uint8) []byte {
	t.Helper()
	frames := &gif.GIF{}
	for i := range 2 {
		frame := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.Transparent, color.NRGBA{shade, 0, 0, 255}})
		frame.SetColorIndex(i, i, 1)
		frames.Image, frames.Delay, frames.Disposal = append(frames.Image, frame), append(frames.Delay, 10), append(frames.Disposal, gif.DisposalBackground)
	}
	var out bytes.Buffer
	err := gif.EncodeAll(&out, frames)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJSON(t testing.TB, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type object = map[string]any

// whatsAppFolder is a pack as WhatsApp's sample app has it.
func whatsAppFolder(t testing.TB) packfile.Folder {
	t.Helper()
	return packfile.Folder{
		"tray.png": asPNG(t, 96, 96, 1), "01_Cuppy_smile.webp": asWebP(t, 512, 10), "02_Cuppy_lol.webp": asWebP(t, 512, 20),
		"contents.json": asJSON(t, object{
			"android_play_store_link": "", "ios_app_store_link": "",
			"sticker_packs": []object{{
				"identifier": "cuppy", "name": "달토끼", "publisher": "Moon Studio", "tray_image_file": "tray.png", "image_data_version": "1",
				"avoid_cache": false, "publisher_email": "", "publisher_website": "", "privacy_policy_website": "", "license_agreement_website": "",
				"our_own": object{"any": "thing"},
				"stickers": []object{
					{"image_file": "01_Cuppy_smile.webp", "emojis": []string{"☕", "🙂"}, "accessibility_text": "웃는 컵"},
					{"image_file": "02_Cuppy_lol.webp", "emojis": []string{"😂"}},
				},
			}},
		}),
	}
}

func waStickersFolder(t testing.TB) packfile.Folder {
	t.Helper()
	return packfile.Folder{
		"title.txt": []byte("Moon Rabbit"), "author.txt": []byte("Moon Studio"), "cover.png": asPNG(t, 96, 96, 1),
		"2.webp": asWebP(t, 512, 20), "10.webp": asWebP(t, 512, 30),
	}
}

func telegramFolder(t testing.TB) packfile.Folder {
	t.Helper()
	sticker := func(id, emoji string) object {
		return object{
			"file_id": "CAACAgIAAxkB" + id, "file_unique_id": "AgAD" + id, "type": "regular", "width": 512, "height": 512,
			"is_animated": false, "is_video": false, "emoji": emoji, "set_name": "MoonRabbit_by_bot", "file_size": 1234,
			"thumbnail": object{"file_id": "AAMC" + id, "file_unique_id": "AQAD" + id, "width": 128, "height": 128},
		}
	}
	return packfile.Folder{
		"reply.json": asJSON(t, object{"ok": true, "result": object{
			"name": "MoonRabbit_by_bot", "title": "月うさぎ", "sticker_type": "regular",
			"stickers": []object{sticker("AAE", "🙇"), sticker("AAI", "👍🏽")},
		}}),
		"AgADAAE.webp": asWebP(t, 512, 10), "AgADAAI.webp": asWebP(t, 512, 20),
	}
}

func misskeyFolder(t testing.TB) packfile.Folder {
	t.Helper()
	record := func(file, name string, aliases ...string) object {
		return object{"downloaded": true, "fileName": file, "emoji": object{
			"name": name, "category": "Cats", "aliases": aliases, "license": "CC-BY-4.0", "isSensitive": false,
		}}
	}
	return packfile.Folder{
		"meta.json": asJSON(t, object{
			"metaVersion": 2, "host": "our.host", "exportedAt": "2026-11-22T00:00:00.000Z",
			"emojis": []object{record("cat.png", "cat", "neko", "🐈"), record("cat_spin.gif", "cat_spin", "くるくる")},
		}),
		"cat.png": asPNG(t, 128, 128, 3), "cat_spin.gif": asGIF(t, 64, 4),
	}
}

// lineFolder is a creator's archive.
func lineFolder(t testing.TB) packfile.Folder {
	t.Helper()
	folder := packfile.Folder{"main.png": asPNG(t, 240, 240, 1), "tab.png": asPNG(t, 96, 74, 2)}
	for i := range 8 {
		folder[fmt.Sprintf("%02d.png", i+1)] = asPNG(t, 370, 320, uint8(10*i))
	}
	return folder
}

// lineStoreFolder is what LINE's store hands out.
func lineStoreFolder(t testing.TB) packfile.Folder {
	t.Helper()
	return packfile.Folder{
		"productInfo.meta": asJSON(t, object{
			"packageId": 4711, "onSale": true, "validDays": 0,
			"title":  object{"en": "Moon Rabbit", "ja": "月うさぎ", "ko": "달토끼", "in": "Kelinci Bulan", "zh-Hant": "月兔"},
			"author": object{"en": "Moon Studio", "ja": "ムーン"}, "price": []object{{"country": "JP", "currency": "JPY", "symbol": "￥", "price": 120}},
			"stickers":     []object{{"id": 52002734, "width": 370, "height": 320}, {"id": 52002735, "width": 370, "height": 320}},
			"hasAnimation": false, "hasSound": false, "stickerResourceType": "STATIC",
		}),
		"52002734@2x.png": asPNG(t, 370, 320, 5), "52002735@2x.png": asPNG(t, 370, 320, 6),
	}
}

// withCRC is a chunk of a PNG with its checksum in place of its last four bytes.
func withCRC(chunk []byte) []byte {
	return binary.BigEndian.AppendUint32(bytes.Clone(chunk[:len(chunk)-4]), crc32.ChecksumIEEE(chunk[4:len(chunk)-4]))
}
