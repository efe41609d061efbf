package journal

import "context"

// Damage is what is wrong at one place of the chain of audit entries.
type Damage string

// What may be wrong.
const (
	EntryAltered  Damage = "altered"  // the entry is not what its hash was made of
	ChainBroken   Damage = "broken"   // what stood before the entry was deleted or moved, or something was put between
	EntryOutside  Damage = "outside"  // the entry has no place in the chain
	EndMissing    Damage = "missing"  // entries at the end are not there any more
	EndUnknown    Damage = "unknown"  // entries stand behind the end that was noted
	HeadForgotten Damage = "no-head"  // nothing says where the chain ends
	HeadDiffers   Damage = "expected" // the head that was expected is not in the chain
)

// Break is one place where the chain does not hold.
type Break struct {
	Damage   Damage `json:"damage"`
	Sequence int64  `json:"sequence"`        // of the entry, or of the head
	Entry    string `json:"entry,omitempty"` // its id
}

// Verdict is what came of verifying the chain.
type Verdict struct {
	Entries int64   // in the chain
	Head    Head    // as it was found
	Breaks  []Break // the first maxBreaks of them
}

// Intact reports whether nothing is wrong.
func (v Verdict) Intact() bool { return len(v.Breaks) == 0 }

// maxBreaks is how many breaks a verdict lists.
const maxBreaks = 100

// Chained is what the chain is verified by.
type Chained interface {
	Audit(ctx context.Context, after int64, limit int) ([]AuditEntry, error)
	AuditHead(ctx context.Context) (Head, error)
	AuditOutside(ctx context.Context, limit int) ([]AuditEntry, error)
}

// verifyPage is how many entries are read at once.
const verifyPage = 1000

// verifying is a walk along the chain.
type verifying struct {
	store    Chained
	expected *Head
	found    bool  // the expected head
	at       Head  // of the last entry in the chain that was seen
	last     int64 // sequence of the last entry that was seen
	Verdict
}

// Verify walks the whole chain, also while entries are added, and says where it does not hold. expected, unless it is
// nil, is a head that was noted earlier: it must be in the chain.
func Verify(ctx context.Context, store Chained, expected *Head) (Verdict, error) {
	v := &verifying{store: store, expected: expected}
	err := v.walk(ctx)
	if err == nil {
		err = v.outside(ctx)
	}
	if err == nil && expected != nil && !v.found {
		v.note(HeadDiffers, expected.Sequence, "")
	}
	return v.Verdict, err
}

// walk follows the entries to the head. Whoever adds entries meanwhile moves the head with them.
func (v *verifying) walk(ctx context.Context) error {
	for {
		before := v.at
		if err := v.follow(ctx); err != nil {
			return err
		}
		head, err := v.store.AuditHead(ctx)
		if err != nil {
			return err
		}
		v.Head = head
		switch {
		case head == v.at:
			return nil
		case head.Sequence > v.at.Sequence && before != v.at:
			continue // something was added since; look again
		case head == Head{}:
			v.note(HeadForgotten, v.at.Sequence, "")
		case head.Sequence < v.at.Sequence:
			v.note(EndUnknown, head.Sequence, "")
		default:
			v.note(EndMissing, head.Sequence, "")
		}
		return nil
	}
}

// follow sees every entry that is there from where the walk stands.
func (v *verifying) follow(ctx context.Context) error {
	for {
		page, err := v.store.Audit(ctx, v.last, verifyPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, a := range page {
			v.see(a)
		}
	}
}

func (v *verifying) see(a AuditEntry) {
	v.last = a.Sequence
	if a.Hash == "" {
		return // outside
	}
	switch {
	case a.Previous != v.at.Hash:
		v.note(ChainBroken, a.Sequence, a.ID)
	case a.Hash != a.Digest():
		v.note(EntryAltered, a.Sequence, a.ID)
	default:
		v.Entries++
	}
	v.at = Head{a.Sequence, a.Hash}
	if v.expected != nil && *v.expected == v.at {
		v.found = true
	}
}

// outside notes entries without a place in the chain.
func (v *verifying) outside(ctx context.Context) error {
	entries, err := v.store.AuditOutside(ctx, maxBreaks)
	for _, a := range entries {
		v.note(EntryOutside, a.Sequence, a.ID)
	}
	return err
}

func (v *verifying) note(damage Damage, sequence int64, entry string) {
	if len(v.Breaks) < maxBreaks {
		v.Breaks = append(v.Breaks, Break{damage, sequence, entry})
	}
}
