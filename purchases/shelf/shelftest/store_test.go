package shelftest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/purchases/shelf"
	"github.com/hallyu-store/hallyu/purchases/shelf/shelftest"
)

func TestStore(t *testing.T) {
	shelftest.Run(t, func(*testing.T) shelf.Store { return shelftest.NewStore() })
}
