package assetstest

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
)

func putAtOnce(t *testing.T, s assets.Store) {
	data := bytes.Repeat([]byte("popular"), 10_000)
	name := assets.NameOf(data, assets.PNG)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if err := s.Put(t.Context(), assets.Public, name, data); err != nil {
				t.Error(err)
			}
			if got, err := assets.ReadAll(t.Context(), s, assets.Public, name); err != nil || !bytes.Equal(got, data) {
				t.Errorf("after Put: %d bytes, %v", len(got), err)
			}
		})
	}
	all.Wait()
	if got := list(t, s, assets.Public); len(got) != 1 {
		t.Errorf("listed %v", got)
	}
}

func neverPartial(t *testing.T, s assets.Store) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	name := assets.NameOf(data, assets.PNG)
	done := make(chan error, 1)
	go func() { done <- s.Put(t.Context(), assets.Public, name, data) }()
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
		}
		got, err := assets.ReadAll(t.Context(), s, assets.Public, name)
		if err != nil && !errors.Is(err, assets.ErrAssetNotFound) || err == nil && len(got) != len(data) {
			t.Fatalf("while it is put: %d bytes, %v", len(got), err)
		}
		for _, n := range list(t, s, assets.Public) {
			if size, err := s.Stat(t.Context(), assets.Public, n); err != nil || size != int64(len(data)) {
				t.Fatalf("while it is put, %v is listed with %d bytes, %v", n, size, err)
			}
		}
	}
}
