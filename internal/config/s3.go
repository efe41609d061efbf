package config

import (
	"io/fs"
	"strings"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/s3"
)

// S3 is where assets are kept, and whether that is in a bucket at all: with no setting of S3 they are
// files in AssetsFolder.
func (c Config) S3() (s3.Config, bool) {
	return s3.Config{
		Endpoint: c.S3Endpoint, Bucket: c.S3Bucket, AccessKey: c.S3AccessKey, SecretKey: c.S3SecretKey, Region: c.S3Region,
	}, c.S3Endpoint != ""
}

// validateS3 wants all settings of S3 or none; the region alone may be left out.
func (c Config) validateS3() error {
	if c.S3Endpoint+c.S3Bucket+c.S3AccessKey+c.S3SecretKey+c.S3Region == "" {
		return nil
	}
	for _, s := range []struct{ name, value string }{
		{"HALLYU_S3_ENDPOINT", c.S3Endpoint}, {"HALLYU_S3_BUCKET", c.S3Bucket},
		{"HALLYU_S3_ACCESS_KEY", c.S3AccessKey}, {"HALLYU_S3_SECRET_KEY", c.S3SecretKey},
	} {
		if s.value == "" {
			return ErrInvalid.With("name", s.name, "value", "")
		}
	}
	if err := s3.CheckEndpoint(c.S3Endpoint); err != nil {
		return ErrInvalid.With("name", "HALLYU_S3_ENDPOINT").Because(err)
	}
	return nil
}

// validateLocales refuses more than one place of locale files, and a prefix that assets have.
func (c Config) validateLocales() error {
	if c.LocalesS3 == "" {
		return nil
	}
	first, _, _ := strings.Cut(c.LocalesS3, "/")
	switch {
	case c.S3Endpoint == "":
		return ErrInvalid.With("name", "HALLYU_LOCALES_S3", "value", c.LocalesS3+" without HALLYU_S3_ENDPOINT")
	case c.Locales != "" || c.LocalesGit:
		return ErrInvalid.With("name", "HALLYU_LOCALES_S3", "value", c.LocalesS3+" with HALLYU_LOCALES or HALLYU_LOCALES_GIT")
	case !fs.ValidPath(c.LocalesS3) || first == "." || assets.Area(first).Valid():
		return ErrInvalid.With("name", "HALLYU_LOCALES_S3", "value", c.LocalesS3)
	}
	return nil
}
