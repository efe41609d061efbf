package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// TranslationQuery narrows a list of messages; Locale must be given.
type TranslationQuery struct {
	Locale string
	ID     string // this message alone
	State  string
	Check  string
	Text   string
	Cursor string
	Limit  int // 0 is the server's choice
}

func (q TranslationQuery) encode() string {
	values := url.Values{"locale": {q.Locale}}
	for name, value := range map[string]string{"id": q.ID, "state": q.State, "check": q.Check, "q": q.Text, "cursor": q.Cursor} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if q.Limit > 0 {
		values.Set("limit", strconv.Itoa(q.Limit))
	}
	return "?" + values.Encode()
}

// Translations lists messages of a project as their translators see them.
func (c *Client) Translations(ctx context.Context, project string, q TranslationQuery) (List[Translation], error) {
	var list List[Translation]
	return list, c.get(ctx, path("v1", "strings", project, "messages")+q.encode(), &list)
}

// SetTranslation changes what a message says in a locale. revision is that of the text that was read; "" changes
// any.
func (c *Client) SetTranslation(ctx context.Context, project, locale, id, revision string, edit TranslationEdit) (Translation, error) {
	return c.translation(ctx, http.MethodPatch, "", translationPlace{project, locale, id, revision}, edit)
}

// ReviewTranslation says what a reviewer thinks of a text.
func (c *Client) ReviewTranslation(ctx context.Context, project, locale, id, revision string, verdict TranslationVerdict) (Translation, error) {
	return c.translation(ctx, http.MethodPost, "/review", translationPlace{project, locale, id, revision}, verdict)
}

// ApproveTranslations says that many texts of a locale are right. Each is approved or refused for itself.
func (c *Client) ApproveTranslations(ctx context.Context, project, locale string, approval TranslationApproval) (TranslationApprovals, error) {
	var done TranslationApprovals
	address := path("v1", "strings", project, "messages", "review", "bulk") + "?" + url.Values{"locale": {locale}}.Encode()
	return done, c.change(ctx, http.MethodPost, address, "", approval, &done)
}

type translationPlace struct{ project, locale, id, revision string }

func (c *Client) translation(ctx context.Context, method, act string, at translationPlace, value any) (Translation, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return Translation{}, err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if at.revision != "" {
		header.Set("If-Match", strconv.Quote(at.revision))
	}
	var changed Translation
	address := path("v1", "strings", at.project, "messages") + act + TranslationQuery{Locale: at.locale, ID: at.id}.encode()
	return changed, c.send(ctx, request{method, address, body, header}, &changed)
}

// TranslationHistory lists what was done to a message, newest first.
func (c *Client) TranslationHistory(ctx context.Context, project, locale, id string) (List[TranslationRevision], error) {
	var list List[TranslationRevision]
	return list, c.get(ctx, path("v1", "strings", project, "messages", "history")+TranslationQuery{Locale: locale, ID: id}.encode(), &list)
}

// CheckTranslation says what the checker finds in a text that is not saved.
func (c *Client) CheckTranslation(ctx context.Context, project string, check TranslationCheck) (TranslationFindings, error) {
	var found TranslationFindings
	return found, c.change(ctx, http.MethodPost, path("v1", "strings", project, "validate"), "", check, &found)
}

// DismissFinding says that a warning about a message is none.
func (c *Client) DismissFinding(ctx context.Context, project, locale, id string, dismissal NewDismissal) (Translation, error) {
	return c.translation(ctx, http.MethodPost, "/dismissals", translationPlace{project: project, locale: locale, id: id}, dismissal)
}

// RestoreFinding takes a dismissal back. form is "" where the finding has none.
func (c *Client) RestoreFinding(ctx context.Context, project, locale, id, check, form string) error {
	query := url.Values{"locale": {locale}, "id": {id}, "check": {check}, "form": {form}}
	return c.change(ctx, http.MethodDelete, path("v1", "strings", project, "messages", "dismissals")+"?"+query.Encode(), "", nil, nil)
}

