package assets

import (
	"encoding/hex"
	"image"
	"testing"
)

// The hashes are those of the algorithm's reference implementation (npm thumbhash 0.1.1) for
// the same pictures.
func TestThumbHash(t *testing.T) {
	opaque := func(x, y int) byte { return 0xff }
	curve := func(x, y int) byte { return byte(x*x + 5*y*y) }
	for _, c := range []struct {
		width, height int
		alpha         func(x, y int) byte
		want          string
	}{
		{20, 20, opaque, "9f6506470c467967704a28a4857787687887084667af5f0a"},
		{32, 16, opaque, "9e56065c8a4a8777708985a367866075f6fdc7"},
		{16, 32, curve, "e055821b040716a01a7d985082f6feb9524b547c352650"},
		{100, 100, curve, "df07860d000766f797b78777778706f6fccc35484655580667"},
		{23, 9, curve, "5c95821a84176a59b0878680b6f8d55240d7116444996b"},
		{64, 48, func(x, y int) byte { return 0 }, "00088204800000000000000000000000000000000000000000"},
	} {
		m := image.NewNRGBA(image.Rect(0, 0, c.width, c.height))
		for y := range c.height {
			for x := range c.width {
				copy(m.Pix[m.PixOffset(x, y):], []byte{byte(37*x + 11*y), byte(x * y), byte(1000 - 5*x - y), c.alpha(x, y)})
			}
		}
		if got := hex.EncodeToString(thumbHash(m)); got != c.want {
			t.Errorf("%d by %d: %s, want %s", c.width, c.height, got, c.want)
		}
	}
}
