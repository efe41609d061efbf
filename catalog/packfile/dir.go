package packfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// CheckDir returns everything there is to know about a folder before it is pushed, errors first:
// about its pack.yaml, and about each image, looked at without decoding it. It asks nobody.
func CheckDir(folder fs.FS) []Finding {
	data, err := readUpTo(folder, Name, MaxSize)
	if err != nil {
		return []Finding{missing(Name, "")}
	}
	f, findings, d := parse(data)
	if !HasErrors(findings) {
		findings = d.placed(Ready(f))
	}
	used := map[string]bool{}
	for i, s := range f.Stickers {
		for _, image := range named(i, s) {
			if !used[image.file] && plainName(image.file) {
				findings = append(findings, d.placed(image.found(CheckImage(folder, image.file, s.Shortcode)))...)
			}
			used[image.file] = true
		}
	}
	findings = append(findings, unused(folder, used)...)
	slices.SortStableFunc(findings, func(a, b Finding) int { return rank(a) - rank(b) })
	return findings
}

// naming is a place of pack.yaml that names an image.
type naming struct{ pointer, file string }

// named are the places where the sticker at an index names images.
func named(i int, s Sticker) []naming {
	at := "/stickers/" + strconv.Itoa(i)
	var all []naming
	if s.File != "" {
		all = append(all, naming{at + "/file", s.File})
	}
	for _, locale := range sortedKeys(s.Images) {
		if file := s.Images[locale].File; file != "" {
			all = append(all, naming{at + "/images/" + escape(string(locale)), file})
		}
	}
	return all
}

// found turns the findings on an image: that it is not there concerns the place that names it.
func (n naming) found(findings []Finding) []Finding {
	for i, f := range findings {
		if f.Code == "file-missing" {
			findings[i].File, findings[i].Pointer = Name, n.pointer
		}
	}
	return findings
}

// CheckImage returns the findings on one image of a folder.
func CheckImage(folder fs.FS, file, sticker string) []Finding {
	budget := assets.DefaultBudget
	data, err := readUpTo(folder, file, budget.Bytes)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return []Finding{missing(file, sticker)}
	}
	if err != nil {
		return []Finding{finding("image-invalid", At{File: file, Sticker: sticker}, "", "")}
	}
	err = budget.CheckSize(int64(len(data)))
	if err != nil {
		return []Finding{Broken(file, sticker, err)}
	}
	info, err := assets.Inspect(data)
	if err == nil {
		err = budget.Check(info)
	}
	if err != nil {
		return []Finding{Broken(file, sticker, err)}
	}
	findings := Remarks(At{File: file, Sticker: sticker}, info)
	if ext := strings.ToLower(strings.TrimPrefix(path.Ext(file), ".")); !spells(ext, info.Format) {
		findings = append(findings, finding("extension-wrong", At{File: file, Sticker: sticker}, string(info.Format), ext))
	}
	return findings
}

// Remarks returns what is worth knowing of a sound image: what will be done to it.
func Remarks(at At, info assets.Info) []Finding {
	var findings []Finding
	add := func(applies bool, code, measured, limit string) {
		if applies {
			findings = append(findings, finding(code, at, measured, limit))
		}
	}
	add(len(info.Metadata) > 0, "metadata-dropped", strings.Join(info.Metadata, ", "), "")
	add(info.Width != info.Height, "not-square", size(info.Width, info.Height), "")
	large := max(info.Width, info.Height) > assets.MasterSide && !info.Animated
	add(large, "image-shrunk", size(info.Width, info.Height), strconv.Itoa(assets.MasterSide))
	return findings
}

// spells reports whether files of the format have the extension, in any of its spellings.
func spells(ext string, format assets.Format) bool {
	switch ext {
	case "jpeg":
		ext = assets.JPEG.Ext()
	case "apng":
		ext = assets.PNG.Ext()
	}
	return ext == format.Ext()
}

// Broken turns a fault of package assets about an image into a finding with its code.
func Broken(file, sticker string, err error) Finding {
	f := finding("image-invalid", At{File: file, Sticker: sticker}, "", "")
	fault := fault.As(err)
	if fault == nil {
		return f
	}
	f.Code = fault.Code()
	facts := fault.Facts()
	if measured, said := facts["measured"]; said {
		f.Measured = fmt.Sprint(measured)
	}
	if limit, said := facts["limit"]; said {
		f.Limit = fmt.Sprint(limit)
	}
	if width, said := facts["width"]; said {
		f.Measured = fmt.Sprintf("%v×%v", width, facts["height"])
	}
	if frame, said := facts["frame"]; said {
		f.Measured = fmt.Sprint(frame)
	}
	f.Message = "The image cannot be taken: " + fault.Error() + "."
	return f
}

func missing(file, sticker string) Finding {
	return finding("file-missing", At{File: file, Sticker: sticker}, file, "")
}

// unused finds images that no sticker names.
func unused(folder fs.FS, used map[string]bool) []Finding {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil
	}
	var findings []Finding
	for _, entry := range entries {
		ext := strings.ToLower(strings.TrimPrefix(path.Ext(entry.Name()), "."))
		format, known := assets.FormatOfExt(ext)
		if known && format.Picture() && !entry.IsDir() && !used[entry.Name()] {
			findings = append(findings, finding("file-unused", At{File: entry.Name()}, "", ""))
		}
	}
	return findings
}

// readUpTo reads a file, but not much more than limit bytes of it.
func readUpTo(folder fs.FS, name string, limit int64) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fs.ErrNotExist
	}
	return io.ReadAll(io.LimitReader(file, limit+1))
}
