package translationtest

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/translation"
)

func TestStore(t *testing.T) {
	Run(t, func(*testing.T) translation.Store { return &Store{} })
}
