package words

import (
	"net/http"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// written reads the texts of a form. Browsers send lines with CR LF.
func written(v *frame.Visit) translation.Forms {
	forms := translation.Forms{}
	for _, c := range message.Categories {
		if text := strings.ReplaceAll(v.FormValue("form."+string(c)), "\r\n", "\n"); text != "" {
			forms[c] = text
		}
	}
	return forms
}

// save takes the texts of a message and goes on to the next one, or stays.
func (r *room) save(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	forms := written(v)
	part := p.part(v.QueryParam("id"))
	next, err := r.following(v, p, part.Message)
	if err != nil {
		return err
	}
	_, failure := r.Translations.Set(v.Request().Context(), by(v), translation.Edit{
		Part: part, Forms: forms, Revision: v.FormValue("revision"), Origin: translation.Web,
	})
	if failure != nil {
		return r.refused(v, p, part, forms, failure)
	}
	if v.FormValue("then") == "next" && next != "" {
		return v.Go(next)
	}
	return v.Go(p.Message(part.Message, filters(v)) + "&done=saved")
}

// refused shows the form again with what was written.
func (r *room) refused(v *frame.Visit, p place, part translation.Part, forms translation.Forms, failure error) error {
	now, err := r.Translations.Message(v.Request().Context(), part)
	if err != nil {
		return failure
	}
	return r.showMessage(v, p, now, forms, failure)
}

// findingsPage is a part of a page: what is found while somebody writes.
type findingsPage struct {
	frame.Shell
	Findings []check.Finding
	Samples  []translation.Sample
	To       i18n.Locale
}

// check answers with what is wrong with texts that are not saved.
func (r *room) check(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	found, err := r.Translations.Check(v.Request().Context(), p.part(v.QueryParam("id")), written(v))
	if err != nil {
		return err
	}
	samples, err := r.Translations.Preview(v.Request().Context(), p.part(v.QueryParam("id")), written(v))
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, findingsTemplate, findingsPage{v.Shell(""), worded(v, found), samples, p.To})
}

// judge takes what a reviewer thinks of a message.
func (r *room) judge(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	part := p.part(v.QueryParam("id"))
	_, failure := r.Translations.Judge(v.Request().Context(), by(v), translation.Verdict{
		Part: part, Revision: v.FormValue("revision"), Approved: v.FormValue("verdict") == "approve", Note: strings.TrimSpace(v.FormValue("note")),
	})
	if failure != nil {
		return r.refused(v, p, part, nil, failure)
	}
	return v.Go(p.Message(part.Message, filters(v)) + "&done=reviewed")
}
