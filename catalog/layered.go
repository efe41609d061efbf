package catalog

import "maps"

// layered is a map that is never changed: with copies a small layer over a large one, so that a few
// more entries among many cost little. The zero value is empty.
type layered[K comparable, V any] struct {
	base, top map[K]V
}

// get returns the value of key.
func (l layered[K, V]) get(key K) (V, bool) {
	if v, found := l.top[key]; found {
		return v, true
	}
	v, found := l.base[key]
	return v, found
}

// with returns a map that has the entries of l and of more.
func (l layered[K, V]) with(more map[K]V) layered[K, V] {
	if len(more) == 0 {
		return l
	}
	top := make(map[K]V, len(l.top)+len(more))
	maps.Copy(top, l.top)
	maps.Copy(top, more)
	if len(top) <= 256+len(l.base)/16 {
		return layered[K, V]{l.base, top}
	}
	base := make(map[K]V, len(l.base)+len(top))
	maps.Copy(base, l.base)
	maps.Copy(base, top)
	return layered[K, V]{base: base}
}
