package e2e

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/app/remote"
)

// TestHostilePictures sends pictures that decoders are tested with, and others that were made to harm,
// through every door of the program as users run it. It stays up, answers with problem documents and keeps
// its size, and nothing but pixels comes out.
func TestHostilePictures(t *testing.T) {
	files := slices.Concat(made(t), sample(corpora(t), 13))
	s := serveBinary(t, t.TempDir())
	key := s.staff(t, "operator@example.com", "operator")
	operator := s.client(key)
	process := s.procfs(t)
	put(t, operator, hostileFile{name: "first", data: dot(t, 1), take: true})
	before := process.memory(t)
	var taken []hostileFile
	for _, file := range files {
		if put(t, operator, file) {
			taken = append(taken, file)
		}
	}
	for _, file := range sample(files, 7) {
		imported(t, operator, file)
	}
	for _, file := range sample(slices.Concat(made(t)[:3], taken), 11) {
		pushed(t, s, key, file)
	}
	shown := published(t, operator, taken)
	checkServed(t, s, shown)
	process.settles(t, before+64<<20)
	t.Logf("%d files, %d taken; %d MB before, %d MB after", len(files), len(taken), before>>20, process.memory(t)>>20)
}

// put puts a file in and reports whether it was taken.
func put(t *testing.T, operator *api.Client, file hostileFile) bool {
	t.Helper()
	_, err := operator.PutUpload(t.Context(), digest(string(file.data)), file.data)
	if err != nil {
		refusal(t, file.name, err)
	}
	if err == nil && file.deny || err != nil && file.take {
		t.Errorf("%s: %v", file.name, err)
	}
	return err == nil
}

// refusal fails the test where an error is not a problem of the sender's.
func refusal(t *testing.T, name string, err error) {
	t.Helper()
	var problem *api.Problem
	if !errors.As(err, &problem) || problem.Status < 400 || problem.Status >= 500 {
		t.Errorf("%s: %v", name, err)
	}
}

// imported sends a file as the only picture of an archive.
func imported(t *testing.T, operator *api.Client, file hostileFile) {
	t.Helper()
	name := "1" + filepath.Ext(file.name)
	yaml := fmt.Sprintf("slug: hostile\ncreator: studio-made\nsource_locale: en\ntitle: {en: Hostile}\nstickers:\n  - {file: %s, shortcode: one, emoji: [\"😀\"]}\n", name)
	_, err := operator.ImportArchive(t.Context(), zipped(t, [2]string{"pack.yaml", yaml}, [2]string{name, string(file.data)}))
	if err != nil {
		refusal(t, file.name, err)
	}
}

// pushed brings a file in by the command line.
func pushed(t *testing.T, s *server, key string, file hostileFile) {
	t.Helper()
	folder := t.TempDir()
	yaml := strings.ReplaceAll(smallPack("pushed", ""), "2.png", "1.png")
	for name, data := range map[string][]byte{"pack.yaml": []byte(yaml), "1.png": file.data} {
		err := os.WriteFile(filepath.Join(folder, name), data, 0o600)
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.run(t, "pack", "push", folder, "--server", s.URL, "--key", key, "--json")
	if err != nil && !errors.Is(err, remote.ErrFindings) {
		refusal(t, file.name, err)
	}
}

// published puts all that was taken on sale and returns what anyone may read of it.
func published(t *testing.T, operator *api.Client, taken []hostileFile) []api.Pack {
	t.Helper()
	var packs []api.Pack
	for part := range slices.Chunk(taken, 100) {
		slug := fmt.Sprintf("shown-%d", len(packs))
		draft := api.PackDraft{
			Slug: slug, Creator: "studio-made", SourceLocale: "en", Title: map[string]string{"en": "Shown"},
			Description: map[string]string{"en": "All that was taken"}, Offers: []api.OfferDraft{{Regions: []string{"001"}}},
		}
		for i, file := range part {
			draft.Stickers = append(draft.Stickers, api.StickerDraft{
				SHA256: digest(string(file.data)), Shortcode: fmt.Sprintf("s%d", i), Emoji: []string{"😀"},
				Alt: map[string]string{"en": file.name}, Keywords: map[string][]string{"en": {"shown"}},
			})
		}
		_, err := operator.ImportPack(t.Context(), draft)
		if err == nil {
			_, err = operator.PublishPack(t.Context(), slug, api.Publication{})
		}
		if err != nil {
			t.Fatal(err)
		}
		pack, err := operator.Pack(t.Context(), "KR", "en", slug)
		if err != nil {
			t.Fatal(err)
		}
		packs = append(packs, pack)
	}
	return packs
}

// checkServed reads every picture of the packs: it is of the type that it says, and only pixels.
func checkServed(t *testing.T, s *server, packs []api.Pack) {
	t.Helper()
	for _, pack := range packs {
		for _, sticker := range pack.Stickers {
			for _, picture := range append(sticker.Images, sticker.Still, sticker.Thumb) {
				reply, err := s.client("").Do(t.Context(), "GET", picture.URL, nil, nil)
				if err != nil || reply.Status != http.StatusOK {
					t.Fatalf("%s: %v", picture.URL, err)
				}
				for _, fault := range impure(reply.Body, reply.Header) {
					t.Errorf("%s, made of %s: %s", picture.URL, sticker.Alt, fault)
				}
			}
		}
	}
}

// impure says what a served picture has that it must not have. It is written apart from the program's own
// walkers.
func impure(data []byte, header http.Header) (faults []string) {
	for _, secret := range []string{secretText, "<script", "http://ns.adobe.com", "Exif"} {
		if bytes.Contains(data, []byte(secret)) {
			faults = append(faults, "it holds "+secret)
		}
	}
	parts, whole := []string{}, false
	switch header.Get("Content-Type") {
	case "image/png":
		parts, whole = pngParts(data)
	case "image/webp":
		parts, whole = webpParts(data)
	case "image/gif":
		parts, whole = gifParts(data)
	}
	allowed := []string{"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "acTL", "fcTL", "fdAT", "VP8X", "VP8L", "VP8 ", "ALPH", "ANIM", "ANMF",
		"picture", "timing", "loop"}
	for _, part := range parts {
		if !slices.Contains(allowed, part) {
			faults = append(faults, "it has a part "+part)
		}
	}
	if !whole {
		faults = append(faults, "it is no whole "+header.Get("Content-Type"))
	}
	if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
		faults = append(faults, fmt.Sprintf("headers %v", header))
	}
	return faults
}

// pngParts lists the chunks of a PNG; whole says that they end with the file, at IEND.
func pngParts(data []byte) (parts []string, whole bool) {
	if !bytes.HasPrefix(data, []byte(pngStart)) {
		return nil, false
	}
	for at := len(pngStart); at+12 <= len(data); {
		parts = append(parts, string(data[at+4:at+8]))
		at += 12 + int(binary.BigEndian.Uint32(data[at:]))
		whole = at == len(data) && parts[len(parts)-1] == "IEND"
	}
	return parts, whole
}

// webpParts lists the chunks of a WebP, those within frames included.
func webpParts(data []byte) (parts []string, whole bool) {
	if len(data) < 12 || string(data[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(data[4:]))+8 != len(data) {
		return nil, false
	}
	for at := 12; at+8 <= len(data); {
		id, size := string(data[at:at+4]), int(binary.LittleEndian.Uint32(data[at+4:]))
		parts = append(parts, id)
		at += 8 + size + size%2
		if id == "ANMF" {
			at -= size + size%2 - 16
		}
		whole = at == len(data)
	}
	return parts, whole
}

// gifParts lists the blocks of a GIF (https://www.w3.org/Graphics/GIF/spec-gif89a.txt); whole says that
// they end with the file, at the trailer.
func gifParts(data []byte) (parts []string, whole bool) {
	if len(data) < 13 || string(data[:6]) != "GIF89a" {
		return nil, false
	}
	colours := func(flags byte) int { return int(flags>>7) * 3 << (flags&7 + 1) }
	kinds := map[byte]string{0xf9: "timing", 0xfe: "comment", 0x01: "text", 0xff: "application"}
	for at := 13 + colours(data[10]); at+10 < len(data); {
		switch data[at] {
		case 0x21:
			kind := kinds[data[at+1]]
			if kind == "application" && bytes.HasPrefix(data[at+3:], []byte("NETSCAPE2.0")) {
				kind = "loop"
			}
			parts = append(parts, kind)
			at += 2
		case 0x2c:
			parts = append(parts, "picture")
			at += 11 + colours(data[at+9])
		default:
			return append(parts, "unknown"), false
		}
		for at < len(data) && data[at] != 0 {
			at += 1 + int(data[at])
		}
		at++
		whole = at == len(data)-1 && data[at] == 0x3b
	}
	return parts, whole
}

// procfs is the store's own, as the kernel sees it.
type procfs string

// procfs finds the process that serves the store's folder.
func (s *server) procfs(t *testing.T) procfs {
	t.Helper()
	commands, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range commands {
		line, _ := os.ReadFile(file)
		if bytes.Contains(line, []byte("\x00serve\x00")) && bytes.Contains(line, []byte(s.Data)) {
			return procfs(filepath.Dir(file))
		}
	}
	t.Skip("the process cannot be found: no /proc")
	return ""
}

// memory is the process's resident set in bytes.
func (p procfs) memory(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile(filepath.Join(string(p), "status"))
	if err != nil {
		t.Fatal(err)
	}
	var kilobytes int64
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	_, err = fmt.Sscan(string(rest), &kilobytes)
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}

// settles waits until the process is as small as it should be again.
func (p procfs) settles(t *testing.T, limit int64) {
	t.Helper()
	again, late := time.NewTicker(100*time.Millisecond), time.After(time.Minute)
	defer again.Stop()
	for p.memory(t) > limit {
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("the store keeps %d MB, more than %d MB", p.memory(t)>>20, limit>>20)
		}
	}
}
