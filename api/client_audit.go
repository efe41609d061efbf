package api

import (
	"context"
	"net/url"
)

// Audit is a page of the audit log, the latest entry first. query holds actor, action, subject, from, until, limit and
// cursor.
func (c *Client) Audit(ctx context.Context, query url.Values) (List[AuditEntry], error) {
	var list List[AuditEntry]
	return list, c.get(ctx, "/v1/audit?"+query.Encode(), &list)
}
