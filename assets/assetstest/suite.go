package assetstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
)

// Run holds a store to everything that assets.Store promises. open returns an empty store, and
// cleans up after itself by t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) assets.Store) {
	behaviours := []struct {
		name string
		test func(t *testing.T, s assets.Store)
	}{
		{"what was put is read", putAndRead},
		{"a second put is success", putTwice},
		{"a wrong digest is refused", wrongDigest},
		{"too many bytes are refused", tooLarge},
		{"names and areas that cannot be are refused", impossible},
		{"areas are apart", areasApart},
		{"formats are apart", formatsApart},
		{"parts are read", readParts},
		{"what is absent is not found", absent},
		{"what is deleted is absent", deleted},
		{"names are listed in order", listed},
		{"a list ends with its caller's error", listStops},
		{"a list's caller may use the store", listAndDelete},
		{"many put the same at once", putAtOnce},
		{"nobody sees a part", neverPartial},
		{"the caller keeps its bytes", callerKeepsBytes},
		{"a context that is over is an error", contextOver},
	}
	for _, b := range behaviours {
		t.Run(b.name, func(t *testing.T) { b.test(t, open(t)) })
	}
}

func putAndRead(t *testing.T, s assets.Store) {
	for _, data := range [][]byte{{}, []byte("x"), bytes.Repeat([]byte("sticker "), 100_000)} {
		name := put(t, s, assets.Public, data)
		got, err := assets.ReadAll(t.Context(), s, assets.Public, name)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("ReadAll of %d bytes: %d bytes, %v", len(data), len(got), err)
		}
		size, err := s.Stat(t.Context(), assets.Public, name)
		if err != nil || size != int64(len(data)) {
			t.Errorf("Stat of %d bytes: %d, %v", len(data), size, err)
		}
	}
}

func putTwice(t *testing.T, s assets.Store) {
	name := put(t, s, assets.Private, []byte("once"))
	put(t, s, assets.Private, []byte("once"))
	if got := list(t, s, assets.Private); !slices.Equal(got, []assets.Name{name}) {
		t.Errorf("listed %v", got)
	}
}

