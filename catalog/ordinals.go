package catalog

import (
	"math/bits"
	"slices"
)

// ordinals is a set of packs, a bit for each. The zero value is empty.
type ordinals []uint64

// add returns the set with a pack more; it may change o.
func (o ordinals) add(pack int32) ordinals {
	if missing := int(pack)/64 + 1 - len(o); missing > 0 {
		o = append(o, make(ordinals, missing)...)
	}
	o[pack/64] |= 1 << (pack % 64)
	return o
}

// has reports whether the pack is in the set.
func (o ordinals) has(pack int32) bool {
	return int(pack/64) < len(o) && o[pack/64]&(1<<(pack%64)) != 0
}

// empty reports whether no pack is in the set.
func (o ordinals) empty() bool {
	return !slices.ContainsFunc(o, func(word uint64) bool { return word != 0 })
}

// each visits the packs, in order.
func (o ordinals) each(visit func(pack int32)) {
	for i, word := range o {
		for ; word != 0; word &= word - 1 {
			visit(int32(64*i + bits.TrailingZeros64(word)))
		}
	}
}

// and, or and without return a new set.
func (o ordinals) and(other ordinals) ordinals {
	both := slices.Clone(o[:min(len(o), len(other))])
	for i := range both {
		both[i] &= other[i]
	}
	return both
}

func (o ordinals) or(other ordinals) ordinals {
	if len(o) < len(other) {
		o, other = other, o
	}
	any := slices.Clone(o)
	for i, word := range other {
		any[i] |= word
	}
	return any
}

func (o ordinals) without(other ordinals) ordinals {
	rest := slices.Clone(o)
	for i := range min(len(o), len(other)) {
		rest[i] &^= other[i]
	}
	return rest
}

// ordinalsOf returns the set of some packs.
func ordinalsOf(packs []int32) ordinals {
	var set ordinals
	if len(packs) > 0 {
		set = make(ordinals, slices.Max(packs)/64+1)
	}
	for _, pack := range packs {
		set = set.add(pack)
	}
	return set
}
