package interop

import (
	"strings"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// The files of a .wastickers archive beside its stickers.
const (
	waTitle  = "title.txt"
	waAuthor = "author.txt"
	waCover  = "cover.png"
)

// waStickersIcons are those of WhatsApp under another name.
func waStickersIcons(bool) []Icon { return []Icon{{waCover, trayIcon}} }

func isWAStickers(folder packfile.Folder) bool {
	_, titled := folder[waTitle]
	_, signed := folder[waAuthor]
	return titled && signed && len(pictures(folder)) > 0
}

// readWAStickers reads the pictures by name, with the title and the author.
func readWAStickers(d *draft) error {
	title := string(d.folder[waTitle])
	d.head([]string{title, d.hints.Name}, []string{string(d.folder[waAuthor])})
	d.title(title)
	for _, file := range pictures(d.folder) {
		if file == waCover || strings.EqualFold(file, "tray.png") {
			d.find("icon-left-out", packfile.At{File: file}, "", "")
			continue
		}
		d.add(found{file: file})
	}
	return nil
}

// writeWAStickers writes the pictures by name.
func writeWAStickers(p *pages) error {
	stems := p.stems()
	for i, s := range p.pack.File.Stickers {
		p.picture(s, stems[i])
	}
	p.out[waTitle], p.out[waAuthor] = []byte(p.title()), []byte(p.pack.Creator)
	p.leave("description", "tags", "copyright", "alt", "keywords", "images", "locales")
	p.leaveEmoji()
	p.icons()
	return nil
}

// leaveEmoji finds that the layout has no place for emoji.
func (p *pages) leaveEmoji() {
	for _, s := range p.pack.File.Stickers {
		if len(emoji(s)) > 0 {
			p.find("field-left-out", packfile.At{Pointer: "/stickers/emoji"}, "emoji", "")
			return
		}
	}
}
