package release

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
)

// errKey says that a text is no key to sign with.
var errKey = errors.New("release: no Ed25519 private key in PKCS #8, PEM")

// Signer signs what clients take along. It is safe for concurrent use.
type Signer struct{ key ed25519.PrivateKey }

// NewSigner reads an Ed25519 private key (PKCS #8, PEM), as `openssl genpkey -algorithm ed25519` makes it.
func NewSigner(text []byte) (*Signer, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errKey
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.Join(errKey, err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, errKey
	}
	return &Signer{key}, nil
}

// NewKey makes a private key for [NewSigner].
func NewKey() ([]byte, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	data, err := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: data}), err
}

// PublicKey returns what signatures are verified with (SubjectPublicKeyInfo, PEM).
func (s *Signer) PublicKey() ([]byte, error) {
	data, err := x509.MarshalPKIXPublicKey(s.key.Public())
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: data}), err
}

// Sign returns the detached signature of data (RFC 8032, Ed25519): 64 bytes.
func (s *Signer) Sign(data []byte) []byte { return ed25519.Sign(s.key, data) }

// SignManifest signs which files a manifest names, in base64: the project's name and the release, then for each file a
// line of its SHA-256, two spaces and {tag}.{format}, in the order of these names. Such lines are what sha256sum checks.
func (s *Signer) SignManifest(project string, m i18n.Manifest) string {
	return base64.StdEncoding.EncodeToString(s.Sign([]byte(Statement(project, m))))
}

// Statement is what the signature of a manifest is of.
func Statement(project string, m i18n.Manifest) string {
	var lines []string
	for l, of := range m.Locales {
		for format, file := range of.Files {
			lines = append(lines, string(l)+"."+format+"\x00"+file.SHA256)
		}
	}
	slices.Sort(lines)
	statement := project + " " + m.Release + "\n"
	for _, line := range lines {
		name, digest, _ := strings.Cut(line, "\x00")
		statement += digest + "  " + name + "\n"
	}
	return statement
}

// packedManifest is the manifest within a bundle. It says nothing of channels, so that one release in one format is
// one bundle, to the byte.
type packedManifest struct {
	SchemaVersion int                    `json:"schema_version"`
	Project       string                 `json:"project"`
	Release       string                 `json:"release"`
	SourceLocale  i18n.Locale            `json:"source_locale"`
	Format        string                 `json:"format"`
	Locales       map[i18n.Locale]packed `json:"locales"`
}

type packed struct {
	NativeName string        `json:"native_name"`
	Dir        string        `json:"dir"`
	Fallback   []i18n.Locale `json:"fallback"`
	File       string        `json:"file"`
	SHA256     string        `json:"sha256"`
	Size       int           `json:"size"`
}

// Bundle packs all locales of a project in one format, with a manifest, as a gzipped tar. The same texts in the same
// format are the same bytes, made by the same program. The error is [i18n.ErrFormatNotFound].
func Bundle(p *i18n.Project, format string) ([]byte, error) {
	manifest, err := p.Manifest()
	if err != nil {
		return nil, err
	}
	head := packedManifest{
		SchemaVersion: i18n.ManifestVersion, Project: p.Name(), Release: p.Release(), SourceLocale: p.Source(), Format: format,
		Locales: map[i18n.Locale]packed{},
	}
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for _, l := range p.Locales() {
		file, err := p.File(l, format)
		if err != nil {
			return nil, err
		}
		of, name := manifest.Locales[l], string(l)+"."+format
		head.Locales[l] = packed{of.NativeName, of.Direction, of.Fallback, name, file.Digest, len(file.Data)}
		err = pack(archive, name, file.Data)
		if err != nil {
			return nil, err
		}
	}
	text, err := json.MarshalIndent(head, "", "  ")
	if err == nil {
		err = pack(archive, "manifest.json", append(text, '\n'))
	}
	err = errors.Join(err, archive.Close(), zipped.Close())
	return out.Bytes(), err
}

// pack adds a file without a time, an owner or anything else that differs from one machine to another.
func pack(archive *tar.Writer, name string, data []byte) error {
	header := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(data)), Format: tar.FormatUSTAR, ModTime: time.Unix(0, 0)}
	err := archive.WriteHeader(header)
	if err == nil {
		_, err = archive.Write(data)
	}
	return err
}
