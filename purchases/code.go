package purchases

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of codes.
var (
	// ErrCodeNotFound: nobody was given such a code. Facts: none, so that nothing is told to who guesses.
	ErrCodeNotFound = fault.Define(fault.NotFound, "code-not-found")
	// ErrCodeRedeemed: the code gave somebody its pack before.
	ErrCodeRedeemed = fault.Define(fault.Conflict, "code-redeemed")
	// ErrCodeNotOpen: codes like this are taken from a moment on. Facts: pack, opens_at.
	ErrCodeNotOpen = fault.Define(fault.Conflict, "code-not-open")
	// ErrCodeEnded: codes like this are taken no more. Facts: pack, ended_at.
	ErrCodeEnded = fault.Define(fault.Conflict, "code-ended")
	// ErrCodeLimit: the holder has redeemed as many codes like this as one may. Facts: pack, limit.
	ErrCodeLimit = fault.Define(fault.Conflict, "code-limit")
	// ErrBatchNotFound: there is no such batch of codes. Facts: batch.
	ErrBatchNotFound = fault.Define(fault.NotFound, "code-batch-not-found")
	// ErrBatchInvalid: a part of a new batch breaks rules; the fields say which.
	ErrBatchInvalid = fault.Define(fault.Invalid, "code-batch-invalid")
)

// Bounds of batches.
const (
	MaxCodes    = 100_000 // in a batch
	MaxUseDays  = 3650
	maxPerUser  = 1000
	maxNameCode = 100 // of a batch's name, in bytes
)

// CodeBatch is codes that were made together: each gives one holder a pack, once.
type CodeBatch struct {
	ID        string     `json:"id"` // cbt_…
	Name      string     `json:"name"`
	Pack      string     `json:"pack"`       // pack id
	Test      bool       `json:"test"`       // for the apps' ledgers for trying things, and for these alone
	Count     int        `json:"count"`      // of codes, 1 to MaxCodes
	PerHolder int        `json:"per_holder"` // how many of them one holder may redeem
	From      time.Time  `json:"from"`       // first moment that they are taken; zero: at once
	Until     time.Time  `json:"until"`      // first moment that they are not; zero: never
	UseDays   int        `json:"use_days"`   // how long the pack may be used from then on; 0: without an end
	CreatedAt time.Time  `json:"created_at"`
	EndedAt   *time.Time `json:"ended_at"` // when somebody ended it; nil when nobody did
	Redeemed  int64      `json:"redeemed"` // codes so far
}

// Code is one code as a decision sees it. The code itself is kept nowhere.
type Code struct {
	Hash     string
	Batch    CodeBatch
	Redeemed bool
	Mine     int64 // codes of its batch that the holder has redeemed
}

// Redemption is a code that gave a holder its pack.
type Redemption struct {
	ID     string // red_…
	Hash   string
	Batch  string
	Ledger Ledger
	Holder string
	Grant  string // id
	At     time.Time
}

// crockford is the alphabet of codes: base 32 without letters that are taken for others,
// https://www.crockford.com/base32.html.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// A code has 80 random bits in codeLength characters, and one more that tells most mistakes in typing.
const codeLength = 16

// newCode returns a code as people read it: "7KQF-0M2X-…", five groups.
func newCode() string {
	random := make([]byte, codeLength)
	_, _ = rand.Read(random) // never fails
	var b strings.Builder
	sum := 0
	for i, r := range random {
		value := int(r) % len(crockford)
		sum = (sum*len(crockford) + value) % checkPrime
		b.WriteByte(crockford[value])
		if i%4 == 3 {
			b.WriteByte('-')
		}
	}
	b.WriteByte(crockford[sum])
	return b.String()
}

// checkPrime is the largest prime that the alphabet has characters for, so that one wrong character, or two that
// changed places, give another check.
const checkPrime = 31

// hashCode returns what is kept of a code as somebody typed it; ok is false for what cannot be one. The letters o, i and
// l are the digits that they look like.
func hashCode(typed string) (hash string, ok bool) {
	if len(typed) > 4*codeLength {
		return "", false
	}
	clean := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(clean) != codeLength+1 {
		return "", false
	}
	sum := 0
	for _, c := range clean[:codeLength] {
		value := strings.IndexRune(crockford, c)
		if value < 0 {
			return "", false
		}
		sum = (sum*len(crockford) + value) % checkPrime
	}
	if clean[codeLength] != crockford[sum] {
		return "", false
	}
	digest := sha256.Sum256([]byte(clean))
	return hex.EncodeToString(digest[:]), true
}

// check returns ErrBatchInvalid, or nil.
func (b CodeBatch) check(now time.Time) error {
	var fields []fault.Field
	wrong := func(pointer string, limit any) {
		fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid", Facts: map[string]any{"limit": limit}})
	}
	if b.Count < 1 || b.Count > MaxCodes {
		wrong("/count", MaxCodes)
	}
	if b.PerHolder < 1 || b.PerHolder > maxPerUser {
		wrong("/per_holder", maxPerUser)
	}
	if b.UseDays < 0 || b.UseDays > MaxUseDays {
		wrong("/use_days", MaxUseDays)
	}
	if len(b.Name) == 0 || len(b.Name) > maxNameCode || containsUnprintable(b.Name) {
		wrong("/name", maxNameCode)
	}
	if !b.Until.IsZero() && (!b.Until.After(now) || !b.Until.After(b.From)) {
		wrong("/until", now)
	}
	if len(fields) > 0 {
		return ErrBatchInvalid.WithFields(fields...)
	}
	return nil
}

// refused returns why a code is not taken now; nil when it is.
func (c Code) refused(now time.Time) *fault.Error {
	b := c.Batch
	switch {
	case c.Redeemed:
		return ErrCodeRedeemed
	case b.EndedAt != nil:
		return ErrCodeEnded.With("pack", b.Pack, "ended_at", b.EndedAt.UTC())
	case !b.Until.IsZero() && !now.Before(b.Until):
		return ErrCodeEnded.With("pack", b.Pack, "ended_at", b.Until.UTC())
	case now.Before(b.From):
		return ErrCodeNotOpen.With("pack", b.Pack, "opens_at", b.From.UTC())
	case c.Mine >= int64(b.PerHolder):
		return ErrCodeLimit.With("pack", b.Pack, "limit", b.PerHolder)
	}
	return nil
}
