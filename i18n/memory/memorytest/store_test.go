package memorytest

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/memory"
)

func TestStore(t *testing.T) {
	Run(t, func(*testing.T) memory.Store { return &Store{} })
}
