package words

import (
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// revision is one of the history.
type revision struct {
	Number int
	Forms  []form
	State  translation.State
	Note   string
	Who    string
	Origin translation.Origin
	At     time.Time

	Changes []change // of the forms that the revision before had otherwise; none of the first one and of reviews
}

// change is what became of a form.
type change struct {
	Category i18n.Category
	Pieces   []translation.Piece
}

// historySize is how many revisions the page shows.
const historySize = 50

func (r *room) history(v *frame.Visit, part translation.Part) ([]revision, error) {
	found, err := r.Translations.History(v.Request().Context(), part, 0, historySize)
	if err != nil {
		return nil, err
	}
	names := names{r.Accounts, map[string]string{}}
	var all []revision
	for i, one := range found {
		changes := []change(nil)
		if i+1 < len(found) && one.Origin != translation.Review {
			changes = changesOf(found[i+1].Forms, one.Forms)
		}
		all = append(all, revision{
			Number: one.Number, Forms: formsOf(one.Forms), State: one.State, Note: one.Note,
			Who: names.of(v, one.Account), Origin: one.Origin, At: one.At, Changes: changes,
		})
	}
	return all, nil
}
