package v1

import (
	"bytes"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/memory"
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
	web.Typed(r.Server, op("GET", "list-memory-imports", "/memory/imports", "What came from other programs of translators, oldest first"), r.listMemoryImports)
	bring := op("POST", "import-memory", "/memory/imports", "Words that another program of translators remembers, as TMX")
	bring.Action, bring.Status, bring.MaxBody = accounts.WriteStrings, http.StatusCreated, format.MaxSize
	web.Typed(r.Server, bring, r.importMemory)
	remove := noContent(op("DELETE", "remove-memory-import", "/memory/imports/{import}", "Forget all that came with one file"))
	remove.Action = accounts.WriteStrings
	web.Typed(r.Server, remove, r.removeMemoryImport)
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
		match := api.TranslationMatch{Project: f.Project, ID: f.Message, Source: f.Source, Forms: texts(f.Forms), Percent: f.Percent}
		if f.Import != nil {
			match.Import, match.Origin = f.Import.ID, f.Import.Name
		}
		page.Items = append(page.Items, match)
	}
	return &jsonOf[api.List[api.TranslationMatch]]{page}, nil
}

type listMemoryImportsInput struct {
	ProjectPath
	Locale string `query:"locale" maxLength:"64" doc:"BCP 47"`
}

func (r *routes) listMemoryImports(ctx context.Context, in *listMemoryImportsInput) (*jsonOf[api.List[api.MemoryImport]], error) {
	var locale i18n.Locale
	var err error
	if in.Locale != "" {
		locale, err = i18n.ParseLocale(in.Locale)
	}
	if err != nil {
		return nil, err
	}
	found, err := r.Memory.Imports(ctx, in.Project, locale)
	if err != nil {
		return nil, err
	}
	page := api.List[api.MemoryImport]{Items: []api.MemoryImport{}}
	for _, one := range found {
		page.Items = append(page.Items, memoryImportOf(memory.Imported{Import: one}))
	}
	return &jsonOf[api.List[api.MemoryImport]]{page}, nil
}

type importMemoryInput struct {
	ProjectPath
	Locale  string `query:"locale" required:"true" maxLength:"64" doc:"BCP 47; units in other languages are left out"`
	Name    string `query:"name" maxLength:"100" doc:"that the units are to be known by, such as the file's name"`
	RawBody []byte `contentType:"application/octet-stream"`
}

func (r *routes) importMemory(ctx context.Context, in *importMemoryInput) (*jsonOf[api.MemoryImport], error) {
	locale, err := i18n.ParseLocale(in.Locale)
	if err != nil {
		return nil, err
	}
	done, err := r.Memory.Import(ctx, by(ctx), memory.File{Project: in.Project, Locale: locale, Name: in.Name, Data: in.RawBody})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.MemoryImport]{memoryImportOf(done)}, nil
}

func memoryImportOf(one memory.Imported) api.MemoryImport {
	return api.MemoryImport{
		ID: one.ID, Project: one.Project, Locale: string(one.Locale), From: string(one.From), Name: one.Name, Tool: one.Tool,
		Units: one.Units, Known: one.Known, Skipped: one.Skipped, Account: one.Account, At: one.At.UTC(),
	}
}

// MemoryImportPath names an import of a project.
type MemoryImportPath struct {
	ProjectPath
	Import string `path:"import" maxLength:"64"`
}

func (r *routes) removeMemoryImport(ctx context.Context, in *MemoryImportPath) (*struct{}, error) {
	return nil, r.Memory.Remove(ctx, by(ctx), in.Project, in.Import)
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
