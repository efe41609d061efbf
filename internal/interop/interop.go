// Package interop reads and writes packs in other platforms' layouts, one file each. It is the only
// place that knows their field names. [Read] finds out by content, never by name alone, which layout a
// folder is in, and says in findings what could not be taken over. [Write] lays a pack out so that Read
// makes the same pack of it again, as far as the layout has a place for what the pack says.
package interop

import (
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of folders that are no pack.
var (
	// ErrLayoutUnknown: the folder is in no layout that is known, and holds no pictures.
	ErrLayoutUnknown = fault.Define(fault.Invalid, "layout-unknown")
	// ErrLayoutBroken: the file that describes the pack cannot be read. Facts: layout, file.
	ErrLayoutBroken = fault.Define(fault.Invalid, "layout-broken")
	// ErrPackKey: the files of a Signal pack are encrypted, and its key is missing or another's.
	ErrPackKey = fault.Define(fault.Invalid, "pack-key-wrong")
)

// Layout is a way to lay a pack out as files.
type Layout string

// The layouts.
const (
	Hallyu      Layout = "hallyu"     // pack.yaml
	WhatsApp    Layout = "whatsapp"   // contents.json
	WAStickers  Layout = "wastickers" // title.txt and author.txt, as sticker makers for WhatsApp pass packs on
	Telegram    Layout = "telegram"   // the reply of getStickerSet
	LINE        Layout = "line"       // main.png, tab.png, 01.png and on; productInfo.meta
	Signal      Layout = "signal"     // manifest.proto and files that are numbers, encrypted
	Misskey     Layout = "misskey"    // meta.json
	Drawings    Layout = "drawings"   // pictures alone
	placeholder        = "🙂"          // where a layout names no emoji; every sticker needs one
)

// Hints are what those who bring a pack say beside it. What is empty is left to the pack; a pack.yaml
// needs none.
type Hints struct {
	Slug         string
	Creator      string // slug or id
	SourceLocale i18n.Locale
	Key          string // of a Signal pack: 64 hexadecimal digits, or its link
	Name         string // of the file or folder; a slug is made of it where the layout names none
}

// Pack is a pack with its files.
type Pack struct {
	Layout   Layout
	File     packfile.File
	Files    packfile.Folder // has the images that File names
	Findings []packfile.Finding

	// Creator and Icon are for Write alone: the creator's name, and a still picture of our own making
	// that icons are made of. Without it a layout goes without icons.
	Creator string
	Icon    []byte
}

// format is what is known of a layout.
type format struct {
	layout Layout
	is     func(packfile.Folder) bool
	read   func(*draft) error
	write  func(*pages) error // nil where there is nothing to write
	takes  []assets.Format    // nil for all
}

// formats are all layouts, in the order in which Read tries them.
var formats = []format{
	{Hallyu, isHallyu, readHallyu, writeHallyu, nil},
	{WhatsApp, isWhatsApp, readWhatsApp, writeWhatsApp, []assets.Format{assets.WebP}},
	{WAStickers, isWAStickers, readWAStickers, writeWAStickers, []assets.Format{assets.WebP}},
	{Misskey, isMisskey, readMisskey, writeMisskey, nil},
	{Telegram, isTelegram, readTelegram, writeTelegram, []assets.Format{assets.WebP, assets.PNG}},
	{LINE, isLINE, readLINE, writeLINE, []assets.Format{assets.PNG}},
	{Signal, isSignal, readSignal, writeSignal, []assets.Format{assets.WebP, assets.PNG}},
	{Drawings, isDrawings, readDrawings, nil, nil},
}

// Layouts returns the layouts that Write knows, in a fixed order.
func Layouts() []Layout {
	var written []Layout
	for _, l := range formats {
		if l.write != nil {
			written = append(written, l.layout)
		}
	}
	return written
}

// Takes reports whether the platform of a layout takes pictures of a format.
func Takes(layout Layout, picture assets.Format) bool {
	i := slices.IndexFunc(formats, func(f format) bool { return f.layout == layout })
	return i >= 0 && (formats[i].takes == nil || slices.Contains(formats[i].takes, picture))
}

// Read makes a pack of a folder. A sticker whose file is missing or broken is a finding and costs the
// others nothing. The pack obeys the rules of packfile.Check, but for a slug or a creator that nobody
// named; of a pack.yaml the findings say what does not. Errors: ErrLayoutUnknown, ErrLayoutBroken, ErrPackKey.
func Read(folder packfile.Folder, hints Hints) (Pack, error) {
	for _, l := range formats {
		if l.is(folder) {
			d := newDraft(l.layout, folder, hints)
			err := l.read(d)
			return d.finish(), err
		}
	}
	return Pack{}, ErrLayoutUnknown
}

// Write lays a pack out. The findings say what the layout has no place for, or asks for and was not
// given. An unknown layout is ErrLayoutUnknown.
func Write(layout Layout, pack Pack) (packfile.Folder, []packfile.Finding, error) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.layout == layout && f.write != nil })
	if i < 0 {
		return nil, nil, ErrLayoutUnknown.With("layout", string(layout))
	}
	p := &pages{pack: pack, out: packfile.Folder{}, takes: formats[i].takes}
	err := formats[i].write(p)
	return p.out, p.findings, err
}
