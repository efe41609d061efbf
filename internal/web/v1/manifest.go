package v1

import (
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

// manifest says what a channel has, and why it is not what it is meant to be.
func (r *routes) manifest(c echo.Context) error {
	trouble := r.Releases.Trouble(c.Param("project"), c.Param("channel"))
	return r.texts(c, c.Param("channel"), trouble.String(), func(p *i18n.Project) (*web.Body, error) {
		manifest, err := p.Manifest()
		if err != nil {
			return nil, err
		}
		out := r.manifestOf(p.Name(), manifest)
		if trouble != nil {
			out.LastError = &api.ManifestError{Code: trouble.Code, Errors: trouble.Errors}
		}
		return web.JSON(out, time.Time{})
	})
}

func (r *routes) manifestOf(project string, m i18n.Manifest) api.Manifest {
	out := api.Manifest{
		SchemaVersion: i18n.ManifestVersion, Mode: string(m.Mode), Release: m.Release, PublishedAt: m.PublishedAt.UTC(),
		SourceLocale: string(m.Source), Locales: map[string]api.ManifestLocale{},
	}
	if m.Previous != "" {
		out.Previous = &m.Previous
	}
	if m.MinApp != "" {
		out.MinAppVersion = &m.MinApp
	}
	if m.MaxApp != "" {
		out.MaxAppVersion = &m.MaxApp
	}
	signature := r.Signer.SignManifest(project, m)
	out.Signature = &signature
	for tag, l := range m.Locales {
		locale := api.ManifestLocale{
			Name: l.Name, NativeName: l.NativeName, Dir: l.Direction, Fallback: tags(l.Fallback),
			Complete: l.Complete, Plurals: []string{}, Files: map[string]api.ManifestFile{},
		}
		for _, category := range l.Plurals {
			locale.Plurals = append(locale.Plurals, string(category))
		}
		for format, f := range l.Files {
			url := r.Config.PublicURL + "/v1/strings/" + project + "/files/" + f.SHA256 + "." + format
			locale.Files[format] = api.ManifestFile{URL: url, SHA256: f.SHA256, Size: f.Size}
		}
		out.Locales[string(tag)] = locale
	}
	return out
}
