package interop

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// draft is a pack while it is read. Its texts come from strangers: each is brought within the rules of
// packfile, with a finding where something of it is lost.
type draft struct {
	Pack
	folder packfile.Folder
	hints  Hints
}

func newDraft(layout Layout, folder packfile.Folder, hints Hints) *draft {
	return &draft{folder: maps.Clone(folder), hints: hints, Pack: Pack{
		Layout: layout, Files: packfile.Folder{},
		File: packfile.File{Usage: "sticker", Slug: hints.Slug, Creator: hints.Creator, Title: map[i18n.Locale]string{}},
	}}
}

// finish returns what was read.
func (d *draft) finish() Pack {
	if d.Layout != Hallyu {
		read := packfile.Measured("layout-read", packfile.At{}, string(d.Layout), "")
		d.Findings = append([]packfile.Finding{read}, d.Findings...)
	}
	return d.Pack
}

// find makes a finding.
func (d *draft) find(code string, at packfile.At, measured, limit string) {
	d.Findings = append(d.Findings, packfile.Measured(code, at, measured, limit))
}

// decode reads a JSON file of the folder. The error is ErrLayoutBroken.
func (d *draft) decode(file string, into any) error {
	err := json.Unmarshal(d.folder[file], into)
	if err != nil {
		return ErrLayoutBroken.With("layout", string(d.Layout), "file", file).Because(err)
	}
	return nil
}

// head sets the slug and the creator, unless a hint did, of the first names that leave anything.
func (d *draft) head(slug, creator []string) {
	d.File.Slug = firstSlug(d.File.Slug, slug)
	d.File.Creator = firstSlug(d.File.Creator, creator)
}

func firstSlug(known string, names []string) string {
	for _, name := range names {
		if known == "" {
			known = slugOf(name)
		}
	}
	return known
}

// slugOf makes a slug of a name: "Moon Rabbit!" is "moon-rabbit". Of a name in another script nothing
// may be left: "".
func slugOf(name string) string {
	var slug strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			slug.WriteRune(r)
		case slug.Len() > 0 && !strings.HasSuffix(slug.String(), "-"):
			slug.WriteByte('-')
		}
	}
	text := strings.Trim(slug.String()[:min(slug.Len(), 64)], "-")
	if !packfile.ValidSlug(text) {
		return ""
	}
	return text
}

// title sets the pack's one title, and with it the language that all its texts are taken to be in.
func (d *draft) title(text string) {
	d.speak(text)
	d.say(d.File.Title, d.File.SourceLocale, packfile.At{Pointer: "/title"}, text, packfile.MaxTitle)
}

// speak sets the source locale: the hint's, else the one that the script of a text speaks for.
func (d *draft) speak(text string) {
	d.File.SourceLocale = d.hints.SourceLocale
	if d.File.SourceLocale == "" {
		d.File.SourceLocale = languageOf(text)
		d.find("locale-assumed", packfile.At{Pointer: "/source_locale"}, string(d.File.SourceLocale), "")
	}
}

// say puts a text into its place, unless nothing is left of it.
func (d *draft) say(into map[i18n.Locale]string, locale i18n.Locale, at packfile.At, text string, limit int) {
	if text = d.text(at, text, limit); text != "" {
		into[locale] = text
	}
}

// text returns a stranger's text on one line, without control characters and within limit characters.
func (d *draft) text(at packfile.At, text string, limit int) string {
	text = strings.Join(strings.Fields(packfile.Clean(text)), " ")
	plain := packfile.Clean(packfile.WithoutControls(text))
	if plain != text {
		d.find("text-cleaned", at, "", "")
	}
	if n := utf8.RuneCountInString(plain); n > limit {
		d.find("text-shortened", at, strconv.Itoa(n), strconv.Itoa(limit))
		plain = packfile.Clean(string([]rune(plain)[:limit]))
	}
	return plain
}

// found is a sticker as a layout has it.
type found struct {
	file  string // in the folder
	name  string // what the shortcode is made of; the file's when empty
	emoji []string
	alt   string
	words []string // keywords
}

// add adds a sticker, with its file if that is there. More than a pack may have are left out.
func (d *draft) add(f found) {
	if len(d.File.Stickers) == packfile.MaxStickers {
		d.find("sticker-left-out", packfile.At{File: shown(f.file)}, "", strconv.Itoa(packfile.MaxStickers))
		return
	}
	s := packfile.Sticker{Shortcode: d.shortcode(f), Alt: map[i18n.Locale]string{}, Keywords: map[i18n.Locale][]string{}}
	at := packfile.At{File: shown(f.file), Sticker: s.Shortcode}
	s.File = d.picture(at, f.file)
	s.Emoji = d.emoji(at, f.emoji)
	d.say(s.Alt, d.File.SourceLocale, at, f.alt, packfile.MaxAlt)
	for _, word := range f.words {
		d.keyword(at, &s, word)
	}
	d.File.Stickers = append(d.File.Stickers, s)
}

// shown is a file's name as a finding may say it.
func shown(file string) string { return packfile.WithoutControls(clip(file, 100)) }

func clip(s string, n int) string { return strings.ToValidUTF8(s[:min(len(s), n)], "") }

// picture takes a file over; "" where it is missing.
func (d *draft) picture(at packfile.At, file string) string {
	data, there := d.folder[file]
	if !there {
		d.find("file-missing", at, at.File, "")
		return ""
	}
	d.Files[file] = data
	return file
}

// shortcode makes a shortcode that no sticker has of what the layout calls this one.
func (d *draft) shortcode(f found) string {
	name := f.name
	if name == "" {
		name = stemOf(f.file)
	}
	base := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' || r == '_' || r == '-') {
			return r
		}
		return '_' // which every platform takes
	}, clip(name, 90))
	if strings.Trim(base, "-_") == "" {
		base = "s" + strconv.Itoa(len(d.File.Stickers)+1)
	}
	code := base
	for n := 2; d.taken(code); n++ {
		code = base + "_" + strconv.Itoa(n)
	}
	if code != name {
		d.find("shortcode-made", packfile.At{File: shown(f.file), Sticker: code}, code, "")
	}
	return code
}

func (d *draft) taken(shortcode string) bool {
	return slices.ContainsFunc(d.File.Stickers, func(s packfile.Sticker) bool { return s.Shortcode == shortcode })
}

// emoji returns the emoji in the texts, a placeholder where there is none.
func (d *draft) emoji(at packfile.At, texts []string) []string {
	emoji, others := packfile.EmojiIn(strings.Join(texts, ""))
	if len(others) > 0 {
		d.find("emoji-left-out", at, shown(strings.Join(others, " ")), strconv.Itoa(packfile.MaxEmoji))
	}
	if len(emoji) == 0 {
		d.find("emoji-assumed", at, placeholder, "")
		return []string{placeholder}
	}
	return emoji
}

// keyword adds a keyword in the source locale.
func (d *draft) keyword(at packfile.At, s *packfile.Sticker, word string) {
	known := s.Keywords[d.File.SourceLocale]
	word = d.text(at, word, packfile.MaxKeyword)
	switch {
	case word == "" || slices.Contains(known, word):
	case len(known) == packfile.MaxKeywords:
		d.find("keyword-left-out", at, word, strconv.Itoa(packfile.MaxKeywords))
	default:
		s.Keywords[d.File.SourceLocale] = append(known, word)
	}
}

// isPicture reports whether bytes begin as those of a picture do that is read here.
func isPicture(data []byte) bool { return assets.Sniff(data) != "" }
