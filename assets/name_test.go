package assets

import (
	"errors"
	"strings"
	"testing"
)

const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func TestNames(t *testing.T) {
	for f, want := range map[Format]string{PNG: "png", GIF: "gif", JPEG: "jpg", WebP: "webp", JSON: "json", ZIP: "zip"} {
		name := NameOf(nil, f)
		if name.String() != emptyDigest+"."+want {
			t.Errorf("%s", name)
		}
		if got, err := ParseName(name.String()); err != nil || got != name {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if f.MediaType() == "" {
			t.Errorf("%s has no media type", f)
		}
	}
}

func TestNamesOfNothing(t *testing.T) {
	for _, s := range []string{
		"", ".", ".png", emptyDigest, emptyDigest + ".", emptyDigest + ".jpeg", emptyDigest + ".exe",
		emptyDigest + ".png.png", emptyDigest + ".PNG", strings.ToUpper(emptyDigest) + ".png",
		emptyDigest[1:] + ".png", "0" + emptyDigest + ".png", "../" + emptyDigest[3:] + ".png",
		emptyDigest[:63] + "g.png", emptyDigest + ".png\x00", strings.Repeat("a", 1<<20) + ".png",
	} {
		if got, err := ParseName(s); !errors.Is(err, ErrAssetNotFound) {
			t.Errorf("%q: %v, %v", clip(s), got, err)
		}
	}
}

func TestParseDigest(t *testing.T) {
	if d, err := ParseDigest(emptyDigest); err != nil || d != DigestOf(nil) {
		t.Errorf("%v, %v", d, err)
	}
	for _, s := range []string{"", "abc", strings.ToUpper(emptyDigest), emptyDigest + "0", strings.Repeat("x", 64)} {
		if _, err := ParseDigest(s); !errors.Is(err, ErrDigestInvalid) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
