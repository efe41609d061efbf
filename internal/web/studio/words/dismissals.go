package words

import (
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// dismissed is a finding that somebody said is none.
type dismissed struct {
	Finding check.Finding
	Key     string // names the finding in forms
	Reason  string
	Who     string
	At      time.Time
}

// keyOf names a finding in forms.
func keyOf(f check.Finding) string { return f.Check + " " + f.Form }

// dismissals shows what was dismissed about a message.
func (r *room) dismissals(v *frame.Visit, m translation.Translation) []dismissed {
	names := names{r.Accounts, map[string]string{}}
	var all []dismissed
	for _, d := range m.Dismissed {
		all = append(all, dismissed{
			worded(v, []check.Finding{d.Finding})[0], keyOf(d.Finding), d.Dismissal.Reason, names.of(v, d.Dismissal.Account), d.Dismissal.At,
		})
	}
	return all
}

// dismissable are the findings about the text of now that somebody could say are none.
func dismissable(v *frame.Visit, m translation.Translation) []frame.Option {
	var all []frame.Option
	for _, f := range worded(v, m.Findings) {
		if f.Severity == check.Error || f.Word == "" {
			continue
		}
		name := f.Check + " · " + f.Message
		if f.Form != "" {
			name += " (" + f.Form + ")"
		}
		all = append(all, frame.Option{Value: keyOf(f), Name: name})
	}
	return all
}

// dismiss says that a finding is none, or that it is one again.
func (r *room) dismiss(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	part, ctx := p.part(v.QueryParam("id")), v.Request().Context()
	id, form, _ := strings.Cut(v.FormValue("finding"), " ")
	var failure error
	if v.FormValue("act") == "restore" {
		_, failure = r.Translations.Restore(ctx, by(v), part, id, form)
	} else {
		_, failure = r.Translations.Dismiss(ctx, by(v), part, id, form, v.FormValue("reason"))
	}
	if failure != nil {
		return r.refused(v, p, part, nil, failure)
	}
	return v.Go(p.Message(part.Message, filters(v)) + "&done=dismissed")
}
