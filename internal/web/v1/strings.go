package v1

import (
	"context"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/web"
)

// project is what a channel of the set of strings of that name holds at this moment, for no version of an app.
func (r *routes) project(ctx context.Context, name, channel string) (*i18n.Project, error) {
	return r.projectFor(ctx, release.Reader{Project: name, Channel: channel})
}

// projectFor is project for a version of an app. The words of packs are for all.
func (r *routes) projectFor(ctx context.Context, reader release.Reader) (*i18n.Project, error) {
	name, channel := reader.Project, reader.Channel
	if _, single := ofPack(name); !single && name != i18n.PacksProject {
		return r.Releases.ProjectFor(name, channel, reader.App)
	}
	if channel != release.Production && channel != release.Draft {
		return nil, release.ErrChannelNotFound.With("channel", channel)
	}
	return r.packProject(ctx, name)
}

// readerOf is who reads a channel by a request.
func readerOf(c echo.Context, channel string) release.Reader {
	reader := release.Reader{Project: c.Param("project"), Channel: channel}
	if c.Request().URL.RawQuery != "" { // taking it apart costs as much as all else here
		reader.App = c.QueryParam("app_version")
	}
	return reader
}

// open admits a caller to a channel: production is public, all others need a key.
func (r *routes) open(c echo.Context, channel string) error {
	if channel == release.Production {
		return nil
	}
	_, err := r.Authorize(c, accounts.ReadStrings)
	return err
}

// texts answers a read of a project's channel with what show makes. What is not production is kept by
// no cache.
func (r *routes) texts(c echo.Context, channel, variant string, show func(*i18n.Project) (*web.Body, error)) error {
	project, err := r.projectFor(c.Request().Context(), readerOf(c, channel))
	if err != nil {
		return err
	}
	err = r.open(c, channel)
	if err != nil {
		return err
	}
	return r.Read(c, web.Reading{
		Revision: project.Revision(), Variant: variant, Private: channel != release.Production,
		Make: func() (*web.Body, error) { return show(project) },
	})
}

// strings sends one locale of a channel: {tag}.{format}. A tag that the project does not have is
// answered with the nearest, and Content-Language says which; with ?strict=1 it is 404. One that is not complete
// enough to be offered is given to those who ask for it strictly.
func (r *routes) strings(c echo.Context) error {
	tag, format, _ := strings.Cut(c.Param("file"), ".")
	if format == plainJSON {
		format = icuFormat
	}
	return r.texts(c, c.Param("channel"), "", func(p *i18n.Project) (*web.Body, error) {
		locale, err := i18n.ParseLocale(tag)
		if err != nil {
			return nil, err
		}
		if c.QueryParam("strict") == "1" {
			return textFile(p.Whole(), locale, format)
		}
		return textFile(p, p.Suited(locale), format)
	})
}

// negotiated sends the locale that suits the caller: {channel}.{format}.
func (r *routes) negotiated(c echo.Context) error {
	channel, format, _ := strings.Cut(c.Param("file"), ".")
	header, asked := c.QueryParam("lang"), true
	if header == "" {
		header, asked = c.Request().Header.Get("Accept-Language"), false
	}
	project, err := r.projectFor(c.Request().Context(), readerOf(c, channel))
	if err != nil {
		return err
	}
	locale := project.Negotiator().Header(header)
	return r.texts(c, channel, string(locale), func(p *i18n.Project) (*web.Body, error) {
		body, err := textFile(p, locale, format)
		if err == nil && !asked {
			body.Vary = "Accept-Language"
		}
		return body, err
	})
}

func textFile(p *i18n.Project, locale i18n.Locale, format string) (*web.Body, error) {
	file, err := p.File(locale, format)
	if err != nil {
		return nil, err
	}
	body := web.NewBody(file.MediaType, file.Data, time.Time{})
	body.Language = string(locale)
	return body, nil
}

// stringsFile sends an immutable file of a manifest: {sha256}.{format}.
func (r *routes) stringsFile(c echo.Context) error {
	digest, format, _ := strings.Cut(c.Param("file"), ".")
	project, err := r.project(c.Request().Context(), c.Param("project"), release.Production)
	if err != nil {
		return err
	}
	return r.Read(c, web.Reading{Revision: digest, Immutable: true, Make: func() (*web.Body, error) {
		file, err := r.fileByDigest(c.Request().Context(), project, digest, format)
		if err != nil {
			return nil, err
		}
		return web.NewBody(file.MediaType, file.Data, time.Time{}), nil
	}})
}

// fileByDigest looks among what the files say now and said before, then among all releases.
func (r *routes) fileByDigest(ctx context.Context, p *i18n.Project, digest, format string) (i18n.Encoded, error) {
	if _, single := ofPack(p.Name()); single || p.Name() == i18n.PacksProject {
		return p.FileByDigest(digest, format)
	}
	return r.Releases.File(ctx, p.Name(), digest, format)
}

func (r *routes) plurals(c echo.Context) error {
	return r.Read(c, web.Reading{Make: func() (*web.Body, error) {
		locale, err := i18n.ParseLocale(c.Param("tag"))
		if err != nil {
			return nil, err
		}
		categories, err := i18n.Plurals(locale)
		if err != nil {
			return nil, err
		}
		plurals := api.Plurals{Locale: string(locale), Categories: []api.PluralCategory{}}
		for _, p := range categories {
			plurals.Categories = append(plurals.Categories, api.PluralCategory{Category: string(p.Category), Samples: list(p.Samples)})
		}
		return web.JSON(plurals, time.Time{})
	}})
}

type renderInput struct {
	ChannelPath
	Body api.RenderRequest
}

// render gives finished texts. Rendering reads alone, so it needs a key only where reading does.
func (r *routes) render(ctx context.Context, in *renderInput) (*jsonOf[api.Rendered], error) {
	project, err := r.projectFor(ctx, release.Reader{Project: in.Project, Channel: in.Channel, App: in.App})
	if err != nil {
		return nil, err
	}
	err = r.openTyped(ctx, in.Channel)
	if err != nil {
		return nil, err
	}
	locale, err := i18n.ParseLocale(in.Body.Locale)
	if err != nil {
		return nil, err
	}
	rendered := api.Rendered{Locale: string(project.Suited(locale)), Messages: []api.RenderedMessage{}}
	speaker := project.In(locale)
	for _, m := range in.Body.Messages {
		request := i18n.Request{ID: m.ID, Args: m.Args, Count: m.Count, Isolate: in.Body.Bidi == "isolate"}
		rendered.Messages = append(rendered.Messages, renderedOf(speaker.Localize(request)))
	}
	return &jsonOf[api.Rendered]{rendered}, nil
}

// openTyped is open for typed operations.
func (r *routes) openTyped(ctx context.Context, channel string) error {
	if channel == release.Production {
		return nil
	}
	_, err := r.AuthorizeTyped(ctx, accounts.ReadStrings)
	return err
}

func renderedOf(m i18n.Rendered) api.RenderedMessage {
	out := api.RenderedMessage{ID: m.ID, Text: m.Text, Locale: string(m.Locale), Fallback: m.Fallback}
	if m.Error != "" {
		out.Error = &m.Error
	}
	return out
}

// i18next serves i18next-http-backend: one language and project, or several of each joined by +, which
// are answered as {language: {project: messages}}.
func (r *routes) i18next(c echo.Context) error {
	name, isJSON := strings.CutSuffix(c.Param("file"), ".json")
	if !isJSON {
		return web.ErrAddressUnknown
	}
	languages, names := strings.Split(c.Param("lng"), "+"), strings.Split(name, "+")
	if len(languages) > 20 || len(names) > 20 {
		return web.ErrAddressUnknown
	}
	projects := map[string]*i18n.Project{}
	revision := "i18next"
	for _, name := range names {
		project, err := r.projectFor(c.Request().Context(), release.Reader{Project: name, Channel: release.Production, App: c.QueryParam("app_version")})
		if err != nil {
			return err
		}
		projects[name], revision = project, revision+"."+project.Release()
	}
	return r.Read(c, web.Reading{Revision: revision, Make: func() (*web.Body, error) {
		if len(languages) == 1 && len(names) == 1 {
			return i18nextFile(projects[names[0]], languages[0])
		}
		return i18nextFiles(projects, languages)
	}})
}

const i18nextFormat = "i18next.json"

func i18nextFile(p *i18n.Project, language string) (*web.Body, error) {
	return suitedFile(p, language, i18nextFormat)
}

func i18nextFiles(projects map[string]*i18n.Project, languages []string) (*web.Body, error) {
	all := map[string]map[string]rawJSON{}
	for _, language := range languages {
		all[language] = map[string]rawJSON{}
		for name, project := range projects {
			body, err := i18nextFile(project, language)
			if err != nil {
				return nil, err
			}
			all[language][name] = body.Plain.Data
		}
	}
	return web.JSON(all, time.Time{})
}

// rawJSON is JSON that was encoded before.
type rawJSON []byte

// MarshalJSON returns the bytes as they are.
func (j rawJSON) MarshalJSON() ([]byte, error) { return j, nil }

type missingInput struct {
	Language  string         `path:"lng" maxLength:"200"`
	Namespace string         `path:"ns" maxLength:"200"`
	Body      map[string]any `doc:"the missing keys, each with its fallback"`
}

// reportMissing counts the keys that a client missed. It never edits.
func (r *routes) reportMissing(ctx context.Context, in *missingInput) (*struct{}, error) {
	_, err := r.project(ctx, in.Namespace, release.Production)
	if err != nil {
		return nil, err
	}
	r.missing.WithLabelValues(in.Namespace).Inc()
	return nil, nil
}