func wrongDigest(t *testing.T, s assets.Store) {
	name := assets.NameOf([]byte("one"), assets.PNG)
	wantError(t, s.Put(t.Context(), assets.Public, name, []byte("another")), assets.ErrDigestMismatch)
	_, err := s.Open(t.Context(), assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
}

func tooLarge(t *testing.T, s assets.Store) {
	data := make([]byte, assets.MaxObjectSize+1)
	name := assets.Name{Digest: assets.DigestOf(nil), Format: assets.ZIP} // the size is asked first
	wantError(t, s.Put(t.Context(), assets.Private, name, data), assets.ErrFileTooLarge)
}

func impossible(t *testing.T, s assets.Store) {
	data := []byte("data")
	good := assets.NameOf(data, assets.PNG)
	for _, c := range []struct {
		area assets.Area
		name assets.Name
	}{
		{"", good},
		{"../public", good},
		{assets.Public, assets.Name{}},
		{assets.Public, assets.Name{Digest: good.Digest, Format: "exe"}},
		{assets.Public, assets.Name{Digest: assets.Digest(strings.ToUpper(string(good.Digest))), Format: assets.PNG}},
		{assets.Public, assets.Name{Digest: "../../../../etc/passwd", Format: assets.PNG}},
	} {
		if s.Put(t.Context(), c.area, c.name, data) == nil {
			t.Errorf("Put took %q %q", c.area, c.name)
		}
		_, err := s.Open(t.Context(), c.area, c.name)
		wantError(t, err, assets.ErrAssetNotFound)
		_, err = s.Stat(t.Context(), c.area, c.name)
		wantError(t, err, assets.ErrAssetNotFound)
		if err := s.Delete(t.Context(), c.area, c.name); err != nil {
			t.Errorf("Delete of %q %q: %v", c.area, c.name, err)
		}
	}
}

func areasApart(t *testing.T, s assets.Store) {
	name := put(t, s, assets.Private, []byte("secret"))
	_, err := s.Open(t.Context(), assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
	if got := list(t, s, assets.Public); len(got) != 0 {
		t.Errorf("public lists %v", got)
	}
	if err := s.Delete(t.Context(), assets.Public, name); err != nil {
		t.Error(err)
	}
	if _, err := s.Stat(t.Context(), assets.Private, name); err != nil {
		t.Errorf("deleted in the other area: %v", err)
	}
}

func formatsApart(t *testing.T, s assets.Store) {
	name := put(t, s, assets.Public, []byte("a picture"))
	name.Format = assets.GIF
	_, err := s.Stat(t.Context(), assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
}

func readParts(t *testing.T, s assets.Store) {
	name := put(t, s, assets.Public, []byte("0123456789"))
	object, err := s.Open(t.Context(), assets.Public, name)
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	if object.Size() != 10 {
		t.Errorf("Size %d", object.Size())
	}
	for _, c := range []struct {
		offset int64
		whence int
		want   string
	}{
		{7, io.SeekStart, "789"},
		{-4, io.SeekEnd, "678"},
		{-9, io.SeekCurrent, "012"},
		{10, io.SeekStart, ""},
	} {
		if _, err := object.Seek(c.offset, c.whence); err != nil {
			t.Fatal(err)
		}
		part := make([]byte, 3)
		n, _ := io.ReadFull(object, part)
		if got := string(part[:n]); got != c.want {
			t.Errorf("from %d, %d: %q, want %q", c.offset, c.whence, got, c.want)
		}
	}
}

func absent(t *testing.T, s assets.Store) {
	name := assets.NameOf([]byte("never put"), assets.PNG)
	_, err := s.Open(t.Context(), assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
	_, err = s.Stat(t.Context(), assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
	_, err = assets.ReadAll(t.Context(), s, assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
	if got := list(t, s, assets.Public); len(got) != 0 {
		t.Errorf("an empty store lists %v", got)
	}
}

func deleted(t *testing.T, s assets.Store) {
	name := put(t, s, assets.Public, []byte("short life"))
	for range 2 {
		if err := s.Delete(t.Context(), assets.Public, name); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Open(t.Context(), assets.Public, name)
	wantError(t, err, assets.ErrAssetNotFound)
	put(t, s, assets.Public, []byte("short life"))
	if _, err := s.Stat(t.Context(), assets.Public, name); err != nil {
		t.Errorf("put again: %v", err)
	}
}

func listed(t *testing.T, s assets.Store) {
	const count = 40
	var want []assets.Name
	for i := range count {
		want = append(want, put(t, s, assets.Public, make([]byte, i)))
	}
	put(t, s, assets.Private, []byte("elsewhere"))
	slices.SortFunc(want, byString)
	var got []assets.Name
	err := s.List(t.Context(), assets.Public, func(n assets.Name, size int64) error {
		if want := assets.NameOf(make([]byte, size), assets.PNG); n != want {
			t.Errorf("%v has the size %d", n, size)
		}
		got = append(got, n)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v: %v", got, want, err)
	}
}

func listStops(t *testing.T, s assets.Store) {
	put(t, s, assets.Public, []byte("a"))
	put(t, s, assets.Public, []byte("b"))
	stop, calls := errors.New("enough"), 0
	err := s.List(t.Context(), assets.Public, func(assets.Name, int64) error {
		calls++
		return stop
	})
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

func listAndDelete(t *testing.T, s assets.Store) {
	for i := range 10 {
		put(t, s, assets.Public, make([]byte, i))
	}
	err := s.List(t.Context(), assets.Public, func(n assets.Name, _ int64) error {
		return s.Delete(t.Context(), assets.Public, n)
	})
	if left := list(t, s, assets.Public); err != nil || len(left) != 0 {
		t.Errorf("left %v: %v", left, err)
	}
}

func callerKeepsBytes(t *testing.T, s assets.Store) {
	data := []byte("mine")
	name := put(t, s, assets.Public, data)
	data[0] = 'f'
	if got, err := assets.ReadAll(t.Context(), s, assets.Public, name); err != nil || string(got) != "mine" {
		t.Errorf("%q, %v", got, err)
	}
}

func contextOver(t *testing.T, s assets.Store) {
	name := put(t, s, assets.Public, []byte("there"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, openErr := s.Open(ctx, assets.Public, name)
	_, statErr := s.Stat(ctx, assets.Public, name)
	for i, err := range []error{
		s.Put(ctx, assets.Public, name, []byte("there")), openErr, statErr,
		s.List(ctx, assets.Public, func(assets.Name, int64) error { return nil }),
		s.Delete(ctx, assets.Public, name),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("call %d: %v", i, err)
		}
	}
}

// put puts data as a PNG and returns its name.
func put(t *testing.T, s assets.Store, area assets.Area, data []byte) assets.Name {
	t.Helper()
	name := assets.NameOf(data, assets.PNG)
	if err := s.Put(t.Context(), area, name, data); err != nil {
		t.Fatal(fmt.Errorf("put %d bytes: %w", len(data), err))
	}
	return name
}

func list(t *testing.T, s assets.Store, area assets.Area) []assets.Name {
	t.Helper()
	var names []assets.Name
	err := s.List(t.Context(), area, func(n assets.Name, _ int64) error {
		names = append(names, n)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func byString(a, b assets.Name) int { return strings.Compare(a.String(), b.String()) }

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("error %v, want %v", got, want)
	}
}
