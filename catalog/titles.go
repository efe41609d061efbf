package catalog

import (
	"cmp"
	"slices"
	"sort"

	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/i18n"
)

// titleOrder is packs in the order of their folded titles for the readers of one locale, and of equal
// titles the latest id first. The titles themselves are folded again when they are compared: a search
// by halves folds twenty, and a million kept would be the largest part of a snapshot.
type titleOrder []int32

// titled is a pack with its folded title.
type titled struct {
	title string
	pack  int32 // ordinal
}

// titled returns a pack with its title as readers of the chain see it.
func (s *Snapshot) titled(pack int32, chain []i18n.Locale) titled {
	return titled{search.Fold(s.packs[pack].Title(chain).Text), pack}
}

func (s *Snapshot) titleKey(t titled) Key { return Key{Text: t.title, ID: s.packs[t.pack].ID} }

// byTitle returns the packs in the order of their titles.
func (s *Snapshot) byTitle(packs []titled) titleOrder {
	slices.SortFunc(packs, func(a, b titled) int {
		if order := cmp.Compare(a.title, b.title); order != 0 {
			return order
		}
		return cmp.Compare(s.packs[b.pack].ID, s.packs[a.pack].ID)
	})
	order := make(titleOrder, len(packs))
	for i, p := range packs {
		order[i] = p.pack
	}
	return order
}

// behind returns the packs behind the key; all when it is nil.
func (s *Snapshot) behind(order titleOrder, key *Key, chain []i18n.Locale) titleOrder {
	if key == nil {
		return order
	}
	return order[sort.Search(len(order), func(i int) bool {
		return s.titleKey(s.titled(order[i], chain)).compare(*key) > 0
	}):]
}

// fewFresh is how many times fewer than those in order fresh packs must be to be put in one by one.
const fewFresh = 64

// patchTitles returns order without the packs in gone and with those in fresh. It does not change order.
func (s *Snapshot) patchTitles(order titleOrder, gone ordinals, fresh []int32, chain []i18n.Locale) titleOrder {
	kept := make(titleOrder, 0, len(order)+len(fresh))
	for _, pack := range order {
		if !gone.has(pack) {
			kept = append(kept, pack)
		}
	}
	if fewFresh*len(fresh) > len(kept) {
		packs := make([]titled, 0, len(kept)+len(fresh))
		for _, pack := range append(kept, fresh...) {
			packs = append(packs, s.titled(pack, chain))
		}
		return s.byTitle(packs)
	}
	for _, pack := range fresh {
		key := s.titleKey(s.titled(pack, chain))
		at := len(kept) - len(s.behind(kept, &key, chain))
		kept = slices.Insert(kept, at, pack)
	}
	return kept
}
