// Package webhook decides whom events of the journal are pushed to, when a delivery is tried again, and how it
// is signed. Messages are those of Standard Webhooks 1.0.0
// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). It knows no
// network: package internal/webhook sends.
package webhook

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/fault"
)

// What can be wrong with a webhook.
var (
	// ErrNotFound: the owner has no such webhook. Facts: webhook.
	ErrNotFound = fault.Define(fault.NotFound, "webhook-not-found")
	// ErrInvalid: an address, a type or a description cannot be used; the fields say which.
	ErrInvalid = fault.Define(fault.Invalid, "webhook-invalid")
	// ErrTooMany: an owner has as many as one may have. Facts: limit.
	ErrTooMany = fault.Define(fault.Conflict, "webhooks-too-many")
	// ErrStale: somebody changed it meanwhile. Facts: webhook, version (that of now).
	ErrStale = fault.Define(fault.Stale, "webhook-stale")
	// ErrDisabled: nothing is sent to it until it is enabled. Facts: webhook, reason.
	ErrDisabled = fault.Define(fault.Conflict, "webhook-disabled")
)

// Limits of what an owner may set.
const (
	MaxOfOwner     = 20
	MaxURL         = 2048 // bytes
	MaxDescription = 200  // characters
)

// Reason says why nothing is sent to a webhook.
type Reason string

// The reasons.
const (
	ByOwner Reason = "by_owner" // its owner wants it so
	Failing Reason = "failing"  // everything failed for as long as deliveries are tried
	Gone    Reason = "gone"     // it answered 410
)

// Webhook is an address to which events of a ledger are pushed.
type Webhook struct {
	ID          string // whk_…
	Ledger      string // whose events: "app_…", "app_…:test", or "" for the store's own, which hears of all
	URL         string
	Types       []string // that it subscribes to; none is all
	Description string
	Secrets     []Secret // the newest first
	Disabled    Reason   // "" while it is enabled
	Version     int64    // rises with every change by its owner, and when it is disabled
	Created     time.Time
	Updated     time.Time

	Standing
}

// Standing is how far deliveries to a webhook have come, and how they go.
type Standing struct {
	Position     int64      // sequence of the last event that was sent or put off
	Failures     int        // attempts in a row that failed
	FailingSince *time.Time // first of them; nil when the last one succeeded
	Failure      string     // what the last one failed by, "" when it succeeded
	Succeeded    *time.Time // when something was taken last
	PausedUntil  *time.Time // nothing is sent before; nil when nothing holds it up
}

// Wants reports whether the webhook subscribes to a type.
func (w Webhook) Wants(typ string) bool {
	return len(w.Types) == 0 || slices.Contains(w.Types, typ)
}

// revive forgets why it was disabled, so that deliveries go on where they stopped.
func (w *Webhook) revive() {
	w.Disabled, w.Failures, w.FailingSince, w.Failure, w.PausedUntil = "", 0, nil, "", nil
}

// Rules say which webhooks may be there.
type Rules struct {
	Local bool     // http and addresses of this machine too, for development
	Types []string // that can be subscribed to
}

// check returns ErrInvalid with every fault of what an owner sets, or nil.
func (r Rules) check(w Webhook) error {
	var fields []fault.Field
	if code := r.checkURL(w.URL); code != "" {
		fields = append(fields, fault.Field{Pointer: "/url", Code: code, Facts: map[string]any{"limit": MaxURL}})
	}
	if utf8.RuneCountInString(w.Description) > MaxDescription {
		fields = append(fields, fault.Field{Pointer: "/description", Code: "too-long", Facts: map[string]any{"limit": MaxDescription}})
	}
	for _, typ := range w.Types {
		if !slices.Contains(r.Types, typ) {
			fields = append(fields, fault.Field{Pointer: "/types", Code: "not-allowed", Facts: map[string]any{"allowed": r.Types}})
			break
		}
	}
	if len(fields) > 0 {
		return ErrInvalid.WithFields(fields...)
	}
	return nil
}

// checkURL is the code of what is wrong with an address, "" when nothing is. What its name leads to is
// checked when it is called.
func (r Rules) checkURL(text string) string {
	u, err := url.Parse(text)
	switch {
	case len(text) > MaxURL:
		return "too-long"
	case err != nil, u.Host == "", u.Hostname() == "", u.User != nil, u.Fragment != "", u.Opaque != "", strings.ContainsFunc(text, unsafe):
		return "invalid"
	case u.Scheme != "https" && (u.Scheme != "http" || !r.Local):
		return "invalid"
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err == nil && !r.Local && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast()) {
		return "invalid" // so that its owner learns at once what would be refused later
	}
	return ""
}

// unsafe are characters that an address has no place for: RFC 3986 writes them in percent.
func unsafe(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }
