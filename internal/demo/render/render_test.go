package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"
	"time"
)

func TestSourceSaysWhereItsImageGoes(t *testing.T) {
	for _, c := range []struct {
		source source
		want   string
	}{
		{source{pack: "dokki", number: "03"}, "03.webp"},
		{source{pack: "dokki", number: "03", locale: "ko"}, "03.ko.webp"},
	} {
		if got, want := c.source.image(), filepath.Join(packsDir, "dokki", c.want); got != want {
			t.Errorf("image() = %s, want %s", got, want)
		}
	}
}

func TestDrawingMovesOnlyWithSMIL(t *testing.T) {
	still, err := newDrawing(`<svg><g/></svg>`, `<svg>`)
	if err != nil || still.frames != 1 || still.side != stillSide {
		t.Errorf("still: %+v, %v", still, err)
	}
	const root = `<svg data-duration="1.2" data-frames="12">`
	moving, err := newDrawing(root+`<g><animateTransform/></g></svg>`, root)
	if err != nil || moving.frameTime() != 100*time.Millisecond || moving.side != movingSide {
		t.Errorf("moving: %+v, %v", moving, err)
	}
	if _, err := newDrawing(`<svg><set/></svg>`, `<svg>`); err == nil {
		t.Error("an animation without timing was accepted")
	}
}

func TestFlattenKeepsTheFlatColours(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 100, 100))
	for i := range 100 * 100 {
		c := color.NRGBA{R: 0x2b, G: 0x24, B: 0x40, A: 0xff}
		if i >= 5000 { // half ink, half a ramp of 5,000 pixels
			c = color.NRGBA{R: uint8(i), G: uint8(i / 20), B: uint8(i / 40), A: uint8(i / 4)}
		}
		picture.SetNRGBA(i%100, i/100, c)
	}
	var frame bytes.Buffer
	if err := png.Encode(&frame, picture); err != nil {
		t.Fatal(err)
	}
	frames := [][]byte{frame.Bytes()}
	if err := flatten(frames); err != nil {
		t.Fatal(err)
	}
	flat, err := png.Decode(bytes.NewReader(frames[0]))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(flat.ColorModel().(color.Palette)); got != stillColours {
		t.Errorf("%d colours, want %d", got, stillColours)
	}
	if got := color.NRGBAModel.Convert(flat.At(0, 0)); got != (picture.At(0, 0)) {
		t.Errorf("ink became %v", got)
	}
}
