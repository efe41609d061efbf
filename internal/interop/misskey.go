package interop

import (
	"encoding/json"
	"strings"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

const misskeyFile = "meta.json"

// misskeyMeta is meta.json of an archive of custom emoji (Misskey, ExportCustomEmojisProcessorService).
type misskeyMeta struct {
	Version    int             `json:"metaVersion"`
	Host       string          `json:"host"`
	ExportedAt string          `json:"exportedAt"`
	Emojis     []misskeyRecord `json:"emojis"`
}

type misskeyRecord struct {
	Downloaded bool         `json:"downloaded"`
	File       string       `json:"fileName"`
	Emoji      misskeyEmoji `json:"emoji"`
}

// misskeyEmoji has a category that other programs take to be absent or a text, never null.
type misskeyEmoji struct {
	Name      string   `json:"name"`
	Category  string   `json:"category,omitempty"`
	Aliases   []string `json:"aliases"`
	Licence   string   `json:"license,omitempty"`
	Sensitive bool     `json:"isSensitive"`
}

func isMisskey(folder packfile.Folder) bool {
	var probe struct {
		Version int             `json:"metaVersion"`
		Emojis  json.RawMessage `json:"emojis"`
	}
	return json.Unmarshal(folder[misskeyFile], &probe) == nil && probe.Version > 0 && len(probe.Emojis) > 0
}

// readMisskey reads the emoji of an archive. Its categories are no packs: the first one is the title.
func readMisskey(d *draft) error {
	var meta misskeyMeta
	err := d.decode(misskeyFile, &meta)
	if err != nil {
		return err
	}
	d.File.Usage = "emoticon"
	category, licence := "", ""
	for _, r := range meta.Emojis {
		category, licence = firstOf(category, r.Emoji.Category), firstOf(licence, r.Emoji.Licence)
	}
	d.head([]string{category, d.hints.Name, meta.Host}, []string{meta.Host})
	d.title(category)
	d.File.Copyright = d.text(packfile.At{Pointer: "/copyright"}, licence, packfile.MaxCopyright)
	for _, r := range meta.Emojis {
		if !r.Downloaded {
			d.find("file-missing", packfile.At{File: shown(r.File)}, shown(r.Emoji.Name), "")
			continue
		}
		f := found{file: r.File, name: r.Emoji.Name}
		f.emoji, f.words = emojiAmong(r.Emoji.Aliases)
		d.add(f)
	}
	return nil
}

func firstOf(known, text string) string {
	if known == "" {
		return text
	}
	return known
}

// emojiAmong parts aliases into emoji and words.
func emojiAmong(aliases []string) (emoji, words []string) {
	for _, alias := range aliases {
		if packfile.ValidEmoji(alias) {
			emoji = append(emoji, alias)
		} else {
			words = append(words, alias)
		}
	}
	return emoji, words
}

// writeMisskey writes meta.json with its pictures. Equal packs have equal bytes, so no moment stands in it.
func writeMisskey(p *pages) error {
	f := p.pack.File
	meta := misskeyMeta{Version: 2, Host: p.pack.Creator, ExportedAt: "1980-01-01T00:00:00.000Z"}
	taken := map[string]bool{}
	for _, s := range f.Stickers {
		name := strings.ReplaceAll(s.Shortcode, "-", "_")
		for taken[name] {
			name += "_"
		}
		taken[name] = true
		file, _ := p.picture(s, name)
		if file == "" {
			continue
		}
		aliases := append(append([]string{}, emoji(s)...), keywords(s, f.SourceLocale)...)
		meta.Emojis = append(meta.Emojis, misskeyRecord{Downloaded: true, File: file, Emoji: misskeyEmoji{
			Name: name, Category: p.title(), Aliases: aliases, Licence: f.Copyright,
		}})
	}
	p.leave("description", "tags", "alt", "images", "locales")
	return p.json(misskeyFile, meta)
}

func keywords(s packfile.Sticker, locale i18n.Locale) []string { return s.Keywords[locale] }
