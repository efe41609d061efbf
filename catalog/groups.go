package catalog

import (
	"slices"
)

// groups finds the packs that have something in common: a tag, a creator or a collab. It is never changed.
type groups struct {
	lists            layered[string, []int32] // by key, in the order of ordinals
	animated, emojis ordinals                 // packs that move; packs of usage emoticon
}

// Keys of groups; their first character keeps tags apart from names.
func tagKey(tag string) string      { return "#" + tag }
func creatorKey(name string) string { return "@" + name }
func collabKey(name string) string  { return "&" + name } // "" for any

// groupKeys returns the keys of the groups that a pack is in.
func (p *Summary) groupKeys() []string {
	keys := make([]string, 0, len(p.Tags)+2)
	for _, tag := range p.Tags {
		keys = append(keys, tagKey(tag))
	}
	keys = append(keys, creatorKey(p.Creator.ID), creatorKey(p.Creator.Slug))
	if p.Licence != nil {
		keys = append(keys, collabKey(""), collabKey(p.Licence.ID), collabKey(p.Licence.Slug))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// with returns groups in which the packs in renewed are as they are now. was tells them as they were:
// nil when there was none.
func (g groups) with(renewed ordinals, is, was func(int32) *Summary) groups {
	next := groups{animated: g.animated.without(renewed), emojis: g.emojis.without(renewed)}
	leaving, coming := map[string]bool{}, map[string][]int32{}
	renewed.each(func(pack int32) {
		if before := was(pack); before != nil {
			for _, key := range before.groupKeys() {
				leaving[key] = true
			}
		}
		now := is(pack)
		for _, key := range now.groupKeys() {
			coming[key] = append(coming[key], pack)
		}
		if now.Animated {
			next.animated = next.animated.add(pack)
		}
		if now.Usage == UsageEmoticon {
			next.emojis = next.emojis.add(pack)
		}
	})
	next.lists = g.lists.with(g.changed(renewed, leaving, coming))
	return next
}

// changed returns the new lists of the groups that packs leave or come into.
func (g groups) changed(renewed ordinals, leaving map[string]bool, coming map[string][]int32) map[string][]int32 {
	for key := range leaving {
		coming[key] = append([]int32{}, coming[key]...)
	}
	for key, packs := range coming {
		known, _ := g.lists.get(key)
		list := make([]int32, 0, len(known)+len(packs))
		for _, pack := range known {
			if !renewed.has(pack) {
				list = append(list, pack)
			}
		}
		list = append(list, packs...)
		slices.Sort(list)
		coming[key] = list
	}
	return coming
}

// of returns the packs of a group.
func (g groups) of(key string) ordinals {
	list, _ := g.lists.get(key)
	return ordinalsOf(list)
}
