package interop_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// tiny is a picture as small as any.
const tiny = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// judge fails the test where what was read is neither a lawful pack nor a fault, or cannot be written.
func judge(t *testing.T, folder packfile.Folder) {
	t.Helper()
	pack, err := interop.Read(folder, interop.Hints{})
	if err != nil {
		if fault.As(err) == nil {
			t.Errorf("%v is no fault", err)
		}
		return
	}
	if pack.Layout == interop.Hallyu {
		return // its own findings say what breaks the rules
	}
	lawful(t, pack)
	for _, layout := range interop.Layouts() {
		_, _, err = interop.Write(layout, pack)
		if err != nil && fault.As(err) == nil {
			t.Errorf("written as %s: %v", layout, err)
		}
	}
}

// described fuzzes the file that describes a pack, beside two pictures.
func described(f *testing.F, file string, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		judge(t, packfile.Folder{file: data, "01.gif": []byte(tiny), "cat.gif": []byte(tiny)})
	})
}

func FuzzWhatsApp(f *testing.F) {
	described(f, "contents.json", whatsAppFolder(f)["contents.json"], []byte(`{"sticker_packs":[{"stickers":[{"image_file":"01.gif","emojis":["x"]}]}]}`))
}

func FuzzTelegram(f *testing.F) {
	described(f, "reply.json", telegramFolder(f)["reply.json"], []byte(`{"name":"a","stickers":[{"file_id":"cat"},{"file_id":"01"}]}`))
}

func FuzzMisskey(f *testing.F) {
	described(f, "meta.json", misskeyFolder(f)["meta.json"], []byte("{\"metaVersion\":2,\"emojis\":[{\"downloaded\":true,\"fileName\":\"cat.gif\",\"emoji\":{\"name\":\"\u202e\"}}]}"))
}

func FuzzLINE(f *testing.F) {
	described(f, "productInfo.meta", lineStoreFolder(f)["productInfo.meta"], []byte(`{"title":{"in":"x","xx-":"y"},"stickers":[{"id":-1},{"id":1}]}`))
}

func FuzzWAStickers(f *testing.F) {
	f.Add("Moon Rabbit", "Studio", "01")
	f.Add("\u202e\ufeff", "\x00", "\u202egnp")
	f.Fuzz(func(t *testing.T, title, author, name string) {
		folder := packfile.Folder{"title.txt": []byte(title), "author.txt": []byte(author), name: []byte(tiny), "cat.gif": []byte(tiny)}
		archive, err := folder.Archive()
		if err != nil {
			return
		}
		folder, err = packfile.OpenArchive(archive)
		if err == nil { // else the name is none that a folder may have
			judge(t, folder)
		}
	})
}

func FuzzSignal(f *testing.F) {
	folder := signalFolder(f, signalTestKey)
	f.Add(folder["manifest.proto"], folder["0"], folder["link.txt"])
	f.Add([]byte(tagged(1, "x")+tagged(4, "\x08\x00"+tagged(2, "🙇"))), []byte(tiny), []byte(""))
	f.Add([]byte(tagged(4, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")), []byte(tiny), []byte(signalTestKey))
	f.Fuzz(func(t *testing.T, manifest, file, link []byte) {
		judge(t, packfile.Folder{"manifest.proto": manifest, "0": file, "link.txt": link})
	})
}
