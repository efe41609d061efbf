package interop

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// telegramFile is what we call the reply of getStickerSet; others are found whatever their name.
const telegramFile = "getStickerSet.json"

// telegramReply is a reply of the Bot API: of getStickerSet, or of getFile.
type telegramReply struct {
	OK     bool        `json:"ok"`
	Result telegramSet `json:"result"`
}

type telegramSet struct {
	Name     string            `json:"name"`
	Title    string            `json:"title"`
	Type     string            `json:"sticker_type"` // regular, mask or custom_emoji
	Stickers []telegramSticker `json:"stickers"`

	FileID   string `json:"file_id,omitempty"` // of getFile
	FilePath string `json:"file_path,omitempty"`
}

type telegramSticker struct {
	FileID      string `json:"file_id"`
	UniqueID    string `json:"file_unique_id"`
	Type        string `json:"type"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Animated    bool   `json:"is_animated"`
	Video       bool   `json:"is_video"`
	Emoji       string `json:"emoji,omitempty"`
	SetName     string `json:"set_name,omitempty"`
	CustomEmoji string `json:"custom_emoji_id,omitempty"`
	Size        int    `json:"file_size,omitempty"`
}

// telegramSetIn reads a set, with or without the envelope of a reply.
func telegramSetIn(data []byte) (telegramSet, bool) {
	var reply telegramReply
	if !looksJSON(data) || json.Unmarshal(data, &reply) != nil {
		return telegramSet{}, false
	}
	set := reply.Result
	if set.Stickers == nil && json.Unmarshal(data, &set) != nil {
		return telegramSet{}, false
	}
	known := set.Name != "" && set.Stickers != nil && !slices.ContainsFunc(set.Stickers, func(s telegramSticker) bool { return s.FileID == "" && s.UniqueID == "" })
	return set, known
}

func looksJSON(data []byte) bool {
	return strings.HasPrefix(strings.TrimLeft(string(data[:min(len(data), 64)]), " \t\r\n\ufeff"), "{")
}

// telegramSource finds the file that describes the set.
func telegramSource(folder packfile.Folder) string {
	for _, name := range sorted(folder) {
		if _, known := telegramSetIn(folder[name]); known {
			return name
		}
	}
	return ""
}

func isTelegram(folder packfile.Folder) bool { return telegramSource(folder) != "" }

// readTelegram reads a set. A file is that of a sticker by its name, which is one of the sticker's ids, by
// the reply of getFile, or, where all are named otherwise, by its place.
func readTelegram(d *draft) error {
	set, _ := telegramSetIn(d.folder[d.Source])
	d.head([]string{set.Name, set.Title, d.hints.Name}, nil)
	d.title(set.Title)
	if set.Type == "custom_emoji" {
		d.File.Usage = "emoticon"
	}
	files := telegramFiles(d.folder)
	inOrder := pictures(d.folder)
	for i, s := range set.Stickers {
		file := firstFile(files, s.UniqueID, s.FileID, s.CustomEmoji)
		if file == "" && len(inOrder) == len(set.Stickers) {
			file = inOrder[i]
		}
		if file == "" {
			file = s.UniqueID
		}
		d.add(found{file: file, emoji: []string{s.Emoji}})
	}
	return nil
}

func firstFile(files map[string]string, ids ...string) string {
	for _, id := range ids {
		if id != "" && files[id] != "" {
			return files[id]
		}
	}
	return ""
}

// telegramFiles returns files by the ids that name them.
func telegramFiles(folder packfile.Folder) map[string]string {
	files := map[string]string{}
	for _, name := range sorted(folder) {
		var reply telegramReply
		switch {
		case !looksJSON(folder[name]):
			files[stemOf(name)] = name
		case json.Unmarshal(folder[name], &reply) == nil && reply.Result.FilePath != "":
			files[reply.Result.FileID] = path.Base(reply.Result.FilePath)
		}
	}
	return files
}

// sorted returns the names of a folder's files.
func sorted(folder packfile.Folder) []string {
	names := make([]string, 0, len(folder))
	for name := range folder {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// writeTelegram writes the reply that a bot would get for the pack, with its pictures.
func writeTelegram(p *pages) error {
	f := p.pack.File
	set := telegramSet{Name: strings.ReplaceAll(f.Slug, "-", "_"), Title: p.title(), Type: "regular", Stickers: []telegramSticker{}}
	if f.Usage == "emoticon" {
		set.Type = "custom_emoji"
	}
	for _, s := range f.Stickers {
		file, info := p.picture(s, s.Shortcode)
		if file == "" {
			continue
		}
		set.Stickers = append(set.Stickers, telegramSticker{
			FileID: s.Shortcode, UniqueID: s.Shortcode, Type: set.Type, Width: info.Width, Height: info.Height,
			Emoji: strings.Join(s.Emoji[:min(len(s.Emoji), 1)], ""), SetName: set.Name, Size: len(p.out[file]),
		})
		if len(s.Emoji) > 1 {
			p.find("emoji-left-out", packfile.At{Sticker: s.Shortcode}, strings.Join(s.Emoji[1:], " "), "1")
		}
	}
	p.leave("description", "tags", "copyright", "alt", "keywords", "images", "locales")
	return p.json(telegramFile, telegramReply{OK: true, Result: set})
}
