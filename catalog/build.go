package catalog

import (
	"cmp"
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
	b := newBuilder(previous, now.UTC())
	b.next.sequence = max(previous.sequence, changes.Sequence)
	for _, published := range changes.Packs {
		b.admit(published)
	}
	b.passTime()
	b.index()
	b.arrangeScopes()
	b.arrangeTitles(speech)
	b.arrangeTime()
	return b.next
}

// builder makes the next snapshot out of the one before.
type builder struct {
	before, next *Snapshot
	changed      []*Summary         // packs with new content
	published    []Published        // what they were made of, in the same order
	renewed      ordinals           // of changed
	touched      map[int32]*Summary // those, and packs of which an offer opened or closed: as they were
}

func newBuilder(previous *Snapshot, now time.Time) *builder {
	next := *previous
	next.moment = now
	next.packs = slices.Clone(previous.packs)
	return &builder{before: previous, next: &next, touched: map[int32]*Summary{}}
}

// admit takes a pack's new content in place of the old.
func (b *builder) admit(p Published) {
	ordinal, known := b.next.ids.get(p.Pack)
	if !known {
		ordinal = int32(len(b.next.packs))
		b.next.packs = append(b.next.packs, nil)
	}
	was := b.next.packs[ordinal]
	summary := summarize(p, ordinal)
	b.next.packs[ordinal] = summary
	b.changed = append(b.changed, summary)
	b.published = append(b.published, p)
	b.renewed = b.renewed.add(ordinal)
	b.touched[ordinal] = was
}

// passTime touches the packs of which an offer opened or closed since the snapshot before.
func (b *builder) passTime() {
	if len(b.before.packs) == 0 {
		return
	}
	from, until := b.before.scheduled(b.before.moment), b.before.scheduled(b.next.moment)
	for _, passed := range b.before.schedule[min(from, until):max(from, until)] {
		if _, already := b.touched[passed.pack]; !already {
			b.touched[passed.pack] = b.before.packs[passed.pack]
		}
	}
}

// index makes the changed packs findable by id, slug, sticker and text.
func (b *builder) index() {
	if len(b.changed) == 0 {
		return
	}
	ids, slugs := map[string]int32{}, map[string]int32{}
	var stickers []stickerEntry
	documents := make([]search.Document, 0, len(b.changed))
	for i, summary := range b.changed {
		ids[summary.ID], slugs[summary.Slug] = summary.ordinal, summary.ordinal
		stickers = b.published[i].stickerEntries(stickers, summary.ordinal)
		documents = append(documents, b.published[i].document(summary))
	}
	b.next.ids = b.next.ids.with(ids)
	b.next.slugs = b.next.slugs.with(slugs)
	b.next.stickers = b.next.stickers.with(stickers)
	b.next.text = b.next.text.With(documents)
}

// stickerEntries appends where all stickers of the pack are found.
func (p Published) stickerEntries(entries []stickerEntry, ordinal int32) []stickerEntry {
	for _, sticker := range p.Stickers {
		if key, valid := stickerKey(sticker.ID); valid {
			entries = append(entries, stickerEntry{key, ordinal})
		}
	}
	for _, former := range p.Former {
		if key, valid := stickerKey(former); valid {
			entries = append(entries, stickerEntry{key, ordinal})
		}
	}
	return entries
}

// arrangeScopes puts the touched packs where they are open now.
func (b *builder) arrangeScopes() {
	if len(b.touched) == 0 {
		return
	}
	gone, patches := ordinals{}, patches{}
	for ordinal, was := range b.touched {
		gone = gone.add(ordinal)
		if was != nil {
			patches.leave(was)
		}
		patches.enter(b.next.packs[ordinal], b.next.moment)
	}
	b.next.regions = maps.Clone(b.next.regions)
	for region, patch := range patches {
		if region == World {
			b.next.world = b.next.patched(b.next.world, gone, patch)
		} else if at, open := b.next.regions[region]; open {
			b.next.regions[region] = b.next.patched(at, gone, patch)
		}
	}
}

// arrangeTitles puts the changed packs into the orders by title; all packs when the store's speech
// is another.
func (b *builder) arrangeTitles(speech Speech) {
	gone, fresh := b.renewed, b.changed
	if speech.fingerprint != b.before.speech.fingerprint {
		gone, fresh = nil, b.next.packs
		b.next.titles = nil
	}
	b.next.speech = speech
	if len(fresh) == 0 {
		return
	}
	titles := make(map[i18n.Locale]rows, len(speech.locales))
	for _, locale := range speech.locales {
		titles[locale] = b.next.patch(b.next.titles[locale], gone, titleRows(fresh, speech.Chain(locale)))
	}
	b.next.titles = titles
}

// titleRows returns the places of the packs on sale in the order of titles.
func titleRows(packs []*Summary, chain []i18n.Locale) rows {
	fresh := make(rows, 0, len(packs))
	for _, p := range packs {
		if p.State == StateOnSale {
			fresh = append(fresh, row{text: search.Fold(p.Title(chain).Text), pack: p.ordinal})
		}
	}
	return fresh
}

// arrangeTime puts the changed packs into the schedule and at the end of the history.
func (b *builder) arrangeTime() {
	if len(b.changed) == 0 {
		return
	}
	history := make([]*Summary, 0, len(b.next.packs))
	for _, p := range b.before.history {
		if !b.renewed.has(p.ordinal) {
			history = append(history, p)
		}
	}
	b.next.history = append(history, slices.SortedFunc(slices.Values(b.changed), bySequence)...)

	schedule := make([]boundary, 0, len(b.before.schedule)+2*len(b.changed))
	for _, known := range b.before.schedule {
		if !b.renewed.has(known.pack) {
			schedule = append(schedule, known)
		}
	}
	for _, p := range b.changed {
		schedule = p.boundaries(schedule)
	}
	slices.SortFunc(schedule, func(x, y boundary) int { return cmp.Compare(x.at, y.at) })
	b.next.schedule = schedule
}

func bySequence(a, b *Summary) int { return cmp.Compare(a.sequence, b.sequence) }

// boundaries appends when the offers of a pack on sale open and close.
func (p *Summary) boundaries(schedule []boundary) []boundary {
	if p.State != StateOnSale {
		return schedule
	}
	for _, offer := range p.Offers {
		for _, t := range []time.Time{offer.From, offer.Until} {
			if !t.IsZero() {
				schedule = append(schedule, boundary{t.UnixNano(), p.ordinal})
			}
		}
	}
	return schedule
}

// document is what search finds the pack by.
func (p Published) document(summary *Summary) search.Document {
	d := search.Document{
		ID: summary.ordinal, Recency: p.PublishedAt.UnixMilli(), Titles: p.Titles, Creator: p.Creator.Name, Tags: p.Tags,
		Keywords: p.Keywords, Items: make([]search.Item, 0, len(p.Stickers)),
	}
	for _, sticker := range p.Stickers {
		d.Items = append(d.Items, search.Item{Shortcode: sticker.Shortcode, Emoji: sticker.Emoji})
	}
	return d
}
