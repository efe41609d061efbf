package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadEnvironmentTakesFiles(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	err := os.WriteFile(secret, []byte("hush\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	env, err := ReadEnvironment([]string{"PATH=/bin", "HALLYU_S3_SECRET_KEY_FILE=" + secret, "HALLYU_ADDR=:1"})
	if err != nil {
		t.Fatal(err)
	}
	if env["HALLYU_S3_SECRET_KEY"] != "hush" || env["HALLYU_ADDR"] != ":1" || len(env) != 2 {
		t.Errorf("got %v", env)
	}
}

func TestReadEnvironmentNamesTheFileThatIsMissing(t *testing.T) {
	_, err := ReadEnvironment([]string{"HALLYU_S3_SECRET_KEY_FILE=/nowhere/at/all"})
	if err == nil || !strings.Contains(err.Error(), "HALLYU_S3_SECRET_KEY_FILE") {
		t.Errorf("got %v", err)
	}
}

func TestUnknownNamesTheNearest(t *testing.T) {
	env := Environment{"HALLYU_ADR": "x", "HALLYU_PORT": "tcp://10.0.0.1", "HALLYU_SERVICE_HOST": "x", "HALLYU_DATA": "d"}
	warnings := env.Unknown()
	if len(warnings) != 1 || !strings.Contains(warnings[0], "did you mean HALLYU_ADDR?") {
		t.Errorf("got %q", warnings)
	}
}

func TestMaskedShowsNoSecret(t *testing.T) {
	c := Config{DatabaseURL: "postgres://hallyu:hunter2@db/hallyu?sslpassword=hunter2", S3SecretKey: "hunter2"}
	all := strings.Join(c.Masked(), "\n")
	if strings.Contains(all, "hunter2") {
		t.Errorf("a secret shows:\n%s", all)
	}
	for _, name := range []string{"HALLYU_DATABASE_URL=postgres://hallyu:", "HALLYU_S3_SECRET_KEY=***", "HALLYU_ADDR="} {
		if !strings.Contains(all, name) {
			t.Errorf("%s is missing in:\n%s", name, all)
		}
	}
}

// inBucket is c with assets in S3.
func inBucket(c Config) Config {
	c.DefaultRegion, c.S3Endpoint, c.S3Bucket, c.S3AccessKey, c.S3SecretKey = "KR", "https://s3.example", "b", "a", "s"
	return c
}

func TestValidate(t *testing.T) {
	for name, c := range map[string]Config{
		"a proxy that is no network": {DefaultRegion: "KR", TrustedProxies: []string{"10.0.0.0/99"}},
		"a public URL without host":  {DefaultRegion: "KR", PublicURL: "store.example"},
		"a public URL with a slash":  {DefaultRegion: "KR", PublicURL: "https://store.example/"},
		"no such region":             {DefaultRegion: "XX"},
		"no region":                  {},
		"a grace before the signal":  {DefaultRegion: "KR", ShutdownGrace: -1},
		"words in no bucket":         {DefaultRegion: "KR", LocalesS3: "locales"},
		"words among assets":         inBucket(Config{LocalesS3: "public/locales"}),
		"words above the bucket":     inBucket(Config{LocalesS3: "../locales"}),
		"words with a slash":         inBucket(Config{LocalesS3: "locales/"}),
		"words in two places":        inBucket(Config{LocalesS3: "locales", Locales: "/srv/locales"}),
		"words in a bucket and git":  inBucket(Config{LocalesS3: "locales", LocalesGit: true}),
	} {
		if c.Validate() == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	for _, c := range []Config{
		{DefaultRegion: "KR", PublicURL: "https://store.example", TrustedProxies: []string{"10.0.0.0/8"}},
		inBucket(Config{}), inBucket(Config{LocalesS3: "our/locales"}),
	} {
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
}
