// Package report finds out what keeps a pack from other platforms, and what its readers would mind. What
// a platform takes is data of package profile; whether a picture can be had for it is decided by making
// it. Nothing here asks the network, so that a folder gets the same findings as a draft.
package report

import (
	"regexp"
	"strconv"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// Picture is one picture of a pack.
type Picture struct {
	Sticker  string        // shortcode
	File     string        // its name in a folder, or ""
	Locale   i18n.Locale   // whom it is drawn for; "" for all
	Digest   assets.Digest // of the upload
	Animated bool
}

// Pack is what is reported on.
type Pack struct {
	File     packfile.File
	Pictures []Picture // in the order of the stickers
}

// Words returns the findings on a pack's words and numbers for every other platform. No picture is
// looked at.
func Words(p Pack) []packfile.Finding {
	var findings []packfile.Finding
	for _, platform := range profile.All() {
		if platform.ID == profile.Own {
			continue // packfile.Ready knows our own
		}
		c := &checker{pack: p, platform: platform}
		c.check()
		findings = append(findings, c.findings...)
	}
	return findings
}

// checker holds a pack to one platform's limits on packs.
type checker struct {
	pack     Pack
	platform profile.Profile
	findings []packfile.Finding
}

func (c *checker) add(code string, at packfile.At, measured string, limit profile.Limit) {
	at.Platform = c.platform.ID
	c.findings = append(c.findings, packfile.Measured(code, at, measured, limit.String()))
}

func (c *checker) check() {
	file := c.pack.File
	here := packfile.At{File: packfile.Name}
	if !c.kinds(here) {
		return // nothing of it would be taken there, so the rest is not worth a word
	}
	if len(file.Stickers) > 0 { // that there are none is said once, for all platforms
		c.number("platform-count", profile.Stickers, here, len(file.Stickers))
	}
	here.Pointer = "/title"
	c.texts("platform-title", profile.Title, here, file.Title)
	here.Pointer = "/description"
	c.texts("platform-text", profile.Description, here, file.Description)
	if file.Copyright != "" {
		here.Pointer = "/copyright"
		c.texts("platform-text", profile.Copyright, here, map[i18n.Locale]string{file.SourceLocale: file.Copyright})
	}
	for i, s := range file.Stickers {
		c.sticker("/stickers/"+strconv.Itoa(i), s)
	}
}

// kinds compares what moves in the pack with what the platform takes. It reports whether that is anything.
func (c *checker) kinds(here packfile.At) bool {
	moving, all := 0, 0
	for _, p := range c.pack.Pictures {
		if p.Locale == "" {
			all++
		}
		if p.Locale == "" && p.Animated {
			moving++
		}
	}
	taken := moving
	if len(c.platform.Moving) == 0 {
		taken = all - moving
	} else if len(c.platform.Still) > 0 {
		taken = all
	}
	limit, mixed := profile.Find(c.platform.Pack, profile.Mixed)
	switch {
	case all == 0 || taken == all:
	case taken == 0:
		c.add("platform-kind", here, "", profile.Limit{})
		return false
	case mixed:
		c.add("platform-mixed", here, strconv.Itoa(moving)+" / "+strconv.Itoa(all), limit)
	}
	return true
}

// number holds a number to the limit of something, if there is one.
func (c *checker) number(code, of string, at packfile.At, n int) {
	limit, limited := profile.Find(c.platform.Pack, of)
	if limited && !limit.Takes(int64(n)) {
		c.add(code, at, strconv.Itoa(n), limit)
	}
}

// texts holds texts to the limit of their length.
func (c *checker) texts(code, of string, at packfile.At, texts map[i18n.Locale]string) {
	limit, limited := profile.Find(c.platform.Pack, of)
	if !limited {
		return
	}
	base := at.Pointer
	for _, locale := range sorted(texts) {
		if n := limit.Length(texts[locale]); n > 0 && !limit.Takes(int64(n)) {
			at.Pointer = base + "/" + string(locale)
			c.add(code, at, strconv.Itoa(n), limit)
		}
	}
}

func (c *checker) sticker(pointer string, s packfile.Sticker) {
	at := packfile.At{File: packfile.Name, Sticker: s.Shortcode, Pointer: pointer + "/emoji"}
	if len(s.Emoji) > 0 { // none at all is said once, for all platforms
		c.number("platform-emoji", profile.Emoji, at, len(s.Emoji))
	}
	at.Pointer = pointer + "/alt"
	c.texts("platform-alt", profile.Alt, at, s.Alt)
	for _, locale := range sorted(s.Keywords) {
		at.Pointer = pointer + "/keywords/" + string(locale)
		c.keywords(at, s.Keywords[locale])
	}
	limit, limited := profile.Find(c.platform.Pack, profile.Shortcode)
	if limited && s.Shortcode != "" && !pattern(limit.Pattern).MatchString(s.Shortcode) {
		at.Pointer = pointer + "/shortcode"
		c.add("platform-shortcode", at, s.Shortcode, limit)
	}
}

// keywords checks how many there are, and their length together.
func (c *checker) keywords(at packfile.At, words []string) {
	c.number("platform-keywords", profile.Keywords, at, len(words))
	length := 0
	for _, word := range words {
		length += len([]rune(word))
	}
	c.number("platform-keywords", profile.KeywordCharacters, at, length)
}

func pattern(text string) *regexp.Regexp { return regexp.MustCompile(text) } // tested with the profiles
