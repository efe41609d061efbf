package assets

import (
	"strings"
	"testing"
)

func TestPNGRefusals(t *testing.T) {
	idat, iend := pngChunk("IDAT", redPixels(1, 1)), pngChunk("IEND")
	header := func(rest string) string { return pngChunk("IHDR", be32(1), be32(1), rest) }
	good := pngMagic + ihdr(1, 1)
	badSum := []byte(pngChunk("IDAT", redPixels(1, 1)))
	badSum[len(badSum)-1] ^= 1
	testRefusals(t, []refusal{
		{"no chunk", cat(pngMagic), ErrImageTruncated},
		{"no header", cat(pngMagic, idat, iend), ErrImageDamaged},
		{"two headers", cat(good, ihdr(1, 1), idat, iend), ErrImageDamaged},
		{"a short header", cat(pngMagic, pngChunk("IHDR", be32(1)), idat, iend), ErrImageDamaged},
		{"no width", cat(pngMagic, ihdr(0, 1), idat, iend), ErrImageDamaged},
		{"a width of 2³¹", cat(pngMagic, ihdr(1<<31, 1), idat, iend), ErrImageDamaged},
		{"an impossible depth", cat(pngMagic, header("\x04\x06\x00\x00\x00"), idat, iend), ErrImageDamaged},
		{"an unknown colour", cat(pngMagic, header("\x08\x05\x00\x00\x00"), idat, iend), ErrImageDamaged},
		{"an unknown compression", cat(pngMagic, header("\x08\x06\x01\x00\x00"), idat, iend), ErrImageDamaged},
		{"an unknown interlace", cat(pngMagic, header("\x08\x06\x00\x00\x02"), idat, iend), ErrImageDamaged},
		{"a wrong checksum", cat(good, string(badSum), iend), ErrImageDamaged},
		{"no picture", cat(good, iend), ErrImageDamaged},
		{"a picture in two places", cat(good, idat, pngChunk("tEXt", "a\x00b"), idat, iend), ErrImageDamaged},
		{"no palette", cat(pngMagic, header("\x08\x03\x00\x00\x00"), idat, iend), ErrImageDamaged},
		{"a palette of half colours", cat(good, pngChunk("PLTE", "ab"), idat, iend), ErrImageDamaged},
		{"two palettes", cat(good, pngChunk("PLTE", "abc"), pngChunk("PLTE", "abc"), idat, iend), ErrImageDamaged},
		{"transparency beside alpha", cat(good, pngChunk("tRNS", "ab"), idat, iend), ErrImageDamaged},
		{"an unknown chunk that matters", cat(good, pngChunk("EVIL"), idat, iend), ErrImageDamaged},
		{"an end with content", cat(good, idat, pngChunk("IEND", "x")), ErrImageDamaged},
		{"too many chunks", cat(good, strings.Repeat(pngChunk("tEXt"), maxChunks), idat, iend), ErrTooManyChunks},
		{"a chunk of 4 GiB", cat(good, "\xff\xff\xff\xffIDAT"), ErrImageTruncated},
	})
}

func TestAPNGRefusals(t *testing.T) {
	idat, iend := pngChunk("IDAT", redPixels(4, 4)), pngChunk("IEND")
	start := pngMagic + ihdr(4, 4)
	full := func(sequence int) string { return fctl(sequence, 4, 4, 0, 0, tenth) }
	small := redPixels(1, 1)
	testRefusals(t, []refusal{
		{"no frames announced", cat(start, actl(0, 0), idat, iend), ErrImageDamaged},
		{"2³² frames announced", cat(start, actl(1<<32-1, 0), idat, iend), ErrTooManyChunks},
		{"announced twice", cat(start, actl(1, 0), actl(1, 0), full(0), idat, iend), ErrImageDamaged},
		{"announced too late", cat(start, idat, actl(1, 0), full(0), iend), ErrImageDamaged},
		{"fewer frames than announced", cat(start, actl(2, 0), full(0), idat, iend), ErrImageDamaged},
		{"more frames than announced", cat(start, actl(1, 0), full(0), idat, full(1), fdat(2, redPixels(4, 4)), iend), ErrImageDamaged},
		{"out of sequence", cat(start, actl(1, 0), full(1), idat, iend), ErrImageDamaged},
		{"a frame without data", cat(start, actl(2, 0), full(0), idat, full(1), iend), ErrImageDamaged},
		{"a frame control after another", cat(start, actl(2, 0), full(0), full(1), idat, iend), ErrImageDamaged},
		{"data before its frame", cat(start, actl(1, 0), full(0), fdat(1, small), idat, iend), ErrImageDamaged},
		{"data of the first frame twice", cat(start, actl(1, 0), full(0), idat, fdat(1, small), iend), ErrImageDamaged},
		{"a frame outside", cat(start, actl(2, 0), full(0), idat, fctl(1, 4, 4, 1, 0, tenth), fdat(2, small), iend), ErrFrameOutside},
		{"a frame without size", cat(start, actl(2, 0), full(0), idat, fctl(1, 0, 4, 0, 0, tenth), fdat(2, small), iend), ErrFrameOutside},
		{"a frame at 2³²-1", cat(start, actl(2, 0), full(0), idat, fctl(1, 2, 2, 1<<32-1, 0, tenth), fdat(2, small), iend), ErrFrameOutside},
		{"a first frame that is smaller", cat(start, actl(1, 0), fctl(0, 2, 2, 0, 0, tenth), idat, iend), ErrImageUnsupported},
		{"a hidden picture under a smaller first frame", cat(start, actl(1, 0), idat, fctl(0, 2, 2, 0, 0, tenth), fdat(1, small), iend), ErrImageUnsupported},
		{"an unknown disposal", cat(start, actl(1, 0), pngChunk("fcTL", be32(0), be32(4), be32(4), be32(0), be32(0), tenth, "\x03\x00"), idat, iend), ErrImageDamaged},
		{"a short frame control", cat(start, actl(1, 0), pngChunk("fcTL", be32(0)), idat, iend), ErrImageDamaged},
	})
}

func TestPNGTruncations(t *testing.T) {
	testTruncations(t, stillPNG(2, 2, pngChunk("tEXt", "a\x00b")))
	testTruncations(t, apng())
}

// Without acTL, the chunks of an animation mean nothing.
func TestPNGWithStrayFrames(t *testing.T) {
	data := stillPNG(2, 2, fctl(7, 9, 9, 9, 9, tenth))
	info, err := Inspect(data)
	if err != nil || info.Animated || info.Frames != 1 {
		t.Errorf("%+v, %v", info, err)
	}
}
