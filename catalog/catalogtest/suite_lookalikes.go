package catalogtest

import (
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
)

// lookalikesAreFound: whatever bits two prints differ in, as long as they are near.
func lookalikesAreFound(t *testing.T, h Harness) {
	creator := Creator("moon")
	must(t, h.Store.SaveCreator(ctx, creator, record(creator.ID)))
	d := Draft("moon", creator, 3)
	print := assets.Print{Light: 0x8000_0421_1234_0f01, Shape: 0xf0f0_0000_0000_0001, Colour: 1 << 63}
	for i, p := range []*assets.Seen{{Visible: .5, Print: print}, {Print: assets.Print{Light: ^print.Light}}, nil} {
		picture := d.Stickers[i].Images[catalog.Base]
		picture.Seen = p
		d.Stickers[i].Images[catalog.Base] = picture
		must(t, h.Store.SavePicture(ctx, picture))
	}
	must(t, h.Store.Commit(ctx, whole(d)))
	for _, differ := range []uint64{0, 1 | 1<<63, 1 | 1<<30, 1<<30 | 1<<63, 3 << 21, 3 << 43} {
		near := print
		near.Light ^= differ
		found, err := h.Store.Lookalikes(ctx, []assets.Print{{Light: 7}, near}, "pck_other")
		must(t, err)
		if len(found) != 1 || found[0].Pack.ID != d.Pack.ID || found[0].Shortcode != d.Stickers[0].Shortcode || found[0].Print != print {
			t.Errorf("%x: %+v", differ, found)
		}
	}
	far := print
	far.Light ^= 7
	for but, asked := range map[string][]assets.Print{d.Pack.ID: {print}, "pck_other": {far}, "": nil} {
		found, err := h.Store.Lookalikes(ctx, asked, but)
		must(t, err)
		if len(found) > 0 {
			t.Errorf("but %q: %+v", but, found)
		}
	}
}
