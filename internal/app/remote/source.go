package remote

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// largestArchive is how large a ZIP is read at most, in bytes: what a server takes in.
const largestArchive = 64 << 20

// source is a pack on this machine, in any layout.
type source struct {
	Path    string `arg:"" type:"path" help:"Folder or ZIP: pack.yaml and images, or the layout of WhatsApp, Telegram, LINE, Signal or Misskey, or images alone."`
	Slug    string `help:"Slug of the pack, where the layout names none."`
	Creator string `help:"Creator of the pack, by slug, where the layout names none."`
	Locale  string `help:"Language of the texts, where the layout names none."`
	PackKey string `help:"Key or link of a Signal pack."`
}

// open reads the files of the pack, and what its layout says.
func (s source) open() (packfile.Folder, interop.Pack, error) {
	folder, err := s.folder()
	if err != nil {
		return nil, interop.Pack{}, err
	}
	hints := interop.Hints{Slug: s.Slug, Creator: s.Creator, Key: s.PackKey, Name: stem(s.Path)}
	if s.Locale != "" {
		hints.SourceLocale, err = i18n.ParseLocale(s.Locale)
		if err != nil {
			return nil, interop.Pack{}, err
		}
	}
	pack, err := interop.Read(folder, hints)
	return folder, pack, err
}

// read reads the pack, and finds all that can be told of it and its images at once.
func (s source) read() (interop.Pack, error) {
	folder, pack, err := s.open()
	if err != nil {
		return pack, err
	}
	if pack.Layout == interop.Hallyu {
		pack.Findings = packfile.CheckDir(folder)
		return pack, nil
	}
	pack.Findings = inPlace(pack, append(pack.Findings, lacking(pack)...))
	for _, sticker := range pack.File.Stickers {
		if sticker.File != "" {
			pack.Findings = append(pack.Findings, packfile.CheckImage(pack.Files, sticker.File, sticker.Shortcode)...)
		}
	}
	return pack, nil
}

// asOurs returns the pack with what was found while it was read, and its folder in our layout. Who has one
// creator need not name it, so that a pack in another layout never lacks one.
func (s source) asOurs() (interop.Pack, packfile.Folder, error) {
	folder, pack, err := s.open()
	if err != nil {
		return pack, nil, err
	}
	if pack.Layout == interop.Hallyu {
		pack.Findings = nil // which are found again with all others
		return pack, folder, nil
	}
	pack.File.Creator = cmp.Or(pack.File.Creator, "me")
	for _, sticker := range pack.File.Stickers {
		pack.Findings = append(pack.Findings, misnamed(pack, sticker)...)
	}
	ours, _, err := interop.Write(interop.Hallyu, pack)
	return pack, ours, err
}

// misnamed finds that a sticker's file has another kind's name, which its copy in our layout has no more.
func misnamed(pack interop.Pack, s packfile.Sticker) []packfile.Finding {
	if s.File == "" {
		return nil
	}
	return slices.DeleteFunc(packfile.CheckImage(pack.Files, s.File, s.Shortcode), func(f packfile.Finding) bool { return f.Code != "extension-wrong" })
}

// inPlace says findings on a pack in our layout of the files that it was read from: the one that describes it,
// and its pictures by their own names.
func inPlace(pack interop.Pack, findings []packfile.Finding) []packfile.Finding {
	if pack.Layout == interop.Hallyu {
		return findings
	}
	pictures := map[string]string{}
	for _, s := range pack.File.Stickers {
		pictures[s.Shortcode] = s.File
	}
	for i, f := range findings {
		switch {
		case f.File == packfile.Name, f.File == "" && f.Pointer != "":
			findings[i].File, findings[i].Line, findings[i].Col = pack.Source, 0, 0
		case f.File != "" && pack.Files[f.File] == nil && pictures[f.Sticker] != "":
			findings[i].File = pictures[f.Sticker]
		}
	}
	return findings
}

// lacking are the rules that a pack in another platform's layout breaks still. Who has one creator need not
// name it.
func lacking(pack interop.Pack) []packfile.Finding {
	return slices.DeleteFunc(packfile.Check(pack.File), func(f packfile.Finding) bool {
		return f.Severity != packfile.Error || f.Pointer == "/creator"
	})
}

// folder reads the files of the pack.
func (s source) folder() (packfile.Folder, error) {
	info, err := os.Stat(s.Path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return packfile.ReadFolder(os.DirFS(s.Path))
	}
	if info.Size() > largestArchive {
		return nil, packfile.ErrArchiveLimit.With("what", "bytes", "measured", info.Size(), "limit", largestArchive)
	}
	data, err := os.ReadFile(s.Path)
	if err != nil {
		return nil, err
	}
	return packfile.OpenArchive(data)
}

// stem is the name of a folder or file without its extension.
func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// heldBack reports whether the pack's own words break rules, so that not even a draft can be made of it. What
// a draft only lacks yet, and images, do not hold it back.
func heldBack(pack interop.Pack) bool {
	return slices.ContainsFunc(pack.Findings, func(f packfile.Finding) bool {
		own := f.File == "" || f.File == packfile.Name || f.File == pack.Source
		return own && f.Severity == packfile.Error && !packfile.Unfinished(f.Code)
	})
}

// sendable are the images that are there and sound, in the pack's order.
func sendable(pack interop.Pack) []string {
	bad := map[string]bool{}
	for _, f := range pack.Findings {
		bad[f.File] = bad[f.File] || f.Severity == packfile.Error
	}
	return slices.DeleteFunc(pack.File.Files(), func(name string) bool { return bad[name] || pack.Files[name] == nil })
}

// wire puts what was found here beside what the server finds: errors, and of another platform's layout all.
func wire(pack interop.Pack) []api.Finding {
	var findings []api.Finding
	for _, f := range pack.Findings {
		if f.Severity == packfile.Error || pack.Layout != interop.Hallyu {
			findings = append(findings, api.Finding{
				Code: f.Code, Severity: string(f.Severity), Platform: f.Platform, File: f.File, Sticker: f.Sticker,
				Measured: f.Measured, Limit: f.Limit, Fix: f.Fix, Message: f.Message,
			})
		}
	}
	return findings
}
