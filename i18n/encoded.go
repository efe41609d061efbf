package i18n

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/format"
)

// Faults about files.
var (
	// ErrFormatNotFound: texts are not given in a format of that name. Facts: format, available.
	ErrFormatNotFound = fault.Define(fault.NotFound, "format-not-found")
	// ErrFileNotFound: neither this release nor the one before has a file of that digest. Fact: sha256.
	ErrFileNotFound = fault.Define(fault.NotFound, "strings-file-not-found")
)

// Encoded is a file of texts, ready to be sent. Its bytes must not be changed.
type Encoded struct {
	Data      []byte
	MediaType string
	Digest    string // SHA-256 of Data, in lower-case hex
}

type fileKey struct {
	locale Locale
	format string
}

// File returns the texts of a locale, resolved through its fallbacks, in a format such as "flat.json". It is
// made once and kept. The error is [ErrLocaleNotFound] or [ErrFormatNotFound].
func (p *Project) File(locale Locale, name string) (Encoded, error) {
	p = p.speaking(locale)
	if _, ok := p.tables[locale]; !ok {
		return Encoded{}, p.noLocale(locale)
	}
	if !slices.Contains(format.Available(), name) {
		return Encoded{}, ErrFormatNotFound.With("format", name, "available", format.Available())
	}
	key := fileKey{locale, name}
	if made, ok := p.shelf.made.Load(key); ok {
		return made.(Encoded), nil
	}
	making, ok := p.shelf.files.Load(key)
	if !ok {
		making, _ = p.shelf.files.LoadOrStore(key, sync.OnceValues(func() (Encoded, error) { return p.encode(key) }))
	}
	file, err := making.(func() (Encoded, error))()
	if err == nil {
		p.shelf.made.Store(key, file)
	}
	return file, err
}

func (p *Project) encode(key fileKey) (Encoded, error) {
	resolved, err := p.Resolved(key.locale)
	if err != nil {
		return Encoded{}, err
	}
	file := format.File{
		Locale: string(key.locale), Rules: p.texts[key.locale].Rules(),
		SourceLocale: string(p.source), Source: p.texts[p.source].Messages(), Kinds: p.kinds,
	}
	for _, id := range slices.Sorted(maps.Keys(resolved)) {
		file.Messages = append(file.Messages, resolved[id].Message)
	}
	data, mediaType, err := format.Encode(key.format, file)
	if err != nil {
		return Encoded{}, err
	}
	sum := sha256.Sum256(data)
	return Encoded{Data: data, MediaType: mediaType, Digest: hex.EncodeToString(sum[:])}, nil
}

// FileByDigest returns the file of that SHA-256 (lower-case hex) and format, of this release or of the one
// before it, so that a client with a manifest of a moment ago still gets what it names. The error is
// [ErrFileNotFound] or [ErrFormatNotFound].
func (p *Project) FileByDigest(digest, name string) (Encoded, error) {
	for _, l := range p.Whole().Locales() {
		file, err := p.Whole().File(l, name)
		if err != nil {
			return Encoded{}, err
		}
		if file.Digest == digest {
			return file, nil
		}
	}
	if p.previous != nil {
		return p.previous.FileByDigest(digest, name)
	}
	return Encoded{}, ErrFileNotFound.With("sha256", digest)
}
