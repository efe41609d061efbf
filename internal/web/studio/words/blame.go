package words

import (
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// authored is a form of the text that stands, in the parts that different people wrote.
type authored struct {
	Category i18n.Category
	Parts    []authoredPart
}

// authoredPart is a part with who wrote it.
type authoredPart struct {
	translation.Authored
	Who string
}

// blame says who wrote which part of the text that stands. Where one revision wrote all of it, the history says so.
func (r *room) blame(v *frame.Visit, part translation.Part) ([]authored, error) {
	found, err := r.Translations.Blame(v.Request().Context(), part)
	names := names{r.Accounts, map[string]string{}}
	several := false
	var all []authored
	for _, c := range message.Categories {
		if len(found[c]) == 0 {
			continue
		}
		form := authored{Category: c}
		for _, p := range found[c] {
			form.Parts = append(form.Parts, authoredPart{p, names.of(v, p.Account)})
		}
		several = several || len(form.Parts) > 1
		all = append(all, form)
	}
	if !several {
		return nil, err
	}
	return all, err
}
