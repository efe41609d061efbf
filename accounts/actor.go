package accounts

import (
	"slices"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/fault"
)

// What an actor is told that may not do what was asked.
var (
	// ErrScopeMissing: the app's key lacks a scope. Facts: scope.
	ErrScopeMissing = fault.Define(fault.Denied, "scope-missing")
	// ErrRoleMissing: the account lacks every role that may, or an app's key was sent where staff is
	// meant, or the reverse. Facts: roles (those that may; empty when no staff may).
	ErrRoleMissing = fault.Define(fault.Denied, "role-missing")
)

// Kind is what an actor is.
type Kind string

// The kinds of actors.
const (
	KindApp     Kind = "app"     // a chat app's backend
	KindAccount Kind = "account" // a member of staff
	KindHolder  Kind = "holder"  // a holder's own device, with a client token or a token of the app's own
)

// Actor is who sends a request, as their key says.
type Actor struct {
	Kind    Kind
	Key     string         // id of the key
	App     string         // id of the app, "" for staff
	Holder  string         // whose device it is, "" for others
	Account string         // id of the account, "" for apps
	Mode    Mode           // which ledger an app's key works on
	Scopes  []Scope        // of an app's key
	Roles   []Role         // of an account
	Locales []language.Tag // that a translator may word; none means all
	Owes    string         // version of the agreement that must be accepted before this session opens anything; "" for none
}

// Can reports whether the actor may take the action.
func (a Actor) Can(action Action) bool { return a.Require(action) == nil }

// RequireOwn is Require for what a holder may read of themselves: it lets in their own device, too. A token opens no
// more than the key that made it.
func (a Actor) RequireOwn(action Action, holder string) error {
	if a.Kind != KindHolder {
		return a.Require(action)
	}
	if a.Holder == "" || a.Holder != holder {
		return ErrClientDenied
	}
	if scope := permissions[action].scope; scope == "" || !slices.Contains(a.Scopes, scope) {
		return ErrScopeMissing.With("scope", scope)
	}
	return nil
}

// Require returns nil when the actor may take the action, else ErrScopeMissing, ErrRoleMissing,
// ErrAgreementWaiting or ErrClientDenied.
func (a Actor) Require(action Action) error {
	if a.Kind == KindHolder {
		return ErrClientDenied
	}
	p := permissions[action]
	if a.Owes != "" && action != OwnAccount {
		return ErrAgreementWaiting.With("version", a.Owes)
	}
	if a.Kind == KindApp && p.scope != "" {
		if slices.Contains(a.Scopes, p.scope) {
			return nil
		}
		return ErrScopeMissing.With("scope", p.scope)
	}
	if a.Kind == KindAccount && slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(p.roles, r) }) {
		return nil
	}
	return ErrRoleMissing.With("roles", append([]Role{}, p.roles...))
}

// Words reports whether the actor may write words of the locale: an app with the scope, an operator,
// or a translator whose locales hold the tag or its language.
func (a Actor) Words(locale language.Tag) bool {
	if !a.Can(WriteStrings) {
		return false
	}
	if a.Kind == KindApp || len(a.Locales) == 0 || slices.Contains(a.Roles, Operator) {
		return true
	}
	base, _ := locale.Base()
	return slices.ContainsFunc(a.Locales, func(own language.Tag) bool {
		return own == locale || own.String() == base.String()
	})
}
