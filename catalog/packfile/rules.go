package packfile

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Limits of a pack; lengths of texts in characters (code points).
const (
	MaxSize         = 1 << 20 // bytes of a pack.yaml
	MaxStickers     = 120
	MaxTags         = 20
	MaxEmoji        = 3
	MaxKeywords     = 20 // of a sticker in one locale
	MaxLocales      = 60
	MaxOffers       = 300
	MaxTitle        = 60
	MaxDescription  = 1000
	MaxAlt          = 300
	MaxKeyword      = 50
	MaxCopyright    = 200
	MaxCreatorName  = 80
	MaxPriceAmount  = 1_000_000_000_000 // minor units
	maxFileName     = 200
	maxFindings     = 500
	maxNestingDepth = 16
)

// Patterns of names, as findings spell them.
const (
	slugForm      = "2 to 64 of a-z, 0-9 and -"
	tagForm       = "1 to 32 of a-z, 0-9 and -"
	shortcodeForm = "1 to 100 of A-Z, a-z, 0-9, _ and -"
)

var (
	slugPattern      = regexp.MustCompile(`^[a-z0-9-]{2,64}$`)
	tagPattern       = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)
	shortcodePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
	creatorPattern   = regexp.MustCompile(`^crt_[0-9a-f-]{36}$`)
	stickerPattern   = regexp.MustCompile(`^stk_[0-9a-f-]{36}$`)
)

// ValidSlug reports whether s can be the slug of a pack or a creator.
func ValidSlug(s string) bool { return slugPattern.MatchString(s) }

// ValidName reports whether s can be a creator's name.
func ValidName(s string) bool {
	return s != "" && s == Clean(s) && len([]rune(s)) <= MaxCreatorName && controlIn(s, false) == ""
}

// ValidCurrency reports whether code is a currency of ISO 4217 that some region uses.
func ValidCurrency(code string) bool { return currencies()[code] }

// ValidRegion reports whether code is a region of ISO 3166-1, or "001" for the world.
func ValidRegion(code string) bool { return code == "001" || cldr.ValidRegion(code) }

// Clean returns text as it is kept: NFC, without space around it, with \n for line ends.
func Clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(strings.ToValidUTF8(text, "�")))
}

// WithoutControls returns a text without the characters for which Check refuses texts.
func WithoutControls(text string) string {
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
}

// controlIn returns the first control character of text by its number, or "". Characters that turn
// the direction of the text around them count, for they can make a page say something else.
func controlIn(text string, lines bool) string {
	for _, r := range text {
		if r == '\n' && lines {
			continue
		}
		if forbidden(r) {
			return codePoint(r)
		}
	}
	return ""
}

// forbidden reports whether r is a control character, or one that turns the direction of the text.
func forbidden(r rune) bool {
	turns := r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	return unicode.Is(unicode.Cc, r) || turns || r == 0x2028 || r == 0x2029 || r == 0xFEFF
}
