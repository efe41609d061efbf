package e2e

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hostileFile is a file that somebody sends as a picture.
type hostileFile struct {
	name string
	data []byte
	take bool // it must be taken; others may be refused, and those of which refuse is set must
	deny bool
}

// secretText stands in every piece of metadata that these tests make: it must not come out.
const secretText = "37.5665N-126.9780E-secret"

// trusting reports whether whole corpora are asked for, not samples.
func trusting() bool { return os.Getenv("HALLYU_TRUST") != "" }

// sample is every nth of many files, or all of them.
func sample[T any](all []T, n int) []T {
	if trusting() {
		return all
	}
	var some []T
	for i := 0; i < len(all); i += n {
		some = append(some, all[i])
	}
	return some
}

// corpora are the pictures that decoders are tested with: Go's own, those of golang.org/x/image, and
// pngsuite with its neighbours.
func corpora(t *testing.T) []hostileFile {
	t.Helper()
	roots := []string{
		filepath.Join(output1(t, "go", "env", "GOROOT"), "src", "image"),
		filepath.Join(output1(t, "go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/image"), "testdata"),
		"/usr/share/libjxl-testdata",
	}
	var files []hostileFile
	for _, root := range roots {
		before := len(files)
		err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			ext := strings.ToLower(filepath.Ext(path))
			if err != nil || entry.IsDir() || !slices.Contains([]string{".png", ".apng", ".gif", ".jpg", ".jpeg", ".webp", ".bmp", ".tiff"}, ext) {
				return err
			}
			data, err := os.ReadFile(path)
			if len(data) > 100<<10 && !trusting() {
				return err
			}
			files = append(files, hostileFile{name: filepath.Base(path), data: data})
			return err
		})
		if err != nil && os.Getenv("CI") == "" {
			t.Skip("the corpora are not installed: run .ci/setup")
		}
		if err != nil || len(files)-before < 50 {
			t.Fatalf("%s has %d pictures, %v", root, len(files)-before, err)
		}
	}
	return files
}

// output1 is the line that a command prints.
func output1(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return strings.TrimSpace(string(out))
}

