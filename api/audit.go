package api

import "time"

// AuditEntry is one thing that somebody did. Entries are a chain: each carries the hash of the one before.
type AuditEntry struct {
	ID        string    `json:"id"`
	Sequence  int64     `json:"sequence" doc:"place in the chain"`
	Actor     string    `json:"actor" doc:"id of a key or an account, or a word for a part of the program"`
	Action    string    `json:"action" example:"order.refund" doc:"noun and what was done with it; new ones are added"`
	Subject   string    `json:"subject" doc:"id of what it was done to"`
	Before    any       `json:"before,omitempty" doc:"what it was; left out when there was nothing"`
	After     any       `json:"after,omitempty" doc:"what it became, or what was done; left out when nothing is left"`
	RequestID string    `json:"request_id" doc:"empty outside a request"`
	At        time.Time `json:"at"`
	Previous  string    `json:"previous" doc:"hash of the entry before; empty of the first"`
	Hash      string    `json:"hash" doc:"SHA-256 of the canonical form; empty while it is in no chain"`
}
