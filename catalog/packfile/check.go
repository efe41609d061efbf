package packfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/i18n"
)

// Check returns everything about f that breaks the rules of a pack that may still be unfinished.
func Check(f File) []Finding {
	c := &checker{file: f}
	c.head()
	c.texts("/title", f.Title, MaxTitle, false)
	c.texts("/description", f.Description, MaxDescription, true)
	c.tags()
	c.count("/stickers", len(f.Stickers), MaxStickers)
	shortcodes := map[string]bool{}
	for i, s := range f.Stickers {
		c.sticker = cmpOr(s.Shortcode, "#"+strconv.Itoa(i+1))
		c.checkSticker("/stickers/"+strconv.Itoa(i), s, shortcodes)
	}
	c.sticker = ""
	c.offers()
	return c.findings
}

// Ready returns what Check does, and everything that keeps f from being published or that its
// readers will miss.
func Ready(f File) []Finding {
	c := &checker{file: f, findings: Check(f)}
	if f.SourceLocale != "" && f.Title[f.SourceLocale] == "" {
		c.add("title-missing", "/title", string(f.SourceLocale), "")
	}
	if f.Description[f.SourceLocale] == "" {
		c.add("description-missing", "/description", string(f.SourceLocale), "")
	}
	if len(f.Stickers) == 0 {
		c.add("stickers-missing", "/stickers", "", "")
	}
	for i, s := range f.Stickers {
		c.sticker = s.Shortcode
		c.readySticker("/stickers/"+strconv.Itoa(i), s)
	}
	c.sticker = ""
	if len(f.Offers) == 0 {
		c.add("offers-missing", "/offers", "", "")
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return rank(a) - rank(b) })
	return c.findings
}

// Unfinished reports whether a code of Ready says that something is yet to come: a draft may lack it, a
// release may not.
func Unfinished(code string) bool {
	return slices.Contains([]string{"emoji-missing", "file-missing", "picture-missing", "stickers-missing", "title-missing"}, code)
}

// rank puts errors first.
func rank(f Finding) int { return slices.Index([]Severity{Error, Warn, Info}, f.Severity) }

// checker collects findings on one file.
type checker struct {
	file     File
	sticker  string // shortcode of the sticker in question
	findings []Finding
}

// add makes a finding; measured is a caller's text and is shortened.
func (c *checker) add(code, pointer, measured, limit string) {
	if len(c.findings) < maxFindings {
		at := At{File: Name, Sticker: c.sticker, Pointer: pointer}
		c.findings = append(c.findings, finding(code, at, shorten(measured), limit))
	}
}

// head checks the fields of the pack itself.
func (c *checker) head() {
	f := c.file
	c.required("/slug", f.Slug != "" && !ValidSlug(f.Slug), "slug-malformed", f.Slug, slugForm)
	badCreator := f.Creator != "" && !ValidSlug(f.Creator) && !creatorPattern.MatchString(f.Creator)
	c.required("/creator", badCreator, "creator-malformed", f.Creator, slugForm)
	if f.Usage != "" && f.Usage != "sticker" && f.Usage != "emoticon" {
		c.add("usage-unknown", "/usage", f.Usage, "sticker, emoticon")
	}
	if f.SourceLocale == "" {
		c.add("field-required", "/source_locale", "source_locale", "")
	} else {
		c.locale("/source_locale", f.SourceLocale)
	}
	if f.Copyright != "" {
		c.text("/copyright", f.Copyright, MaxCopyright, false)
	}
}

// required adds field-required when the text is empty, else code when it is bad.
func (c *checker) required(pointer string, bad bool, code, text, limit string) {
	if text == "" {
		c.add("field-required", pointer, strings.TrimPrefix(pointer, "/"), "")
	} else if bad {
		c.add(code, pointer, text, limit)
	}
}

func (c *checker) locale(pointer string, l i18n.Locale) {
	canonical, err := i18n.ParseLocale(string(l))
	if err != nil || canonical != l || len(l) > 35 {
		c.add("locale-malformed", pointer, string(l), "")
	}
}

// texts checks one text by locale.
func (c *checker) texts(pointer string, texts map[i18n.Locale]string, limit int, lines bool) {
	c.count(pointer, len(texts), MaxLocales)
	for _, locale := range sortedKeys(texts) {
		at := pointer + "/" + string(locale)
		c.locale(at, locale)
		c.text(at, texts[locale], limit, lines)
	}
}

// text checks a text that must not be empty.
func (c *checker) text(pointer, text string, limit int, lines bool) {
	if strings.TrimSpace(text) == "" {
		c.add("text-empty", pointer, "", "")
	}
	if n := utf8.RuneCountInString(text); n > limit {
		c.add("text-too-long", pointer, strconv.Itoa(n), strconv.Itoa(limit))
	}
	if control := controlIn(text, lines); control != "" {
		c.add("text-control", pointer, control, "")
	}
}

func (c *checker) count(pointer string, n, limit int) {
	if n > limit {
		c.add("too-many", pointer, strconv.Itoa(n), strconv.Itoa(limit))
	}
}

