package app

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/internal/web"
)

// staleAfter is how old the last look at the catalog may be before that is worth telling.
const staleAfter = 10 * time.Second

var (
	errStale  = errors.New("the catalog was not looked at for too long")
	errUnread = errors.New("locale files cannot be read; what was read before is served")
	errFaulty = errors.New("locale files have faults; what was good before is served")
)

// checks are what /readyz?verbose and the metrics say. None of them closes the doors: a store without
// its database still serves what it has.
func (t *tied) checks() []web.Check {
	return []web.Check{
		{Name: "database", Run: t.db.Ready},
		{Name: "assets", Run: t.files.ready},
		{Name: "catalog", Run: func(context.Context) error { return t.looked.fresh(time.Now()) }, Say: t.sayCatalog},
		{Name: "locales", Run: func(context.Context) error { return t.faultyLocales() }, Say: t.sayLocales},
		{Name: "channels", Run: func(context.Context) error { return t.releases.Failed() }},
	}
}

func (t *tied) sayCatalog() string {
	snapshot := t.publisher.Current()
	return fmt.Sprintf("revision %s, %d packs", snapshot.Revision(), snapshot.PackCount())
}

func (t *tied) faultyLocales() error {
	if err := t.words.Unread(); err != nil {
		return fmt.Errorf("%w: %w", errUnread, err)
	}
	if t.localeFindings()[check.Error] > 0 {
		return errFaulty
	}
	return nil
}

func (t *tied) sayLocales() string {
	found := t.localeFindings()
	return fmt.Sprintf("%d errors, %d warnings", found[check.Error], found[check.Warn])
}

// localeFindings counts what is wrong with the locale files in force, by severity.
func (t *tied) localeFindings() map[check.Severity]int {
	found := map[check.Severity]int{check.Error: 0, check.Warn: 0}
	for _, f := range t.words.Current().Findings() {
		found[f.Severity]++
	}
	return found
}

// looked notes when the catalog was last looked at with success.
type looked struct {
	catalog.Store
	at atomic.Int64 // Unix time in nanoseconds
}

// Sequence implements catalog.PublicationStore: it is what every look begins with.
func (l *looked) Sequence(ctx context.Context) (int64, error) {
	sequence, err := l.Store.Sequence(ctx)
	if err == nil {
		l.at.Store(time.Now().UnixNano())
	}
	return sequence, err
}

func (l *looked) last() time.Time { return time.Unix(0, l.at.Load()) }

func (l *looked) fresh(now time.Time) error {
	if now.Sub(l.last()) > staleAfter {
		return errStale
	}
	return nil
}
