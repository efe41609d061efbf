package assets

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
)

// errNotEncoded: no encoder could write a picture.
var errNotEncoded = errors.New("assets: no encoder could write the picture")

// canLose reports whether the machine has libwebp's programs, which encode with loss.
var canLose = sync.OnceValue(func() bool {
	_, still := exec.LookPath("cwebp")
	_, moving := exec.LookPath("img2webp")
	return still == nil && moving == nil
})

// lossyStill lets cwebp encode a still that no other way made light enough.
func lossyStill(ctx context.Context, t Target, m *image.NRGBA, e *Export) bool {
	if !canLose() {
		return false
	}
	for _, quality := range []int{90, 70, 40} {
		data, err := cwebp(ctx, m, quality)
		if err != nil {
			return false
		}
		e.Lightest = min(e.Lightest, int64(len(data)))
		if int64(len(data)) <= t.Bytes {
			e.Image, e.Frames = still(data, WebP, m.Rect.Size()), 1
			e.Passes = append(e.Passes, PassLossy)
			return true
		}
	}
	return false
}

// cwebp encodes one still.
func cwebp(ctx context.Context, m *image.NRGBA, quality int) ([]byte, error) {
	return inFolder(ctx, func(folder string) ([]string, error) {
		from := filepath.Join(folder, "in.png")
		args := []string{"cwebp", "-quiet", "-mt", "-q", strconv.Itoa(quality), "-o", filepath.Join(folder, "out.webp"), from}
		return args, writePNG(from, m)
	})
}

// A few frames tell what all will weigh, give or take a third.
const (
	probeFrames = 6
	probeError  = 1.3
)

// writeLossyWebP lets img2webp encode an animation; of a long one, at first a few frames, and no more where
// those are much too heavy.
func writeLossyWebP(ctx context.Context, scenes []scene, h effort, t Target) (Image, float64, error) {
	if len(scenes) > 2*probeFrames {
		made, _, err := img2webp(ctx, scenes[:probeFrames], h, t)
		part := float64(probeFrames) / float64(len(scenes))
		if err != nil || t.Bytes > 0 && float64(len(made.Data)) > probeError*part*float64(t.Bytes) {
			return made, part, err
		}
	}
	return img2webp(ctx, scenes, h, t)
}

func img2webp(ctx context.Context, scenes []scene, h effort, t Target) (Image, float64, error) {
	if err := ctx.Err(); err != nil {
		return Image{}, 0, err
	}
	data, err := inFolder(ctx, func(folder string) ([]string, error) {
		args := []string{"img2webp", "-loop", strconv.Itoa(int(t.loops(scenes))), "-lossy", "-q", strconv.Itoa(h.quality), "-m", "0"}
		for i, s := range scenes {
			name := filepath.Join(folder, strconv.Itoa(i)+".png")
			if err := writePNG(name, s.picture); err != nil {
				return nil, err
			}
			args = append(args, "-d", strconv.FormatInt(s.delay.Milliseconds(), 10), name)
		}
		return append(args, "-o", filepath.Join(folder, "out.webp")), nil
	})
	if err != nil {
		return Image{}, 0, err
	}
	upload, err := walk(data)
	if err != nil {
		return Image{}, 0, err
	}
	if data, err = upload.rewrite(); err != nil {
		return Image{}, 0, err
	}
	made, done, err := animated(data, WebP, scenes, len(scenes))
	made.Animated = upload.facts().Animated
	return made, done, err
}

// inFolder runs a program in a folder of its own, and returns its out.webp. The program gets no
// environment, and ends with this process.
func inFolder(ctx context.Context, prepare func(folder string) (args []string, err error)) ([]byte, error) {
	folder, err := os.MkdirTemp("", "hallyu-webp-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	args, err := prepare(folder)
	if err != nil {
		return nil, err
	}
	program, err := exec.LookPath(args[0])
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, args[1:]...)
	command.Env, command.SysProcAttr = []string{}, endsWithUs()
	runtime.LockOSThread() // by whose end the system knows that this process has ended
	defer runtime.UnlockOSThread()
	if err := command.Run(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, "out.webp"))
}

// writePNG writes a picture for a program that reads it at once: nothing is gained by packing it.
func writePNG(name string, m *image.NRGBA) error {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.NoCompression}
	if err := encoder.Encode(&out, m); err != nil {
		return err
	}
	return os.WriteFile(name, out.Bytes(), 0o600)
}
