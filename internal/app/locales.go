package app

import (
	"os"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/backup"
	"github.com/hallyu-store/hallyu/internal/config"
)

// localesOf is the layer of the operator's locale files: below a prefix of the bucket, or in a folder, which is made so
// that it can be watched from the first.
func localesOf(c *config.Config, f *files) (i18n.Layer, error) {
	if c.LocalesS3 != "" {
		return i18n.Layer{Name: "s3:" + c.S3Bucket + "/" + c.LocalesS3, Files: f.bucket.Tree(c.LocalesS3)}, nil
	}
	return i18n.Directory(c.LocalesFolder()), os.MkdirAll(c.LocalesFolder(), 0o750)
}

// keptLocales are the same files, for backups.
func keptLocales(c *config.Config, f *files) backup.Locales {
	if c.LocalesS3 != "" {
		return f.bucket.Tree(c.LocalesS3)
	}
	return backup.Folder(c.LocalesFolder())
}
