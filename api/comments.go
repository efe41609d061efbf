package api

import (
	"context"
	"net/http"
	"time"
)

// Comment is what somebody says about a message in a locale.
type Comment struct {
	ID         string     `json:"id" example:"cmt_0199d0c6-6f8e-7c1a-9a51-3f1d7d0c8f11"`
	Account    string     `json:"account" doc:"who wrote it"`
	Text       string     `json:"text"`
	At         time.Time  `json:"at"`
	Resolved   bool       `json:"resolved" doc:"nothing is left to be done about it"`
	ResolvedBy string     `json:"resolved_by" doc:"account, or empty"`
	ResolvedAt *time.Time `json:"resolved_at,omitempty"`
}

// NewComment is what somebody wants to say about a message.
type NewComment struct {
	Text string `json:"text" minLength:"1" maxLength:"2000"`
}

// CommentChange settles a comment or opens it again.
type CommentChange struct {
	Resolved bool `json:"resolved"`
}

// Comments lists what was said about a message in a locale, oldest first.
func (c *Client) Comments(ctx context.Context, project, locale, id string) (List[Comment], error) {
	var list List[Comment]
	return list, c.get(ctx, path("v1", "strings", project, "messages", "comments")+TranslationQuery{Locale: locale, ID: id}.encode(), &list)
}

// AddComment says something about a message in a locale.
func (c *Client) AddComment(ctx context.Context, project, locale, id string, comment NewComment) (Comment, error) {
	var added Comment
	address := path("v1", "strings", project, "messages", "comments") + TranslationQuery{Locale: locale, ID: id}.encode()
	return added, c.change(ctx, http.MethodPost, address, "", comment, &added)
}

// ChangeComment settles a comment or opens it again.
func (c *Client) ChangeComment(ctx context.Context, project, comment string, change CommentChange) (Comment, error) {
	var changed Comment
	return changed, c.change(ctx, http.MethodPatch, path("v1", "strings", project, "comments", comment), "", change, &changed)
}

// RemoveComment takes a comment away.
func (c *Client) RemoveComment(ctx context.Context, project, comment string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "strings", project, "comments", comment), "", nil, nil)
}
