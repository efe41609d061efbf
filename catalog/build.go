package catalog

import (
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/i18n"
)

// Changes are the publications that a snapshot lacks.
type Changes struct {
	Sequence int64       // of the catalog, that these lead to
	Packs    []Published // at most one a pack; in any order
}

// Build returns the snapshot that follows previous: with the changes, in the words of speech, at the
// moment now. It is a pure function; what did not change is shared with previous, which stays as it
// is. The first previous is Empty. A snapshot built in many steps shows the same as one built at once.
func Build(previous *Snapshot, changes Changes, speech Speech, now time.Time) *Snapshot {
	b := newBuilder(previous)
	b.admit(changes.Packs)
	return b.build(changes.Sequence, speech, now)
}

// builder makes the next snapshot out of the one before. Changes may come in pages: it keeps of them
// what the snapshot does.
type builder struct {
	before, next *Snapshot
	make         *summarizer
	renewed      ordinals // packs with new content
	touched      ordinals // those, and packs of which an offer opened or closed
	ids, slugs   map[string]int32
	stickers     []stickerEntry
	text         *search.Writer
}

func newBuilder(previous *Snapshot) *builder {
	next := *previous
	next.packs = slices.Clone(previous.packs)
	return &builder{
		before: previous, next: &next, make: newSummarizer(previous.names),
		ids: map[string]int32{}, slugs: map[string]int32{},
	}
}

// admit takes packs' new content in place of the old.
func (b *builder) admit(packs []Published) {
	if len(packs) == 0 {
		return
	}
	b.license(packs)
	if b.text == nil {
		b.text = b.before.text.Writer()
	}
	documents := make([]search.Document, len(packs))
	for i, p := range packs {
		documents[i] = p.document(b.ordinal(p.Pack))
	}
	indexed := make(chan struct{})
	go func() {
		defer close(indexed)
		b.text.Add(documents)
	}()
	for i, p := range packs {
		b.next.packs[documents[i].ID] = b.make.summarize(p, documents[i].ID)
		b.slugs[p.Slug] = documents[i].ID
		b.stickers = p.stickerEntries(b.stickers, documents[i].ID)
	}
	<-indexed
	b.withhold(documents)
}

// ordinal returns the ordinal of a pack with new content.
func (b *builder) ordinal(pack string) int32 {
	ordinal, known := b.before.ids.get(pack)
	if !known {
		ordinal, known = b.ids[pack]
	}
	if !known {
		ordinal = int32(len(b.next.packs))
		b.next.packs = append(b.next.packs, nil)
		b.ids[pack] = ordinal
	}
	b.renewed, b.touched = b.renewed.add(ordinal), b.touched.add(ordinal)
	return ordinal
}

// build ends the builder. The sequence is the one that the changes lead to.
func (b *builder) build(sequence int64, speech Speech, now time.Time) *Snapshot {
	b.next.sequence, b.next.moment = max(b.before.sequence, sequence), now.UTC()
	b.passTime()
	b.index()
	b.arrangeScopes()
	b.arrangeTitles(speech)
	b.arrangeTime()
	b.next.revision = b.next.written()
	return b.next
}

// was returns a pack as it was before the changes; nil when it is new.
func (b *builder) was(pack int32) *Summary {
	if int(pack) < len(b.before.packs) {
		return b.before.packs[pack]
	}
	return nil
}

// is returns a pack as it is now.
func (b *builder) is(pack int32) *Summary { return b.next.packs[pack] }

// passTime touches the packs of which an offer opened or closed since the snapshot before.
func (b *builder) passTime() {
	if len(b.before.packs) == 0 {
		return
	}
	from, until := b.before.scheduled(b.before.moment), b.before.scheduled(b.next.moment)
	for _, passed := range b.before.schedule[min(from, until):max(from, until)] {
		b.touched = b.touched.add(passed.pack)
	}
}

// index makes the changed packs findable by id, slug, sticker, group and text.
func (b *builder) index() {
	if b.text == nil {
		return
	}
	b.next.names = b.next.names.with(b.make.fresh)
	b.next.ids = b.next.ids.with(b.ids)
	b.next.slugs = b.next.slugs.with(b.slugs)
	b.next.stickers = b.next.stickers.with(b.stickers)
	b.next.groups = b.next.groups.with(b.renewed, b.is, b.was)
	b.next.text = b.text.Index()
}

// arrangeScopes puts the touched packs where they are open now.
func (b *builder) arrangeScopes() {
	if b.touched.empty() {
		return
	}
	patches := patches{}
	b.touched.each(func(pack int32) {
		if was := b.was(pack); was != nil {
			patches.leave(was)
		}
		patches.enter(b.is(pack), b.next.moment)
	})
	b.next.regions = maps.Clone(b.next.regions)
	for region, patch := range patches {
		if region == World {
			b.next.world = b.next.patched(b.next.world, b.touched, patch)
		} else if at, open := b.next.regions[region]; open {
			b.next.regions[region] = b.next.patched(at, b.touched, patch)
		}
	}
}

// arrangeTitles puts the changed packs into the orders by title; all packs when the store's speech
// is another.
func (b *builder) arrangeTitles(speech Speech) {
	gone, before := b.renewed, b.before.titles
	if speech.fingerprint != b.before.speech.fingerprint {
		gone, before = nil, nil
		for pack := range b.next.packs {
			gone = gone.add(int32(pack))
		}
	}
	b.next.speech = speech
	if gone.empty() {
		return
	}
	var fresh []int32
	gone.each(func(pack int32) {
		if b.is(pack).State == StateOnSale {
			fresh = append(fresh, pack)
		}
	})
	titles := make([]titleOrder, len(speech.locales))
	inParallel(len(titles), func(i int) {
		locale := speech.locales[i]
		titles[i] = b.next.patchTitles(before[locale], gone, fresh, speech.Chain(locale))
	})
	b.next.titles = make(map[i18n.Locale]titleOrder, len(titles))
	for i, locale := range speech.locales {
		b.next.titles[locale] = titles[i]
	}
}
