package assetstest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
)

func TestStore(t *testing.T) {
	assetstest.Run(t, func(*testing.T) assets.Store { return assetstest.NewStore() })
}
