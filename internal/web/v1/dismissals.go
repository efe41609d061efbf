package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountDismissals() {
	op := func(method, id, summary string) web.Operation {
		return web.Operation{
			Method: method, ID: id, Path: "/v1/strings/{project}/messages/dismissals", Summary: summary, Tag: tagStrings, Action: accounts.WriteStrings,
		}
	}
	web.Typed(r.Server, op("POST", "dismiss-finding", "Say that a warning about a text is none, until the text or its source changes"), r.dismiss)
	web.Typed(r.Server, noContent(op("DELETE", "restore-finding", "Take a dismissal back")), r.restore)
}

type dismissInput struct {
	MessagePlace
	Body api.NewDismissal
}

func (r *routes) dismiss(ctx context.Context, in *dismissInput) (*translationReply, error) {
	part, err := in.part()
	if err != nil {
		return nil, err
	}
	m, err := r.Translations.Dismiss(ctx, by(ctx), part, in.Body.Check, in.Body.Form, in.Body.Reason)
	return r.replyTranslation(ctx, m, err)
}

type restoreInput struct {
	MessagePlace
	Check string `query:"check" required:"true" maxLength:"8"`
	Form  string `query:"form" maxLength:"8"`
}

func (r *routes) restore(ctx context.Context, in *restoreInput) (*struct{}, error) {
	part, err := in.part()
	if err != nil {
		return nil, err
	}
	_, err = r.Translations.Restore(ctx, by(ctx), part, in.Check, in.Form)
	return nil, err
}

// dismissed words findings that were dismissed in the language of the request.
func (r *routes) dismissed(ctx context.Context, all []translation.Dismissed) []api.Dismissed {
	out := []api.Dismissed{}
	for _, d := range all {
		worded := r.stringFindings(ctx, []check.Finding{d.Finding})[0]
		out = append(out, api.Dismissed{
			Check: d.Check, Form: d.Form, Message: worded.Message, Reason: d.Dismissal.Reason, Account: d.Dismissal.Account, At: d.Dismissal.At.UTC(),
		})
	}
	return out
}
