package interop

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

const whatsAppFile = "contents.json"

// waTray is the file of the icon.
const waTray = "tray.png"

// whatsAppIcons are the tray's, still whatever the stickers do (WhatsApp/stickers: Android/README.md).
func whatsAppIcons(bool) []Icon { return []Icon{{waTray, trayIcon}} }

var trayIcon = assets.Target{Format: assets.PNG, Width: 96, Height: 96, Fit: assets.Pad, Bytes: 50 << 10}

// whatsAppContents is contents.json (github.com/WhatsApp/stickers, ContentFileParser). At its top and in
// its stickers the app takes no field that it does not know.
type whatsAppContents struct {
	AndroidLink string         `json:"android_play_store_link"`
	IOSLink     string         `json:"ios_app_store_link"`
	Packs       []whatsAppPack `json:"sticker_packs"`
}

type whatsAppPack struct {
	Identifier string            `json:"identifier"`
	Name       string            `json:"name"`
	Publisher  string            `json:"publisher"`
	Tray       string            `json:"tray_image_file"`
	Version    string            `json:"image_data_version"`
	AvoidCache bool              `json:"avoid_cache"`
	Email      string            `json:"publisher_email"`
	Website    string            `json:"publisher_website"`
	Privacy    string            `json:"privacy_policy_website"`
	Licence    string            `json:"license_agreement_website"`
	Animated   bool              `json:"animated_sticker_pack"`
	Stickers   []whatsAppSticker `json:"stickers"`
}

type whatsAppSticker struct {
	File   string   `json:"image_file"`
	Emojis []string `json:"emojis"`
	Alt    string   `json:"accessibility_text,omitempty"`
}

func isWhatsApp(folder packfile.Folder) bool {
	var probe struct {
		Packs json.RawMessage `json:"sticker_packs"`
	}
	return json.Unmarshal(folder[whatsAppFile], &probe) == nil && len(probe.Packs) > 0
}

// readWhatsApp reads the first pack of contents.json.
func readWhatsApp(d *draft) error {
	var contents whatsAppContents
	err := d.decode(whatsAppFile, &contents)
	if err == nil && len(contents.Packs) == 0 {
		err = ErrLayoutBroken.With("layout", string(d.Layout), "file", whatsAppFile)
	}
	if err != nil {
		return err
	}
	if n := len(contents.Packs); n > 1 {
		d.find("packs-left-out", packfile.At{File: whatsAppFile}, strconv.Itoa(n), "1")
	}
	pack := contents.Packs[0]
	d.head([]string{pack.Identifier, pack.Name, d.hints.Name}, []string{pack.Publisher})
	d.title(pack.Name)
	for _, s := range pack.Stickers {
		d.add(found{file: s.File, emoji: s.Emojis, alt: s.Alt})
	}
	return nil
}

// writeWhatsApp writes contents.json with its pictures.
func writeWhatsApp(p *pages) error {
	f := p.pack.File
	pack := whatsAppPack{Identifier: f.Slug, Name: p.title(), Publisher: p.pack.Creator, Tray: waTray}
	version := sha256.New()
	for _, s := range f.Stickers {
		file, info := p.picture(s, s.Shortcode)
		if file == "" {
			continue
		}
		pack.Animated = pack.Animated || info.Animated
		version.Write(p.out[file])
		pack.Stickers = append(pack.Stickers, whatsAppSticker{File: file, Emojis: s.Emoji, Alt: s.Alt[f.SourceLocale]})
	}
	pack.Version = hex.EncodeToString(version.Sum(nil)[:6])
	p.leave("description", "tags", "copyright", "keywords", "images", "locales")
	p.icons()
	return p.json(whatsAppFile, whatsAppContents{Packs: []whatsAppPack{pack}})
}
