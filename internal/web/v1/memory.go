package v1

import (
	"bytes"
	"context"

	"github.com/labstack/echo/v4"

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
	export := op("GET", "export-memory", "/memory", "Words for other programs of translators, as TMX or TBX")
	export.Type = "application/octet-stream"
	web.Plain[MemoryPlace, struct{}](r.Server, export, r.exportMemory)
	web.Typed(r.Server, op("POST", "preview-translation", "/preview", "A text that is not saved, as it would be delivered"), r.previewTranslation)
}

// MemoryPlace names what of a project's words other programs for translators take over.
type MemoryPlace struct {
	ProjectPath
	Locale string `query:"locale" required:"true" maxLength:"64" doc:"BCP 47"`
	Format string `query:"format" required:"true" enum:"tmx,tbx" doc:"translations of a locale (TMX 1.4b), or the glossary (TBX 3)"`
}

func (r *routes) exportMemory(c echo.Context) error {
	q := web.NewQuery(c)
	locale, err := i18n.ParseLocale(q.Text("locale", 64))
	format := q.Text("format", 20)
	if q.Err() != nil {
		return q.Err()
	}
	if err != nil {
		return err
	}
	var data bytes.Buffer
	mediaType, err := r.Memory.Export(c.Request().Context(), &data, c.Param("project"), locale, format)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Disposition", `attachment; filename="`+string(locale)+"."+format+`"`)
	return c.Blob(200, mediaType, data.Bytes())
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
