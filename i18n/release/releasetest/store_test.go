package releasetest

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/release"
)

func TestStore(t *testing.T) {
	Run(t, func(*testing.T) release.Store { return &Store{} })
}
