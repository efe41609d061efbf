package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/i18n/release/releasetest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

func TestStringReleases(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		releasetest.Run(t, func(t *testing.T) release.Store { return open(t).StringReleases() })
	})
}
