package catalog

import (
	"context"
	"errors"
	"maps"
	"strconv"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// Staff finds those whom letters are for.
type Staff interface {
	// Account returns the account with this id, or ErrAccountNotFound of package accounts.
	Account(ctx context.Context, id string) (accounts.Account, error)

	// WithRole returns the accounts that may come in and have a role.
	WithRole(ctx context.Context, role accounts.Role) ([]accounts.Account, error)
}

// news is what letters tell of a pack.
type news struct {
	topic  accounts.Topic
	kind   string
	pack   Pack
	titles map[i18n.Locale]string
	path   string
	facts  map[string]string
	points []journal.Point
}

// Addresses of the studio that letters lead to.
const (
	studioPacks  = "/studio/packs/"
	studioReview = "/studio/review/"
	studioMails  = "/studio/settings#mails"
)

// letters writes to everyone who wants to hear of it, but for who did it. Each is in the language of its
// reader when it goes out; the pack's title is chosen for them here.
func (s *Service) letters(by By, readers []accounts.Account, n news) []journal.Letter {
	var all []journal.Letter
	for _, reader := range readers {
		if reader.ID == by.Account || !reader.Hears(n.topic) {
			continue
		}
		locale := ""
		chain := []i18n.Locale{"en"}
		if !reader.Language.IsRoot() {
			locale = reader.Language.String()
			chain = i18n.Chain(i18n.Locale(locale))
		}
		facts := map[string]string{"path": n.path, "settings": studioMails}
		maps.Copy(facts, n.facts)
		facts["Pack"] = TextsOf(n.titles).In(fallback(chain, n.pack.SourceLocale)).Text
		letter := journal.NewLetter(reader.Email, locale, n.kind, facts, s.now())
		letter.Points = n.points
		all = append(all, letter)
	}
	return all
}

// reader is the account with an id, alone; nobody when there is none, or it is not an account's.
func (s *Service) reader(ctx context.Context, id string) ([]accounts.Account, error) {
	if s.staff == nil || id == "" {
		return nil, nil
	}
	account, err := s.staff.Account(ctx, id)
	if errors.Is(err, accounts.ErrAccountNotFound) {
		return nil, nil
	}
	return []accounts.Account{account}, err
}

// reviewLetters tells reviewers what waits for them, and designers what became of their release.
func (s *Service) reviewLetters(ctx context.Context, by By, x *examined, note releaseNote) ([]journal.Letter, error) {
	n := news{
		pack: x.draft.Pack, titles: note.Titles, topic: accounts.TopicDecisions, path: studioPacks + note.Pack + "/releases",
		facts: map[string]string{"Release": strconv.Itoa(note.Release)}, points: note.points(),
	}
	switch x.event {
	case "release.submitted", "release.appealed":
		n.topic, n.path, n.kind = accounts.TopicQueue, studioReview+note.Pack, string(note.State)
		if note.Appeal {
			n.kind = "appealed"
		}
		return s.reviewerLetters(ctx, by, note, n)
	case "release.approved", "release.rejected":
		n.kind = string(note.State)
		if !x.first {
			n.kind = "appeal_" + n.kind
		}
	default:
		return nil, nil
	}
	readers, err := s.reader(ctx, note.Account)
	return s.letters(by, readers, n), err
}

// reviewerLetters writes to the reviewers who may decide about the release.
func (s *Service) reviewerLetters(ctx context.Context, by By, note releaseNote, n news) ([]journal.Letter, error) {
	if s.staff == nil {
		return nil, nil
	}
	readers, err := s.staff.WithRole(ctx, accounts.Reviewer)
	var independent []accounts.Account
	for _, reader := range readers {
		if reader.ID != note.Account && reader.ID != note.Author {
			independent = append(independent, reader)
		}
	}
	return s.letters(by, independent, n), err
}

// points are the reasons of a decision, the whole pack's and each sticker's, and what was noted.
func (n releaseNote) points() []journal.Point {
	var points []journal.Point
	for _, reason := range n.Reasons {
		points = append(points, journal.Point{About: n.Codes[reason.Sticker], Words: "reason." + reason.Code + ".text", Note: reason.Note})
	}
	if n.Note != "" {
		points = append(points, journal.Point{Note: n.Note})
	}
	return points
}

// saleLetters tells whom a pack's creator belongs to that it is on sale, or no longer.
func (s *Service) saleLetters(ctx context.Context, by By, n news) ([]journal.Letter, error) {
	creator, err := s.store.Creator(ctx, n.pack.Creator)
	if err != nil {
		return nil, err
	}
	readers, err := s.reader(ctx, creator.Account)
	n.topic, n.path = accounts.TopicSales, studioPacks+n.pack.ID
	return s.letters(by, readers, n), err
}
