package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of digests.
var (
	// ErrDigestInvalid: the text is no digest. Facts: digest.
	ErrDigestInvalid = fault.Define(fault.Invalid, "digest-invalid")
	// ErrDigestMismatch: the bytes are not those that the digest names. Facts: expected, measured.
	ErrDigestMismatch = fault.Define(fault.Invalid, "digest-mismatch")
)

// Digest is the SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
type Digest string

const digestLen = 2 * sha256.Size

// DigestOf returns the digest of data.
func DigestOf(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest(hex.EncodeToString(sum[:]))
}

// ParseDigest reads a digest as it stands in an address. Upper case is refused, so that a digest has
// one spelling. The error is ErrDigestInvalid.
func ParseDigest(s string) (Digest, error) {
	d := Digest(s)
	if !d.Valid() {
		return "", ErrDigestInvalid.With("digest", clip(s))
	}
	return d, nil
}

// Valid reports whether d is well formed.
func (d Digest) Valid() bool {
	return len(d) == digestLen && strings.Trim(string(d), "0123456789abcdef") == ""
}

// clip shortens a caller's text for a message.
func clip(s string) string {
	const most = 2 * digestLen
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
