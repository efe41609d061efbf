package access

import (
	"net/http"

	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var agreementTemplate = frame.Parse(templates, "agree.html", "agreement.html")

// agreePage asks to accept another version of the agreement.
type agreePage struct {
	frame.Shell
	Notice    *frame.Notice
	Agreement agreement
	Next      string
}

func (d *doors) showAgreement(v *frame.Visit) error {
	next := frame.SafeNext(v.QueryParam("next"))
	if !v.SignedIn() {
		return v.Go(frame.SignIn)
	}
	if v.Actor.Owes == "" {
		return v.Go(next)
	}
	return d.askAgreement(v, next, nil)
}

func (d *doors) askAgreement(v *frame.Visit, next string, wrong error) error {
	shown := agreePage{Shell: v.Shell(v.Voice.T("studio.agreement.title")), Next: next}
	shown.Agreement, shown.Here = d.agreement(v, shown.Shell), frame.Agreement
	status := http.StatusOK
	if wrong != nil {
		wording := v.Word(wrong)
		status, shown.Notice = wording.Status, wording.Bad()
	}
	return v.Show(status, agreementTemplate, shown)
}

func (d *doors) agree(v *frame.Visit) error {
	if !v.SignedIn() {
		return v.Go(frame.SignIn)
	}
	next := frame.SafeNext(v.FormValue("next"))
	err := d.Accounts.Agree(v.Request().Context(), v.Origin(), v.Account.ID, v.FormValue("agreement"))
	if err != nil {
		return d.askAgreement(v, next, err)
	}
	return v.Go(next)
}
