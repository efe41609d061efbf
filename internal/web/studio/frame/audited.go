package frame

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

// Audited is an audit entry as pages show it. The template of a list of them is audited.
type Audited struct {
	ID       string
	At       string
	Stamp    string // At for machines
	Actor    string // e-mail address of an account, else what the journal calls them
	Who      string // the journal's name
	Action   string
	Subject  string
	Before   string // JSON on lines of its own, or ""
	After    string
	Request  string
	Sequence int64
	Hash     string
	Linked   bool // the reader may look for more in the log
}

// Audited puts entries into the reader's language.
func (v *Visit) Audited(entries []journal.AuditEntry) []Audited {
	names := map[string]string{}
	shown := make([]Audited, len(entries))
	for i, a := range entries {
		if _, known := names[a.Actor]; !known {
			names[a.Actor] = v.AccountName(a.Actor)
		}
		shown[i] = Audited{
			ID: a.ID, At: v.Voice.Moment(a.At), Stamp: a.At.Format(time.RFC3339), Actor: names[a.Actor], Who: a.Actor, Action: a.Action,
			Subject: a.Subject, Before: onLines(a.Before), After: onLines(a.After), Request: a.RequestID, Sequence: a.Sequence, Hash: a.Hash,
			Linked: v.Actor.Can(accounts.ReadAudit),
		}
	}
	return shown
}

// AccountName is the e-mail address of an account, and every other id as it is.
func (v *Visit) AccountName(id string) string {
	if !strings.HasPrefix(id, "acc_") {
		return id
	}
	account, err := v.frame.accounts.Account(v.Request().Context(), id)
	if err != nil || account.Email == "" {
		return id
	}
	return account.Email
}

// AppName is the name of an app, and the id of one that is not known.
func (v *Visit) AppName(id string) string {
	if name, known := v.apps[id]; known {
		return name
	}
	if v.apps == nil {
		v.apps = map[string]string{}
	}
	v.apps[id] = id
	if app, err := v.frame.accounts.App(v.Request().Context(), id); err == nil {
		v.apps[id] = app.Name
	}
	return v.apps[id]
}

// onLines writes JSON as people read it.
func onLines(value json.RawMessage) string {
	if len(value) == 0 {
		return ""
	}
	var out bytes.Buffer
	if json.Indent(&out, value, "", "  ") != nil {
		return string(value)
	}
	return out.String()
}
