package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

type approveTranslationsInput struct {
	ProjectPath
	Locale string `query:"locale" required:"true" maxLength:"64" doc:"BCP 47"`
	Body   api.TranslationApproval
}

// approveTranslations approves many texts, and says of each that was refused why.
func (r *routes) approveTranslations(ctx context.Context, in *approveTranslationsInput) (*jsonOf[api.TranslationApprovals], error) {
	locale, err := i18n.ParseLocale(in.Locale)
	if err != nil {
		return nil, err
	}
	approval := translation.Approval{Project: in.Project, Locale: locale}
	for _, m := range in.Body.Messages {
		approval.Texts = append(approval.Texts, translation.Seen{Message: m.ID, Revision: m.Revision})
	}
	outcomes, err := r.Translations.Approve(ctx, by(ctx), approval)
	if err != nil {
		return nil, err
	}
	done := api.TranslationApprovals{Messages: []api.ApprovedTranslation{}}
	for _, o := range outcomes {
		if o.Refused == nil {
			done.Approved++
		}
		done.Messages = append(done.Messages, api.ApprovedTranslation{ID: o.Message, Refusal: r.refusal(ctx, o.Refused)})
	}
	return &jsonOf[api.TranslationApprovals]{done}, nil
}
