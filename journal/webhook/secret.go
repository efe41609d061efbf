package webhook

import (
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Secret signs what is sent to one webhook. Its key is shown to its owner once, and printed nowhere.
type Secret struct {
	Key   Key        `json:"key"`
	Until *time.Time `json:"until,omitempty"` // signs until then; nil is for as long as there is no newer one
}

// Key is "whsec_" and the base64 of 24 to 64 random bytes.
type Key string

// String hides the key from logs.
func (Key) String() string { return "***" }

// GoString hides it from %#v.
func (Key) GoString() string { return "***" }

const (
	keyPrefix = "whsec_"
	keyBytes  = 32
	maxKeys   = 3 // that sign at once
)

// NewKey returns a random key.
func NewKey() Key {
	random := make([]byte, keyBytes)
	_, _ = rand.Read(random) // which never fails
	return Key(keyPrefix + base64.StdEncoding.EncodeToString(random))
}

// rotate puts a new key before those that sign until a moment: those that were there sign no longer than that.
func rotate(secrets []Secret, now, until time.Time) []Secret {
	next := []Secret{{Key: NewKey()}}
	for _, s := range signing(secrets, now) {
		if s.Until == nil || s.Until.After(until) {
			s.Until = &until
		}
		if s.Until.After(now) && len(next) < maxKeys {
			next = append(next, s)
		}
	}
	return next
}

// Signing are the secrets that sign at a moment, the newest first.
func (w Webhook) Signing(now time.Time) []Secret { return signing(w.Secrets, now) }

// signing are the secrets that sign at a moment.
func signing(secrets []Secret, now time.Time) []Secret {
	var active []Secret
	for _, s := range secrets {
		if s.Until == nil || s.Until.After(now) {
			active = append(active, s)
		}
	}
	return active
}

// Sign returns the webhook-signature of a message: one for each key that signs at the moment, which is the
// webhook-timestamp too.
func (w Webhook) Sign(id string, body []byte, now time.Time) (string, error) {
	var signatures []string
	for _, s := range w.Signing(now) {
		signer, err := standardwebhooks.NewWebhook(string(s.Key))
		if err != nil {
			return "", err
		}
		signature, err := signer.Sign(id, now, body)
		if err != nil {
			return "", err
		}
		signatures = append(signatures, signature)
	}
	return strings.Join(signatures, " "), nil
}
