package pass

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"slices"
)

// errKeys says that a text holds no key to sign with.
var errKeys = errors.New("pass: no Ed25519 private key first (PKCS #8, PEM)")

// maxKeys is how many keys may be kept.
const maxKeys = 32

// Keys sign tickets, and verify those that earlier ones signed. They are safe for concurrent use.
type Keys struct {
	sign   ed25519.PrivateKey
	public []PublicKey // that of sign first
}

// PublicKey is what tickets are verified with.
type PublicKey struct {
	ID  string // of the tickets that it signed
	Key ed25519.PublicKey
}

// ReadKeys reads keys in PEM, one after another: the one that signs (PKCS #8), as `openssl genpkey -algorithm ed25519`
// makes it, then those that signed before, private or public (SubjectPublicKeyInfo). To change keys, put a new one first.
func ReadKeys(text []byte) (*Keys, error) {
	k := &Keys{}
	for len(k.public) < maxKeys {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		if err := k.add(block); err != nil {
			return nil, err
		}
		text = rest
	}
	if k.sign == nil {
		return nil, errKeys
	}
	return k, nil
}

func (k *Keys) add(block *pem.Block) error {
	var public ed25519.PublicKey
	if private, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		key, ok := private.(ed25519.PrivateKey)
		if !ok {
			return errKeys
		}
		if k.sign == nil && len(k.public) == 0 {
			k.sign = key
		}
		public = key.Public().(ed25519.PublicKey)
	} else {
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return errors.Join(errKeys, err)
		}
		var ok bool
		if public, ok = parsed.(ed25519.PublicKey); !ok {
			return errKeys
		}
	}
	k.public = append(k.public, PublicKey{keyID(public), public})
	return nil
}

// keyID is the first 48 bits of the SHA-256 of a public key, in base64.
func keyID(key ed25519.PublicKey) string {
	digest := sha256.Sum256(key)
	return base64.RawURLEncoding.EncodeToString(digest[:6])
}

// Public returns the keys that tickets are verified with, the one that signs first.
func (k *Keys) Public() []PublicKey { return slices.Clone(k.public) }

// Sign returns the text of a ticket, whose Key is this one.
func (k *Keys) Sign(t Ticket) string {
	t.Key = k.public[0].ID
	return t.text(ed25519.Sign(k.sign, []byte(t.statement())))
}

// Read returns what a ticket says that one of the keys signed, or ErrTicketInvalid.
func (k *Keys) Read(text string) (Ticket, error) {
	t, signature, ok := parse(text)
	if !ok {
		return Ticket{}, ErrTicketInvalid
	}
	for _, key := range k.public {
		if key.ID == t.Key && ed25519.Verify(key.Key, []byte(t.statement()), signature) {
			return t, nil
		}
	}
	return Ticket{}, ErrTicketInvalid
}
