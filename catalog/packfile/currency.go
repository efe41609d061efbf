package packfile

import (
	"sync"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// currencies are those that regions use.
var currencies = sync.OnceValue(func() map[string]bool {
	used := map[string]bool{}
	for _, region := range cldr.Regions() {
		if code := cldr.CurrencyOf(region); code != "" {
			used[code] = true
		}
	}
	return used
})
