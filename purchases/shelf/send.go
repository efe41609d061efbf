package shelf

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// Bounds of sends.
const (
	MaxSends = 1000               // in a batch
	MaxEarly = 10 * time.Minute   // that a device's clock may be ahead
	MaxLate  = 3 * 24 * time.Hour // that a device may have been away
)

// Send is a sticker that somebody sent in a message, as their app tells.
type Send struct {
	ID      string // the app's own: told twice, it counts once
	Of      purchases.Owner
	Sticker string
	Pack    string // pack id, "" when there is no such sticker
	At      time.Time
}

// Verdict is what became of a send.
type Verdict string

// The verdicts but for those that were counted.
const (
	Unknown  Verdict = "unknown_sticker"
	TooEarly Verdict = "in_the_future"
	TooLate  Verdict = "too_old"
)

// Sent is what became of a batch.
type Sent struct {
	Counted int             // what was new
	Refused map[int]Verdict // by their places in the batch
}

// Usage is how often stickers of a pack were sent on a day.
type Usage struct {
	Day   int64 // since 1970, UTC
	Pack  string
	Sends int64
}

// Day is that of a moment.
func Day(at time.Time) int64 { return at.Unix() / 86400 }

// Key is what is kept of the id of a send: nobody reads the id from it.
func (s Send) Key() string {
	sum := sha256.Sum256([]byte(s.Of.Ledger.ID() + "\n" + s.ID))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// Send counts what holders sent. Those that are refused keep none of the others from being counted. Fault:
// purchases.ErrHolderInvalid.
func (s *Service) Send(ctx context.Context, sends []Send) (Sent, error) {
	now := s.now()
	sent := Sent{Refused: map[int]Verdict{}}
	var fine []Send
	known := map[string]bool{}
	for i, one := range sends {
		err := purchases.CheckHolder(one.Of.Holder)
		if err != nil {
			return sent, err
		}
		verdict := one.judge(now)
		if verdict != "" {
			sent.Refused[i] = verdict
			continue
		}
		key := one.Key()
		if !known[key] {
			fine = append(fine, one)
		}
		known[key] = true
	}
	if len(fine) == 0 {
		return sent, nil
	}
	var err error
	sent.Counted, err = s.store.Send(ctx, fine, maxRecents)
	return sent, err
}

func (s Send) judge(now time.Time) Verdict {
	switch {
	case s.Pack == "":
		return Unknown
	case s.At.After(now.Add(MaxEarly)):
		return TooEarly
	case s.At.Before(now.Add(-MaxLate)):
		return TooLate
	}
	return ""
}

// forgetAtOnce is how many ids are forgotten in one transaction.
const forgetAtOnce = 2000

// Sweep forgets ids of sends that would be refused for their age by now. It returns how many.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	before, all := Day(s.now().Add(-MaxLate-24*time.Hour)), 0
	for {
		n, err := s.store.Forget(ctx, before, forgetAtOnce)
		all += n
		if err != nil || n < forgetAtOnce {
			return all, err
		}
	}
}

// Usage returns what was counted from a day until another, by day and pack, behind a place, and where the next page
// is; nil at the end.
func (s *Service) Usage(ctx context.Context, of purchases.Ledger, from, until int64, behind Usage, limit int) ([]Usage, *Usage, error) {
	found, err := s.store.Usage(ctx, of, from, until, behind, limit+1)
	if err != nil || len(found) <= limit {
		return found, nil, err
	}
	return found[:limit], &found[limit-1], nil
}

// Merge puts sends to what was sent lately: the latest time of each sticker, the latest first.
func Merge(recents []Recent, sends []Send, keep int) []Recent {
	latest := map[string]Recent{}
	for _, r := range recents {
		latest[r.Sticker] = r
	}
	for _, s := range sends {
		if known, ok := latest[s.Sticker]; !ok || s.At.After(known.At) {
			latest[s.Sticker] = Recent{s.Sticker, s.Pack, s.At.UTC()}
		}
	}
	return newest(latest, keep)
}
