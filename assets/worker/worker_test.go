package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/png"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// TestMain is also the children that the tests start: the first argument says what they do.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		if play, known := plays[os.Args[1]]; known {
			if err := play(); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

var plays = map[string]func() error{
	"serve":  func() error { return Serve(context.Background(), os.Stdin, os.Stdout) },
	"hungry": func() error { return misbehave(hunger) },
	"busy":   func() error { return misbehave(spin) },
	"silent": func() error { return misbehave(func() { select {} }) },
	"liar":   func() error { return misbehave(func() { _ = writeFrame(os.Stdout, []byte("{")) }) },
	"forger": func() error { return misbehave(forge) },
	"gossip": func() error { return misbehave(tell) },
	"tired":  tire,
	"mute":   func() error { return errors.New("no") },
}

// misbehave does as Serve does until the first upload comes.
func misbehave(how func()) error {
	err := errors.Join(limit(), writeFrame(os.Stdout, []byte(greeting)))
	if err != nil {
		return err
	}
	_, err = readFrame(os.Stdin, maxFile)
	if err != nil {
		return err
	}
	go func() { // so that nothing is a deadlock
		for range time.Tick(time.Hour) {
		}
	}()
	how()
	return nil
}

func hunger() {
	for kept := []byte{1}; ; {
		kept = append(kept, kept...)
	}
}

func spin() {
	if err := limitCPU(time.Second); err != nil {
		panic(err)
	}
	for n := 0; ; n++ {
		_ = n
	}
}

// forge replies with a page in place of a picture.
func forge() {
	page := assets.Image{Data: []byte("<html>"), Name: assets.NameOf([]byte("<html>"), assets.PNG), Width: 1, Height: 1}
	_ = writeReply(os.Stdout, reply{derived: assets.Derived{Master: page, Still: page, StillSmall: page, Thumb: page}})
}

// tell replies with all of the environment.
func tell() { _ = writeReply(os.Stdout, reply{failure: errors.New(strings.Join(os.Environ(), " "))}) }

// tire answers the first upload and dies at the second.
func tire() error {
	err := errors.Join(limit(), writeFrame(os.Stdout, []byte(greeting)))
	if err != nil {
		return err
	}
	err = serveOne(context.Background(), hand{deriver: assets.NewDeriver(assets.DefaultBudget)}, os.Stdin, os.Stdout)
	if err != nil {
		return err
	}
	_, _ = readFrame(os.Stdin, maxFile)
	return errors.New("tired")
}

func pool(t *testing.T, play string, c Config) *Pool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c.Command, c.Budget = []string{self, play}, assets.DefaultBudget
	p := New(c)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// picture is a PNG of a size, with some colour in it.
