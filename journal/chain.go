package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrHeadInvalid: what was given is no head of the chain of audit entries. Facts: head.
var ErrHeadInvalid = fault.Define(fault.Invalid, "audit-head-invalid")

// Head is the end of the chain of audit entries at a moment: kept elsewhere, it shows later that nothing before it was
// taken away or changed. The zero value is the head of a chain without entries.
type Head struct {
	Sequence int64  // of the last entry
	Hash     string // of the last entry: SHA-256 in hexadecimal digits
}

// String writes a head as people keep it: "427:9f86d081…".
func (h Head) String() string { return strconv.FormatInt(h.Sequence, 10) + ":" + h.Hash }

var headPattern = regexp.MustCompile(`^([1-9][0-9]{0,17}):([0-9a-f]{64})$`)

// ParseHead reads what String wrote, of a chain that has entries. Fault: ErrHeadInvalid.
func ParseHead(text string) (Head, error) {
	parts := headPattern.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return Head{}, ErrHeadInvalid.With("head", text)
	}
	sequence, err := strconv.ParseInt(parts[1], 10, 64)
	return Head{sequence, parts[2]}, err
}

// chainForm is what the canonical form of an entry begins with. Another form gets another name.
const chainForm = "hallyu-audit-1"

// chainTime is how a moment stands in the canonical form: UTC, to the microsecond, which every database keeps.
const chainTime = "2006-01-02T15:04:05.000000Z"

// Digest returns the SHA-256 of an entry's canonical form, in hexadecimal digits: the form's name, the hash of the entry
// before, the sequence, id, moment, actor, action, subject, before, after and request id, each as a netstring
// (https://cr.yp.to/proto/netstrings.txt), which leaves no two entries with one form.
func (a AuditEntry) Digest() string {
	var form strings.Builder
	for _, part := range []string{
		chainForm, a.Previous, strconv.FormatInt(a.Sequence, 10), a.ID, a.At.UTC().Truncate(time.Microsecond).Format(chainTime),
		a.Actor, a.Action, a.Subject, string(a.Before), string(a.After), a.RequestID,
	} {
		fmt.Fprintf(&form, "%d:%s,", len(part), part)
	}
	sum := sha256.Sum256([]byte(form.String()))
	return hex.EncodeToString(sum[:])
}

// Link puts an entry behind the head and returns both as they are then. A sequence that the entry has already is kept
// when it is behind the head's.
func (h Head) Link(a AuditEntry) (AuditEntry, Head) {
	if a.Sequence <= h.Sequence {
		a.Sequence = h.Sequence + 1
	}
	a.Previous = h.Hash
	a.Hash = a.Digest()
	return a, Head{a.Sequence, a.Hash}
}
