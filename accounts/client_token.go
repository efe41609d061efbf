package accounts

import (
	"crypto/ed25519"
	"encoding/binary"
	"math/big"
	"strings"
	"time"

	"github.com/google/uuid"
)

// A client token is what it says, and who vouches for it; nothing of it is kept:
//
//	hc_1hD5…(138)…_0aB3xQ
//
// Its body is the version, the kid of the app's key, the person, when it was made and ends
// (microseconds), and the key's Ed25519 signature (RFC 8032) of all before it, in base 62. The checksum is that of
// other tokens.
type clientToken struct {
	kid         string
	person      uuid.UUID
	from, until time.Time
	body        []byte // as it was read
}

const (
	clientPrefix  = "hc_"
	clientVersion = 1
	clientSaid    = 1 + kidLength + 16 + 8 + 8
	clientBytes   = clientSaid + ed25519.SignatureSize
	clientDigits  = (clientBytes*8*100)/595 + 1 // 62^100 > 2^595
)

// signed returns the token as the holder's device sends it.
func (t clientToken) signed(key ed25519.PrivateKey) string {
	said := append([]byte{clientVersion}, t.kid...)
	said = append(said, t.person[:]...)
	said = binary.BigEndian.AppendUint64(said, uint64(t.from.UnixMicro()))  //nolint:gosec // after 1970
	said = binary.BigEndian.AppendUint64(said, uint64(t.until.UnixMicro())) //nolint:gosec // after 1970
	said = append(said, ed25519.Sign(key, said)...)
	body := clientPrefix + base62(new(big.Int).SetBytes(said), clientDigits)
	return body + "_" + checksum(body)
}

// parseClientToken reads a token. It returns false for whatever cannot have been made.
func parseClientToken(text string) (clientToken, bool) {
	body, sum, found := cutLast(text)
	digits, ours := strings.CutPrefix(body, clientPrefix)
	if !found || !ours || len(digits) != clientDigits || checksum(body) != sum {
		return clientToken{}, false
	}
	n, ok := new(big.Int).SetString(digits, 62)
	if !ok || n.Sign() < 0 || n.BitLen() > clientBytes*8 {
		return clientToken{}, false
	}
	b := n.FillBytes(make([]byte, clientBytes))
	if b[0] != clientVersion {
		return clientToken{}, false
	}
	return clientToken{
		kid: string(b[1 : 1+kidLength]), person: uuid.UUID(b[1+kidLength : 17+kidLength]),
		from: microseconds(b[17+kidLength:]), until: microseconds(b[25+kidLength:]), body: b,
	}, true
}

func microseconds(b []byte) time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC() //nolint:gosec // what is signed is in range
}

// signedBy reports whether the holder of the other half of the key made the token.
func (t clientToken) signedBy(public ed25519.PublicKey) bool {
	return ed25519.Verify(public, t.body[:clientSaid], t.body[clientSaid:])
}
