package production

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

const smallDisk = "24m"

// onSmallDisk keeps everything on a disk that is soon full.
func onSmallDisk(t *testing.T) deployment {
	t.Helper()
	d := onFiles(t)
	err := syscall.Mount("tmpfs", d.data, "tmpfs", 0, "size="+smallDisk)
	if err != nil {
		missing(t, "a small disk cannot be mounted: "+err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(d.data, syscall.MNT_DETACH) })
	return d
}

// fill leaves no byte on the disk of a folder, and returns what frees it again.
func fill(t *testing.T, folder string) (free func()) {
	t.Helper()
	ballast, err := os.Create(filepath.Join(folder, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 1<<16); len(block) > 0; {
		_, err = ballast.Write(block)
		if err != nil {
			block = block[:len(block)/2]
		}
	}
	return func() {
		_ = ballast.Close()
		_ = os.Remove(ballast.Name())
	}
}

// TestDiskFull fills the disk under a store: what is written is refused with a problem that says so,
// what is read goes on, and with room on the disk all is well again, without a restart.
func TestDiskFull(t *testing.T) {
	d := onSmallDisk(t)
	c := begin(t, d, nil)
	p := start(t, d)
	backend, operator := p.client(c.backend), p.client(c.operator)
	before := &buyer{holder: "before", pack: c.pack}
	if err := before.live(t.Context(), backend, fulfilled); err != nil {
		t.Fatal(err)
	}
	free := fill(t, d.data)
	during := untilRefused(t, c, backend)
	editions := &designer{slug: "editions", asked: 1}
	for i := 0; ; i++ { // small things may still find room
		err := editions.push(t.Context(), operator)
		if err != nil {
			refusedForRoom(t, err)
			break
		}
		if editions.asked++; i == 50 {
			t.Fatal("a full disk takes fifty editions")
		}
	}
	for _, path := range []string{"/readyz", "/KR/en", "/v1/storefronts/KR/en/packs/steady", "/livez"} {
		reply, err := p.client("").Do(t.Context(), "GET", path, nil, nil)
		if err != nil || reply.Status != http.StatusOK {
			t.Errorf("%s with a full disk: %v, %v", path, reply, err)
		}
	}
	if _, err := before.check(t.Context(), backend); err != nil {
		t.Error(err)
	}
	free()
	for _, b := range append(during, before) {
		eventually(t, func() error { return b.recover(t.Context(), backend) })
	}
	if err := editions.push(t.Context(), operator); err != nil {
		t.Errorf("with room on the disk again: %v", err)
	}
	editions.acked = editions.asked
	if err := editions.check(t.Context(), operator); err != nil {
		t.Error(err)
	}
}

// untilRefused buys until the store says that it has no room.
func untilRefused(t *testing.T, c *campaign, backend *api.Client) []*buyer {
	t.Helper()
	for all := []*buyer{}; len(all) < 5000; {
		b := &buyer{holder: fmt.Sprintf("during-%d", len(all)), pack: c.pack}
		all = append(all, b)
		err := b.live(t.Context(), backend, fulfilled)
		if err != nil {
			refusedForRoom(t, err)
			return all
		}
	}
	t.Fatal("a full disk takes five thousand orders")
	return nil
}

// refusedForRoom asks for a problem that may be answered by trying later.
func refusedForRoom(t *testing.T, err error) {
	t.Helper()
	var refused *api.Problem
	if !errors.As(err, &refused) || refused.Status != http.StatusServiceUnavailable && refused.Status != http.StatusInsufficientStorage {
		t.Errorf("a full disk answers %v", err)
	}
}

// eventually tries until it works, for ten seconds at most.
func eventually(t *testing.T, try func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		err := try()
		if err == nil || ctx.Err() != nil {
			if err != nil {
				t.Error(err)
			}
			return
		}
	}
}
