package translation

import (
	"context"
	"errors"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// MaxApproved is how many texts are approved together.
const MaxApproved = 200

// Seen is a text of a message that somebody read.
type Seen struct {
	Message  string // id
	Revision string // of the text that was read; "" for the one of now
}

// Approval says that many texts of a locale are right as they are.
type Approval struct {
	Project string
	Locale  i18n.Locale
	Texts   []Seen // at most [MaxApproved]; of those that name one message, the first counts
}

// Outcome is what became of one text of an approval.
type Outcome struct {
	Message string
	Refused error // why it was not approved: [ErrOwnReview], [ErrStale], [ErrEmpty] or [i18n.ErrMessageNotFound]; nil when it is
}

// Approve records that texts are right. Each is taken or refused for itself as [Service.Judge] would, in the order in
// which they were named; those of a project, or of one pack, are kept together.
func (s *Service) Approve(ctx context.Context, by accounts.By, a Approval) ([]Outcome, error) {
	err := MayWord(by, a.Locale)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	refused := map[string]error{}
	for _, texts := range s.byTable(a) {
		err := s.approveAnew(ctx, by, Approval{a.Project, a.Locale, texts}, refused)
		if err != nil {
			return nil, err
		}
	}
	var outcomes []Outcome
	for _, seen := range unique(a.Texts) {
		outcomes = append(outcomes, Outcome{seen.Message, refused[seen.Message]})
	}
	return outcomes, nil
}

// unique leaves out texts whose message was named before.
func unique(texts []Seen) []Seen {
	known := map[string]bool{}
	var all []Seen
	for _, seen := range texts {
		if !known[seen.Message] {
			all = append(all, seen)
		}
		known[seen.Message] = true
	}
	return all
}

// byTable parts texts by the tables that they stand in: one of a project, or one of each pack.
func (s *Service) byTable(a Approval) [][]Seen {
	var groups [][]Seen
	at := map[string]int{}
	for _, seen := range unique(a.Texts) {
		pack := ""
		if s.ofPacks(a.Project) {
			pack, _, _ = strings.Cut(seen.Message, ".")
		}
		i, known := at[pack]
		if !known {
			i = len(groups)
			at[pack], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], seen)
	}
	return groups
}

// approveAnew approves texts of one table, anew when somebody else wrote there meanwhile.
func (s *Service) approveAnew(ctx context.Context, by accounts.By, a Approval, refused map[string]error) error {
	moved := func(err error) bool { return errors.Is(err, ErrStale) || errors.Is(err, ErrPackMoved) }
	err := s.approve(ctx, by, a, refused)
	for try := 1; try < attempts && moved(err); try++ {
		err = s.approve(ctx, by, a, refused)
	}
	if moved(err) || errors.Is(err, i18n.ErrMessageNotFound) {
		for _, seen := range a.Texts {
			refused[seen.Message] = err
			if errors.Is(err, ErrPackMoved) {
				refused[seen.Message] = ErrStale.With("project", a.Project, "message", seen.Message, "locale", a.Locale).Because(err)
			}
		}
		return nil
	}
	return err
}

// approve approves texts of one table together, and notes why some are refused.
func (s *Service) approve(ctx context.Context, by accounts.By, a Approval, refused map[string]error) error {
	t, err := s.tableOf(ctx, Part{a.Project, a.Locale, a.Texts[0].Message})
	if err != nil {
		return err
	}
	var revisions []Revision
	var record journal.Record
	var changed []Part
	for _, seen := range a.Texts {
		now := t.translation(seen.Message)
		err := s.approvable(ctx, by, now, seen)
		if fault.As(err) == nil && err != nil {
			return err
		}
		refused[seen.Message] = err
		if err != nil || now.State == Reviewed {
			continue
		}
		next := verdictOn(now, Verdict{Part: now.Part, Approved: true})
		revisions = append(revisions, s.revisions(by, t, now, next)...)
		record.Audit = append(record.Audit, s.audited(by, "translation.review", now.Part, now.Revision, now.Revision).Audit...)
		changed = append(changed, now.Part)
	}
	if len(revisions) == 0 {
		return nil
	}
	err = s.keepAll(ctx, by, t, revisions, record)
	if err == nil {
		for _, part := range changed {
			s.changed(part)
		}
	}
	return err
}

// approvable says why somebody may not approve a text.
func (s *Service) approvable(ctx context.Context, by accounts.By, now Translation, seen Seen) error {
	switch {
	case now.Source == nil && now.Target == nil:
		return i18n.ErrMessageNotFound.With("project", now.Project, "message", now.Message)
	case seen.Revision != "" && seen.Revision != now.Revision:
		return ErrStale.With("project", now.Project, "message", now.Message, "locale", now.Locale, "revision", now.Revision)
	}
	return s.reviewable(ctx, by, now)
}
