package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/assignment/assignmenttest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

func TestAssignments(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		assignmenttest.Run(t, func(t *testing.T) assignment.Store { return open(t).Assignments() })
	})
}
