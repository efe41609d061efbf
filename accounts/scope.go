package accounts

import (
	"slices"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrScopeUnknown: there is no such scope. Facts: scope, known.
var ErrScopeUnknown = fault.Define(fault.Invalid, "scope-unknown")

// Scope is a part of the API that a chat app's key opens.
type Scope string

// The scopes.
const (
	CatalogRead    Scope = "catalog:read"
	OrdersRead     Scope = "orders:read" // also entitlements, wallet and packs of a holder
	OrdersWrite    Scope = "orders:write"
	RefundsWrite   Scope = "refunds:write"
	HoldersRead    Scope = "holders:read"
	HoldersWrite   Scope = "holders:write"
	StringsRead    Scope = "strings:read"
	StringsWrite   Scope = "strings:write"
	WebhooksManage Scope = "webhooks:manage"
)

// Scopes returns every scope.
func Scopes() []Scope {
	return []Scope{
		CatalogRead, OrdersRead, OrdersWrite, RefundsWrite, HoldersRead, HoldersWrite,
		StringsRead, StringsWrite, WebhooksManage,
	}
}

// ParseScope returns the scope of that name, or ErrScopeUnknown.
func ParseScope(name string) (Scope, error) {
	if s := Scope(name); slices.Contains(Scopes(), s) {
		return s, nil
	}
	return "", ErrScopeUnknown.With("scope", name, "known", Scopes())
}
