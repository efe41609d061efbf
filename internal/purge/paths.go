package purge

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/journal"
)

// Notice says which addresses show something else now.
type Notice struct {
	ID    string   `json:"id"`    // of the last event that it tells of: the same when it is told again
	Paths []string `json:"paths"` // each * stands for anything but a slash
}

// told is what the journal keeps of a pack, as far as addresses are made of it.
type told struct {
	Slug     string `json:"slug"`
	Pack     *told  `json:"pack"`
	Takedown *struct {
		Revoked []string `json:"revoked"`
	} `json:"takedown"`
}

// lists are the addresses that every change of a pack may show in.
var lists = []string{
	"/*/*", "/*/*/collabs/*", "/v1/storefronts", "/v1/storefronts/*/*", "/v1/storefronts/*/*/packs",
	"/v1/storefronts/*/*/collabs", "/v1/storefronts/*/*/collabs/*",
}

// silent are events of packs that readers see nothing of.
var silent = []string{"pack.claim", "pack.counter_notice"}

// pathsOf are the addresses that events of packs changed, each once.
func pathsOf(events []journal.Event) []string {
	var paths []string
	for _, e := range events {
		if !strings.HasPrefix(e.Type, "pack.") || slices.Contains(silent, e.Type) {
			continue
		}
		var data told
		if json.Unmarshal(e.Data, &data) != nil {
			continue
		}
		slug := data.Slug
		if data.Pack != nil {
			slug = data.Pack.Slug
		}
		paths = append(paths, lists...)
		paths = append(paths, "/v1/storefronts/*/*/packs/"+e.Subject)
		if slug != "" {
			paths = append(paths, "/*/*/packs/"+slug, "/v1/storefronts/*/*/packs/"+slug)
		}
		if e.Type == "pack.lifted" {
			paths = append(paths, "/v1/assets/revoked")
		}
		if data.Takedown == nil {
			continue
		}
		for _, digest := range data.Takedown.Revoked {
			paths = append(paths, "/assets/"+digest+".*")
		}
		paths = append(paths, "/v1/assets/revoked")
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}
