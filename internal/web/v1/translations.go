package v1

import (
	"context"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountTranslations() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/strings/{project}" + path, Summary: summary, Tag: tagStrings, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-translations", "/messages", "Messages as their translators see them; with id, that one", accounts.ReadStrings), r.listTranslations)
	web.Typed(r.Server, op("PATCH", "set-translation", "/messages", "What a message says in a locale; it is live at once", accounts.WriteStrings), r.setTranslation)
	web.Typed(r.Server, op("GET", "list-translation-history", "/messages/history", "What was done to a message, newest first", accounts.ReadStrings), r.translationHistory)
	web.Typed(r.Server, op("POST", "review-translation", "/messages/review", "What a reviewer thinks of a text", accounts.WriteStrings), r.reviewTranslation)
	web.Typed(r.Server, op("POST", "approve-translations", "/messages/review/bulk", "Approve many texts of a locale, each for itself", accounts.WriteStrings), r.approveTranslations)
	web.Typed(r.Server, op("POST", "check-translation", "/validate", "What the checker says of a text that is not saved", accounts.ReadStrings), r.checkTranslation)
	web.Typed(r.Server, op("GET", "list-file-findings", "/findings", "What is wrong with the files of a project", accounts.ReadStrings), r.listFileFindings)
	web.Typed(r.Server, op("GET", "list-translation-progress", "/progress", "How far each locale is", accounts.ReadStrings), r.translationProgress)
	download := op("GET", "download-words", "/files", "A locale as a file, for those who translate it", accounts.ReadStrings)
	download.Type = "application/octet-stream"
	web.Plain[WordsPlace, struct{}](r.Server, download, r.downloadWords)
	upload := op("PUT", "upload-words", "/files", "A whole file, merged into a locale message by message", accounts.WriteStrings)
	upload.MaxBody = format.MaxSize
	web.Typed(r.Server, upload, r.uploadWords)
}

// listFileFindings tells what is wrong with the files of a project as they are on disk, in the order of files and lines:
// what keeps a message or a file from going live, and what the loader warns of.
func (r *routes) listFileFindings(ctx context.Context, in *ProjectPath) (*jsonOf[api.List[api.FileFinding]], error) {
	bundle := r.Strings.Current()
	_, err := bundle.Project(in.Project)
	if err != nil {
		return nil, err
	}
	page := api.List[api.FileFinding]{Items: []api.FileFinding{}}
	words := r.SpeakerOf(ctx)
	for _, f := range bundle.Findings() {
		if !strings.HasPrefix(f.File, in.Project+"/") {
			continue
		}
		page.Items = append(page.Items, api.FileFinding{
			Check: f.Check, Severity: string(f.Severity), Locale: f.Locale, File: f.File, Line: f.Line, Col: f.Col, Key: f.Key, Form: f.Form,
			Message: words.Text(f.Words(), f.Facts), Fix: f.Fix,
		})
	}
	return &jsonOf[api.List[api.FileFinding]]{page}, nil
}

// ProjectPath names a project.
type ProjectPath struct {
	Project string `path:"project" example:"store"`
}

// MessagePlace names a message in a locale. Ids may hold slashes and spaces, so they travel in the query.
type MessagePlace struct {
	ProjectPath
	Locale string `query:"locale" required:"true" maxLength:"64" doc:"BCP 47"`
	ID     string `query:"id" required:"true" maxLength:"200"`
}

func (in MessagePlace) part() (translation.Part, error) {
	locale, err := i18n.ParseLocale(in.Locale)
	return translation.Part{Project: in.Project, Locale: locale, Message: in.ID}, err
}

type listTranslationsInput struct {
	ProjectPath
	ListQuery
	Locale string `query:"locale" required:"true" maxLength:"64" doc:"BCP 47"`
	ID     string `query:"id" maxLength:"200" doc:"this message alone"`
	State  string `query:"state" enum:"untranslated,translated,needs_work,reviewed"`
	Check  string `query:"check" maxLength:"8" doc:"messages about which this check, or any, found something"`
	Query  string `query:"q" maxLength:"200" doc:"stands in the id or in a text"`
}

