package worker

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/fault"
)

// costly are pictures that cost as much as the budget lets them, or claim to.
func costly(t *testing.T) []struct {
	name string
	data []byte
} {
	return []struct {
		name string
		data []byte
	}{
		{"PNG, 4096 × 4096", encodedPNG(t, image.NewNRGBA(image.Rect(0, 0, 4096, 4096)))},
		{"PNG, 4096 × 4096, 16 bits a channel", encodedPNG(t, image.NewNRGBA64(image.Rect(0, 0, 4096, 4096)))},
		{"PNG, 1024 × 1024 of noise", encodedPNG(t, noise(1024))},
		{"JPEG, 4096 × 4096", encodedJPEG(t, 4096)},
		{"JPEG, 4096 × 4096, progressive, four colours", progressive(4096)},
		{"WebP of 28 bytes, 4096 × 4096", riff("WEBP", riffChunk("VP8L", plainVP8L(4096)))},
		{"WebP of 28 bytes, 16384 × 16384", riff("WEBP", riffChunk("VP8L", plainVP8L(16384)))},
		{"GIF, 100 frames of 565 × 565", encodedGIF(t, 565, 100)},
		{"GIF, 30 frames of 1024 × 1024", encodedGIF(t, 1024, 30)},
		{"APNG, 100 frames of 565 × 565, 16 bits a channel", deepAPNG(565, 100)},
		{"WebP, 100 frames of 28 bytes, 565 × 565", movingVP8L(565, 100)},
		{"APNG, 1000 frames of 1 × 1", deepAPNG(1, 1000)},
	}
}

// TestHostileTable has a fresh child derive and export each: it stays within its memory, and what costs too much
// is refused for its reason. HALLYU_TRUST=1 takes all of them, and prints the table of docs/trust.md.
func TestHostileTable(t *testing.T) {
	if Missing != "" || raced {
		t.Skip("nothing to be measured")
	}
	all := costly(t)
	if os.Getenv("HALLYU_TRUST") == "" {
		all = all[4:7]
	}
	fmt.Println("| upload | bytes | derived | for all platforms | peak of the child |\n|---|---:|---|---|---:|")
	for _, c := range all {
		p := pool(t, "serve", Config{Children: 1})
		began := time.Now()
		_, err := p.Derive(t.Context(), c.data)
		derived := outcomeOf(t, c.name, err, time.Since(began))
		exported := "–"
		if err == nil {
			began = time.Now()
			_, err = p.Export(t.Context(), c.data, targetsOf(t, c.data))
			exported = outcomeOf(t, c.name, err, time.Since(began))
		}
		peak := peakOf(p)
		if peak > MemoryLimit {
			t.Errorf("%s: %d MB", c.name, peak>>20)
		}
		fmt.Printf("| %s | %d | %s | %s | %s |\n", c.name, len(c.data), derived, exported, megabytes(peak))
	}
}

// outcomeOf says what became of an upload. Any error must be a refusal.
func outcomeOf(t *testing.T, name string, err error, took time.Duration) string {
	t.Helper()
	if err == nil {
		return fmt.Sprintf("%.1f s", took.Seconds())
	}
	f := fault.As(err)
	if f == nil || f.Kind() != fault.Invalid {
		t.Errorf("%s: %v", name, err)
		return err.Error()
	}
	if reason, said := f.Facts()["reason"]; said {
		return fmt.Sprintf("%s: %v", f.Code(), reason)
	}
	return fmt.Sprintf("%s, %.1f s", f.Code(), took.Seconds())
}

// targetsOf are those of all platforms.
func targetsOf(t *testing.T, data []byte) []assets.Target {
	t.Helper()
	info, err := assets.Inspect(data)
	if err != nil {
		t.Fatal(err)
	}
	var targets []assets.Target
	for _, platform := range profile.All() {
		if target, takes := platform.Target(info.Animated); takes && platform.ID != profile.Own {
			targets = append(targets, target)
		}
	}
	return targets
}

// peakOf ends the child of a pool, and returns the most memory that it, or an encoder of its, had at a time.
func peakOf(p *Pool) int64 {
	c := <-p.idle
	defer func() { p.idle <- nil }()
	if c == nil {
		return 0
	}
	c.end()
	return peak(c.command.ProcessState)
}

func encodedPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// noise is what no encoder makes lighter.
func noise(side int) *image.NRGBA {
	m, random := image.NewNRGBA(image.Rect(0, 0, side, side)), rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32())
	}
	return m
}

func encodedJPEG(t *testing.T, side int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, side, side)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func encodedGIF(t *testing.T, side, frames int) []byte {
	t.Helper()
	all, random := gif.GIF{}, rand.New(rand.NewPCG(1, 2))
	for range frames {
		m := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.Transparent, color.White, color.Black})
		for range 100 {
			m.SetColorIndex(random.IntN(side), random.IntN(side), 1)
		}
		all.Image, all.Delay, all.Disposal = append(all.Image, m), append(all.Delay, 5), append(all.Disposal, gif.DisposalBackground)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, &all); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// progressive is a JPEG whose every block is one zero bit of each colour (ITU-T T.81, annex G).
func progressive(side int) []byte {
	out := []byte{0xff, 0xd8}
	segment := func(marker byte, payload ...byte) {
		out = append(out, 0xff, marker)
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(payload)+2)), payload...)
	}
	segment(0xee, append([]byte("Adobe\x00\x64"), 0, 0, 0, 0, 0)...)
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	size := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, uint16(side)), uint16(side))
	segment(0xc2, append(size, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)...)
	segment(0xc4, append([]byte{0, 1}, make([]byte, 16)...)...) // one code of one bit, for 0
	segment(0xda, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0)
	out = append(out, make([]byte, side/8*side/8*4/8)...)
	return append(out, 0xff, 0xd9)
}

func riffChunk(id string, payload []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(payload)))
	out = append(out, payload...)
	return append(out, make([]byte, len(payload)%2)...)
}

func riff(id string, chunks ...[]byte) []byte {
	return riffChunk("RIFF", append([]byte(id), bytes.Join(chunks, nil)...))
}

// plainVP8L is a picture of one colour without any data (golang.org/issue/80254).
func plainVP8L(side int) []byte {
	out := binary.LittleEndian.AppendUint32([]byte{0x2f}, uint32(side-1)|uint32(side-1)<<14)
	return append(out, 0x88, 0x88, 0x08) // five codes of one symbol, 0, and no bit for any pixel
}

func movingVP8L(side, frames int) []byte {
	threeBytes := func(n int) []byte { return []byte{byte(n), byte(n >> 8), byte(n >> 16)} }
	size := append(threeBytes(side-1), threeBytes(side-1)...)
	chunks := [][]byte{riffChunk("VP8X", append([]byte{2, 0, 0, 0}, size...)), riffChunk("ANIM", make([]byte, 6))}
	for range frames {
		head := append(append(make([]byte, 6), size...), append(threeBytes(50), 0)...)
		chunks = append(chunks, riffChunk("ANMF", append(head, riffChunk("VP8L", plainVP8L(side))...)))
	}
	return riff("WEBP", chunks...)
}

// deepAPNG has frames of 16 bits a channel, each of one colour.
func deepAPNG(side, frames int) []byte {
	out, sequence := []byte("\x89PNG\r\n\x1a\n"), uint32(0)
	chunk := func(id string, payload []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(payload)))
		body := append([]byte(id), payload...)
		out = binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	numbered := func(payload ...uint32) []byte {
		text := binary.BigEndian.AppendUint32(nil, sequence)
		sequence++
		for _, n := range payload {
			text = binary.BigEndian.AppendUint32(text, n)
		}
		return text
	}
	n := uint32(side)
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, n), n)
	chunk("IHDR", append(head, 16, 6, 0, 0, 0))
	chunk("acTL", binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(frames)), 0))
	for i := range frames {
		var rows bytes.Buffer
		z := zlib.NewWriter(&rows)
		row := append([]byte{0}, bytes.Repeat([]byte{byte(2 * i)}, 8*side)...)
		for range side {
			_, _ = z.Write(row)
		}
		_ = z.Close()
		chunk("fcTL", append(numbered(n, n, 0, 0), 0, 1, 0, 20, 0, 0))
		if i == 0 {
			chunk("IDAT", rows.Bytes())
		} else {
			chunk("fdAT", append(numbered(), rows.Bytes()...))
		}
	}
	chunk("IEND", nil)
	return out
}

// megabytes writes a peak; of a child that is gone, or was never needed, there is none.
func megabytes(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%d MB", n>>20)
}
