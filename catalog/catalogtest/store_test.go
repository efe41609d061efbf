package catalogtest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog/catalogtest"
)

func TestStore(t *testing.T) {
	catalogtest.Run(t, func(*testing.T) catalogtest.Harness {
		store := catalogtest.NewStore()
		return catalogtest.Harness{Store: store, Recorded: store.Recorded}
	})
}
