package api

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Assignment is a part of a locale that a translator is to work on.
type Assignment struct {
	ID         string    `json:"id" example:"asn_0199d0c6-6f8e-7c1a-9a51-3f1d7d0c8f11"`
	Project    string    `json:"project"`
	Locale     string    `json:"locale"`
	What       string    `json:"what" enum:"missing,outdated,unreviewed,matching"`
	Translator string    `json:"translator" doc:"account"`
	Assigner   string    `json:"assigner" doc:"account"`
	Note       string    `json:"note"`
	Due        string    `json:"due" format:"date"`
	At         time.Time `json:"at"`
	Messages   int       `json:"messages"`
	Done       int       `json:"done" doc:"messages that wait no more"`
	Words      int       `json:"words" doc:"of the sources; letters, where a script does not part words"`
	Characters int       `json:"characters" doc:"of the sources, as readers count them"`
}

// NewAssignment is work to be given to a translator.
type NewAssignment struct {
	Locale     string `json:"locale" minLength:"2" maxLength:"64"`
	Translator string `json:"translator" maxLength:"254" doc:"id or e-mail address of an account"`
	What       string `json:"what" enum:"missing,outdated,unreviewed,matching" doc:"which messages; matching takes state, check and q"`
	State      string `json:"state,omitempty" enum:"untranslated,translated,needs_work,reviewed"`
	Check      string `json:"check,omitempty" maxLength:"8"`
	Query      string `json:"q,omitempty" maxLength:"200"`
	Due        string `json:"due" format:"date"`
	Note       string `json:"note,omitempty" maxLength:"2000"`
}

// AssignmentChange gives work to somebody else, or another day; what is left out stays.
type AssignmentChange struct {
	Translator string `json:"translator,omitempty" maxLength:"254"`
	Due        string `json:"due,omitempty" format:"date"`
}

// Assignments lists the work that is not over. locale and translator narrow it unless they are "".
func (c *Client) Assignments(ctx context.Context, project, locale, translator string) (List[Assignment], error) {
	values := url.Values{}
	for name, value := range map[string]string{"locale": locale, "translator": translator} {
		if value != "" {
			values.Set(name, value)
		}
	}
	var list List[Assignment]
	return list, c.get(ctx, path("v1", "strings", project, "assignments")+"?"+values.Encode(), &list)
}

// Assign gives work to a translator.
func (c *Client) Assign(ctx context.Context, project string, work NewAssignment) (Assignment, error) {
	var given Assignment
	return given, c.change(ctx, http.MethodPost, path("v1", "strings", project, "assignments"), "", work, &given)
}

// ChangeAssignment gives work to somebody else, or another day.
func (c *Client) ChangeAssignment(ctx context.Context, project, assignment string, change AssignmentChange) (Assignment, error) {
	var changed Assignment
	return changed, c.change(ctx, http.MethodPatch, path("v1", "strings", project, "assignments", assignment), "", change, &changed)
}

// CancelAssignment takes work back.
func (c *Client) CancelAssignment(ctx context.Context, project, assignment string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "strings", project, "assignments", assignment), "", nil, nil)
}
