package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHostileArchives imports the archives that Go's own reader is tested with, and others that were made
// to harm. All are refused with problem documents, and the store keeps its size.
func TestHostileArchives(t *testing.T) {
	s := serveBinary(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	process := s.procfs(t)
	brought(t, operator, "well-meant", "")
	before := process.memory(t)
	archives := madeArchives(t)
	for name, data := range testArchives(t) {
		archives["go's "+name] = data
	}
	for name, data := range archives {
		for _, mediaType := range []string{"application/zip", "multipart/form-data; boundary=b", "application/json"} {
			if len(data) > 1<<20 && mediaType != "application/zip" {
				continue
			}
			reply, err := operator.Do(t.Context(), "POST", "/v1/packs/import", data, http.Header{"Content-Type": {mediaType}})
			if err != nil || reply.Status < 400 || reply.Status >= 500 {
				t.Errorf("%s as %s: %+v, %v", name, mediaType, reply, err)
			}
		}
	}
	stray(t, s.Data)
	process.settles(t, before+64<<20)
}

// stray finds files that came out of an archive and not into the store's own folders.
func stray(t *testing.T, data string) {
	t.Helper()
	for _, pattern := range []string{"*evil*", "../*evil*", "../../*evil*", "/tmp/*hallyu-evil*"} {
		found, _ := filepath.Glob(filepath.Join(data, pattern))
		if len(found) > 0 {
			t.Errorf("an archive reached out: %v", found)
		}
	}
}

// testArchives are the archives that Go's archive/zip is tested with. Some of them are sound; no one has a
// pack.yaml.
func testArchives(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(output1(t, "go", "env", "GOROOT"), "src", "archive", "zip", "testdata", "*"))
	if err != nil || len(paths) < 25 {
		t.Fatalf("%d archives, %v", len(paths), err)
	}
	archives := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, ".base64") {
			data, _ = io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)))
		}
		archives[filepath.Base(path)] = data
	}
	return archives
}

// madeArchives are packs with one thing wrong.
func madeArchives(t *testing.T) map[string][]byte {
	t.Helper()
	pack, picture := smallPack("hostile", ""), string(dot(t, 3))
	with := func(name, data string) []byte {
		return zipped(t, [2]string{"pack.yaml", pack}, [2]string{"1.png", picture}, [2]string{"2.png", picture}, [2]string{name, data})
	}
	archives := map[string][]byte{
		"slip":              with("../../hallyu-evil", "x"),
		"slip of Windows":   with(`..\..\hallyu-evil`, "x"),
		"an absolute path":  with("/tmp/hallyu-evil", "x"),
		"a drive":           with(`C:\hallyu-evil`, "x"),
		"an archive":        with("inner.zip", string(zipped(t, [2]string{"a", "b"}))),
		"a ratio bomb":      with("bomb.png", strings.Repeat("\x00", 100<<20)),
		"a name twice":      with("1.png", picture),
		"a name with NUL":   with("a\x00.png", picture),
		"a name turned":     with("a\u202egnp.exe", picture),
		"no UTF-8":          with("a\xff.png", picture),
		"too deep":          with(strings.Repeat("a/", 2000)+"b.png", picture),
		"cut":               with("3.png", picture)[:300],
		"sharing bytes":     sharing(t, with("3.png", picture)),
		"encrypted":         flagged(with("3.png", picture), 1),
		"a link":            linking(t, pack),
		"65536 entries":     crowded(t),
		"a picture of page": zipped(t, [2]string{"pack.yaml", pack}, [2]string{"1.png", "<html>"}, [2]string{"2.png", "<svg>"}),
	}
	for name, yaml := range hostileYAML() {
		archives["pack.yaml "+name] = zipped(t, [2]string{"pack.yaml", yaml}, [2]string{"1.png", picture}, [2]string{"2.png", picture})
	}
	return archives
}

