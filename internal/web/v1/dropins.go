package v1

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/interop"
	"github.com/hallyu-store/hallyu/internal/web"
)

// Formats of clients that speak ICU's message format: those of Tolgee ask for {tag}.json.
const (
	icuFormat = "icu.json"
	plainJSON = "json"
)

// mountDropIns mounts what the clients of other services ask for beside files of texts, in their own words.
func (r *routes) mountDropIns() {
	get := func(id, path, summary string) web.Operation {
		return file(cached(web.Operation{Method: http.MethodGet, ID: id, Path: path, Summary: summary, Tag: tagStrings}))
	}
	web.Plain[ProjectPath, struct{}](r.Server, get("get-locize-languages", "/locales/languages/{project}", "Drop-in for i18next-locize-backend: its languages"), r.locizeLanguages)
	web.Plain[ProjectPath, struct{}](r.Server, get("get-crowdin-manifest", "/ota/crowdin/{project}/manifest.json", "Drop-in for @crowdin/ota-client: its manifest"), r.crowdinManifest)
	web.Plain[dropInFile, struct{}](r.Server, get("get-crowdin-file", "/ota/crowdin/{project}/{file}", "Drop-in for @crowdin/ota-client: a file of its manifest"), r.crowdinFile)
	web.Plain[ProjectPath, struct{}](r.Server, get("get-transifex-languages", "/ota/transifex/{project}/languages", "Drop-in for @transifex/native: its languages"), r.transifexLanguages)
	web.Plain[dropInTag, struct{}](r.Server, get("get-transifex-content", "/ota/transifex/{project}/content/{tag}", "Drop-in for @transifex/native: the texts of a language"), r.transifexContent)
}

type dropInFile struct {
	ProjectPath
	File string `path:"file" example:"ko.icu.json"`
}

type dropInTag struct {
	ProjectPath
	Tag string `path:"tag" example:"ko"`
}

// described answers with what production of a project holds, in somebody else's words.
func (r *routes) described(c echo.Context, words func(*i18n.Project, i18n.Manifest) any) error {
	return r.texts(c, release.Production, "", func(p *i18n.Project) (*web.Body, error) {
		manifest, err := p.Manifest()
		if err != nil {
			return nil, err
		}
		return web.JSON(words(p, manifest), time.Time{})
	})
}

func (r *routes) locizeLanguages(c echo.Context) error {
	return r.described(c, func(_ *i18n.Project, m i18n.Manifest) any { return interop.LocizeLanguages(m) })
}

func (r *routes) crowdinManifest(c echo.Context) error {
	return r.described(c, func(_ *i18n.Project, m i18n.Manifest) any { return interop.CrowdinDistribution(m, "."+icuFormat) })
}

func (r *routes) crowdinFile(c echo.Context) error {
	tag, isICU := strings.CutSuffix(c.Param("file"), "."+icuFormat)
	if !isICU {
		return web.ErrAddressUnknown
	}
	return r.texts(c, release.Production, "", func(p *i18n.Project) (*web.Body, error) {
		body, err := suitedFile(p, tag, icuFormat)
		if err == nil {
			body.Type = "application/json" // and no more: the client compares the whole
		}
		return body, err
	})
}

func (r *routes) transifexLanguages(c echo.Context) error {
	return r.described(c, func(p *i18n.Project, m i18n.Manifest) any { return interop.TransifexList(p, m) })
}

func (r *routes) transifexContent(c echo.Context) error {
	return r.texts(c, release.Production, "", func(p *i18n.Project) (*web.Body, error) {
		body, err := suitedFile(p, strings.ReplaceAll(c.Param("tag"), "_", "-"), icuFormat)
		if err != nil {
			return nil, err
		}
		content, err := interop.TransifexTexts(body.Plain.Data)
		if err != nil {
			return nil, err
		}
		out, err := web.JSON(content, time.Time{})
		if err == nil {
			out.Language = body.Language
		}
		return out, err
	})
}

// suitedFile is the file of the locale that suits a tag.
func suitedFile(p *i18n.Project, tag, format string) (*web.Body, error) {
	locale, err := i18n.ParseLocale(tag)
	if err != nil {
		return nil, err
	}
	return textFile(p, p.Suited(locale), format)
}
