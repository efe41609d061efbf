package i18n

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/i18n/format"
)

// Pace of the watch.
const (
	debounce = 300 * time.Millisecond // from the first sign of a change to the look at the files
	sweep    = 30 * time.Second       // between looks without any sign: some file systems give none

	// PollEvery is how often layers are looked at whose files are [Polled].
	PollEvery = time.Second
)

// Config says where words come from.
type Config struct {
	Layers  []Layer             // lower ones first: a message of an upper layer replaces that of a lower one
	Sources map[string]Locale   // source locale by project; else English when there is any, else the first by tag
	Related map[Locale][]Locale // locales of other languages that may stand in, by the operator's choice
	Log     *slog.Logger        // nil for slog.Default()
	Now     func() time.Time    // nil for time.Now
	Swapped func(*Bundle)       // called after each swap, one call at a time; may be nil
}

// Reloader holds the bundle of the moment and renews it when files change. A file that cannot be read keeps
// its last good version, a faulty message its last good text; what is wrong is in [Bundle.Findings].
type Reloader struct {
	config  Config
	current atomic.Pointer[Bundle]

	mu      sync.Mutex // held by one reload at a time
	layers  []map[string]*document
	written *format.Document // the file that was written last: the next writer of it need not read it again

	away []atomic.Pointer[failure] // why a layer could not be read whole; nil when it could
}

// Open reads all layers once. It does not fail: what cannot be read is logged and found missing.
func Open(config Config) *Reloader {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	r := &Reloader{
		config: config, layers: make([]map[string]*document, len(config.Layers)), away: make([]atomic.Pointer[failure], len(config.Layers)),
	}
	r.current.Store(NewBundle())
	r.Reload()
	return r
}

// Current returns the bundle of the moment. A request calls it once and keeps to what it got.
func (r *Reloader) Current() *Bundle { return r.current.Load() }

// Reload looks at all files now and, when any is different, swaps the bundle. It reports whether it did.
func (r *Reloader) Reload() bool { return r.look(look{}) }

// ReloadLocale looks only at what a project says in a locale and in its source locale, and at files that are new.
func (r *Reloader) ReloadLocale(project string, locale Locale) bool {
	source := Locale("")
	if p, err := r.Current().Project(project); err == nil {
		source = p.Source()
	}
	return r.look(look{of: func(d *document) bool {
		said := Locale(d.file.Locale)
		return d.project == project && (d.settings != nil || said == locale || said == source)
	}})
}

// poll looks at the layers that give no signs.
func (r *Reloader) poll() bool { return r.look(look{at: Layer.polled}) }

// look says what is looked at; nil is all.
type look struct {
	at func(Layer) bool
	of func(*document) bool // among the documents that are known
}

func (r *Reloader) look(l look) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed := false
	for i, layer := range r.config.Layers {
		if l.at != nil && !l.at(layer) {
			continue
		}
		documents, different, err := layer.read(r.layers[i], l.of)
		if err != nil || l.of == nil {
			r.tell(i, err) // what is away for a moment must not take its words away
		}
		if documents != nil && different {
			r.layers[i] = documents
			changed = true
		}
	}
	if changed {
		r.swap()
	}
	return changed
}

func (r *Reloader) swap() {
	started := time.Now()
	l := loader{
		layers: r.layers, sources: r.config.Sources, related: r.config.Related,
		before: r.current.Load(), now: r.config.Now(), log: r.config.Log,
	}
	b := l.bundle()
	r.current.Store(b)
	r.config.Log.Info("words loaded", "projects", b.Projects(), "findings", len(b.findings), "took", time.Since(started))
	for _, f := range b.findings {
		r.config.Log.Warn("locale file", "check", f.Check, "severity", f.Severity, "file", f.File, "line", f.Line,
			"key", f.Key, "message", b.Store().Text("en", f.Words(), f.Facts))
	}
	if r.config.Swapped != nil {
		r.config.Swapped(b)
	}
}

// Run watches the layers until ctx is done: signs of the file system, 300 ms to let an editor finish, a look at polled
// files every [PollEvery], and one at all files every 30 s. It returns ctx's error.
func (r *Reloader) Run(ctx context.Context) error {
	w := newWatch(r.config)
	defer w.close()
	return r.run(ctx, w.signs, w.renew)
}

// run reloads on signs and on every sweep, before which renew is called.
func (r *Reloader) run(ctx context.Context, signs <-chan struct{}, renew func()) error {
	ticker := time.NewTicker(sweep)
	defer ticker.Stop()
	var poll, settled <-chan time.Time
	if slices.ContainsFunc(r.config.Layers, Layer.polled) {
		poll = time.Tick(PollEvery)
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-signs:
			if settled == nil {
				settled = time.After(debounce)
			}
		case <-settled:
			settled = nil
			renew()
			r.Reload()
		case <-poll:
			r.poll()
		case <-ticker.C:
			renew()
			r.Reload()
		}
	}
}
