package i18n_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/i18ntest"
)

func TestFolder(t *testing.T) {
	i18ntest.RunFiles(t, func(t *testing.T) func() i18n.Layer {
		folder := t.TempDir()
		return func() i18n.Layer { return i18n.Directory(folder) }
	})
}
