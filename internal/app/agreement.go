package app

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/config"
)

// agreement is what those who sign up accept.
type agreement struct {
	version string
	text    func(i18n.Locale) string
}

// maxAgreement bounds the operator's file, in bytes.
const maxAgreement = 128 << 10

// agreementOf reads the operator's file, which holds in every language, or takes our own words. A version
// is the beginning of the text's SHA-256; of our own words, of those in English: a better translation is
// no other agreement.
func agreementOf(c *config.Config, words *release.Service) (agreement, error) {
	if c.Agreement == "" {
		text := func(locale i18n.Locale) string {
			return words.Spoken().Text(locale, "studio.agreement.default", nil)
		}
		return agreement{versionOf(text("en")), text}, nil
	}
	content, err := os.ReadFile(c.Agreement)
	text := strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n"))
	if err != nil || text == "" || len(text) > maxAgreement {
		return agreement{}, usageError{config.ErrInvalid.With("name", "HALLYU_AGREEMENT", "value", c.Agreement).Because(err)}
	}
	return agreement{versionOf(text), func(i18n.Locale) string { return text }}, nil
}

func versionOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
