package accounts

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"strings"
)

// A token is what a caller sends: prefix, kid, secret and checksum, joined by underscores.
//
//	hk_live_4fQ0c9Zk_1bYx…(43)…_0aB3xQ
//
// The secret is 256 random bits in base 62. The checksum (CRC-32 of all before it, base 62) lets
// scanners find leaked tokens, and lets us refuse garbage without asking the database.
type token struct {
	mode   Mode
	kid    string
	secret string
}

const (
	kidLength      = 8
	secretLength   = 43 // 62^43 > 2^256
	checksumLength = 6  // 62^6 > 2^32
)

var prefixes = map[Mode]string{Live: "hk_live_", Test: "hk_test_", Staff: "hs_"}

// newToken draws a token.
func newToken(mode Mode) token {
	kid := randomBase62(6, kidLength+1)[1:] // 48 bits need 9 digits, the first of which is not uniform
	return token{mode: mode, kid: kid, secret: randomBase62(32, secretLength)}
}

// parseToken reads a token. It returns false for whatever cannot have been issued.
func parseToken(text string) (token, bool) {
	body, sum, found := cutLast(text)
	if !found || checksum(body) != sum {
		return token{}, false
	}
	for mode, prefix := range prefixes {
		rest, ours := strings.CutPrefix(body, prefix)
		kid, secret, _ := strings.Cut(rest, "_")
		if ours && len(kid) == kidLength && len(secret) == secretLength {
			return token{mode: mode, kid: kid, secret: secret}, true
		}
	}
	return token{}, false
}

// String returns the token as its owner keeps it.
func (t token) String() string {
	body := prefixes[t.mode] + t.kid + "_" + t.secret
	return body + "_" + checksum(body)
}

// hash is what is kept of the secret. The secret has 256 random bits, so a fast hash is enough.
func (t token) hash() string {
	sum := sha256.Sum256([]byte(t.secret))
	return hex.EncodeToString(sum[:])
}

func checksum(body string) string {
	return base62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))), checksumLength)
}

func randomBase62(bytes, length int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // it never fails
	return base62(new(big.Int).SetBytes(b), length)
}

func base62(n *big.Int, length int) string {
	digits := n.Text(62)
	return strings.Repeat("0", length-len(digits)) + digits
}

func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndexByte(text, '_')
	if i < 0 {
		return "", "", false
	}
	return text[:i], text[i+1:], true
}