func (c *checker) tags() {
	c.count("/tags", len(c.file.Tags), MaxTags)
	for i, tag := range c.file.Tags {
		pointer := "/tags/" + strconv.Itoa(i)
		if !tagPattern.MatchString(tag) {
			c.add("tag-malformed", pointer, tag, tagForm)
		}
		if slices.Contains(c.file.Tags[:i], tag) {
			c.add("tag-duplicate", pointer, tag, "")
		}
	}
}

// checkSticker checks a sticker; shortcodes are those of the stickers before it.
func (c *checker) checkSticker(pointer string, s Sticker, shortcodes map[string]bool) {
	switch {
	case s.Shortcode == "":
		c.add("field-required", pointer+"/shortcode", "shortcode", "")
	case !shortcodePattern.MatchString(s.Shortcode):
		c.add("shortcode-malformed", pointer+"/shortcode", s.Shortcode, shortcodeForm)
	case shortcodes[s.Shortcode]:
		c.add("shortcode-duplicate", pointer+"/shortcode", s.Shortcode, "")
	}
	shortcodes[s.Shortcode] = true
	if s.ID != "" && !stickerPattern.MatchString(s.ID) {
		c.add("sticker-id", pointer+"/id", s.ID, "")
	}
	c.emoji(pointer+"/emoji", s.Emoji)
	c.texts(pointer+"/alt", s.Alt, MaxAlt, false)
	c.count(pointer+"/keywords", len(s.Keywords), MaxLocales)
	for _, locale := range sortedKeys(s.Keywords) {
		c.keywords(pointer+"/keywords/"+string(locale), locale, s.Keywords[locale])
	}
	c.picture(pointer, "file", Image{s.File, s.SHA256})
	c.count(pointer+"/images", len(s.Images), MaxLocales)
	for _, locale := range sortedKeys(s.Images) {
		c.locale(pointer+"/images/"+string(locale), locale)
		c.picture(pointer+"/images", string(locale), s.Images[locale])
	}
}

func (c *checker) emoji(pointer string, emoji []string) {
	c.count(pointer, len(emoji), MaxEmoji)
	for i, e := range emoji {
		if !ValidEmoji(e) {
			c.add("emoji-malformed", pointer+"/"+strconv.Itoa(i), e, "")
		}
		if slices.Contains(emoji[:i], e) {
			c.add("emoji-duplicate", pointer+"/"+strconv.Itoa(i), e, "")
		}
	}
}

func (c *checker) keywords(pointer string, locale i18n.Locale, keywords []string) {
	c.locale(pointer, locale)
	c.count(pointer, len(keywords), MaxKeywords)
	for i, keyword := range keywords {
		c.text(pointer+"/"+strconv.Itoa(i), keyword, MaxKeyword, false)
	}
}

// picture checks the name and the digest of an image, either of which may be missing.
func (c *checker) picture(pointer, field string, image Image) {
	if image.SHA256 != "" && !image.SHA256.Valid() {
		if field == "file" {
			field = "sha256"
		}
		c.add("digest-malformed", pointer+"/"+field, string(image.SHA256), "")
	}
	if image.File != "" && !plainName(image.File) {
		c.add("file-name", pointer+"/"+field, image.File, "")
	}
}

// plainName reports whether name is that of a file beside pack.yaml.
func plainName(name string) bool {
	return len(name) <= maxFileName && !strings.ContainsAny(name, `/\:`) && !strings.HasPrefix(name, ".") &&
		utf8.ValidString(name) && controlIn(name, false) == ""
}

func (c *checker) readySticker(pointer string, s Sticker) {
	if s.File == "" && s.SHA256 == "" {
		c.add("picture-missing", pointer, "", "")
	}
	if len(s.Emoji) == 0 {
		c.add("emoji-missing", pointer+"/emoji", "", strconv.Itoa(MaxEmoji))
	}
	if missing := unsaid(c.file, s); len(missing) > 0 {
		c.add("says-untranslated", pointer+"/images", strings.Join(missing, ", "), "")
	}
	locale := c.file.SourceLocale
	if s.Alt[locale] == "" {
		c.add("alt-missing", pointer+"/alt", string(locale), "")
	}
	if len(s.Keywords[locale]) == 0 {
		c.add("keywords-missing", pointer+"/keywords", string(locale), "")
	}
}

// shorten makes a caller's text fit for a finding.
func shorten(text string) string {
	const most = 80
	runes := []rune(strings.ToValidUTF8(text, "�"))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most]) + "…"
}

func cmpOr(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// size writes a picture's size in px.
func size(width, height int) string { return fmt.Sprintf("%d×%d", width, height) }

// unsaid are the locales of the pack in which a sticker that says something has no picture. The common one
// says it in the source locale.
func unsaid(f File, s Sticker) []string {
	var missing []string
	for _, locale := range sortedKeys(f.Title) {
		if _, drawn := s.Images[locale]; s.Says && !drawn && locale != f.SourceLocale {
			missing = append(missing, string(locale))
		}
	}
	return missing
}
