package api

import (
	"context"
	"net/http"
	"net/url"
)

// Term is an entry of a project's glossary: a word of the source locale, and what others call it.
type Term struct {
	Term  string              `json:"term" minLength:"1" maxLength:"500"`
	In    map[string][]string `json:"in,omitempty" doc:"by locale; any one of them will do"`
	Never map[string][]string `json:"never,omitempty" doc:"by locale; what it must not be called"`
	Note  string              `json:"note,omitempty" maxLength:"500"`
	Case  bool                `json:"case,omitempty" doc:"capital letters matter"`
}

// GlossaryImport says what became of a glossary that was brought.
type GlossaryImport struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Skipped int `json:"skipped" doc:"without a term in the source locale, or that cannot be kept"`
}

func termPath(project, term string) string {
	return path("v1", "strings", project, "glossary") + "?" + url.Values{"term": {term}}.Encode()
}

// Glossary lists the terms of a project.
func (c *Client) Glossary(ctx context.Context, project string) (List[Term], error) {
	var list List[Term]
	return list, c.get(ctx, path("v1", "strings", project, "glossary"), &list)
}

// SetTerm gives a term of a project's glossary another content, or adds one that it has not.
func (c *Client) SetTerm(ctx context.Context, project, term string, to Term) (Term, error) {
	var now Term
	return now, c.change(ctx, http.MethodPut, termPath(project, term), "", to, &now)
}

// RemoveTerm takes a term out of a project's glossary.
func (c *Client) RemoveTerm(ctx context.Context, project, term string) error {
	return c.change(ctx, http.MethodDelete, termPath(project, term), "", nil, nil)
}

// ImportGlossary adds what a glossary of another program says, as TBX.
func (c *Client) ImportGlossary(ctx context.Context, project string, file []byte) (GlossaryImport, error) {
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	var done GlossaryImport
	return done, c.send(ctx, request{method: http.MethodPost, path: path("v1", "strings", project, "glossary"), body: file, header: header}, &done)
}
