package catalog

import (
	"cmp"
	"slices"
	"time"
)

// arrangeTime puts the changed packs into the schedule and at the end of the history.
func (b *builder) arrangeTime() {
	if b.renewed.empty() {
		return
	}
	var changed []*Summary
	var opening []boundary
	b.renewed.each(func(pack int32) {
		changed = append(changed, b.is(pack))
		opening = b.is(pack).boundaries(opening)
	})
	slices.SortFunc(changed, func(x, y *Summary) int { return cmp.Compare(x.sequence, y.sequence) })
	history := make([]*Summary, 0, len(b.next.packs))
	for _, p := range b.before.history {
		if !b.renewed.has(p.ordinal) {
			history = append(history, p)
		}
	}
	b.next.history = append(history, changed...)
	b.next.schedule = b.rescheduled(opening)
}

// rescheduled returns the schedule with the boundaries of the changed packs in place of their former
// ones.
func (b *builder) rescheduled(fresh []boundary) []boundary {
	slices.SortFunc(fresh, func(x, y boundary) int { return cmp.Compare(x.at, y.at) })
	schedule := make([]boundary, 0, len(b.before.schedule)+len(fresh))
	for _, known := range b.before.schedule {
		if b.renewed.has(known.pack) {
			continue
		}
		for len(fresh) > 0 && fresh[0].at < known.at {
			schedule, fresh = append(schedule, fresh[0]), fresh[1:]
		}
		schedule = append(schedule, known)
	}
	return append(schedule, fresh...)
}

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
