package assets

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
)

// The files of these tests are put together by hand, apart from the writers of the package.

// cat joins parts.
func cat(parts ...string) []byte { return []byte(strings.Join(parts, "")) }

func be16(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }
func be32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
func le16(n int) string { return string(binary.LittleEndian.AppendUint16(nil, uint16(n))) }
func le24(n int) string { return string([]byte{byte(n), byte(n >> 8), byte(n >> 16)}) }
func le32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }

// pngChunk is a chunk of PNG.
func pngChunk(id string, payload ...string) string {
	body := id + strings.Join(payload, "")
	return be32(len(body)-4) + body + be32(int(crc32.ChecksumIEEE([]byte(body))))
}

// ihdr is a header of truecolour with alpha.
func ihdr(width, height int) string {
	return pngChunk("IHDR", be32(width), be32(height), "\x08\x06\x00\x00\x00")
}

// redPixels is the compressed picture of width by height opaque red pixels, as a stored deflate block.
func redPixels(width, height int) string {
	raw := strings.Repeat("\x00"+strings.Repeat("\xff\x00\x00\xff", width), height)
	return "\x78\x01\x01" + le16(len(raw)) + le16(^len(raw)) + raw + be32(adler(raw))
}

func adler(s string) int {
	a, b := 1, 0
	for _, c := range []byte(s) {
		a = (a + int(c)) % 65521
		b = (b + a) % 65521
	}
	return b<<16 | a
}

// stillPNG is a red PNG with further chunks before its picture.
func stillPNG(width, height int, extra ...string) []byte {
	return cat(pngMagic, ihdr(width, height), strings.Join(extra, ""),
		pngChunk("IDAT", redPixels(width, height)), pngChunk("IEND"))
}

func fctl(sequence, width, height, x, y int, delay string) string {
	return pngChunk("fcTL", be32(sequence), be32(width), be32(height), be32(x), be32(y), delay, "\x00\x00")
}

func fdat(sequence int, data string) string { return pngChunk("fdAT", be32(sequence), data) }

func actl(frames, plays int) string { return pngChunk("acTL", be32(frames), be32(plays)) }

const tenth = "\x00\x01\x00\x0a" // 1/10 s

// apng is an animation of 4 by 4 px: a full frame, and one of 2 by 2 at (1, 2).
func apng(extra ...string) []byte {
	return cat(pngMagic, ihdr(4, 4), actl(2, 3), strings.Join(extra, ""),
		fctl(0, 4, 4, 0, 0, tenth), pngChunk("IDAT", redPixels(4, 4)),
		fctl(1, 2, 2, 1, 2, tenth), fdat(2, redPixels(2, 2)), pngChunk("IEND"))
}

// Pieces of a GIF with two colours, transparent and red.
const (
	gifPalette2  = "\x00\x00\x00\xff\x00\x00"
	gifLoopFor   = "\x21\xff\x0bNETSCAPE2.0\x03\x01"
	gifFourReds  = "\x02\x03\x4c\x12\x05\x00" // 2 by 2 px of colour 1: codes clear 1 6 1 end
	gifOneRed    = "\x02\x02\x4c\x01\x00"     // 1 px of colour 1: codes clear 1 end
	gifEnd       = "\x3b"
	gifCommented = "\x21\xfe\x06secret\x00"
)

func gifScreen(width, height int) string {
	return "GIF89a" + le16(width) + le16(height) + "\x80\x00\x00" + gifPalette2
}

func gifDelay(hundredths int) string { return "\x21\xf9\x04\x01" + le16(hundredths) + "\x00\x00" }

func gifImage(x, y, width, height int, data string) string {
	return "\x2c" + le16(x) + le16(y) + le16(width) + le16(height) + "\x00" + data
}

// movingGIF has a full frame of 2 by 2 px and one of 1 px at (1, 1).
func movingGIF(extra ...string) []byte {
	return cat(gifScreen(2, 2), gifLoopFor, le16(0), "\x00", strings.Join(extra, ""),
		gifDelay(20), gifImage(0, 0, 2, 2, gifFourReds),
		gifDelay(0), gifImage(1, 1, 1, 1, gifOneRed), gifEnd)
}

// riff is a chunk of RIFF.
func riff(id string, payload ...string) string {
	body := strings.Join(payload, "")
	pad := ""
	if len(body)%2 == 1 {
		pad = "\x00"
	}
	return id + le32(len(body)) + body + pad
}

func webpOf(chunks ...string) []byte {
	return []byte(riff("RIFF", slices.Insert(chunks, 0, "WEBP")...))
}

func vp8x(flags byte, width, height int) string {
	return riff("VP8X", string([]byte{flags}), "\x00\x00\x00", le24(width-1), le24(height-1))
}

// vp8l is a lossless picture all of one colour: every Huffman code has one symbol, so that pixels
// take no bits.
func vp8l(width, height int, alpha bool) string { return vp8lOf(width, height, alpha, 0xff) }

func vp8lOf(width, height int, alpha bool, opacity byte) string {
	header := uint32(width-1) | uint32(height-1)<<14
	if alpha {
		header |= 1 << 28
	}
	var bits bitsWriter
	for range 3 { // no transform, no colour cache, no groups of codes
		bits.flag(false)
	}
	for _, symbol := range []float64{0x00, 0xff, 0x00, float64(opacity)} { // green, red, blue, alpha
		bits.flag(true)  // a simple code
		bits.flag(false) // of one symbol
		bits.flag(true)  // of 8 bits
		bits.put(symbol, 8)
	}
	bits.put(1, 4) // distance: a simple code of one symbol of one bit, 0
	return riff("VP8L", "\x2f", le32(int(header)), string(bits.bytes), "\x00")
}

func anmf(x, y, width, height, milliseconds int, chunks ...string) string {
	head := le24(x/2) + le24(y/2) + le24(width-1) + le24(height-1) + le24(milliseconds) + "\x00"
	return riff("ANMF", slices.Insert(chunks, 0, head)...)
}

func anim(loops int) string { return riff("ANIM", "\xff\xff\xff\xff", le16(loops)) }

// movingWebP has a full frame of 4 by 4 px and one of 2 by 2 at (2, 2).
func movingWebP(extra ...string) []byte {
	return webpOf(vp8x(webpFlagAnimation|webpFlagAlpha, 4, 4), strings.Join(extra, ""), anim(2),
		anmf(0, 0, 4, 4, 50, vp8l(4, 4, true)), anmf(2, 2, 2, 2, 150, vp8l(2, 2, true)))
}

// jpegSegment is a marker with its payload.
func jpegSegment(marker byte, payload ...string) string {
	body := strings.Join(payload, "")
	return "\xff" + string([]byte{marker}) + be16(len(body)+2) + body
}