// translationsReply is a list; of one message it has the ETag.
type translationsReply struct {
	ETag string `header:"ETag"`
	Body api.List[api.Translation]
}

func (r *routes) listTranslations(ctx context.Context, in *listTranslationsInput) (*translationsReply, error) {
	locale, err := i18n.ParseLocale(in.Locale)
	if err != nil {
		return nil, err
	}
	if in.ID != "" {
		m, err := r.Translations.Message(ctx, translation.Part{Project: in.Project, Locale: locale, Message: in.ID})
		if err != nil {
			return nil, err
		}
		return &translationsReply{strconv.Quote(m.Revision), api.List[api.Translation]{Items: []api.Translation{r.translationOf(ctx, m)}}}, nil
	}
	query := translation.Query{
		Project: in.Project, Locale: locale, State: translation.State(in.State), Check: in.Check, Text: in.Query, Limit: in.Limit,
	}
	err = web.DecodeCursor(in.Cursor, &query.After)
	if err != nil {
		return nil, err
	}
	page, err := r.Translations.List(ctx, query)
	if err != nil {
		return nil, err
	}
	out := &translationsReply{Body: api.List[api.Translation]{Items: []api.Translation{}}}
	for _, m := range page.Messages {
		out.Body.Items = append(out.Body.Items, r.translationOf(ctx, m))
	}
	if page.After != "" {
		out.Body.Next = web.EncodeCursor(page.After)
	}
	return out, nil
}

// translationReply is a message with its revision.
type translationReply struct {
	ETag string `header:"ETag"`
	Body api.Translation
}

func (r *routes) replyTranslation(ctx context.Context, m translation.Translation, err error) (*translationReply, error) {
	if err != nil {
		return nil, err
	}
	return &translationReply{strconv.Quote(m.Revision), r.translationOf(ctx, m)}, nil
}

// MessageHead names a message and the text of it that the caller has seen.
type MessageHead struct {
	MessagePlace
	IfMatch string `header:"If-Match" maxLength:"100" doc:"revision of the text that was read; without it, any text is changed"`
}

// seen returns the message and the revision that the caller has seen: of now, when they name none.
func (r *routes) seen(ctx context.Context, in MessageHead) (translation.Part, string, error) {
	part, err := in.part()
	if err != nil {
		return part, "", err
	}
	if revision := strings.Trim(in.IfMatch, `"`); revision != "" && revision != "*" {
		return part, revision, nil
	}
	m, err := r.Translations.Message(ctx, part)
	return part, m.Revision, err
}

type setTranslationInput struct {
	MessageHead
	Body api.TranslationEdit
}

func (r *routes) setTranslation(ctx context.Context, in *setTranslationInput) (*translationReply, error) {
	part, revision, err := r.seen(ctx, in.MessageHead)
	if err != nil {
		return nil, err
	}
	m, err := r.Translations.Set(ctx, by(ctx), translation.Edit{Part: part, Forms: formsOf(in.Body.Forms), Revision: revision, Origin: translation.API})
	return r.replyTranslation(ctx, m, err)
}

type reviewTranslationInput struct {
	MessageHead
	Body api.TranslationVerdict
}

func (r *routes) reviewTranslation(ctx context.Context, in *reviewTranslationInput) (*translationReply, error) {
	part, revision, err := r.seen(ctx, in.MessageHead)
	if err != nil {
		return nil, err
	}
	m, err := r.Translations.Judge(ctx, by(ctx), translation.Verdict{Part: part, Revision: revision, Approved: in.Body.Approved, Note: in.Body.Note})
	return r.replyTranslation(ctx, m, err)
}

type checkTranslationInput struct {
	ProjectPath
	Body api.TranslationCheck
}

func (r *routes) checkTranslation(ctx context.Context, in *checkTranslationInput) (*jsonOf[api.TranslationFindings], error) {
	locale, err := i18n.ParseLocale(in.Body.Locale)
	if err != nil {
		return nil, err
	}
	found, err := r.Translations.Check(ctx, translation.Part{Project: in.Project, Locale: locale, Message: in.Body.ID}, formsOf(in.Body.Forms))
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.TranslationFindings]{api.TranslationFindings{Findings: r.stringFindings(ctx, found)}}, nil
}

