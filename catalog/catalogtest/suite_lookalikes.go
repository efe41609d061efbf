package catalogtest

import (
	"fmt"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
)

// print is what the fixtures' pictures look like.
var print = assets.Print{Light: 0x8000_0421_1234_0f01, Shape: 0xf0f0_0000_0000_0001, Colour: 1 << 63}

// addSeen stores the draft of a pack whose pictures look like that, one sticker each, and returns it as it is
// kept.
func (h Harness) addSeen(t *testing.T, slug string, by catalog.Creator, seen ...*assets.Seen) catalog.Draft {
	t.Helper()
	d := Draft(slug, by, len(seen))
	for i := range seen {
		picture := d.Stickers[i].Images[catalog.Base]
		picture.Seen = seen[i]
		d.Stickers[i].Images[catalog.Base] = picture
		must(t, h.Store.SavePicture(ctx, picture))
	}
	must(t, h.Store.Commit(ctx, whole(d)))
	d.Pack.Version++
	return d
}

// lookalikesAreFound: whatever bits two prints differ in, as long as they are near and by somebody else.
func lookalikesAreFound(t *testing.T, h Harness) {
	creator, other := Creator("moon"), catalog.Creator{ID: "crt_other"}
	must(t, h.Store.SaveCreator(ctx, creator, record(creator.ID)))
	d := h.addSeen(t, "moon", creator, &assets.Seen{Visible: .5, Print: print}, &assets.Seen{Print: assets.Print{Light: ^print.Light}}, nil)
	want := []catalog.Lookalike{{Pack: d.Pack, Sticker: d.Stickers[0].ID, Shortcode: d.Stickers[0].Shortcode, Print: print}}
	for _, differ := range []uint64{0, 1 | 1<<63, 1 | 1<<30, 1<<30 | 1<<63, 3 << 21, 3 << 43} {
		near := print
		near.Light ^= differ
		found, err := h.Store.Lookalikes(ctx, []assets.Print{{Light: 7}, near}, other)
		must(t, err)
		same(t, want, found)
	}
	far := print
	far.Light ^= 7
	for name, q := range map[string]struct {
		prints []assets.Print
		but    catalog.Creator
	}{
		"far":            {[]assets.Print{far}, other},
		"none":           {nil, other},
		"by the creator": {[]assets.Print{print}, catalog.Creator{ID: creator.ID}},
		"by the account": {[]assets.Print{print}, catalog.Creator{ID: other.ID, Account: creator.Account}},
	} {
		found, err := h.Store.Lookalikes(ctx, q.prints, q.but)
		must(t, err)
		if len(found) > 0 {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// lookalikesNameWhatIsSold: the manifest is that of the release on sale, whatever was released since.
func lookalikesNameWhatIsSold(t *testing.T, h Harness) {
	nobody := catalog.Creator{ID: "crt_nobody", Slug: "nobody", Name: "Nobody"}
	must(t, h.Store.SaveCreator(ctx, nobody, record(nobody.ID)))
	d := h.addSeen(t, "moon", nobody, &assets.Seen{Print: print}, &assets.Seen{Print: print})
	h.addSeen(t, "sun", nobody, &assets.Seen{Print: print})
	for number := 1; number <= 3; number++ {
		r := catalog.Release{Pack: d.Pack.ID, Number: number, Manifest: Picture(fmt.Sprint(number)).Upload, At: At}
		must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Release: &r}))
		d.Pack.Version++
	}
	manifests := func() map[assets.Name]int {
		found, err := h.Store.Lookalikes(ctx, []assets.Print{print}, catalog.Creator{ID: "crt_other"})
		must(t, err)
		count := map[assets.Name]int{}
		for _, l := range found {
			count[l.Manifest]++
		}
		return count
	}
	for state, want := range map[catalog.State]map[assets.Name]int{
		catalog.StateOnSale:  {assets.Name{}: 1, Picture("2").Upload: 2},
		catalog.StateStopped: {assets.Name{}: 3},
	} {
		d.Pack.State, d.Pack.Current = state, 2
		must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack}))
		d.Pack.Version++
		same(t, want, manifests())
	}
}
