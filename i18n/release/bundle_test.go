package release_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/release"
)

func signer(t *testing.T) (*release.Signer, []byte) {
	t.Helper()
	key, err := release.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	s, err := release.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := s.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return s, public
}

func TestBundleIsTheSameBytesForTheSameTexts(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1, "app/active.ko.toml", ko1)
	live, _ := r.Project("app", "production")
	first, err := release.Bundle(live, "flat.json")
	want(t, "error", err, nil)
	r.released()
	r.write("app/active.en.toml", en2)
	held, _ := r.replica().Project("app", "production")
	second, err := release.Bundle(held, "flat.json")
	want(t, "error", err, nil)
	want(t, "the same", bytes.Equal(first, second), true)
	r.promote("production", "draft")
	held, _ = r.Project("app", "production")
	third, _ := release.Bundle(held, "flat.json")
	want(t, "other texts, the same", bytes.Equal(first, third), false)

	files := unpack(t, first)
	want(t, "files", len(files), 3)
	file, _ := live.File("ko", "flat.json")
	want(t, "Korean", files["ko.flat.json"], string(file.Data))
	want(t, "named in the manifest", strings.Contains(files["manifest.json"], file.Digest), true)
	if _, err := release.Bundle(live, "docx"); err == nil {
		t.Error("a format that there is not was packed")
	}
}

func unpack(t *testing.T, data []byte) map[string]string {
	t.Helper()
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for archive := tar.NewReader(zipped); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = string(content)
	}
}

// TestOpenSSLVerifiesBundles has openssl judge a signature, and the same of a bundle of which one bit is turned.
func TestOpenSSLVerifiesBundles(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	r := newRoom(t, "app/active.en.toml", en1)
	live, _ := r.Project("app", "production")
	data, err := release.Bundle(live, release.DeltaFormat)
	if err != nil {
		t.Fatal(err)
	}
	s, public := signer(t)
	folder := t.TempDir()
	verifies := func(data []byte) bool {
		write(t, filepath.Join(folder, "data"), data)
		return exec.Command(openssl, "pkeyutl", "-verify", "-pubin", "-inkey", filepath.Join(folder, "key"), "-rawin",
			"-in", filepath.Join(folder, "data"), "-sigfile", filepath.Join(folder, "sig")).Run() == nil
	}
	write(t, filepath.Join(folder, "key"), public)
	write(t, filepath.Join(folder, "sig"), s.Sign(data))
	want(t, "verified", verifies(data), true)
	data[len(data)/2] ^= 1
	want(t, "verified with a bit turned", verifies(data), false)
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestManifestSignature(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1, "app/active.ko.toml", ko1)
	live, _ := r.Project("app", "production")
	m, err := live.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	s, public := signer(t)
	block, _ := pem.Decode(public)
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := base64.StdEncoding.DecodeString(s.SignManifest("app", m))
	if err != nil {
		t.Fatal(err)
	}
	statement := release.Statement("app", m)
	want(t, "verified", ed25519.Verify(parsed.(ed25519.PublicKey), []byte(statement), signature), true)
	want(t, "of another project", ed25519.Verify(parsed.(ed25519.PublicKey), []byte("b"+statement), signature), false)
	file, _ := live.File("ko", "po")
	sum := sha256.Sum256(file.Data)
	want(t, "names a file as sha256sum does", strings.Contains(statement, "\n"+hex.EncodeToString(sum[:])+"  ko.po\n"), true)
}

func TestKeysThatAreNone(t *testing.T) {
	for _, text := range []string{"", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if _, err := release.NewSigner([]byte(text)); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}