type translationHistoryInput struct {
	MessagePlace
	ListQuery
}

func (r *routes) translationHistory(ctx context.Context, in *translationHistoryInput) (*jsonOf[api.List[api.TranslationRevision]], error) {
	part, err := in.part()
	if err != nil {
		return nil, err
	}
	before := 0
	err = web.DecodeCursor(in.Cursor, &before)
	if err != nil {
		return nil, err
	}
	history, err := r.Translations.History(ctx, part, before, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.TranslationRevision]{Items: []api.TranslationRevision{}}
	latest := before == 0
	for _, one := range history {
		before = one.Number
		page.Items = append(page.Items, api.TranslationRevision{
			Number: one.Number, Forms: texts(one.Forms), State: string(one.State), Note: one.Note, Account: one.Account,
			Origin: string(one.Origin), At: one.At.UTC(),
		})
	}
	if len(history) == in.Limit && before > 1 {
		page.Next = web.EncodeCursor(before)
	}
	if latest && len(page.Items) > 0 {
		page.Items[0].Blame, err = r.blame(ctx, part)
	}
	return &jsonOf[api.List[api.TranslationRevision]]{page}, err
}

// blame says who wrote which part of the text that stands.
func (r *routes) blame(ctx context.Context, part translation.Part) (map[string][]api.AuthoredText, error) {
	found, err := r.Translations.Blame(ctx, part)
	out := map[string][]api.AuthoredText{}
	for c, parts := range found {
		for _, p := range parts {
			said := api.AuthoredText{Text: p.Text, Number: p.Number, Account: p.Account, Origin: string(p.Origin)}
			if !p.At.IsZero() {
				at := p.At.UTC()
				said.At = &at
			}
			out[string(c)] = append(out[string(c)], said)
		}
	}
	return out, err
}

func (r *routes) translationProgress(ctx context.Context, in *ProjectPath) (*jsonOf[api.List[api.TranslationProgress]], error) {
	progress, err := r.Translations.Progress(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	page := api.List[api.TranslationProgress]{Items: []api.TranslationProgress{}}
	for _, one := range progress {
		states := map[string]int{}
		for _, s := range translation.States() {
			states[string(s)] = one.States[s]
		}
		page.Items = append(page.Items, api.TranslationProgress{Locale: string(one.Locale), Total: one.Total, States: states, Errors: one.Errors})
	}
	return &jsonOf[api.List[api.TranslationProgress]]{page}, nil
}

func (r *routes) translationOf(ctx context.Context, m translation.Translation) api.Translation {
	out := api.Translation{
		ID: m.Message, Locale: string(m.Locale), Description: m.Description, Source: map[string]string{}, Forms: map[string]string{},
		State: string(m.State), Stale: m.Stale, Note: m.Note, Revision: m.Revision, Findings: r.stringFindings(ctx, m.Findings), Dismissed: r.dismissed(ctx, m.Dismissed),
	}
	if m.Source != nil {
		out.Source = texts(m.Source.Forms)
	}
	if m.Target != nil {
		out.Forms = texts(m.Target.Forms)
	}
	if m.Held != nil {
		out.Held = texts(m.Held.Forms)
	}
	return out
}

// stringFindings words findings in the language of the request.
func (r *routes) stringFindings(ctx context.Context, findings []check.Finding) []api.StringFinding {
	words := r.SpeakerOf(ctx)
	out := []api.StringFinding{}
	for _, f := range findings {
		out = append(out, api.StringFinding{
			ID: f.Key, Line: f.Line, Check: f.Check, Severity: string(f.Severity), Form: f.Form, Fix: f.Fix, Message: words.Text(f.Words(), f.Facts),
		})
	}
	return out
}

func formsOf(texts map[string]string) translation.Forms {
	forms := make(translation.Forms, len(texts))
	for category, text := range texts {
		forms[i18n.Category(category)] = text
	}
	return forms
}

func texts(forms translation.Forms) map[string]string {
	out := make(map[string]string, len(forms))
	for category, text := range forms {
		out[string(category)] = text
	}
	return out
}
