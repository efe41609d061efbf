package catalogtest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// publish commits what readers see of a draft.
func (h Harness) publish(t *testing.T, d *catalog.Draft, p catalog.Published) {
	t.Helper()
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Published: &p, Live: d.Words}))
	d.Pack.Version++
}

func publishedInSequence(t *testing.T, h Harness) {
	var all []catalog.Published
	for i := range 5 {
		d, creator := h.add(t, fmt.Sprintf("pack-%d", i))
		p := Published(d, creator)
		h.publish(t, &d, p)
		all = append(all, p)
	}
	last, err := h.Store.Sequence(ctx)
	must(t, err)
	var got []catalog.Published
	after := int64(0)
	for {
		page, err := h.Store.Published(ctx, after, 2)
		must(t, err)
		if len(page) == 0 {
			break
		}
		for _, p := range page {
			if p.Sequence <= after {
				t.Errorf("sequence %d after %d", p.Sequence, after)
			}
			after = p.Sequence
		}
		got = append(got, page...)
	}
	if after != last {
		t.Errorf("the last publication is %d, the sequence %d", after, last)
	}
	if diff := cmp.Diff(all, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(catalog.Published{}, "Sequence")); diff != "" {
		t.Error(diff)
	}
}

func publishedAgain(t *testing.T, h Harness) {
	d, creator := h.add(t, "moon")
	p := Published(d, creator)
	h.publish(t, &d, p)
	first, err := h.Store.PublishedPack(ctx, d.Pack.ID)
	must(t, err)
	p.State = catalog.StateStopped
	h.publish(t, &d, p)
	page, err := h.Store.Published(ctx, 0, 10)
	must(t, err)
	if len(page) != 1 || page[0].State != catalog.StateStopped || page[0].Sequence <= first.Sequence {
		t.Errorf("got %+v", page)
	}
}

func liveWordsAreApart(t *testing.T, h Harness) {
	d, creator := h.add(t, "moon")
	live := d.Words.Clone()
	h.publish(t, &d, Published(d, creator))
	d.Words.Set("ko", catalog.WordTitle, "다른 제목")
	must(t, h.Store.Commit(ctx, whole(d)))
	got, err := h.Store.LiveWords(ctx, d.Pack.ID)
	must(t, err)
	same(t, live, got)
}

func pictureIsKeptOnce(t *testing.T, h Harness) {
	p := Picture("moon")
	must(t, h.Store.SavePicture(ctx, p))
	other := p
	other.ThumbHash = "other"
	must(t, h.Store.SavePicture(ctx, other))
	got, err := h.Store.Picture(ctx, p.Upload.Digest)
	must(t, err)
	same(t, p, got)
	other.Derivation++
	other.Previews = []catalog.Image{p.StillSmall}
	for _, picture := range []catalog.Picture{other, p} { // which more was made of, and then less again
		must(t, h.Store.SavePicture(ctx, picture))
	}
	got, err = h.Store.Picture(ctx, p.Upload.Digest)
	must(t, err)
	same(t, other, got)
}

func creatorsComeBack(t *testing.T, h Harness) {
	for _, slug := range []string{"b", "a", "c"} {
		must(t, h.Store.SaveCreator(ctx, Creator(slug), journal.Record{}))
	}
	creators, err := h.Store.Creators(ctx, "", "a", 1)
	must(t, err)
	if len(creators) != 1 || creators[0].Slug != "b" {
		t.Fatalf("got %v", creators)
	}
	b := creators[0]
	b.Name, b.Slug = "New", "bb"
	must(t, h.Store.SaveCreator(ctx, b, record(b.ID)))
	for _, name := range []string{b.ID, "bb"} {
		got, err := h.Store.Creator(ctx, name)
		must(t, err)
		same(t, b, got)
	}
	want(t, h.Store.SaveCreator(ctx, Creator("c"), journal.Record{}), catalog.ErrCreatorTaken)
	own, err := h.Store.Creators(ctx, "acc_c", "", 10)
	must(t, err)
	if len(own) != 1 || own[0].Slug != "c" {
		t.Errorf("creators of an account: %v", own)
	}
}
