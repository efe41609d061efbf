package packfile

import (
	"bytes"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
)

// Whatever the bytes, an archive is a folder of plain names within the limits, or a fault.
func FuzzOpenArchive(f *testing.F) {
	var t testing.T
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Add(archiveOf(&t, entry{name: "pack.yaml", data: []byte("slug: x")}, entry{name: "01.png", data: []byte("png")}))
	f.Add(archiveOf(&t, entry{name: "a/pack.yaml", data: []byte("slug: x")}, entry{name: "a/01.png", data: noise(300)}))
	f.Add(archiveOf(&t, entry{name: "../x"}, entry{name: `..\x`}, entry{name: "x.zip"}))
	f.Add(overlapping(&t))
	f.Fuzz(func(t *testing.T, data []byte) {
		folder, err := OpenArchive(data)
		judge(t, folder, err)
	})
}

// The same of forms.
func FuzzOpenForm(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"pack.yaml\"\r\n\r\nslug: x\r\n--b--\r\n"), "b")
	f.Add([]byte("--b\r\n\r\n\r\n--b--"), "b")
	f.Add([]byte("--\r\nContent-Disposition: form-data; filename*=UTF-8''%2e%2e%2fx\r\n\r\n--"), "")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		folder, err := OpenForm(bytes.NewReader(body), boundary)
		if err != nil && fault.As(err) == nil {
			return // the reader's own; its caller knows
		}
		judge(t, folder, err)
	})
}

func judge(t *testing.T, folder Folder, err error) {
	t.Helper()
	if err != nil {
		if fault.As(err) == nil {
			t.Errorf("%v is no fault", err)
		}
		return
	}
	total := 0
	for name, data := range folder {
		total += len(data)
		if name == "" || !plainName(name) || len(data) > maxFile {
			t.Errorf("%q with %d bytes", name, len(data))
		}
	}
	if len(folder) > MaxEntries || total > MaxUnpacked {
		t.Errorf("%d files, %d bytes", len(folder), total)
	}
}
