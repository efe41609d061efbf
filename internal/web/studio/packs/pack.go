package packs

import (
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var packTemplate = frame.Parse(templates, "head.html", "pack.html", "tile.html", "verdict.html", "parts.html")

// packPage is a pack's stickers, where more can be dropped.
type packPage struct {
	head
	Tiles    []tile
	Verdict  *verdict // nil unless the last release was sent back
	Limit    int      // of stickers
	SourceBy string   // the name of the source locale in the reader's language or its own
}

// tile is a sticker in the grid: its picture, and what is written of it most.
type tile struct {
	*head
	StickerID string
	Shortcode string
	Address   string
	Position  int // from 1
	Last      bool
	Picture   frame.Picture
	Emoji     string
	Alt       string // in the source locale
	Missing   []frame.Notice
}

func (r *room) pack(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	h, err := r.head(v, d, "")
	if err != nil {
		return err
	}
	p := packPage{head: h, Limit: packfile.MaxStickers, SourceBy: d.Pack.SourceLocale.NativeName()}
	p.Tiles = tilesOf(v, d, &p.head)
	p.Verdict, err = r.verdictOf(v, d)
	return show(v, packTemplate, p, err)
}

// tilesOf shows the stickers of a draft in their order.
func tilesOf(v *frame.Visit, d catalog.Draft, h *head) []tile {
	missing := missingOf(v, d)
	tiles := make([]tile, 0, len(d.Stickers))
	for i, s := range d.Stickers {
		p := s.Picture(i18n.Chain(v.Voice.Locale))
		tiles = append(tiles, tile{
			head: h, StickerID: s.ID, Shortcode: s.Shortcode, Address: stickerAddress(d, s.ID), Position: i + 1, Last: i == len(d.Stickers)-1,
			Picture: frame.Shown(p, p.StillSmall), Emoji: strings.Join(s.Emoji, " "),
			Alt: d.Words.Of(catalog.AltKey(s.ID))[d.Pack.SourceLocale], Missing: missing[s.Shortcode],
		})
	}
	return tiles
}

func stickerAddress(d catalog.Draft, sticker string) string {
	return address(d.Pack.ID, "/stickers/"+sticker)
}

// missingOf says by shortcode what our own rules miss; what other platforms say comes with the report.
func missingOf(v *frame.Visit, d catalog.Draft) map[string][]frame.Notice {
	missing := map[string][]frame.Notice{}
	for _, f := range v.Findings(packfile.Ready(d.File())) {
		if f.Sticker != "" && f.Severity != packfile.Info {
			missing[f.Sticker] = append(missing[f.Sticker], frame.Notice{Kind: string(f.Severity), Title: f.Message})
		}
	}
	return missing
}
