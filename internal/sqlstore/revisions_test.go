package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/i18n/translation/translationtest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

func TestRevisions(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		translationtest.Run(t, func(t *testing.T) translation.Store { return open(t).Revisions() })
	})
}
