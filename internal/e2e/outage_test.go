package e2e

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/local"
	"github.com/hallyu-store/hallyu/assets/s3/s3test"
	"github.com/hallyu-store/hallyu/internal/toxiproxytest"
)

// bucketed is a store whose assets are in a bucket, on a way to it that a test can spoil.
type bucketed struct {
	*server
	proxy   *toxiproxytest.Proxy
	cold    []assets.Name // pictures that nobody has asked for
	warm    assets.Name
	chat    *api.Client
	staff   *api.Client
	uploads int // how many were tried
}

// inBucket brings pictures of a seeded folder into a bucket, as any tool would, and serves from there.
func inBucket(t *testing.T) *bucketed {
	t.Helper()
	c := s3test.Start(t)
	data := seeded(t)
	b := &bucketed{proxy: toxiproxytest.Start(t, strings.TrimPrefix(c.Endpoint, "http://"))}
	folder, err := local.New(filepath.Join(data, "assets"))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	b.cold = copySome(t, folder, s3test.Open(t, c))
	if err := os.RemoveAll(filepath.Join(data, "assets")); err != nil {
		t.Fatal(err)
	}
	b.server = serve(t, data, "--s3-endpoint", "http://"+b.proxy.Address, "--s3-bucket", c.Bucket,
		"--s3-access-key", c.AccessKey, "--s3-secret-key", c.SecretKey)
	b.chat = b.client(b.app(t, "orders:read", "orders:write"))
	b.staff = b.client(b.server.staff(t, "yuna@example.com", "designer"))
	b.warm = b.next()
	if reply, _ := b.ask(t, b.warm); reply.Status != http.StatusOK {
		t.Fatalf("before anything happens: %d %s", reply.Status, reply.Body)
	}
	return b
}

// picturesNeeded is how many pictures the tests ask for.
const picturesNeeded = 60

// copySome copies some public assets and returns them.
func copySome(t *testing.T, from, to assets.Store) []assets.Name {
	t.Helper()
	var copied []assets.Name
	enough := errors.New("enough")
	err := from.List(t.Context(), assets.Public, func(name assets.Name, _ int64) error {
		if len(copied) == picturesNeeded {
			return enough
		}
		copied = append(copied, name)
		data, err := assets.ReadAll(t.Context(), from, assets.Public, name)
		if err != nil {
			return err
		}
		return to.Put(t.Context(), assets.Public, name, data)
	})
	if !errors.Is(err, enough) {
		t.Fatalf("%d pictures copied: %v", len(copied), err)
	}
	return copied
}

// next is a picture that nobody has asked for.
func (b *bucketed) next() assets.Name {
	name := b.cold[0]
	b.cold = b.cold[1:]
	return name
}

// ask fetches a picture, and says how long that took.
func (b *bucketed) ask(t *testing.T, name assets.Name) (*api.Raw, time.Duration) {
	t.Helper()
	start := time.Now()
	reply, err := b.client("").Do(t.Context(), http.MethodGet, "/assets/"+name.String(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return reply, time.Since(start)
}

func TestStorageOutages(t *testing.T) {
	b := inBucket(t)
	for _, bad := range []struct {
		name  string
		spoil func()
	}{
		{"refusing", func() { b.proxy.Cut(t) }},
		{"silent", func() { b.proxy.Silence(t) }},
		{"slow", func() { b.proxy.Poison(t, "latency", map[string]any{"latency": 5000}) }},
		{"resetting", func() { b.proxy.Poison(t, "reset_peer", map[string]any{"timeout": 0}) }},
	} {
		t.Run(bad.name, func(t *testing.T) {
			b.before(t)
			bad.spoil()
			defer b.proxy.Mend(t)
			b.refusesCold(t)
			b.givesWarm(t)
			b.sells(t)
			b.refusesUploads(t)
			b.proxy.Mend(t)
			b.recovers(t)
		})
	}
}

// before holds the storage to be well.
func (b *bucketed) before(t *testing.T) {
	t.Helper()
	if reply, _ := b.ask(t, b.next()); reply.Status != http.StatusOK {
		t.Fatalf("while all is well: %d %s", reply.Status, reply.Body)
	}
}

// refusesCold asks for pictures that nobody has asked for, one after the other from the first moment on.
// The time is that of the quicker half: this machine has other tests to run.
func (b *bucketed) refusesCold(t *testing.T) {
	t.Helper()
	var times []time.Duration
	for range 9 {
		reply, took := b.ask(t, b.next())
		times = append(times, took)
		if reply.Status != http.StatusServiceUnavailable || reply.Header.Get("Retry-After") == "" ||
			reply.Header.Get("Content-Type") != "application/problem+json" || !bytes.Contains(reply.Body, []byte("/problems/storage-unavailable")) {
			t.Errorf("a picture that is not kept: %d %v %s", reply.Status, reply.Header, reply.Body)
		}
	}
	t.Log("answered after", times)
	slices.Sort(times)
	if half := times[len(times)/2]; half > 300*time.Millisecond {
		t.Errorf("half of the refusals took longer than %v", half)
	}
}

func (b *bucketed) givesWarm(t *testing.T) {
	t.Helper()
	if reply, _ := b.ask(t, b.warm); reply.Status != http.StatusOK || assets.NameOf(reply.Body, b.warm.Format) != b.warm {
		t.Errorf("a picture that is kept: %d, %d bytes", reply.Status, len(reply.Body))
	}
}

// sells holds the store to sell as ever.
func (b *bucketed) sells(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	holder := "fan-" + t.Name()[strings.LastIndexByte(t.Name(), '/')+1:]
	key := holder + "-1"
	order, err := b.chat.PlaceOrder(ctx, holder, key, api.NewOrder{Pack: "dokki", Region: "KR", PayWith: api.PayWith{Provider: "external"}})
	if err != nil || order.State != "reserved" {
		t.Fatalf("order: %s, %v", order.State, err)
	}
	order, err = b.chat.ConfirmOrder(ctx, holder, order.ID, key+"-confirm", api.Confirmation{Transaction: "paid-" + holder})
	if err != nil || order.State != "fulfilled" {
		t.Fatalf("confirm: %s, %v", order.State, err)
	}
	owned, err := b.chat.Entitlements(ctx, holder)
	if err != nil || len(owned.Items) != 1 {
		t.Errorf("entitlements: %d, %v", len(owned.Items), err)
	}
}

// refusesUploads holds an upload to be refused whole.
func (b *bucketed) refusesUploads(t *testing.T) {
	t.Helper()
	b.uploads++
	drawn := image.NewGray(image.Rect(0, 0, 100, 100+b.uploads)) // one that was never seen
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, drawn); err != nil {
		t.Fatal(err)
	}
	data := encoded.Bytes()
	sum := sha256.Sum256(data)
	_, err := b.staff.PutUpload(t.Context(), hex.EncodeToString(sum[:]), data)
	problem(t, err, "storage-unavailable")
}

// recovers holds the store to give pictures again soon after the storage is back.
func (b *bucketed) recovers(t *testing.T) {
	t.Helper()
	const soon = 10 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), 2*soon)
	defer cancel()
	start, name := time.Now(), b.next()
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		reply, _ := b.ask(t, name)
		if reply.Status == http.StatusOK {
			break
		}
		select {
		case <-ctx.Done():
			t.Fatalf("not back after %v: %d %s", time.Since(start), reply.Status, reply.Body)
		case <-tick.C:
		}
	}
	if took := time.Since(start); took > soon {
		t.Errorf("back after %v", took)
	}
	t.Log("back after", time.Since(start))
}
