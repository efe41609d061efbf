package v1

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/journal"
)

func (r *routes) mountAudit() {
	web.Typed(r.Server, web.Operation{
		Method: "GET", ID: "list-audit", Path: "/v1/audit", Tag: tagStaff, Action: accounts.ReadAudit,
		Summary: "Who did what, the latest first",
	}, r.listAudit)
}

type auditInput struct {
	ListQuery
	Actor   string    `query:"actor" maxLength:"200" doc:"id of a key or an account"`
	Action  string    `query:"action" maxLength:"100" doc:"exactly, or all of a kind when it ends with a dot" example:"order."`
	Subject string    `query:"subject" maxLength:"200" doc:"id of what something was done to"`
	From    time.Time `query:"from" doc:"first moment"`
	Until   time.Time `query:"until" doc:"first moment behind"`
}

func (r *routes) listAudit(ctx context.Context, in *auditInput) (*jsonOf[api.List[api.AuditEntry]], error) {
	query := journal.AuditQuery{Actor: in.Actor, Action: in.Action, Subject: in.Subject, From: in.From, Until: in.Until}
	if err := web.DecodeCursor(in.Cursor, &query.Before); err != nil {
		return nil, err
	}
	entries, err := r.Journal.FindAudit(ctx, query, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.AuditEntry]{Items: []api.AuditEntry{}}
	for _, a := range entries {
		page.Items = append(page.Items, auditOf(a))
	}
	if len(entries) == in.Limit {
		page.Next = web.EncodeCursor(entries[in.Limit-1].Sequence)
	}
	return &jsonOf[api.List[api.AuditEntry]]{page}, nil
}

func auditOf(a journal.AuditEntry) api.AuditEntry {
	return api.AuditEntry{
		ID: a.ID, Sequence: a.Sequence, Actor: a.Actor, Action: a.Action, Subject: a.Subject, Before: asWritten(a.Before),
		After: asWritten(a.After), RequestID: a.RequestID, At: a.At, Previous: a.Previous, Hash: a.Hash,
	}
}

// asWritten is a value as it was written, nil when there is none.
func asWritten(value json.RawMessage) any {
	if len(value) == 0 || string(value) == "null" {
		return nil
	}
	return value
}
