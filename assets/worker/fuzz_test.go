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
	for _, r := range []reply{{derived: derived}, {failure: assets.ErrImageTooLarge.With("width", 9, "limit", 8)}, {failure: errFrame}} {
		var out bytes.Buffer
		if err := writeReply(&out, r); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := readReply(bytes.NewReader(data))
		if err != nil || r.failure != nil {
			return
		}
		for _, i := range r.derived.Images() {
			info, err := assets.Inspect(i.Data)
			if err != nil || i.Name != assets.NameOf(i.Data, info.Format) || i.Width != info.Width || len(info.Metadata) > 0 {
				t.Errorf("%+v: %v", info, err)
			}
		}
	})
}

// dot is a GIF of one red pixel.
var dot = []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
