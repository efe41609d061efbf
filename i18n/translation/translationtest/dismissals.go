package translationtest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// finding names what a dismissal is about.
type finding struct {
	translation.Part
	check, form string
}

// Dismiss implements [translation.Dismissals].
func (s *Store) Dismiss(ctx context.Context, d translation.Dismissal, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dismissed == nil {
		s.dismissed = map[finding]translation.Dismissal{}
	}
	s.dismissed[finding{d.Part, d.Check, d.Form}] = d
	s.Audit = append(s.Audit, record.Audit...)
	return ctx.Err()
}

// Restore implements [translation.Dismissals].
func (s *Store) Restore(ctx context.Context, part translation.Part, check, form string, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.dismissed, finding{part, check, form})
	s.Audit = append(s.Audit, record.Audit...)
	return ctx.Err()
}

// Dismissals implements [translation.Dismissals].
func (s *Store) Dismissals(ctx context.Context, project string, locale i18n.Locale) ([]translation.Dismissal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []translation.Dismissal{}
	for _, d := range s.dismissed {
		if d.Project == project && d.Locale == locale {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, byFinding)
	return all, ctx.Err()
}

func byFinding(a, b translation.Dismissal) int {
	return cmp.Or(cmp.Compare(a.Message, b.Message), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Form, b.Form))
}

func dismissal(message, check, form string) translation.Dismissal {
	return translation.Dismissal{
		Part: translation.Part{Project: "app", Locale: "ko", Message: message}, Check: check, Form: form, SourceHash: "h", Revision: "r",
		Reason: "\"왜\"\n🐰", Account: "acc_1", At: at.Add(1234 * time.Microsecond),
	}
}

func dismissalsComeBackAndGo(t *testing.T, s translation.Store) {
	elsewhere := dismissal("a", "Q05", "")
	elsewhere.Locale = "ja"
	first, second := dismissal("a b/c", "Q05", ""), dismissal("a b/c", "Q05", "one")
	again := first
	again.Reason, again.Revision = "later", "r2"
	err := errors.Join(s.Dismiss(t.Context(), first, record()), s.Dismiss(t.Context(), second, record()),
		s.Dismiss(t.Context(), elsewhere, record()), s.Dismiss(t.Context(), again, record()))
	if err != nil {
		t.Fatal(err)
	}
	check := func(wanted ...translation.Dismissal) {
		t.Helper()
		all, err := s.Dismissals(t.Context(), "app", "ko")
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(all, byFinding)
		want(t, all, append([]translation.Dismissal{}, wanted...))
	}
	check(again, second)
	for range 2 {
		if err := s.Restore(t.Context(), again.Part, "Q05", "", record()); err != nil {
			t.Fatal(err)
		}
	}
	check(second)
}
