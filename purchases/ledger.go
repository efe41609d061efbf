// Package purchases keeps who bought what and may use what: orders, the facts that come of them
// (purchases and refunds), the grants that entitle holders, and the double-entry ledger underneath.
//
// Every change is decided by a pure function over what the store loaded, and committed together with
// its grant, its postings, its event and the reply that answers the same request again.
package purchases

import (
	"regexp"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
)

// Ledger is a set of books. Each app has two: the real one and one for trying things. Nothing in one
// is seen from another.
type Ledger struct {
	App  string // app id
	Test bool
}

// LedgerOf returns the ledger that an app's key works on.
func LedgerOf(actor accounts.Actor) Ledger {
	return Ledger{App: actor.App, Test: actor.Mode == accounts.Test}
}

const testSuffix = ":test"

// ID names the ledger in one word, as stores and events keep it: "app_…" or "app_…:test".
func (l Ledger) ID() string {
	if l.Test {
		return l.App + testSuffix
	}
	return l.App
}

// ParseLedger reads what ID wrote.
func ParseLedger(id string) Ledger {
	app, test := strings.CutSuffix(id, testSuffix)
	return Ledger{App: app, Test: test}
}

// ErrHolderInvalid: a holder is the app's own id of a user, [A-Za-z0-9._~:@-]{1,128}. Facts: holder.
var ErrHolderInvalid = fault.Define(fault.Invalid, "holder-invalid")

var holderPattern = regexp.MustCompile(`^[A-Za-z0-9._~:@-]{1,128}$`)

// CheckHolder returns nil, or ErrHolderInvalid.
func CheckHolder(holder string) error {
	if !holderPattern.MatchString(holder) {
		return ErrHolderInvalid.With("holder", holder)
	}
	return nil
}
