package shelf

import (
	"cmp"
	"maps"
	"slices"
)

// newest are the latest of what was sent, the latest first.
func newest(latest map[string]Recent, keep int) []Recent {
	all := slices.SortedFunc(maps.Values(latest), func(a, b Recent) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Sticker, b.Sticker))
	})
	return all[:min(len(all), keep)]
}