// made are pictures that were made to harm.
func made(t *testing.T) []hostileFile {
	t.Helper()
	good, moving, photo := dot(t, 5), movie(t, 2), photograph(t)
	html := "<html><script>alert('" + secretText + "')</script>"
	return append(truncations(t, good, moving),
		hostileFile{name: "webp-bomb.webp", data: bomb(), deny: true},
		hostileFile{name: "gif-bomb.gif", data: gifBomb(), deny: true},
		hostileFile{name: "png-claims-100000.png", data: rawPNG(100_000, 100_000, ""), deny: true},
		hostileFile{name: "png-claims-2-31.png", data: rawPNG(1<<31-1, 1<<31-1, ""), deny: true},
		hostileFile{name: "png-of-no-size.png", data: rawPNG(0, 0, ""), deny: true},
		hostileFile{name: "101-frames.gif", data: movie(t, 101), deny: true},
		hostileFile{name: "100-frames.gif", data: movie(t, 100), take: true},
		hostileFile{name: "trailing-bytes.png", data: append(slices.Clone(good), "more"...), deny: true},
		hostileFile{name: "gifar.gif", data: append(slices.Clone(moving), zipped(t, [2]string{"x.class", "x"})...), deny: true},
		hostileFile{name: "zip-before.png", data: append(zipped(t, [2]string{"x", "x"}), good...), deny: true},
		hostileFile{name: "html.gif", data: commented(moving, html), take: true},
		hostileFile{name: "page.png", data: []byte(html), deny: true},
		hostileFile{name: "drawing.svg", data: []byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), deny: true},
		hostileFile{name: "truly-a-png.gif", data: good, take: true},
		hostileFile{name: "texts.png", data: withChunks(good, "tEXt", "GPS\x00"+secretText, "iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secretText, "eXIf", exif(), "tIME", "\x07\xe6\x01\x01\x00\x00\x00"), take: true},
		hostileFile{name: "unknown-critical.png", data: withChunks(good, "EVIL", secretText), deny: true},
		hostileFile{name: "exif.jpg", data: withSegments(photo, 0xe1, "Exif\x00\x00"+exif()), take: true},
		hostileFile{name: "xmp.jpg", data: withSegments(photo, 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secretText), take: true},
		hostileFile{name: "comment.jpg", data: withSegments(photo, 0xfe, secretText), take: true},
		hostileFile{name: "many-chunks.png", data: withChunks(good, slices.Repeat([]string{"tEXt", "a\x00b"}, 5000)...), deny: true},
		hostileFile{name: "nothing.png", data: nil, deny: true},
		hostileFile{name: "six-megabytes.png", data: withChunks(good, "tEXt", "a\x00"+strings.Repeat("b", 6<<20)), deny: true},
	)
}

// truncations end at every boundary of parts, and in the middle of some.
func truncations(t *testing.T, files ...[]byte) []hostileFile {
	t.Helper()
	var cut []hostileFile
	for i, data := range files {
		step := max(len(data)/40, 1)
		if trusting() {
			step = 1
		}
		for n := 1; n < len(data); n += step {
			cut = append(cut, hostileFile{name: fmt.Sprintf("cut-%d-at-%d.png", i, n), data: data[:n], deny: true})
		}
	}
	return cut
}

// gifBomb is a GIF of 44 bytes that claims 65535 × 65535 px.
func gifBomb() []byte {
	data := []byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff\x21\xf9\x04\x00\x00\x00\x00\x00\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00\x3b")
	return append(data, make([]byte, 44-len(data))...)
}

// movie is a GIF of many frames.
func movie(t *testing.T, frames int) []byte {
	t.Helper()
	g := &gif.GIF{Config: image.Config{Width: 64, Height: 64}}
	for i := range frames {
		frame := image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.White, color.Black, color.Transparent})
		frame.SetColorIndex(i%64, i/64, 1)
		g.Image, g.Delay = append(g.Image, frame), append(g.Delay, 5)
	}
	var out bytes.Buffer
	err := gif.EncodeAll(&out, g)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// commented puts a comment before the first frame of a GIF.
func commented(data []byte, text string) []byte {
	at := bytes.Index(data, []byte("\x21\xf9"))
	comment := append([]byte{0x21, 0xfe, byte(len(text))}, text...)
	return slices.Insert(slices.Clone(data), at, append(comment, 0)...)
}

func photograph(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 96, 96)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func pngChunk(id, payload string) string {
	body := id + payload
	head := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	return string(head) + body + string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))))
}

const pngStart = "\x89PNG\r\n\x1a\n"

// rawPNG has a header, data as it is given, and an end.
func rawPNG(width, height uint32, data string) []byte {
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return []byte(pngStart + pngChunk("IHDR", string(size)+"\x08\x06\x00\x00\x00") + pngChunk("IDAT", data) + pngChunk("IEND", ""))
}

// withChunks puts chunks (id and payload in turn) behind the header of a PNG.
func withChunks(data []byte, chunks ...string) []byte {
	const afterHeader = 33
	var extra strings.Builder
	for i := 0; i < len(chunks); i += 2 {
		extra.WriteString(pngChunk(chunks[i], chunks[i+1]))
	}
	return slices.Concat(data[:afterHeader], []byte(extra.String()), data[afterHeader:])
}

// withSegments puts a segment behind the start of a JPEG.
func withSegments(data []byte, marker byte, payload string) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return slices.Concat(data[:2], head, []byte(payload), data[2:])
}

// exif is a TIFF header with an ImageDescription and a pointer to GPS data.
func exif() string {
	return "MM\x00\x2a\x00\x00\x00\x08\x00\x02" +
		"\x01\x0e\x00\x02\x00\x00\x00\x1a\x00\x00\x00\x26" + "\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26" + "\x00\x00\x00\x00" + secretText
}
