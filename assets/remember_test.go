package assets

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// madeOf is what a deriver made beside the master.
func madeOf(d Derived) Made {
	made := Made{StillSmall: d.StillSmall.Data, Thumb: d.Thumb.Data, ThumbHash: d.ThumbHash, Seen: d.Seen}
	if d.Info.Animated {
		made.Still = d.Still.Data
		for _, p := range d.Previews {
			made.Previews = append(made.Previews, p.Data)
		}
	}
	return made
}

func TestRememberIsDerive(t *testing.T) {
	for name, upload := range map[string][]byte{
		"still": unhex(t, lossyWebPAlpha), "APNG": apng(), "GIF": movingGIF(), "animated WebP": movingWebP(),
	} {
		want := mustDerive(t, upload)
		got, err := Remember(upload, madeOf(want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRememberRefuses(t *testing.T) {
	upload := movingWebP()
	if _, err := Remember([]byte("no image"), Made{}); !errors.Is(err, ErrNotAnImage) {
		t.Error(err)
	}
	if _, err := Remember(upload, Made{}); !errors.Is(err, ErrNotAnImage) {
		t.Error(err)
	}
}
