package assets

import (
	"strings"
	"testing"
)

// vp8 is the header of a lossy picture, without the picture.
func vp8(width, height int) string {
	return riff("VP8 ", le24(0<<5|1<<4), "\x9d\x01\x2a", le16(width), le16(height))
}

func TestWebPRefusals(t *testing.T) {
	const moving = webpFlagAnimation
	picture := vp8l(2, 2, true)
	frame := anmf(0, 0, 2, 2, 100, picture)
	start := vp8x(moving, 4, 4) + anim(0)
	testRefusals(t, []refusal{
		{"no chunk", webpOf(), ErrImageTruncated},
		{"no picture", webpOf(vp8x(0, 2, 2)), ErrImageTruncated},
		{"two headers", webpOf(vp8x(0, 2, 2), vp8x(0, 2, 2), picture), ErrImageDamaged},
		{"a header that is not first", webpOf(picture, vp8x(0, 2, 2)), ErrImageDamaged},
		{"a header after metadata", webpOf(riff("EXIF", "MM"), vp8x(0, 2, 2), picture), ErrImageDamaged},
		{"a short header", webpOf(riff("VP8X", "\x00"), picture), ErrImageDamaged},
		{"two pictures", webpOf(vp8x(0, 2, 2), picture, picture), ErrImageDamaged},
		{"two pictures of two kinds", webpOf(vp8x(0, 2, 2), picture, vp8(2, 2)), ErrImageDamaged},
		{"two alphas", webpOf(vp8x(webpFlagAlpha, 2, 2), riff("ALPH", "\x00aaaa"), riff("ALPH", "\x00aaaa"), vp8(2, 2)), ErrImageDamaged},
		{"alpha after the picture", webpOf(vp8x(webpFlagAlpha, 2, 2), vp8(2, 2), riff("ALPH", "\x00aaaa")), ErrImageDamaged},
		{"alpha without a header", webpOf(riff("ALPH", "\x00aaaa"), vp8(2, 2)), ErrImageDamaged},
		{"alpha beside lossless", webpOf(vp8x(webpFlagAlpha, 2, 2), riff("ALPH", "\x00aaaa"), picture), ErrImageDamaged},
		{"alpha of the wrong size", webpOf(vp8x(webpFlagAlpha, 2, 2), riff("ALPH", "\x00aaaaa"), vp8(2, 2)), ErrImageDamaged},
		{"alpha of an unknown kind", webpOf(vp8x(webpFlagAlpha, 2, 2), riff("ALPH", "\x02aaaa"), vp8(2, 2)), ErrImageDamaged},
		{"alpha without bytes", webpOf(vp8x(webpFlagAlpha, 2, 2), riff("ALPH", "\x00"), vp8(2, 2)), ErrImageTruncated},
		{"alpha without a picture", webpOf(vp8x(webpFlagAlpha, 2, 2), riff("ALPH", "\x00aaaa")), ErrImageDamaged},
		{"a picture larger than its canvas", webpOf(vp8x(0, 1, 1), vp8l(16384, 16384, true)), ErrFrameOutside},
		{"a lossy picture larger than its canvas", webpOf(vp8x(0, 1, 1), vp8(9999, 9999)), ErrFrameOutside},
		{"a picture smaller than its canvas", webpOf(vp8x(0, 3, 3), picture), ErrFrameOutside},
		{"a frame in a still", webpOf(vp8x(0, 4, 4), frame), ErrImageDamaged},
		{"a still in an animation", webpOf(start, picture), ErrImageDamaged},
		{"no animation control", webpOf(vp8x(moving, 4, 4), frame), ErrImageDamaged},
		{"two animation controls", webpOf(start, anim(0), frame), ErrImageDamaged},
		{"an animation control after a frame", webpOf(vp8x(moving, 4, 4), frame, anim(0)), ErrImageDamaged},
		{"an animation without frames", webpOf(start), ErrImageTruncated},
		{"a frame outside", webpOf(start, anmf(4, 0, 2, 2, 100, picture)), ErrFrameOutside},
		{"a picture larger than its frame", webpOf(start, anmf(0, 0, 2, 2, 100, vp8l(4, 4, true))), ErrFrameOutside},
		{"a frame with two pictures", webpOf(start, anmf(0, 0, 2, 2, 100, picture, picture)), ErrImageDamaged},
		{"a frame with two alphas", webpOf(start, anmf(0, 0, 2, 2, 100, riff("ALPH", "\x00aaaa"), riff("ALPH", "\x00aaaa"), vp8(2, 2))), ErrImageDamaged},
		{"a frame without a picture", webpOf(start, anmf(0, 0, 2, 2, 100)), ErrImageDamaged},
		{"a frame with half a chunk", webpOf(start, anmf(0, 0, 2, 2, 100, "VP8L\xff\x00\x00\x00")), ErrImageTruncated},
		{"a short frame", webpOf(start, riff("ANMF", "short")), ErrImageDamaged},
		{"a lossless picture of another version", webpOf(riff("VP8L", "\x2f\x00\x00\x00\x20\x00")), ErrImageDamaged},
		{"a lossy picture between key frames", webpOf(riff("VP8 ", le24(1|1<<4), "\x9d\x01\x2a", le16(1), le16(1))), ErrImageDamaged},
		{"a lossy picture that is not shown", webpOf(riff("VP8 ", le24(0), "\x9d\x01\x2a", le16(1), le16(1))), ErrImageDamaged},
		{"a lossy picture without width", webpOf(vp8(0, 1)), ErrImageDamaged},
		{"a lossy picture with half a partition", webpOf(riff("VP8 ", le24(1<<5|1<<4), "\x9d\x01\x2a", le16(1), le16(1))), ErrImageTruncated},
		{"too many chunks", webpOf(vp8x(0, 2, 2), strings.Repeat(riff("JUNK"), maxChunks), picture), ErrTooManyChunks},
		{"too many chunks in a frame", webpOf(start, anmf(0, 0, 2, 2, 100, strings.Repeat(riff("JUNK"), maxChunks), picture)), ErrTooManyChunks},
	})
}

func TestWebPTruncations(t *testing.T) {
	testTruncations(t, webpOf(vp8l(3, 3, true)))
	testTruncations(t, movingWebP(riff("EXIF", "odd")))
}

// The size of RIFF is cut as well, so that only the chunks inside can tell. An animation with fewer
// frames is an animation: there is no count to hold it to.
func TestWebPTruncationsInside(t *testing.T) {
	whole := movingWebP()
	last := len(whole) - len(anmf(2, 2, 2, 2, 150, vp8l(2, 2, true)))
	for n := 12; n < len(whole); n++ {
		_, err := Inspect(cat("RIFF", le32(n-8), string(whole[8:n])))
		if (err == nil) != (n == last) {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
	}
}
