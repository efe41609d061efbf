package assets

import (
	"strings"
	"testing"
)

func TestGIFRefusals(t *testing.T) {
	picture := gifImage(0, 0, 2, 2, gifFourReds)
	testRefusals(t, []refusal{
		{"no picture", cat(gifScreen(2, 2), gifEnd), ErrImageDamaged},
		{"no width", cat(gifScreen(0, 2), picture, gifEnd), ErrImageDamaged},
		{"no palette", cat("GIF89a\x02\x00\x02\x00\x00\x00\x00", picture, gifEnd), ErrImageDamaged},
		{"a frame outside", cat(gifScreen(2, 2), gifImage(1, 0, 2, 2, gifFourReds), gifEnd), ErrFrameOutside},
		{"a frame without size", cat(gifScreen(2, 2), gifImage(0, 0, 0, 2, gifFourReds), gifEnd), ErrFrameOutside},
		{"an impossible code size", cat(gifScreen(2, 2), gifImage(0, 0, 2, 2, "\x0c\x00"), gifEnd), ErrImageDamaged},
		{"an unknown block", cat(gifScreen(2, 2), picture, "?"), ErrImageDamaged},
		{"a long graphic control", cat(gifScreen(2, 2), "\x21\xf9\x05\x01\x00\x00\x00\x00\x00", picture, gifEnd), ErrImageDamaged},
		{"too many blocks", cat(gifScreen(2, 2), strings.Repeat("\x21\xfe\x00", maxChunks), picture, gifEnd), ErrTooManyChunks},
		{"no trailer", cat(gifScreen(2, 2), picture), ErrImageTruncated},
	})
}

func TestGIFTruncations(t *testing.T) {
	testTruncations(t, movingGIF(gifCommented))
}

func TestGIFLoops(t *testing.T) {
	loops := func(n int) string { return gifLoopFor + le16(n) + "\x00" }
	frames := strings.Repeat(gifImage(0, 0, 2, 2, gifFourReds), 2)
	for _, c := range []struct {
		name      string
		extension string
		want      int
	}{
		{"none plays once", "", 1},
		{"0 is for ever", loops(0), 0},
		{"1 is once more", loops(1), 2},
		{"the most", loops(65535), 65536},
		{"another application", "\x21\xff\x0bNOTSCAPE2.0\x03\x01\x05\x00\x00", 1},
	} {
		info, err := Inspect(cat(gifScreen(2, 2), c.extension, frames, gifEnd))
		if err != nil || info.Loops != c.want {
			t.Errorf("%s: %d, %v; want %d", c.name, info.Loops, err, c.want)
		}
	}
}