// hostileYAML are packs whose pack.yaml is made to harm its reader.
func hostileYAML() map[string]string {
	var aliases strings.Builder
	aliases.WriteString("a: &a [x, x, x, x, x, x, x, x, x]\n")
	for i := range 12 {
		fmt.Fprintf(&aliases, "%c: &%c [%s]\n", 'b'+i, 'b'+i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", 'a'+i), 9), ", "))
	}
	pack := smallPack("hostile", "")
	return map[string]string{
		"of aliases":        aliases.String(),
		"of a cycle":        "title: &t {en: *t}\n",
		"merged":            "base: &b {slug: x}\n<<: *b\n",
		"deep":              "title: " + strings.Repeat("[", 50_000),
		"deep by dashes":    strings.Repeat("- ", 50_000) + "x",
		"of a long word":    "slug: " + strings.Repeat("x", 1<<20),
		"with NUL":          strings.Replace(pack, "The pack", `"\0"`, 1),
		"with a tag":        "slug: !!python/object/apply:os.system [id]\n",
		"of two":            pack + "---\n" + pack,
		"with a key twice":  pack + "slug: again\n",
		"with a huge price": strings.Replace(smallPack("hostile", "1"), "amount: 1", "amount: 99999999999999999999999999", 1),
		"with hexadecimals": strings.Replace(smallPack("hostile", "1"), "amount: 1", "amount: 0x7fffffffffffffff", 1),
		"in UTF-16":         "\xff\xfes\x00l\x00u\x00g\x00",
		"not UTF-8":         "slug: \xff\xff",
		"binary":            "slug: !!binary aGFsbHl1\n",
		"empty":             "",
	}
}

// sharing lets the last entry of the directory point at the bytes of the first.
func sharing(t *testing.T, data []byte) []byte {
	t.Helper()
	last := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[last+42:], 0)
	return data
}

// flagged sets a flag of the last entry, in both of its headers.
func flagged(data []byte, flag byte) []byte {
	data[bytes.LastIndex(data, []byte("PK\x01\x02"))+8] |= flag
	data[bytes.LastIndex(data, []byte("PK\x03\x04"))+6] |= flag
	return data
}

// linking has a symbolic link in place of a picture.
func linking(t *testing.T, pack string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	link := &zip.FileHeader{Name: "1.png"}
	link.SetMode(fs.ModeSymlink | 0o777)
	for header, data := range map[*zip.FileHeader]string{{Name: "pack.yaml"}: pack, link: "/etc/passwd", {Name: "2.png"}: "x"} {
		entry, err := writer.CreateHeader(header)
		if err == nil {
			_, err = entry.Write([]byte(data))
		}
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

// crowded has as many entries as fit without ZIP64.
func crowded(t *testing.T) []byte {
	t.Helper()
	files := make([][2]string, 65_535)
	for i := range files {
		files[i][0] = fmt.Sprint(i)
	}
	return zipped(t, files...)
}

// TestHostileForm sends forms in which something is wrong.
func TestHostileForm(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	part := func(name, data string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name + "\"\r\n\r\n" + data + "\r\n"
	}
	for name, body := range map[string]string{
		"nothing": "", "no end": part("pack.yaml", "slug: x"), "a path": part("../evil", "x") + "--b--\r\n",
		"a part without head": "--b\r\n\r\nx\r\n--b--\r\n", "many": strings.Repeat(part("", "x"), 500) + "--b--\r\n",
		"a name twice": part("1.png", "x") + part("1.png", "x") + "--b--\r\n",
		"a long head":  "--b\r\nX: " + strings.Repeat("y", 1<<20) + "\r\n\r\nx\r\n--b--\r\n",
		"many heads":   "--b\r\n" + strings.Repeat("X: y\r\n", 20_000) + "\r\nx\r\n--b--\r\n",
	} {
		reply, err := operator.Do(t.Context(), "POST", "/v1/packs/import", []byte(body), http.Header{"Content-Type": {"multipart/form-data; boundary=b"}})
		if err != nil || reply.Status < 400 || reply.Status >= 500 {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
}
