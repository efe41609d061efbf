package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// encode writes PNG frames as one WebP image, animated where there are several, and returns its
// size in bytes.
func encode(frames [][]byte, frameTime time.Duration, image string) (int64, error) {
	if err := flatten(frames); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "render-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	files, err := writeFrames(dir, frames)
	if err != nil {
		return 0, err
	}
	if err := execute(encoder(files, frameTime, image)); err != nil {
		return 0, err
	}
	info, err := os.Stat(image)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// writeFrames writes each frame into dir and returns the names in order.
func writeFrames(dir string, frames [][]byte) ([]string, error) {
	files := make([]string, len(frames))
	for i, frame := range frames {
		files[i] = filepath.Join(dir, fmt.Sprintf("%03d.png", i))
		if err := os.WriteFile(files[i], frame, 0o600); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// encoder is the command that turns the files into the image. Few colours with hard edges are
// both smallest and cleanest without loss.
func encoder(files []string, frameTime time.Duration, image string) []string {
	if len(files) == 1 {
		return []string{"cwebp", "-quiet", "-z", "7", files[0], "-o", image}
	}
	delay := strconv.FormatInt(frameTime.Milliseconds(), 10)
	command := []string{"img2webp", "-loop", "0", "-min_size", "-lossless", "-m", "6", "-d", delay}
	return append(append(command, files...), "-o", image)
}

// execute runs a command and reports what it said if it fails.
func execute(command []string) error {
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", command[0], err, out)
	}
	return nil
}
