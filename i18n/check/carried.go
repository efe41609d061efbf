package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// unchanged finds texts that are as their source (Q01): of four letters at least that are not all names which
// the project keeps.
func unchanged(j *judgement, p *phrase) {
	if !p.translated() || p.text != p.source || j.sameLanguage() {
		return
	}
	letters := 0
	for word := range strings.FieldsFuncSeq(p.text, isNoLetter) {
		if !j.Project.keeps(word) {
			letters += len([]rune(word))
		}
	}
	if letters >= 4 {
		j.advise("Q01", p, nil)
	}
}

// numbers finds numbers of the source that the text has not, in whatever digits (Q08). The forms of
// single numbers may say them by a word or a variable: "1 sticker" is "{{.Count}} стикер" where One holds for 21 too.
func numbers(j *judgement, p *phrase) {
	if p.form != message.Other {
		return
	}
	if lost := missing(numerals(p.source), numerals(p.text)); len(lost) > 0 {
		j.advise("Q08", p, Facts{"Text": listed(lost)})
	}
}

// numerals lists the numbers of a text in ASCII digits, without what groups them.
func numerals(s string) []string {
	var all []string
	var b strings.Builder
	separated := false
	for _, r := range s + " " {
		digit := digitOf(r)
		switch {
		case digit >= 0:
			b.WriteByte(byte('0' + digit))
			separated = false
		case b.Len() > 0 && !separated && strings.ContainsRune(".,'’٫٬\u00A0\u202F", r):
			separated = true
		default:
			if b.Len() > 0 {
				all = append(all, b.String())
			}
			b.Reset()
			separated = false
		}
	}
	return all
}

// digitOf returns the value of a decimal digit of any script, or -1. Unicode has the ten of each script in a
// row, from a zero.
func digitOf(r rune) int {
	switch {
	case r < 0x80:
		if r >= '0' && r <= '9' {
			return int(r - '0')
		}
		return -1
	case !unicode.Is(unicode.Nd, r):
		return -1
	}
	for _, block := range unicode.Nd.R16 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return int(r-rune(block.Lo)) % 10
		}
	}
	for _, block := range unicode.Nd.R32 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return int(r-rune(block.Lo)) % 10
		}
	}
	return -1
}

// address finds URLs, e-mail addresses and handles.
var address = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"'）」』]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\B@\w{2,}`)

// addresses compares URLs, e-mail addresses and handles (Q09).
func addresses(j *judgement, p *phrase) {
	if !p.translated() || !strings.ContainsAny(p.text+p.source, "@/.") {
		return
	}
	here, there := addressesOf(p.text), addressesOf(p.source)
	if lost := missing(there, here); len(lost) > 0 {
		j.advise("Q09", p, Facts{"Text": listed(lost)})
	} else if added := missing(here, there); len(added) > 0 {
		j.advise("Q09", p, Facts{"Text": listed(added)}).as("added")
	}
}

func addressesOf(s string) []string {
	if !strings.Contains(s, "@") && !strings.Contains(s, "://") && !strings.Contains(s, "www.") {
		return nil
	}
	found := address.FindAllString(s, -1)
	for i := range found {
		found[i] = strings.TrimRight(found[i], ".,;:!?)。، ")
	}
	return found
}

// emoji compares the emoji (Q19).
func emoji(j *judgement, p *phrase) {
	if !p.translated() || ascii(p.text) && ascii(p.source) {
		return
	}
	here, there := emojiOf(p.text), emojiOf(p.source)
	if lost := missing(there, here); len(lost) > 0 {
		j.advise("Q19", p, Facts{"Text": listed(lost)})
	} else if added := missing(here, there); len(added) > 0 {
		j.advise("Q19", p, Facts{"Text": listed(added)}).as("added")
	}
}

// emojiSelector asks for the coloured shape of a symbol; texts differ in whether they write it.
const emojiSelector = "\uFE0F"

// emojiOf lists the pictures of a text: its symbols, with their modifiers and what is joined to them.
func emojiOf(s string) []string {
	if !strings.ContainsFunc(s, pictorial) {
		return nil
	}
	var all []string
	for clusters := uniseg.NewGraphemes(s); clusters.Next(); {
		if pictorial(clusters.Runes()[0]) {
			all = append(all, strings.ReplaceAll(clusters.Str(), emojiSelector, ""))
		}
	}
	return all
}

func pictorial(r rune) bool {
	return r >= 0x2190 && r != '\uFFFC' && r != '\uFFFD' && unicode.Is(unicode.So, r)
}

// markup are the tags that texts may have: those that say how words are meant, and numbered ones, which
// clients replace by their own.
var markup = regexp.MustCompile(`^(?:a|abbr|b|bdi|bdo|br|cite|code|del|dfn|em|i|ins|kbd|li|mark|ol|p|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|u|ul|var|wbr|[0-9]{1,3})$`)

// tag finds tags of HTML with name and attributes.
var tag = regexp.MustCompile(`<\s*(/?)\s*([A-Za-z][\w:-]*|[0-9]{1,3})([^<>]*)>`)

// tags holds the tags of a text to those of its source and to what is allowed (Q10).
func tags(j *judgement, p *phrase) {
	if !strings.Contains(p.text, "<") && !strings.Contains(p.source, "<") {
		return
	}
	here, there := tagsOf(p.text), tagsOf(p.source)
	for _, t := range here {
		if name, _, _ := strings.Cut(strings.Trim(t, "</>"), " "); !markup.MatchString(name) && !slices.Contains(there, t) {
			j.note("Q10", Error, p.form, Facts{"Text": t}).as("tag")
			return
		}
	}
	if !p.translated() {
		return
	}
	if lost := missing(there, here); len(lost) > 0 {
		j.note("Q10", Error, p.form, Facts{"Text": listed(lost)})
	} else if added := missing(here, there); len(added) > 0 {
		j.note("Q10", Error, p.form, Facts{"Text": listed(added)}).as("added")
	}
}

// wordy are attributes whose values are words, which translations change.
var wordy = regexp.MustCompile(`\s(?:title|alt|aria-label|lang|dir|hreflang)\s*=\s*("[^"]*"|'[^']*')`)

// tagsOf lists the tags of a text in one spelling.
func tagsOf(s string) []string {
	if !strings.Contains(s, "<") {
		return nil
	}
	var all []string
	for _, m := range tag.FindAllStringSubmatch(s, -1) {
		attributes := strings.Join(strings.Fields(strings.TrimSuffix(wordy.ReplaceAllString(m[3], ""), "/")), " ")
		t := "<" + m[1] + strings.ToLower(m[2])
		if attributes != "" {
			t += " " + attributes
		}
		all = append(all, t+">")
	}
	return all
}
