package i18ntest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/i18ntest"
)

func TestStore(t *testing.T) {
	i18ntest.Run(t, func(*testing.T) i18n.Store { return new(i18ntest.Store) })
}
