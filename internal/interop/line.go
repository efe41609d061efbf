package interop

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// The files of a LINE pack beside its stickers.
const (
	lineMeta = "productInfo.meta"
	lineMain = "main.png"
	lineTab  = "tab.png"
)

// lineIcons are the main picture, which moves where the stickers do, and the tab of a chat
// (creator.line.me: guideline, animationsticker).
func lineIcons(moving bool) []Icon {
	main := assets.Target{Format: assets.PNG, Width: 240, Height: 240, Fit: assets.Pad, Bytes: 1_000_000}
	if moving {
		main.Moving, main.Bytes = true, 300_000
		main.MinFrames, main.Frames, main.Duration, main.Loops = 5, 20, 4*time.Second, 4
	}
	tab := assets.Target{Format: assets.PNG, Width: 96, Height: 74, Fit: assets.Pad, Bytes: 1_000_000}
	return []Icon{{lineMain, main}, {lineTab, tab}}
}

// lineProduct is productInfo.meta of LINE's store.
type lineProduct struct {
	ID       int               `json:"packageId"`
	OnSale   bool              `json:"onSale"`
	Title    map[string]string `json:"title"`
	Author   map[string]string `json:"author"`
	Stickers []lineSticker     `json:"stickers"`
	Kind     string            `json:"stickerResourceType,omitempty"`
	Animated bool              `json:"hasAnimation"`
}

type lineSticker struct {
	ID     int `json:"id"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

var lineNumbered = regexp.MustCompile(`^\d{2,3}\.[a-z]+$`)

// isLINE: a creator's archive has both icons and numbered pictures, one of the store its productInfo.meta.
func isLINE(folder packfile.Folder) bool {
	var probe struct {
		Stickers []lineSticker `json:"stickers"`
	}
	if json.Unmarshal(folder[lineMeta], &probe) == nil && len(probe.Stickers) > 0 {
		return true
	}
	return isPicture(folder[lineMain]) && isPicture(folder[lineTab]) && len(lineFiles(folder)) > 0
}

// lineFiles returns the numbered pictures in order.
func lineFiles(folder packfile.Folder) []string {
	return slices.DeleteFunc(pictures(folder), func(name string) bool { return !lineNumbered.MatchString(name) })
}

// readLINE reads the numbered pictures, and what productInfo.meta says if there is one.
func readLINE(d *draft) error {
	var product lineProduct
	if _, told := d.folder[lineMeta]; told {
		err := d.decode(lineMeta, &product)
		if err != nil {
			return err
		}
	}
	titles := d.lineTitles(product.Title)
	id := ""
	if product.ID > 0 {
		id = "line-" + strconv.Itoa(product.ID)
	}
	d.head(append(lineNames(product.Title), id, d.hints.Name), lineNames(product.Author))
	for _, locale := range slices.Sorted(maps.Keys(titles)) {
		d.say(d.File.Title, locale, packfile.At{Pointer: "/title/" + string(locale)}, titles[locale], packfile.MaxTitle)
	}
	for _, icon := range []string{lineMain, lineTab} {
		if _, there := d.folder[icon]; there {
			d.find("icon-left-out", packfile.At{File: icon}, "", "")
		}
	}
	d.lineStickers(product.Stickers)
	return nil
}

// lineNames are texts by language, English first: its letters make slugs.
func lineNames(texts map[string]string) []string {
	names := []string{texts["en"]}
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		names = append(names, texts[tag])
	}
	return names
}

// lineTitles sets the source locale, and returns the titles by locale.
func (d *draft) lineTitles(texts map[string]string) map[i18n.Locale]string {
	titles := map[i18n.Locale]string{}
	for _, tag := range slices.Sorted(maps.Keys(texts))[:min(len(texts), packfile.MaxLocales)] {
		locale, err := i18n.ParseLocale(tag) // LINE's in is our id
		if err != nil || len(tag) > 35 {
			d.find("locale-left-out", packfile.At{File: lineMeta}, shown(tag), "")
			continue
		}
		titles[locale] = texts[tag]
	}
	if d.hints.SourceLocale == "" && len(titles) > 0 && titles["en"] == "" {
		first := slices.Sorted(maps.Keys(titles))[0]
		d.File.SourceLocale = first
		d.find("locale-assumed", packfile.At{Pointer: "/source_locale"}, string(first), "")
		return titles
	}
	d.speak(titles["en"])
	return titles
}

// lineStickers adds the stickers that the store names, or the numbered ones.
func (d *draft) lineStickers(named []lineSticker) {
	numbered := lineFiles(d.folder)
	if len(named) == 0 {
		for _, file := range numbered {
			d.add(found{file: file})
		}
	}
	for i, s := range named {
		name := strconv.Itoa(s.ID)
		file := lineFile(d.folder, name)
		if file == "" && i < len(numbered) {
			file = numbered[i]
		}
		if file == "" {
			file = name + ".png"
		}
		d.add(found{file: file, name: fmt.Sprintf("%02d", s.ID)})
	}
}

// lineFile finds the picture of an id: the animation, else the large one, else the small.
func lineFile(folder packfile.Folder, id string) string {
	for _, name := range []string{id + "_anim@2x.png", id + "@2x.png", id + "_key@2x.png", id + ".png"} {
		if _, there := folder[name]; there {
			return name
		}
	}
	return ""
}

// writeLINE writes a creator's archive, with the titles as the store keeps them.
func writeLINE(p *pages) error {
	product := lineProduct{Title: lineTexts(p.pack.File.Title), Author: map[string]string{"en": p.pack.Creator}, Kind: "STATIC"}
	product.ID, _ = strconv.Atoi(strings.TrimPrefix(p.pack.File.Slug, "line-"))
	ids := p.numbers(1)
	for i, s := range p.pack.File.Stickers {
		file, info := p.picture(s, fmt.Sprintf("%02d", i+1))
		if file == "" {
			continue
		}
		if info.Animated {
			product.Kind, product.Animated = "ANIMATION", true
		}
		product.Stickers = append(product.Stickers, lineSticker{ids[i], info.Width, info.Height})
	}
	p.leave("description", "tags", "copyright", "alt", "keywords", "images")
	p.leaveEmoji()
	p.icons()
	return p.json(lineMeta, product)
}

// lineTexts are texts by LINE's names of languages.
func lineTexts(texts map[i18n.Locale]string) map[string]string {
	named := map[string]string{}
	for locale, text := range texts {
		switch locale {
		case "id":
			named["in"] = text
		case "zh":
			named["zh-Hans"] = text
		default:
			named[string(locale)] = text
		}
	}
	return named
}
