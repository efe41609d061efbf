package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/api"
)

// TestRestoreDrill keeps a store that people are buying from, brings it back in another folder, and
// holds the two against each other.
func TestRestoreDrill(t *testing.T) {
	data := seeded(t)
	writeLocale(t, data, "store/active.en.toml", "[greeting]\nother = \"Good to be back\"\n")
	s := serve(t, data)
	key := s.app(t, "orders:read", "orders:write")
	file := filepath.Join(t.TempDir(), "store.tar")
	acknowledged, stop := buyOn(t, s.client(key))
	var report struct {
		Manifest struct {
			Rows   map[string]int
			Assets struct{ Files int }
		}
	}
	s.json(t, &report, "backup", file)
	stop()
	if n := report.Manifest.Rows["orders"]; n < len(acknowledged) || report.Manifest.Assets.Files == 0 {
		t.Errorf("%d orders were acknowledged before the backup began: %+v", len(acknowledged), report)
	}
	folder := t.TempDir()
	restored := &server{Data: folder, env: environment(t, folder)}
	for _, args := range [][]string{{"backup", "--verify", file}, {"restore", file}} {
		if out, err := restored.run(t, args...); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	if _, err := restored.run(t, "restore", file); err == nil {
		t.Error("it was restored over a store")
	}
	back := serve(t, restored.Data)
	for _, path := range []string{
		"/v1/storefronts", "/v1/storefronts/KR/ko", "/v1/storefronts/KR/ko/packs", "/v1/storefronts/KR/ko/packs/dal",
		"/v1/storefronts/JP/ja/packs/dokki", "/v1/strings/store/production/en.flat.json",
	} {
		if diff := cmp.Diff(body(t, s, path), body(t, back, path)); diff != "" {
			t.Errorf("%s (-kept +restored):\n%s", path, diff)
		}
	}
	samePictures(t, s, back)
	replayed(t, acknowledged, back.client(key))
}

// buyOn buys until it is told to stop, a pack for a new holder each time. It returns the orders that
// were acknowledged by then.
func buyOn(t *testing.T, backend *api.Client) ([]api.Order, func()) {
	t.Helper()
	var acknowledged []api.Order
	for n := range 20 {
		order, err := buyNth(t.Context(), backend, n)
		if err != nil {
			t.Fatal(err)
		}
		acknowledged = append(acknowledged, order)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		for n := len(acknowledged); ctx.Err() == nil; n++ {
			if _, err := buyNth(ctx, backend, n); err != nil && ctx.Err() == nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	return acknowledged, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// buyNth buys dal for the n-th holder, who paid elsewhere.
func buyNth(ctx context.Context, backend *api.Client, n int) (api.Order, error) {
	amount := int64(2500)
	return backend.PlaceOrder(ctx, fmt.Sprint("fan-", n), fmt.Sprint("key-", n), api.NewOrder{
		Pack: "dal", Region: "KR", PayWith: api.PayWith{
			Provider: "external", Transaction: fmt.Sprint("t-", n), Amount: &amount, Currency: "KRW",
		},
	})
}

// replayed sends acknowledged orders again: the same key and body get the same answer, from the
// store that was restored.
func replayed(t *testing.T, acknowledged []api.Order, backend *api.Client) {
	t.Helper()
	for n, order := range acknowledged {
		again, err := buyNth(t.Context(), backend, n)
		if diff := cmp.Diff(order, again); err != nil || diff != "" {
			t.Fatalf("order %d again: %v\n%s", n, err, diff)
		}
		entitlement, err := backend.Entitlement(t.Context(), order.Holder, order.Pack)
		if err != nil || !entitlement.Entitled {
			t.Errorf("%s: %+v, %v", order.Holder, entitlement, err)
		}
	}
}

// samePictures compares every picture of a pack, byte by byte.
func samePictures(t *testing.T, kept, restored *server) {
	t.Helper()
	pack, err := kept.client("").Pack(t.Context(), "KR", "ko", "dokki")
	if err != nil || len(pack.Stickers) == 0 {
		t.Fatal(pack, err)
	}
	for _, sticker := range pack.Stickers {
		for _, image := range sticker.Images {
			if body(t, kept, image.URL) != body(t, restored, image.URL) {
				t.Errorf("%s is another picture", image.URL)
			}
		}
	}
}

func body(t *testing.T, s *server, path string) string {
	t.Helper()
	reply, err := s.http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	content, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, reply.Status, err)
	}
	return string(content)
}
