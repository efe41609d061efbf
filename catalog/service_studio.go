package catalog

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/journal"
)

// OpenStudio makes the creator of somebody who signed up. Its slug is made of the studio's name; where
// that has no Latin letters, or another creator has it, it ends with a part of the creator's id. It may
// be called again for the same sign-up.
func (s *Service) OpenStudio(ctx context.Context, up accounts.SignUp) error {
	creator := Creator{ID: up.CreatorOf(), Slug: slugOf(up.Studio), Name: shownName(up.Studio), Account: up.Account}
	_, err := s.store.Creator(ctx, creator.ID)
	if err == nil || !errors.Is(err, ErrCreatorNotFound) {
		return err
	}
	suffix := creator.ID[len(creator.ID)-8:]
	if !packfile.ValidSlug(creator.Slug) {
		creator.Slug = "studio-" + suffix
	}
	record := func() journal.Record {
		entry := journal.NewAuditEntry(journal.Origin{Actor: up.Account}, "creator.create", creator.ID, nil, creator, s.now())
		return journal.Record{Audit: []journal.AuditEntry{entry}}
	}
	err = s.store.SaveCreator(ctx, creator, record())
	if errors.Is(err, ErrCreatorTaken) {
		creator.Slug += "-" + suffix
		err = s.store.SaveCreator(ctx, creator, record())
	}
	return err
}

// maxStudioSlug leaves room behind a slug for a part of an id.
const maxStudioSlug = 48

// slugOf is a name in lower-case Latin letters and digits, with hyphens between the words; "" when it has
// none of them.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		letter := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		switch {
		case letter:
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // an accent
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := b.String()
	return strings.Trim(slug[:min(len(slug), maxStudioSlug)], "-")
}

// shownName is a name as a creator may have it: without what cannot be seen.
func shownName(name string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name)
	shown := []rune(packfile.Clean(visible))
	name = packfile.Clean(string(shown[:min(len(shown), packfile.MaxCreatorName)]))
	if !packfile.ValidName(name) {
		return "Studio"
	}
	return name
}
