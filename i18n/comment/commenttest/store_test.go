package commenttest

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/comment"
)

func TestStore(t *testing.T) {
	Run(t, func(*testing.T) comment.Store { return &Store{} })
}
