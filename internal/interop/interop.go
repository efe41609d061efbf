// Package interop reads and writes packs in other platforms' layouts, one file each. It is the only
// place that knows their field names. [Read] finds out by content, never by name alone, which layout a
// folder is in, and says in findings what could not be taken over. [Write] lays a pack out so that Read
// makes the same pack of it again, as far as the layout has a place for what the pack says.
package interop

import (
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
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
	Source   string // the file that describes the pack; "" where none does
	File     packfile.File
	Files    packfile.Folder // has the images that File names
	Findings []packfile.Finding

	// Creator and Icons are for Write alone: the creator's name, and the pictures that Icons asks for, by
	// name. A layout goes without those that are not there.
	Creator string
	Icons   map[string][]byte
}

// format is what is known of a layout.
type format struct {
	layout Layout
	source func(packfile.Folder) string // the file that describes a pack; "" where none does
	is     func(packfile.Folder) bool
	read   func(*draft) error
	write  func(*pages) error // nil where there is nothing to write
	goal
}

// goal is what a layout's platform takes; nothing where it takes every picture.
type goal struct {
	still, moving, emoticon string // ids of profiles; without an emoticon's those of stickers hold
	icons                   func(moving bool) []Icon
}

// Icon is a picture of the pack's own that a layout wants beside those of the stickers.
type Icon struct {
	Name   string // of the file
	Target assets.Target
}

// formats are all layouts, in the order in which Read tries them.
var formats = []format{
	{Hallyu, named(packfile.Name), isHallyu, readHallyu, writeHallyu, goal{}},
	{WhatsApp, named(whatsAppFile), isWhatsApp, readWhatsApp, writeWhatsApp, goal{"whatsapp-still", "whatsapp-animated", "", whatsAppIcons}},
	{WAStickers, named(waTitle), isWAStickers, readWAStickers, writeWAStickers, goal{"whatsapp-still", "whatsapp-animated", "", waStickersIcons}},
	{Misskey, named(misskeyFile), isMisskey, readMisskey, writeMisskey, goal{}},
	{Telegram, telegramSource, isTelegram, readTelegram, writeTelegram, goal{"telegram-still", "telegram-video", "telegram-emoji", nil}},
	{LINE, named(lineMeta), isLINE, readLINE, writeLINE, goal{"line-still", "line-animated", "line-emoji", lineIcons}},
	{Signal, named(signalManifest), isSignal, readSignal, writeSignal, goal{"signal", "signal", "", nil}},
	{Drawings, named(""), isDrawings, readDrawings, nil, goal{}},
}

// named returns the source of a layout that always calls it name, where the folder has it.
func named(name string) func(packfile.Folder) string {
	return func(folder packfile.Folder) string {
		if _, there := folder[name]; there {
			return name
		}
		return ""
	}
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

// of returns what is known of a layout; nothing of an unknown one.
func of(layout Layout) format {
	i := slices.IndexFunc(formats, func(f format) bool { return f.layout == layout })
	if i < 0 {
		return format{}
	}
	return formats[i]
}

// Platform returns the profile that a layout's pictures must keep; false where it takes every picture.
func Platform(layout Layout, usage string, moving bool) (profile.Profile, bool) {
	return of(layout).platform(usage, moving)
}

// platform returns the profile for pictures of a usage.
func (g goal) platform(usage string, moving bool) (profile.Profile, bool) {
	id := g.still
	switch {
	case usage == "emoticon" && g.emoticon != "":
		id = g.emoticon
	case moving:
		id = g.moving
	}
	return profile.Of(id)
}

// Icons returns the pictures of its own that a pack needs in a layout; moving says that its stickers do.
func Icons(layout Layout, moving bool) []Icon {
	if icons := of(layout).icons; icons != nil {
		return icons(moving)
	}
	return nil
}

// Read makes a pack of a folder. A sticker whose file is missing or broken is a finding and costs the
// others nothing. The pack obeys the rules of packfile.Check, but for a slug or a creator that nobody
// named; of a pack.yaml the findings say what does not. Errors: ErrLayoutUnknown, ErrLayoutBroken, ErrPackKey.
func Read(folder packfile.Folder, hints Hints) (Pack, error) {
	for _, l := range formats {
		if l.is(folder) {
			d := newDraft(l.layout, folder, hints)
			d.Source = l.source(folder)
			err := l.read(d)
			return d.finish(), err
		}
	}
	return Pack{}, ErrLayoutUnknown
}

// Write lays a pack out. The findings say what the layout has no place for, or asks for and was not
// given. An unknown layout is ErrLayoutUnknown.
func Write(layout Layout, pack Pack) (packfile.Folder, []packfile.Finding, error) {
	known := of(layout)
	if known.write == nil {
		return nil, nil, ErrLayoutUnknown.With("layout", string(layout))
	}
	p := &pages{pack: pack, goal: known.goal, out: packfile.Folder{}}
	err := known.write(p)
	return p.out, p.findings, err
}
