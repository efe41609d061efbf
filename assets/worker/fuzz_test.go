package worker

import (
	"bytes"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
)

// FuzzReadReply: whatever a child writes is a reply whose files are what they are said to be, or an error.
func FuzzReadReply(f *testing.F) {
	derived, err := assets.NewDeriver(assets.DefaultBudget).Derive(f.Context(), dot)
	if err != nil {
		f.Fatal(err)
	}
	targets := []assets.Target{{Format: assets.PNG, Width: 8, Height: 8, Fit: assets.Pad}, {Format: assets.WebP, Moving: true}}
	exports, err := assets.NewExporter(assets.DefaultBudget).Export(f.Context(), dot, targets)
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range []reply{{derived: derived}, {exports: exports}, {examination: assets.Examination{Seen: assets.Seen{Visible: 1}}}, {failure: assets.ErrImageTooLarge.With("width", 9, "limit", 8)}, {failure: errFrame}} {
		var out bytes.Buffer
		if err := writeReply(&out, r); err != nil {
			f.Fatal(err)
		}
		for kind := range byte(3) {
			f.Add(out.Bytes(), kind)
		}
	}
	f.Add([]byte("\xff\xff\xff\xff"), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, kind byte) {
		j := []job{{Do: deriveJob}, {Do: examineJob}, {exportJob, targets}}[kind%3]
		r, err := readReply(bytes.NewReader(data), j)
		if err != nil || r.failure != nil || j.Do == examineJob {
			return
		}
		files := r.derived.Images()
		for i, e := range r.exports {
			if files = append(files, e.Image); e.Image.Data != nil && !targets[i].Takes(e.Image) {
				t.Errorf("%+v for %+v", e.Image, targets[i])
			}
		}
		for _, i := range files {
			if i.Data == nil && j.Do == exportJob {
				continue
			}
			info, err := assets.Inspect(i.Data)
			if err != nil || i.Name != assets.NameOf(i.Data, info.Format) || i.Width != info.Width || len(info.Metadata) > 0 {
				t.Errorf("%+v: %v", info, err)
			}
		}
	})
}

// dot is a GIF of one red pixel.
var dot = []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
