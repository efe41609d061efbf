package packfile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Code points that emoji are made of, besides pictures.
const (
	zeroWidthJoiner  = 0x200D
	emojiSelector    = 0xFE0F
	enclosingKeycap  = 0x20E3
	firstSkinTone    = 0x1F3FB
	lastSkinTone     = 0x1F3FF
	firstRegional    = 0x1F1E6
	lastRegional     = 0x1F1FF
	firstTagLetter   = 0xE0020
	lastTagLetter    = 0xE007F
	longestEmoji     = 48 // bytes
	regionalsPerFlag = 2
)

// pictures are the code points that an emoji may begin with, of Unicode's emoji-data.txt 16.0: the
// property Emoji without digits and signs; in the blocks of pictographs, all that are reserved for
// emoji.
var pictures = &unicode.RangeTable{
	R16: ranges16(
		0x00A9, 0x00A9, 0x00AE, 0x00AE, 0x203C, 0x203C, 0x2049, 0x2049, 0x2122, 0x2122, 0x2139, 0x2139,
		0x2194, 0x2199, 0x21A9, 0x21AA, 0x231A, 0x231B, 0x2328, 0x2328, 0x23CF, 0x23CF, 0x23E9, 0x23F3,
		0x23F8, 0x23FA, 0x24C2, 0x24C2, 0x25AA, 0x25AB, 0x25B6, 0x25B6, 0x25C0, 0x25C0, 0x25FB, 0x25FE,
		0x2600, 0x2604, 0x260E, 0x260E, 0x2611, 0x2611, 0x2614, 0x2615, 0x2618, 0x2618, 0x261D, 0x261D,
		0x2620, 0x2620, 0x2622, 0x2623, 0x2626, 0x2626, 0x262A, 0x262A, 0x262E, 0x262F, 0x2638, 0x263A,
		0x2640, 0x2640, 0x2642, 0x2642, 0x2648, 0x2653, 0x265F, 0x2660, 0x2663, 0x2663, 0x2665, 0x2666,
		0x2668, 0x2668, 0x267B, 0x267B, 0x267E, 0x267F, 0x2692, 0x2697, 0x2699, 0x2699, 0x269B, 0x269C,
		0x26A0, 0x26A1, 0x26A7, 0x26A7, 0x26AA, 0x26AB, 0x26B0, 0x26B1, 0x26BD, 0x26BE, 0x26C4, 0x26C5,
		0x26C8, 0x26C8, 0x26CE, 0x26CF, 0x26D1, 0x26D1, 0x26D3, 0x26D4, 0x26E9, 0x26EA, 0x26F0, 0x26F5,
		0x26F7, 0x26FA, 0x26FD, 0x26FD, 0x2702, 0x2702, 0x2705, 0x2705, 0x2708, 0x270D, 0x270F, 0x270F,
		0x2712, 0x2712, 0x2714, 0x2714, 0x2716, 0x2716, 0x271D, 0x271D, 0x2721, 0x2721, 0x2728, 0x2728,
		0x2733, 0x2734, 0x2744, 0x2744, 0x2747, 0x2747, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
		0x2757, 0x2757, 0x2763, 0x2764, 0x2795, 0x2797, 0x27A1, 0x27A1, 0x27B0, 0x27B0, 0x27BF, 0x27BF,
		0x2934, 0x2935, 0x2B05, 0x2B07, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x3030, 0x3030,
		0x303D, 0x303D, 0x3297, 0x3297, 0x3299, 0x3299,
	),
	R32: ranges32(
		0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F170, 0x1F171, 0x1F17E, 0x1F17F, 0x1F18E, 0x1F18E,
		0x1F191, 0x1F19A, 0x1F201, 0x1F202, 0x1F21A, 0x1F21A, 0x1F22F, 0x1F22F, 0x1F232, 0x1F23A,
		0x1F250, 0x1F251, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F7F0, 0x1F7F0,
		0x1F90C, 0x1F9FF, 0x1FA70, 0x1FAFF,
	),
	LatinOffset: 2,
}

func ranges16(bounds ...uint16) []unicode.Range16 {
	var table []unicode.Range16
	for i := 0; i+1 < len(bounds); i += 2 {
		table = append(table, unicode.Range16{Lo: bounds[i], Hi: bounds[i+1], Stride: 1})
	}
	return table
}

func ranges32(bounds ...uint32) []unicode.Range32 {
	var table []unicode.Range32
	for i := 0; i+1 < len(bounds); i += 2 {
		table = append(table, unicode.Range32{Lo: bounds[i], Hi: bounds[i+1], Stride: 1})
	}
	return table
}

// ValidEmoji reports whether s is exactly one emoji: a picture, with its modifiers and what is
// joined to it, a flag, or a keycap.
func ValidEmoji(s string) bool {
	if s == "" || len(s) > longestEmoji || uniseg.GraphemeClusterCount(s) != 1 {
		return false
	}
	runes := []rune(s)
	switch first := runes[0]; {
	case isRegional(first):
		return len(runes) == regionalsPerFlag && isRegional(runes[1])
	case isKeycapBase(first):
		last := runes[len(runes)-1]
		return last == enclosingKeycap && (len(runes) == 2 || len(runes) == 3 && runes[1] == emojiSelector)
	case !unicode.Is(pictures, first):
		return false
	}
	for _, r := range runes[1:] {
		if !unicode.Is(pictures, r) && !joins(r) {
			return false
		}
	}
	return runes[len(runes)-1] != zeroWidthJoiner
}

// EmojiIn returns the emoji of a text, each once and at most MaxEmoji, and what else stands in it.
func EmojiIn(text string) (emoji, others []string) {
	for clusters := uniseg.NewGraphemes(Clean(text)); clusters.Next(); {
		part := clusters.Str()
		switch {
		case strings.TrimSpace(part) == "" || slices.Contains(emoji, part):
		case ValidEmoji(part) && len(emoji) < MaxEmoji:
			emoji = append(emoji, part)
		default:
			others = append(others, part)
		}
	}
	return emoji, others
}

func isRegional(r rune) bool { return r >= firstRegional && r <= lastRegional }

func isKeycapBase(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

// joins reports whether r may stand behind the first code point of an emoji.
func joins(r rune) bool {
	return r == zeroWidthJoiner || r == emojiSelector || r >= firstSkinTone && r <= lastSkinTone ||
		r >= firstTagLetter && r <= lastTagLetter
}

func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }
