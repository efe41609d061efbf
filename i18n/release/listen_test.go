package release_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
)

func quietly() error { return nil }

// TestListenersAreKeptAlive: who hears nothing gets a sign of life at each pause, and is told what comes.
func TestListenersAreKeptAlive(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	r.released()
	synctest.Test(t, func(t *testing.T) {
		const pause = 15 * time.Second
		ctx, cancel := context.WithCancel(t.Context())
		pulse := time.NewTicker(pause)
		defer pulse.Stop()
		var signs, told []time.Duration
		begin := time.Now()
		var listening sync.WaitGroup
		listening.Go(func() {
			err := r.Listen(ctx, release.Listening{
				Reader: release.Reader{Project: "app", Channel: "production"}, From: "192.0.2.1", Open: quietly, Pause: pulse.C,
				Tell: func(*i18n.Project) error { told = append(told, time.Since(begin)); return nil },
				Idle: func() error { signs = append(signs, time.Since(begin)); return nil },
			})
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		time.Sleep(4*pause + time.Second)
		r.Changed()
		synctest.Wait()
		cancel()
		listening.Wait()
		if fmt.Sprint(signs) != "[15s 30s 45s 1m0s]" || fmt.Sprint(told) != "[0s]" {
			t.Errorf("signs of life at %v, told at %v", signs, told)
		}
	})
}

// TestListenersAreLimited: one address takes no more than its share, all together no more than there is.
func TestListenersAreLimited(t *testing.T) {
	r := newRoom(t, "app/active.en.toml", en1)
	ctx, cancel := context.WithCancel(t.Context())
	var listening sync.WaitGroup
	defer listening.Wait()
	defer cancel()
	listen := func(ctx context.Context, from string) error {
		opened, ended := make(chan struct{}), make(chan error, 1)
		listening.Go(func() {
			ended <- r.Listen(ctx, release.Listening{
				Reader: release.Reader{Project: "app", Channel: "production"}, From: from,
				Open: func() error { close(opened); return nil }, Tell: func(*i18n.Project) error { return nil }, Idle: quietly,
			})
		})
		select {
		case <-opened:
			return nil
		case err := <-ended:
			return err
		}
	}
	leaver, leave := context.WithCancel(ctx)
	if err := listen(leaver, "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	for range release.MaxListenersFrom - 1 {
		if err := listen(ctx, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, "one more from there", listen(ctx, "192.0.2.1"), release.ErrListeners)
	for i := release.MaxListenersFrom; i < release.MaxListeners; i++ {
		if err := listen(ctx, fmt.Sprintf("198.51.100.%d", i%40)); err != nil {
			t.Fatal(i, err)
		}
	}
	refused(t, "one more from elsewhere", listen(ctx, "203.0.113.9"), release.ErrListeners)
	leave()
	late := time.After(10 * time.Second)
	for errors.Is(listen(ctx, "192.0.2.1"), release.ErrListeners) { // the one who left is gone soon
		select {
		case <-late:
			t.Fatal("a place that was left is not free")
		default:
		}
	}
	refused(t, "and then again", listen(ctx, "192.0.2.1"), release.ErrListeners)
}