func picture(t *testing.T, side int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range side {
		m.SetNRGBA(i, i, color.NRGBA{byte(i), 0xaa, 0x11, 0xff})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// moving is a GIF of three frames.
func moving(t *testing.T) []byte {
	t.Helper()
	all := gif.GIF{}
	for i := range 3 {
		m := image.NewPaletted(image.Rect(0, 0, 40, 30), palette.WebSafe)
		for at := range m.Pix {
			m.Pix[at] = byte((at*at + i) % 200)
		}
		all.Image, all.Delay = append(all.Image, m), append(all.Delay, 10)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, &all); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What a child makes is what this process would have made.
func TestPoolDerivesWhatTheDeriverDoes(t *testing.T) {
	p := pool(t, "serve", Config{})
	for _, data := range [][]byte{picture(t, 600), picture(t, 20), moving(t)} {
		want, err := assets.NewDeriver(assets.DefaultBudget).Derive(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Derive(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Refusals of the deriver come with their facts.
func TestPoolRefuses(t *testing.T) {
	p := pool(t, "serve", Config{})
	damaged := moving(t)
	copy(damaged[len(damaged)-8:], "\xff\xff\xff\xff\xff\xff")
	for data, want := range map[string]*fault.Error{
		"hello":                        assets.ErrNotAnImage,
		string(picture(t, 64)[:100]):   assets.ErrImageTruncated,
		string(damaged):                assets.ErrImageDamaged,
		strings.Repeat("x", (5<<20)+1): assets.ErrFileTooLarge,
	} {
		_, err := p.Derive(t.Context(), []byte(data))
		if !errors.Is(err, want) || len(fault.As(err).Facts()) == 0 {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

// An upload that a child does not survive is refused for the reason, and the next one is taken.
func TestPoolOutlivesItsChildren(t *testing.T) {
	if Missing != "" {
		t.Skip(Missing)
	}
	for play, reason := range map[string]string{"hungry": reasonHungry, "busy": reasonTime, "liar": reasonCrash, "forger": reasonCrash} {
		t.Run(play, func(t *testing.T) {
			p := pool(t, play, Config{Children: 1})
			_, err := p.Derive(t.Context(), picture(t, 8))
			if !errors.Is(err, assets.ErrImageTooCostly) || fault.As(err).Facts()["reason"] != reason {
				t.Fatalf("%v %v, want %s", err, errors.Unwrap(fault.As(err)), reason)
			}
			p.config.Command[1] = "serve"
			if _, err := p.Derive(t.Context(), picture(t, 8)); err != nil {
				t.Error("the next upload:", err)
			}
		})
	}
}

func TestPoolDoesNotWaitForEver(t *testing.T) {
	p := pool(t, "silent", Config{Children: 1, Deadline: 100 * time.Millisecond})
	_, err := p.Derive(t.Context(), picture(t, 8))
	if !errors.Is(err, assets.ErrImageTooCostly) || fault.As(err).Facts()["reason"] != reasonTime {
		t.Error(err)
	}
}

// A child that cannot be started is nobody's fault but the machine's.
func TestPoolWithoutChildren(t *testing.T) {
	p := pool(t, "mute", Config{})
	if _, err := p.Derive(t.Context(), picture(t, 8)); err == nil || fault.As(err) != nil {
		t.Error(err)
	}
	p.config.Command[0] = "/nowhere"
	if _, err := p.Derive(t.Context(), picture(t, 8)); err == nil || fault.As(err) != nil {
		t.Error(err)
	}
}

// Whoever no longer waits gets the child back for others.
func TestPoolHeedsItsCaller(t *testing.T) {
	p := pool(t, "silent", Config{Children: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := p.Derive(ctx, picture(t, 8)); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	p.config.Command[1] = "serve"
	if _, err := p.Derive(t.Context(), picture(t, 8)); err != nil {
		t.Error(err)
	}
}

// What a child has over from earlier uploads is not the fault of the next one.
func TestPoolGivesAFreshChild(t *testing.T) {
	p := pool(t, "tired", Config{Children: 1})
	for range 4 {
		if _, err := p.Derive(t.Context(), picture(t, 8)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPoolReplacesChildren(t *testing.T) {
	p := pool(t, "serve", Config{Children: 1, Reuse: 2})
	seen := map[int]bool{}
	for range 6 {
		if _, err := p.Derive(t.Context(), picture(t, 8)); err != nil {
			t.Fatal(err)
		}
		c := <-p.idle
		if c != nil {
			seen[c.command.Process.Pid] = true
		}
		p.idle <- c
	}
	if len(seen) != 3 {
		t.Errorf("%d children for six uploads, each to take two", len(seen))
	}
}

// Whoever comes when the queue is full is told so at once; whoever waits is served.
func TestPoolIsBounded(t *testing.T) {
	p := pool(t, "serve", Config{Children: 1, Waiting: 1})
	held := <-p.idle
	var waits sync.WaitGroup
	results := make([]error, 2)
	for i := range results {
		waits.Go(func() { _, results[i] = p.Derive(t.Context(), picture(t, 8)) })
	}
	for p.inside.Load() < 2 {
		runtime.Gosched()
	}
	_, err := p.Derive(t.Context(), picture(t, 8))
	if !errors.Is(err, ErrUploadsBusy) || fault.As(err).Facts()["retry_after"] == nil {
		t.Error(err)
	}
	p.idle <- held
	waits.Wait()
	if err := errors.Join(results...); err != nil {
		t.Error(err)
	}
}

// What a child exports is what this process would have made, with the machine's encoders where they are.
func TestPoolExportsWhatTheExporterDoes(t *testing.T) {
	p, here := pool(t, "serve", Config{Yielding: true}), assets.NewExporter(assets.DefaultBudget)
	targets := []assets.Target{
		{Format: assets.WebP, Width: 512, Height: 512, Fit: assets.Pad, Bytes: 100 << 10},
		{Format: assets.WebP, Moving: true, Width: 64, Height: 64, Fit: assets.Pad, Bytes: 500 << 10},
		{Format: assets.PNG, Width: 37, Height: 32, Even: true},
		{Format: "webm", Width: 512, Height: 512, Fit: assets.Fill},
	}
	for _, data := range [][]byte{picture(t, 600), moving(t)} {
		want, err := here.Export(t.Context(), data, targets)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Export(t.Context(), data, targets)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		seen, err := here.Examine(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		again, err := p.Examine(t.Context(), data)
		if diff := cmp.Diff(seen, again); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
}

// Files that a platform would not take are not what a child was asked for.
func TestPoolBelievesNoExport(t *testing.T) {
	p := pool(t, "forger", Config{Children: 1})
	_, err := p.Export(t.Context(), picture(t, 8), []assets.Target{{Format: assets.PNG, Width: 4, Height: 4}})
	if !errors.Is(err, assets.ErrImageTooCostly) || fault.As(err).Facts()["reason"] != reasonCrash {
		t.Error(err)
	}
}

// A child knows where programs are, and nothing else of the server's environment.
func TestChildrenKnowNoSecrets(t *testing.T) {
	t.Setenv("HALLYU_SECRET", "hunter2")
	p := pool(t, "gossip", Config{Children: 1})
	_, err := p.Derive(t.Context(), picture(t, 8))
	if err == nil || err.Error() != "worker: PATH="+os.Getenv("PATH") {
		t.Error(err)
	}
}
