package packs

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// lack is what offers wait for in one language.
type lack struct {
	To         i18n.Locale
	Name       string // of the language
	Address    string // where it is translated; "" for who may not
	Missing    int
	Unreviewed int
}

// lacksOf lists what offers wait for by language, each once with the most that any offer wants.
func lacksOf(v *frame.Visit, d catalog.Draft, all []catalog.Lack) []lack {
	var lacks []lack
	for _, l := range all {
		at := slices.IndexFunc(lacks, func(known lack) bool { return known.To == l.Locale })
		if at < 0 {
			at = len(lacks)
			lacks = append(lacks, lack{To: l.Locale, Name: l.Locale.NameIn(v.Voice.Locale)})
			if v.Actor.Words(l.Locale.Tag()) {
				lacks[at].Address = frame.Home + "/words/" + i18n.PacksProject + "." + d.Pack.Slug + "/" + string(l.Locale)
			}
		}
		lacks[at].Missing = max(lacks[at].Missing, l.Missing)
		lacks[at].Unreviewed = max(lacks[at].Unreviewed, l.Unreviewed)
	}
	return lacks
}

// wait says, of a pack that its designer need do nothing about, which words its offers wait for.
func (s *standing) wait(v *frame.Visit, lacks []catalog.Lack) {
	if len(lacks) == 0 || s.Errors > 0 || s.Submittable {
		return
	}
	var names []string
	for _, l := range lacks {
		if name := l.Locale.NameIn(v.Voice.Locale); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	s.Todo = v.Voice.T("studio.todo.words", "Languages", strings.Join(names, " · "))
}