// PreviewTranslation renders a text that is not saved as it would be delivered.
func (c *Client) PreviewTranslation(ctx context.Context, project string, check TranslationCheck) (TranslationSamples, error) {
	var shown TranslationSamples
	return shown, c.change(ctx, http.MethodPost, path("v1", "strings", project, "preview"), "", check, &shown)
}

// TranslationMemory lists texts that are like the source of a message, with their translations, the likest first.
func (c *Client) TranslationMemory(ctx context.Context, project, locale, id string) (List[TranslationMatch], error) {
	var list List[TranslationMatch]
	return list, c.get(ctx, path("v1", "strings", project, "messages", "memory")+TranslationQuery{Locale: locale, ID: id}.encode(), &list)
}

// TranslationProgress lists how far each locale of a project is.
func (c *Client) TranslationProgress(ctx context.Context, project string) (List[TranslationProgress], error) {
	var list List[TranslationProgress]
	return list, c.get(ctx, path("v1", "strings", project, "progress"), &list)
}

// FileFindings lists what is wrong with the files of a project as they are on disk.
func (c *Client) FileFindings(ctx context.Context, project string) (List[FileFinding], error) {
	var list List[FileFinding]
	return list, c.get(ctx, path("v1", "strings", project, "findings"), &list)
}

// DownloadWords returns a locale of a project as a file, and the hash to name when it is sent back.
func (c *Client) DownloadWords(ctx context.Context, project, locale, format string) (data []byte, hash string, err error) {
	r := request{method: http.MethodGet, path: path("v1", "strings", project, "files") + "?" + url.Values{"locale": {locale}, "format": {format}}.Encode()}
	reply, err := c.Do(ctx, r.method, r.path, nil, nil)
	if err != nil {
		return nil, "", err
	}
	if reply.Status >= 300 {
		return nil, "", problemOf(r, reply)
	}
	return reply.Body, strings.Trim(reply.Header.Get("ETag"), `"`), nil
}

// WordsFile is a file that is to be merged into a locale.
type WordsFile struct {
	Project, Locale, Format string
	Base                    string // hash of what it began with; "" for whatever is there
	Data                    []byte
	DryRun                  bool
}

// UploadWords merges a file into a locale of a project.
func (c *Client) UploadWords(ctx context.Context, f WordsFile) (StringUpload, error) {
	query := url.Values{"locale": {f.Locale}, "format": {f.Format}, "dry_run": {strconv.FormatBool(f.DryRun)}}
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	if f.Base != "" {
		header.Set("If-Match", strconv.Quote(f.Base))
	}
	var done StringUpload
	return done, c.send(ctx, request{method: http.MethodPut, path: path("v1", "strings", f.Project, "files") + "?" + query.Encode(), body: f.Data, header: header}, &done)
}

// ImportMemory gives a locale of a project what another program for translators remembers: a file of TMX, and the name
// that its texts are to be known by.
func (c *Client) ImportMemory(ctx context.Context, project, locale, name string, file []byte) (MemoryImport, error) {
	query := url.Values{"locale": {locale}, "name": {name}}
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	var done MemoryImport
	return done, c.send(ctx, request{method: http.MethodPost, path: path("v1", "strings", project, "memory", "imports") + "?" + query.Encode(), body: file, header: header}, &done)
}

// MemoryImports lists what came from other programs for a locale of a project, oldest first.
func (c *Client) MemoryImports(ctx context.Context, project, locale string) (List[MemoryImport], error) {
	var list List[MemoryImport]
	return list, c.get(ctx, path("v1", "strings", project, "memory", "imports")+"?"+url.Values{"locale": {locale}}.Encode(), &list)
}

// RemoveMemoryImport forgets all that came with one file.
func (c *Client) RemoveMemoryImport(ctx context.Context, project, id string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "strings", project, "memory", "imports", id), "", nil, nil)
}
