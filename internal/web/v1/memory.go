package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountMemory() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/strings/{project}" + path, Summary: summary, Tag: tagStrings, Action: accounts.ReadStrings}
	}
	web.Typed(r.Server, op("GET", "list-translation-memory", "/messages/memory", "Texts that are like the source of a message, with their translations, the likest first"), r.translationMemory)
	web.Typed(r.Server, op("POST", "preview-translation", "/preview", "A text that is not saved, as it would be delivered"), r.previewTranslation)
}

func (r *routes) translationMemory(ctx context.Context, in *MessagePlace) (*jsonOf[api.List[api.TranslationMatch]], error) {
	part, err := in.part()
	if err != nil {
		return nil, err
	}
	m, err := r.Translations.Message(ctx, part)
	if err != nil {
		return nil, err
	}
	found, err := r.Memory.Like(ctx, m)
	if err != nil {
		return nil, err
	}
	page := api.List[api.TranslationMatch]{Items: []api.TranslationMatch{}}
	for _, f := range found {
		page.Items = append(page.Items, api.TranslationMatch{Project: f.Project, ID: f.Message, Source: f.Source, Forms: texts(f.Forms), Percent: f.Percent})
	}
	return &jsonOf[api.List[api.TranslationMatch]]{page}, nil
}

func (r *routes) previewTranslation(ctx context.Context, in *checkTranslationInput) (*jsonOf[api.TranslationSamples], error) {
	locale, err := i18n.ParseLocale(in.Body.Locale)
	if err != nil {
		return nil, err
	}
	samples, err := r.Translations.Preview(ctx, translation.Part{Project: in.Project, Locale: locale, Message: in.Body.ID}, formsOf(in.Body.Forms))
	if err != nil {
		return nil, err
	}
	out := api.TranslationSamples{Samples: []api.TranslationSample{}}
	for _, s := range samples {
		out.Samples = append(out.Samples, api.TranslationSample{Count: s.Count, Text: s.Text})
	}
	return &jsonOf[api.TranslationSamples]{out}, nil
}
