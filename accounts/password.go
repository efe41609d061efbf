package accounts

import (
	"crypto/rand"
	"strings"

	"github.com/alexedwards/argon2id"
)

// hashing follows OWASP's Password Storage Cheat Sheet for argon2id: 19 MiB, two passes, one lane.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashers bounds the memory that sign-ins take, however many come at once.
var hashers = make(chan struct{}, 4)

// nobodysHash is compared with when no account has the email, so that both answers take as long.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// newPassword draws 100 random bits, in groups that can be read aloud.
func newPassword() string {
	text := strings.ToLower(rand.Text())[:20] // base 32 (RFC 4648, section 6): 5 bits a letter
	return strings.Join([]string{text[:5], text[5:10], text[10:15], text[15:]}, "-")
}

func hashPassword(password string) (string, error) {
	hashers <- struct{}{}
	defer func() { <-hashers }()
	return argon2id.CreateHash(password, hashing)
}

func passwordFits(password, hash string) (bool, error) {
	hashers <- struct{}{}
	defer func() { <-hashers }()
	return argon2id.ComparePasswordAndHash(password, hash)
}
