package i18n

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// watch turns events of the file system into signs. It watches folders, not files: editors replace a file
// by renaming another over it.
type watch struct {
	signs   chan struct{} // holds at most one
	folders []string
	log     *slog.Logger

	watcher *fsnotify.Watcher // nil where the system has none; the sweep has to do then
	done    sync.WaitGroup
}

func newWatch(config Config) *watch {
	w := &watch{signs: make(chan struct{}, 1), log: config.Log}
	for _, l := range config.Layers {
		if l.Directory != "" {
			w.folders = append(w.folders, l.Directory)
		}
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		w.log.Warn("file system gives no events; files are looked at every 30 s", "error", err)
		return w
	}
	w.watcher = watcher
	w.renew()
	w.sign() // for what changed before the watch began
	w.done.Go(w.listen)
	return w
}

func (w *watch) close() {
	if w.watcher != nil {
		_ = w.watcher.Close() // ends listen; nothing else is left to lose
	}
	w.done.Wait()
}

func (w *watch) listen() {
	for {
		select {
		case _, open := <-w.watcher.Events:
			if !open {
				return
			}
			w.sign()
		case err, open := <-w.watcher.Errors:
			if !open {
				return
			}
			w.log.Warn("events of the file system lost", "error", err)
			w.sign()
		}
	}
}

func (w *watch) sign() {
	select {
	case w.signs <- struct{}{}:
	default:
	}
}

// renew watches the folders and the projects in them as they are now; what is watched already stays so.
func (w *watch) renew() {
	if w.watcher == nil {
		return
	}
	for _, folder := range w.folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue // not there yet: the next sweep comes back
		}
		w.add(folder)
		for _, e := range entries {
			if e.IsDir() {
				w.add(filepath.Join(folder, e.Name()))
			}
		}
	}
}

func (w *watch) add(folder string) {
	err := w.watcher.Add(folder)
	if err != nil {
		w.log.Warn("folder not watched", "folder", folder, "error", err)
	}
}
