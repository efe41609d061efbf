package demo

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/assets"
)

var errAsked = errors.New("asked")

// refusing is a deriver that must not be asked.
type refusing struct{}

func (refusing) Derive(context.Context, []byte) (assets.Derived, error) {
	return assets.Derived{}, errAsked
}

// Everything is known of every picture, so that a new store derives nothing; of what is not the
// demo's, nothing is.
func TestDeriverKnowsEveryPicture(t *testing.T) {
	deriver := Deriver(refusing{})
	for name, picture := range pictures(t) {
		d, err := deriver.Derive(t.Context(), picture)
		if err != nil || d.Info.Size != int64(len(picture)) || len(d.ThumbHash) == 0 {
			t.Errorf("%s: %v; `go generate ./internal/demo` makes what is missing", name, err)
		}
	}
	if _, err := deriver.Derive(t.Context(), []byte("another")); !errors.Is(err, errAsked) {
		t.Errorf("what is not known: %v", err)
	}
}

// What is known is what would be made. A few pictures stand for all: they are made by one run of one
// program.
func TestDeriverKnowsWhatIsMade(t *testing.T) {
	fresh := assets.NewDeriver(assets.DefaultBudget)
	all := pictures(t)
	for _, name := range []string{"dokki/01.ar.webp", "nong-som/08.webp", "fanak/01.en.webp", "dal/04.webp"} {
		want, err := fresh.Derive(t.Context(), all[name])
		if err != nil {
			t.Fatal(err)
		}
		if want.Info.Animated { // no previews in motion are kept: they would weigh more than all the rest
			want.Previews, want.Ladder = nil, want.Ladder[:1]
		}
		got, err := Deriver(refusing{}).Derive(t.Context(), all[name])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s is made otherwise now; run `go generate ./internal/demo`", name)
		}
	}
}

// Nothing is kept that no picture needs.
func TestNothingIsLeftOver(t *testing.T) {
	needed := map[string]bool{}
	for name := range pictures(t) {
		still, small, thumb := Made(name)
		needed[still], needed[small], needed[thumb], needed[path.Join(path.Dir(name), Index)] = true, true, true, true
	}
	kept, err := fs.Glob(derived, "derived/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range kept {
		if !needed[file[len("derived/"):]] {
			t.Errorf("%s belongs to no picture", file)
		}
	}
}

// pictures are the bytes of all pictures, by slug and name.
func pictures(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(packs, "packs/*/*.webp")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		data, err := packs.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name[len("packs/"):]] = data
	}
	return all
}
