package assignmenttest

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/assignment"
)

func TestStore(t *testing.T) {
	Run(t, func(*testing.T) assignment.Store { return &Store{} })
}
