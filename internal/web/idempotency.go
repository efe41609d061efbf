package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

const maxIdempotencyKey = 255

// CheckIdempotencyKey refuses a request without a key, or with one that is not 1 to 255 printable
// ASCII characters. Space around it was cut off already.
func CheckIdempotencyKey(key string) error {
	if key == "" {
		return ErrIdempotencyKey
	}
	if len(key) > maxIdempotencyKey || strings.ContainsFunc(key, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
		return ErrIdempotencyKeyLong.With("limit", maxIdempotencyKey)
	}
	return nil
}

// RequestHash names what a request asks for: equal addresses and bodies have equal hashes.
func RequestHash(address string, body any) (string, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(address+"\n"), data...))
	return hex.EncodeToString(sum[:]), nil
}
