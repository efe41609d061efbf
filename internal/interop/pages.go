package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// pages is a pack while it is laid out.
type pages struct {
	pack     Pack
	goal     goal
	out      packfile.Folder
	findings []packfile.Finding
}

// find makes a finding.
func (p *pages) find(code string, at packfile.At, measured, limit string) {
	p.findings = append(p.findings, packfile.Measured(code, at, measured, limit))
}

// title is the pack's title in its source locale.
func (p *pages) title() string { return p.pack.File.Title[p.pack.File.SourceLocale] }

// json writes a file as JSON with its fields in a fixed order.
func (p *pages) json(name string, value any) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	p.out[name] = out.Bytes()
	return err
}

// picture writes a sticker's picture as stem and the extension of what it is, and returns that name; ""
// where the sticker has none that can be read. One of a format that the platform does not take goes along, with
// a finding.
func (p *pages) picture(s packfile.Sticker, stem string) (string, assets.Info) {
	at := packfile.At{Sticker: s.Shortcode}
	data, there := p.pack.Files[s.File]
	if !there {
		p.find("picture-missing", at, "", "")
		return "", assets.Info{}
	}
	info, err := assets.Inspect(data)
	if err != nil {
		p.findings = append(p.findings, packfile.Broken("", s.Shortcode, err))
		return "", assets.Info{}
	}
	at.File = stem + "." + info.Format.Ext()
	if platform, limited := p.goal.platform(p.pack.File.Usage, info.Animated); limited {
		target, takes := platform.Target(info.Animated)
		if !takes || target.Format != info.Format {
			p.find("format-foreign", at, string(info.Format), string(target.Format))
		}
	}
	p.out[at.File] = data
	return at.File, info
}

// original writes a sticker's picture as it is, whatever that is.
func (p *pages) original(s packfile.Sticker, stem string) string {
	data, there := p.pack.Files[s.File]
	if !there {
		p.find("picture-missing", packfile.At{Sticker: s.Shortcode}, "", "")
		return ""
	}
	name := stem + "." + assets.Sniff(data).Ext()
	p.out[name] = data
	return name
}

// icons writes the pack's icons.
func (p *pages) icons() {
	for name, data := range p.pack.Icons {
		p.out[name] = data
	}
}

// stems are names for the stickers' files where their order is the pack's: the shortcodes where those
// are in order, else numbers.
func (p *pages) stems() []string {
	stems := make([]string, len(p.pack.File.Stickers))
	for i, s := range p.pack.File.Stickers {
		stems[i] = s.Shortcode
	}
	if !slices.IsSortedFunc(stems, byNumber) {
		for i := range stems {
			stems[i] = fmt.Sprintf("%02d", i+1)
		}
	}
	return stems
}

// numbers are ids for the stickers: those that the shortcodes are, if all are, else the places from first.
func (p *pages) numbers(first int) []int {
	ids, seen := make([]int, len(p.pack.File.Stickers)), map[int]bool{}
	for i, s := range p.pack.File.Stickers {
		n, err := strconv.Atoi(s.Shortcode)
		if err != nil || n < 0 || n > 1<<31 || seen[n] {
			return counted(len(ids), first)
		}
		ids[i], seen[n] = n, true
	}
	return ids
}

func counted(n, first int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = first + i
	}
	return ids
}

// leave finds what the pack says and the layout has no place for: of description, tags, alt, keywords,
// images, copyright and locales, those that are named.
func (p *pages) leave(names ...string) {
	said := said(p.pack.File)
	for _, name := range names {
		if said[name] {
			p.find("field-left-out", packfile.At{Pointer: "/" + name}, name, "")
		}
	}
}

// said tells which of its lesser fields a pack uses.
func said(f packfile.File) map[string]bool {
	uses := map[string]bool{
		"description": len(f.Description) > 0, "tags": len(f.Tags) > 0, "copyright": f.Copyright != "",
		"locales": others(f.Title, f.SourceLocale),
	}
	for _, s := range f.Stickers {
		uses["alt"] = uses["alt"] || len(s.Alt) > 0
		uses["keywords"] = uses["keywords"] || len(s.Keywords) > 0
		uses["images"] = uses["images"] || len(s.Images) > 0
		uses["locales"] = uses["locales"] || others(s.Alt, f.SourceLocale) || others(s.Keywords, f.SourceLocale)
	}
	return uses
}

// others reports whether anything is said in another locale.
func others[T any](texts map[i18n.Locale]T, locale i18n.Locale) bool {
	for l := range texts {
		if l != locale {
			return true
		}
	}
	return false
}

// emoji are what a sticker stands for, without the placeholder of those that stand for nothing.
func emoji(s packfile.Sticker) []string {
	if slices.Equal(s.Emoji, []string{placeholder}) {
		return nil
	}
	return s.Emoji
}
