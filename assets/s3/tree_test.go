package s3_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/assets/s3/s3test"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/i18ntest"
)

func TestTreeOfLocaleFiles(t *testing.T) {
	i18ntest.RunFiles(t, func(t *testing.T) func() i18n.Layer {
		bucket := s3test.Store(t)
		return func() i18n.Layer { return i18n.Layer{Name: "bucket", Files: bucket.Tree("words/of ours")} }
	})
}

func replace(t *testing.T, tree *s3.Tree, name, before, data string) {
	t.Helper()
	old := []byte(before)
	if before == "" {
		old = nil
	}
	if done, err := tree.Replace(name, old, []byte(data)); err != nil || !done {
		t.Fatalf("%s: %v %v", name, done, err)
	}
}

func TestTreeIsAFileSystem(t *testing.T) {
	bucket := s3test.Store(t)
	tree := bucket.Tree("locales")
	replace(t, tree, "store/active.ko.toml", "", "a")
	replace(t, tree, "store/pictures/of/1.png", "", "bb")
	replace(t, tree, "empty.toml", "", "x")
	replace(t, bucket.Tree("locales-of-others"), "not/ours.toml", "", "c")
	put(t, bucket, []byte("an asset"))
	again := bucket.Tree("locales")
	if err := again.Look(); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(again, "store/active.ko.toml", "store/pictures/of/1.png", "empty.toml"); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadFile(again, "not/ours.toml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another prefix: %v", err)
	}
	if again.Version("store/active.ko.toml") == "" || again.Version("none") != "" {
		t.Error("versions are missing, or invented")
	}
}

// While the storage is away, words stay, and writing is refused soon. When it is back, both go on.
func TestTreeOfAStorageThatIsAway(t *testing.T) {
	for what, spoil := range map[string]map[string]any{"reset_peer": {"timeout": 0}, "timeout": {"timeout": 0}} {
		bucket, proxy := spoiled(t)
		tree := bucket.Tree("locales")
		replace(t, tree, "demo/active.en.toml", "", `a = "A"`)
		words := i18n.Open(i18n.Config{Layers: []i18n.Layer{{Name: "bucket", Files: bucket.Tree("locales")}}, Log: slog.New(slog.DiscardHandler)})
		replace(t, tree, "demo/active.en.toml", `a = "A"`, `a = "new"`)
		proxy.Poison(t, what, spoil)
		begin := time.Now()
		if words.Reload() || words.Unread() == nil || !strings.Contains(words.Unread().Error(), "bucket") {
			t.Errorf("%s: %v", what, words.Unread())
		}
		err := words.Write("demo", "en", "a", map[i18n.Category]string{"other": "mine"})
		if !errors.Is(err, assets.ErrStorageUnavailable) || time.Since(begin) > 4*time.Second {
			t.Errorf("%s: writing: %v after %v", what, err, time.Since(begin))
		}
		if p, err := words.Current().Project("demo"); err != nil || p.Text("en", "a", nil) != "A" {
			t.Errorf("%s: the words are gone: %v", what, err)
		}
		proxy.Mend(t)
		if !words.Reload() || words.Unread() != nil {
			t.Errorf("%s: not read again: %v", what, words.Unread())
		}
	}
}
