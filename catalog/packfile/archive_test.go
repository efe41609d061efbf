package packfile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"mime/multipart"
	"strconv"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
)

type entry struct {
	name string
	data []byte
	head func(*zip.FileHeader)
}

func archiveOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.head != nil {
			e.head(header)
		}
		w, err := writer.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Write(e.data)
		if err != nil {
			t.Fatal(err)
		}
	}
	err := writer.Close()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestOpenArchiveReadsAFolder(t *testing.T) {
	for name, prefix := range map[string]string{"at the top": "", "in a folder": "moon rabbit/", "in a folder of a folder": "store-main/moon rabbit/"} {
		t.Run(name, func(t *testing.T) {
			folder, err := OpenArchive(archiveOf(t,
				entry{name: prefix + "pack.yaml", data: []byte("slug: x")}, entry{name: prefix + "01.png", data: []byte("png")},
				entry{name: "__MACOSX/._01.png", data: []byte("junk")}, entry{name: prefix + ".DS_Store", data: []byte("junk")},
				entry{name: prefix + "Thumbs.db", data: []byte("junk")}, entry{name: prefix + "sketches/01.psd", data: []byte("kept at home")},
			))
			if err != nil {
				t.Fatal(err)
			}
			if string(folder["pack.yaml"]) != "slug: x" || string(folder["01.png"]) != "png" || len(folder) != 2 {
				t.Errorf("got %v", folder)
			}
		})
	}
}

func TestOpenArchiveRefuses(t *testing.T) {
	many := make([]entry, MaxEntries+1)
	for i := range many {
		many[i] = entry{name: strconv.Itoa(i)}
	}
	stored := func(h *zip.FileHeader) { h.Method = zip.Store }
	symlink := func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }
	cases := map[string]struct {
		data []byte
		want *fault.Error
	}{
		"no zip":           {[]byte("PK\x03\x04 nothing"), ErrArchive},
		"empty":            {nil, ErrArchive},
		"too many":         {archiveOf(t, many...), ErrArchiveLimit},
		"slip":             {archiveOf(t, entry{name: "a.png"}, entry{name: "../../etc/passwd"}), ErrArchive},
		"slip, other way":  {archiveOf(t, entry{name: "a.png"}, entry{name: `..\..\boot.ini`}), ErrArchive},
		"absolute":         {archiveOf(t, entry{name: "a.png"}, entry{name: "/etc/passwd"}), ErrArchive},
		"symlink":          {archiveOf(t, entry{name: "a.png", data: []byte("/etc/passwd"), head: symlink}), ErrArchive},
		"archive within":   {archiveOf(t, entry{name: "b.zip"}), ErrArchive},
		"same name twice":  {archiveOf(t, entry{name: "a.png"}, entry{name: "a.png"}), ErrArchive},
		"a bomb":           {archiveOf(t, entry{name: "a.png", data: make([]byte, 7<<20)}), ErrArchiveLimit},
		"a large file":     {archiveOf(t, entry{name: "a.png", data: noise(9 << 20), head: stored}), ErrArchiveLimit},
		"overlapping":      {overlapping(t), ErrArchive},
		"a hidden file":    {archiveOf(t, entry{name: ".htaccess"}), ErrArchive},
		"no UTF-8":         {archiveOf(t, entry{name: "a\xff.png"}), ErrArchive},
		"folders alone":    {archiveOf(t, entry{name: "a/01.png"}, entry{name: "b/02.png"}), ErrArchive},
		"slip, in folders": {archiveOf(t, entry{name: "a.png"}, entry{name: "b/../../etc/passwd"}), ErrArchive},
		"too deep":         {archiveOf(t, entry{name: "a.png"}, entry{name: strings.Repeat("a/", 2000) + "b.png"}), ErrArchive},
		"truncated":        {archiveOf(t, entry{name: "a.png", data: noise(4096)})[:2000], ErrArchive},
		"broken inside":    {flipped(archiveOf(t, entry{name: "a.png", data: noise(4096)})), ErrArchive},
		"a name of 1000 b": {archiveOf(t, entry{name: string(bytes.Repeat([]byte("a"), 1000))}), ErrArchive},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := OpenArchive(c.data)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// noise does not compress.
func noise(n int) []byte {
	data, state := make([]byte, n), uint32(1)
	for i := range data {
		state = state*1664525 + 1013904223
		data[i] = byte(state >> 24)
	}
	return data
}

// overlapping has two entries in its directory that point at the same bytes.
func overlapping(t *testing.T) []byte {
	data := archiveOf(t, entry{name: "a.png", data: noise(100)}, entry{name: "b.png", data: noise(100)})
	second := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[second+42:], 0)
	return data
}

func flipped(data []byte) []byte {
	data[60] ^= 0xff
	data[61] ^= 0xff
	return data
}

func TestOpenForm(t *testing.T) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range []string{"pack.yaml", "01.png"} {
		part, err := form.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = part.Write([]byte(name))
		if err != nil {
			t.Fatal(err)
		}
	}
	err := form.Close()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := OpenForm(&body, form.Boundary())
	if err != nil || string(folder["01.png"]) != "01.png" || len(folder) != 2 {
		t.Errorf("got %v, %v", folder, err)
	}
	_, err = OpenForm(bytes.NewReader(nil), "")
	if !errors.Is(err, ErrArchive) {
		t.Errorf("without a boundary: %v", err)
	}
}
