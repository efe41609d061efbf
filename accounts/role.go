package accounts

import (
	"slices"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrRoleUnknown: there is no such role. Facts: role, known.
var ErrRoleUnknown = fault.Define(fault.Invalid, "role-unknown")

// Role is what a member of staff is there for. An account may have several.
type Role string

// The roles.
const (
	Designer   Role = "designer"   // makes packs
	Translator Role = "translator" // words them, in the account's locales
	Reviewer   Role = "reviewer"   // decides what may go on sale
	Editor     Role = "editor"     // arranges the front page, opens and closes offers
	Finance    Role = "finance"    // prices, refunds, statements
	Support    Role = "support"    // helps holders
	Operator   Role = "operator"   // runs the store
	Auditor    Role = "auditor"    // reads everything, changes nothing
)

// Roles returns every role.
func Roles() []Role {
	return []Role{Designer, Translator, Reviewer, Editor, Finance, Support, Operator, Auditor}
}

// ParseRole returns the role of that name, or ErrRoleUnknown.
func ParseRole(name string) (Role, error) {
	if r := Role(name); slices.Contains(Roles(), r) {
		return r, nil
	}
	return "", ErrRoleUnknown.With("role", name, "known", Roles())
}
