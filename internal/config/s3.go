package config

import (
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
