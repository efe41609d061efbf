package accounts

import "slices"

// Scope is the scope of an app's key that opens the action; "" when no app may take it.
func (a Action) Scope() Scope { return permissions[a].scope }

// Roles are the roles that may take the action; empty when no staff may.
func (a Action) Roles() []Role { return slices.Clone(permissions[a].roles) }
