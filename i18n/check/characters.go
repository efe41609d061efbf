package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/unicode/norm"
)

// Characters that steer the direction of text: UAX #9 section 2.
const (
	firstEmbedding  = '\u202A' // LRE, RLE
	popFormatting   = '\u202C' // PDF
	lastOverride    = '\u202E' // LRO, RLO
	firstIsolate    = '\u2066' // LRI, RLI, FSI
	popIsolate      = '\u2069' // PDI
	zeroWidthSpace  = '\u200B'
	lastC0, lastC1  = 0x1F, 0x9F
	deleteCharacter = 0x7F
	byteOrder       = '\uFEFF'
)

// breakable are the languages whose words a zero width space may part.
var breakable = []string{"th", "km", "lo", "my"}

// controls finds characters that nobody sees and that spoil what stands around them (Q11).
func controls(j *judgement, p *phrase) {
	if printable(p.text) {
		return
	}
	var embedded, isolated int
	for _, r := range p.text {
		switch {
		case r >= firstEmbedding && r <= lastOverride && r != popFormatting:
			embedded++
		case r == popFormatting:
			embedded--
		case r >= firstIsolate && r < popIsolate:
			isolated++
		case r == popIsolate:
			isolated--
		case !unwanted(r, p.writes.language):
			continue
		default:
			j.control(p, r)
			return
		}
		if embedded < 0 || isolated < 0 {
			j.control(p, r)
			return
		}
	}
	if embedded != 0 || isolated != 0 {
		j.note("Q11", Error, p.form, nil).as("open")
	}
}

func (j *judgement) control(p *phrase, r rune) {
	j.note("Q11", Error, p.form, Facts{"Character": fmt.Sprintf("U+%04X", r)})
}

func unwanted(r rune, language string) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return r == '\r'
	case r <= lastC0, r >= deleteCharacter && r <= lastC1, r == utf8.RuneError, r == byteOrder, r&0xFFFE == 0xFFFE:
		return true
	}
	return r == zeroWidthSpace && !slices.Contains(breakable, language)
}

// printable reports whether a text has neither control characters nor such as U+200B to U+2069, quickly.
func printable(s string) bool {
	for i := range len(s) {
		switch b := s[i]; {
		case b < 0x20 && b != '\n' && b != '\t', b == deleteCharacter, b == 0xC2 && s[i+1] <= lastC1,
			b == 0xE2 && s[i+1] <= 0x81, b == 0xEF && s[i+1] == 0xBB && s[i+2] == 0xBF,
			b == 0xEF && s[i+1] == 0xBF && s[i+2] >= 0xBD, b >= 0xF0 && s[i+2] == 0xBF && s[i+3] >= 0xBE:
			return false
		}
	}
	return true
}

// unnormalized finds texts that are not in normalization form C of UAX #15 (Q12).
func unnormalized(j *judgement, p *phrase) {
	if !norm.NFC.IsNormalString(p.raw) {
		j.rewrite("Q12", p, norm.NFC.String(p.raw), nil)
	}
}

// stretched are Arabic letters drawn out by tatweel, for the eye, which hides the word from searches. A letter
// that is tied to what is no Arabic word ends with one rightly.
var stretched = regexp.MustCompile(`(\p{Arabic})\x{0640}+(\p{Arabic})`)

// kashida finds stretched words (Q13).
func kashida(j *judgement, p *phrase) {
	if p.writes.script == "Arab" && stretched.MatchString(p.text) {
		j.rewrite("Q13", p, stretched.ReplaceAllString(p.raw, "$1$2"), nil)
	}
}

// mixedWords finds words with letters of several scripts that look alike: a Latin a in a Cyrillic word (Q20).
func mixedWords(j *judgement, p *phrase) {
	if ascii(p.text) {
		return
	}
	for word := range strings.FieldsFuncSeq(p.text, isNoLetter) {
		if !ascii(word) && mixed(word) {
			j.note("Q20", Error, p.form, Facts{"Text": word}).as("word")
			return
		}
	}
}

func mixed(word string) bool {
	seen := -1
	for _, r := range word {
		for i, script := range confusable {
			if !unicode.Is(script, r) {
				continue
			}
			if seen >= 0 && seen != i {
				return true
			}
			seen = i
		}
	}
	return false
}

// foreignScript finds texts of which more than three letters in ten are of another script than the locale's,
// not counting acronyms and words that the source has as well or that the project keeps (Q20).
func foreignScript(j *judgement, p *phrase) {
	if len(p.writes.letters) == 0 || p.writes.script == "Latn" && ascii(p.text) || !p.translated() {
		return
	}
	native := func(r rune) bool {
		return !unicode.IsLetter(r) || unicode.Is(unicode.Common, r) || unicode.In(r, p.writes.letters...)
	}
	foreign, total := 0, 0
	var words []string
	for word := range strings.FieldsFuncSeq(p.text, native) {
		if !strings.Contains(p.source, word) && !j.Project.keeps(word) && !acronym(word) {
			foreign += utf8.RuneCountInString(word)
			words = append(words, word)
		}
	}
	if foreign <= 3 {
		return
	}
	for _, r := range p.text {
		if unicode.IsLetter(r) {
			total++
		}
	}
	if foreign*10 > total*3 {
		j.advise("Q20", p, Facts{"Text": listed(words)})
	}
}

// acronym reports whether a word is capitals alone, as PNG is in every script.
func acronym(word string) bool { return strings.IndexFunc(word, unicode.IsLower) < 0 }

// variantHan finds characters of the other kind of Chinese (Q21): such as the one's old national character
// set has (GB 2312, Big5) and not the other's.
func variantHan(j *judgement, p *phrase) {
	var has, lacks encoding.Encoding
	switch p.writes.script {
	case "Hans":
		has, lacks = traditionalchinese.Big5, simplifiedchinese.HZGB2312
	case "Hant":
		has, lacks = simplifiedchinese.HZGB2312, traditionalchinese.Big5
	default:
		return
	}
	var found []string
	for _, r := range p.text {
		if unicode.Is(unicode.Han, r) && encodes(has, r) && !encodes(lacks, r) && !strings.ContainsRune(p.source, r) {
			found = append(found, string(r))
		}
	}
	if len(found) > 0 {
		j.advise("Q21", p, Facts{"Text": listed(found)}).as(strings.ToLower(p.writes.script))
	}
}

func encodes(set encoding.Encoding, r rune) bool {
	_, err := set.NewEncoder().String(string(r))
	return err == nil
}

// weak are the marks that take the direction of what stands beside them.
const weak = "+-/\\#%@()[]"

// isolated finds placeholders and Latin words of texts that run from right to left with a weak mark at one end:
// what is put in may draw the mark to its other side (Q25).
func isolated(j *judgement, p *phrase) {
	if !p.writes.rtl || strings.ContainsRune(p.text, firstIsolate+2) || !strings.ContainsAny(p.text, weak) {
		return
	}
	runes := []rune(" " + p.text + " ")
	for i := 1; i+1 < len(runes); i++ {
		if strings.ContainsRune(weak, runes[i]) && ltr(runes[i-1]) != ltr(runes[i+1]) {
			j.note("Q25", Info, p.form, nil)
			return
		}
	}
}

func ltr(r rune) bool { return string(r) == placeholder || unicode.Is(unicode.Latin, r) }
