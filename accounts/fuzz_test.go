package accounts

import (
	"strings"
	"testing"
)

// Only what could have been issued is read as a token, and it is written the same again.
func FuzzParseToken(f *testing.F) {
	for mode := range prefixes {
		f.Add(newToken(mode).String())
	}
	for _, seed := range []string{"", "_", "hk_live_", "hs_nope", "hk_live_" + strings.Repeat("_", 60), "hs_\x00", strings.Repeat("a", 70)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		token, ok := parseToken(text)
		if ok && (token.String() != text || len(token.kid) != kidLength || len(token.secret) != secretLength) {
			t.Errorf("%q is read as %+v", text, token)
		}
	})
}
