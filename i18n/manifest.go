package i18n

import (
	"time"

	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/i18n/format"
)

// ManifestVersion is the version of the manifest's shape.
const ManifestVersion = 1

// Manifest says what a project has, so that a client knows what to fetch.
type Manifest struct {
	Mode        Mode
	Release     string
	Previous    string // "" for none
	PublishedAt time.Time
	Source      Locale
	MinApp      string // least version of the app that it is for; "" for any
	MaxApp      string // greatest version
	Locales     map[Locale]ManifestLocale
}

// ManifestLocale is one locale of a manifest.
type ManifestLocale struct {
	Name       string // in English
	NativeName string
	Direction  string   // "ltr" or "rtl"
	Fallback   []Locale // what stands in for missing texts, in order; without the locale itself
	Plurals    []Category
	Complete   float64 // share of the source's messages that the locale or one of its parents has, 0 to 1
	Files      map[string]ManifestFile
}

// ManifestFile describes a file by its format's name.
type ManifestFile struct {
	SHA256 string // lower-case hex
	Size   int    // bytes
}

// Manifest describes the project and all its files.
func (p *Project) Manifest() (Manifest, error) {
	m := Manifest{
		Mode: p.Mode(), Release: p.release, Previous: p.Previous(), PublishedAt: p.PublishedAt(), Source: p.source,
		Locales: make(map[Locale]ManifestLocale, len(p.texts)),
	}
	if p.pointed != nil {
		m.MinApp, m.MaxApp = p.pointed.MinApp, p.pointed.MaxApp
	}
	for _, l := range p.Locales() {
		files, err := p.manifestFiles(l)
		if err != nil {
			return Manifest{}, err
		}
		m.Locales[l] = ManifestLocale{
			Name: cldr.LocaleName("en", string(l)), NativeName: l.NativeName(), Direction: l.Direction(),
			Fallback: p.negotiator.Fallbacks(l)[1:], Plurals: p.texts[l].Rules().Categories(),
			Complete: p.Complete(l), Files: files,
		}
	}
	return m, nil
}

func (p *Project) manifestFiles(l Locale) (map[string]ManifestFile, error) {
	files := map[string]ManifestFile{}
	for _, name := range format.Available() {
		file, err := p.File(l, name)
		if err != nil {
			return nil, err
		}
		files[name] = ManifestFile{SHA256: file.Digest, Size: len(file.Data)}
	}
	return files, nil
}

// Complete returns the share of the source's messages that a locale, or a parent that stands in for it in its
// own language, has a text for: 0 to 1, and 1 for an empty project.
func (p *Project) Complete(locale Locale) float64 {
	if t := p.tables[locale]; t != nil {
		return t.complete()
	}
	if len(p.texts[p.source].Messages()) == 0 {
		return 1
	}
	return 0
}
