package translation

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
)

// Authored is a part of a text with who wrote it.
type Authored struct {
	Text    string
	Number  int    // of the revision that brought it; 0 of what a file says and nobody told of
	Account string // "" when only the file is known
	Origin  Origin
	At      time.Time // zero for number 0
}

// blamed is how many revisions are looked through for who wrote a text. What is older counts as written by the first of
// them.
const blamed = 500

// Blame says who wrote which words of the text that stands, by form. Words are those of UAX #29: where a script does not
// part them, letters.
func (s *Service) Blame(ctx context.Context, part Part) (map[i18n.Category][]Authored, error) {
	m, err := s.Message(ctx, part)
	if err != nil || m.Target == nil {
		return nil, err
	}
	history, err := s.store.History(ctx, m.Part, 0, blamed)
	if err != nil {
		return nil, err
	}
	if len(history) == 0 || RevisionOf(history[0].Forms) != m.Revision {
		history = slices.Insert(history, 0, Revision{Forms: m.Target.Forms, Origin: File})
	}
	slices.Reverse(history)
	out := map[i18n.Category][]Authored{}
	for c := range m.Target.Forms {
		out[c] = blame(history, c)
	}
	return out, nil
}

// blame follows a form through its revisions, oldest first.
func blame(history []Revision, c i18n.Category) []Authored {
	var now []Authored
	before := ""
	for _, r := range history {
		if text := r.Forms[c]; text != before {
			now = written(now, Diff(before, text), Authored{Number: r.Number, Account: r.Account, Origin: r.Origin, At: r.At})
			before = text
		}
	}
	return now
}

// written is a text after a change by an author: what stays keeps its own.
func written(before []Authored, changes []Piece, author Authored) []Authored {
	var after []Authored
	for _, p := range changes {
		if p.Added {
			author.Text = p.Text
			after = joined(after, author)
			continue
		}
		for left := len(p.Text); left > 0; {
			n := min(left, len(before[0].Text))
			kept := before[0]
			kept.Text = kept.Text[:n]
			if before[0].Text = before[0].Text[n:]; before[0].Text == "" {
				before = before[1:]
			}
			if left -= n; !p.Removed {
				after = joined(after, kept)
			}
		}
	}
	return after
}

// joined adds a part, to the last one when that is of the same revision.
func joined(all []Authored, part Authored) []Authored {
	if n := len(all); n > 0 && all[n-1].Number == part.Number {
		all[n-1].Text += part.Text
		return all
	}
	return append(all, part)
}
