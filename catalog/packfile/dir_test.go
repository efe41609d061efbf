package packfile_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, width, height)))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCheckDir(t *testing.T) {
	sound := pngOf(t, 64, 64)
	truncated := sound[:len(sound)-20]
	bomb := []byte("RIFF\x14\x00\x00\x00WEBPVP8L\x08\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00")
	for name, test := range map[string]struct {
		pack   string
		images map[string][]byte
		want   []string
	}{
		"sound":           {moonRabbit, map[string][]byte{"01.png": sound, "01.ja.png": sound}, nil},
		"no pack.yaml":    {"", nil, []string{"error file-missing pack.yaml"}},
		"file missing":    {moonRabbit, map[string][]byte{"01.png": sound}, []string{"error file-missing pack.yaml:15"}},
		"file unused":     {moonRabbit, map[string][]byte{"01.png": sound, "01.ja.png": sound, "02.png": sound}, []string{"warn file-unused 02.png"}},
		"truncated":       {moonRabbit, map[string][]byte{"01.png": truncated, "01.ja.png": sound}, []string{"error image-truncated 01.png"}},
		"no image":        {moonRabbit, map[string][]byte{"01.png": []byte("hello"), "01.ja.png": sound}, []string{"error not-an-image 01.png"}},
		"28 bytes":        {moonRabbit, map[string][]byte{"01.png": bomb, "01.ja.png": sound}, []string{"error image-too-large 01.png"}},
		"large, not even": {moonRabbit, map[string][]byte{"01.png": pngOf(t, 600, 500), "01.ja.png": sound}, []string{"info not-square 01.png", "info image-shrunk 01.png"}},
		"wrong extension": {with("01.png", "01.gif"), map[string][]byte{"01.gif": sound, "01.ja.png": sound}, []string{"warn extension-wrong 01.gif"}},
		"all at once": {with("usage: sticker", "usage: hat"), map[string][]byte{"01.png": truncated}, []string{
			"error usage-unknown pack.yaml:3", "error image-truncated 01.png", "error file-missing pack.yaml:15",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := fstest.MapFS{}
			if test.pack != "" {
				folder[packfile.Name] = &fstest.MapFile{Data: []byte(test.pack)}
			}
			for file, data := range test.images {
				folder[file] = &fstest.MapFile{Data: data}
			}
			var got []string
			for _, f := range packfile.CheckDir(folder) {
				got = append(got, strings.TrimSuffix(fmt.Sprint(f.Severity, " ", f.Code, " ", f.File, ":", f.Line), ":0"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
