package translation

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of dismissals.
var (
	// ErrFindingNotFound: the checker does not say that of the text. Facts: message, check.
	ErrFindingNotFound = fault.Define(fault.NotFound, "finding-not-found")
	// ErrFindingIsError: an error would harm clients, so it cannot be dismissed. Facts: message, check.
	ErrFindingIsError = fault.Define(fault.Conflict, "finding-is-error")
	// ErrReasonInvalid: a dismissal needs a reason that is not too long. Facts: limit, in characters.
	ErrReasonInvalid = fault.Define(fault.Invalid, "dismissal-reason-invalid")
)

// maxReason is how long the reason of a dismissal may be, in characters.
const maxReason = 500

// Dismissal is somebody's word that a warning about a text is none. It holds while neither the text nor its source
// changes.
type Dismissal struct {
	Part
	Check      string
	Form       string // plural category, or ""
	SourceHash string
	Revision   string // of the text
	Reason     string
	Account    string // who said so; of a program, its key
	At         time.Time
}

// Dismissed is a finding that was dismissed.
type Dismissed struct {
	check.Finding
	Dismissal Dismissal
}

// Dismissals keeps dismissals, one for each check of each form of a message.
type Dismissals interface {
	// Dismiss records a dismissal in the place of one for the same finding.
	Dismiss(ctx context.Context, d Dismissal, record journal.Record) error

	// Restore forgets a dismissal; one that is gone is no failure.
	Restore(ctx context.Context, part Part, check, form string, record journal.Record) error

	// Dismissals returns all of a locale, also those whose texts have changed.
	Dismissals(ctx context.Context, project string, locale i18n.Locale) ([]Dismissal, error)
}

// dismissals returns those of a locale by message.
func (s *Service) dismissals(ctx context.Context, project string, locale i18n.Locale) (map[string][]Dismissal, error) {
	found, err := s.store.Dismissals(ctx, Home(project), locale)
	by := map[string][]Dismissal{}
	for _, d := range found {
		by[d.Message] = append(by[d.Message], d)
	}
	return by, err
}

// settle puts the findings that were dismissed apart.
func (t *table) settle(m *Translation) {
	m.Findings, m.Dismissed = t.apart(m, m.Findings)
}

// apart parts findings about a text into those that hold and those that were dismissed.
func (t *table) apart(m *Translation, findings []check.Finding) (kept []check.Finding, dismissed []Dismissed) {
	source := SourceHash(m.Source)
	for _, f := range findings {
		i := slices.IndexFunc(t.dismissed[m.Message], func(d Dismissal) bool {
			return d.Check == f.Check && d.Form == f.Form && d.SourceHash == source && d.Revision == m.Revision
		})
		if i < 0 || f.Severity == check.Error {
			kept = append(kept, f)
			continue
		}
		dismissed = append(dismissed, Dismissed{f, t.dismissed[m.Message][i]})
	}
	return kept, dismissed
}

// Dismiss says that a warning about a text of now is none, and why.
func (s *Service) Dismiss(ctx context.Context, by accounts.By, part Part, id, form, reason string) (Translation, error) {
	err := MayWord(by, part.Locale)
	if err != nil {
		return Translation{}, err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > maxReason {
		return Translation{}, ErrReasonInvalid.With("limit", maxReason)
	}
	m, err := s.Message(ctx, part)
	if err != nil {
		return m, err
	}
	i := slices.IndexFunc(m.Findings, func(f check.Finding) bool { return f.Check == id && f.Form == form })
	if i < 0 {
		return m, ErrFindingNotFound.With("message", part.Message, "check", id)
	}
	if m.Findings[i].Severity == check.Error {
		return m, ErrFindingIsError.With("message", part.Message, "check", id)
	}
	d := Dismissal{
		Part: m.Part, Check: id, Form: form, SourceHash: SourceHash(m.Source), Revision: m.Revision, Reason: reason,
		Account: by.Origin().Actor, At: s.now().UTC().Truncate(time.Microsecond),
	}
	after := map[string]string{"check": id, "form": form, "reason": reason}
	err = s.store.Dismiss(ctx, d, s.audited(by, "finding.dismiss", m.Part, nil, after))
	if err != nil {
		return m, err
	}
	return s.Message(ctx, part)
}

// Restore takes a dismissal back.
func (s *Service) Restore(ctx context.Context, by accounts.By, part Part, id, form string) (Translation, error) {
	err := MayWord(by, part.Locale)
	if err != nil {
		return Translation{}, err
	}
	m, err := s.Message(ctx, part)
	if err != nil {
		return m, err
	}
	same := func(d Dismissed) bool { return d.Check == id && d.Form == form }
	if !slices.ContainsFunc(m.Dismissed, same) {
		return m, ErrFindingNotFound.With("message", part.Message, "check", id)
	}
	before := map[string]string{"check": id, "form": form}
	err = s.store.Restore(ctx, m.Part, id, form, s.audited(by, "finding.restore", m.Part, before, nil))
	if err != nil {
		return m, err
	}
	return s.Message(ctx, part)
}
