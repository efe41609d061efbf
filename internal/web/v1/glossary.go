package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountGlossary() {
	op := func(method, id, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/strings/{project}/glossary", Summary: summary, Tag: tagStrings, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-terms", "What words of the source are called in other locales", accounts.ReadStrings), r.listTerms)
	web.Typed(r.Server, op("PUT", "set-term", "Give a term another content, or add it", accounts.WriteStrings), r.setTerm)
	web.Typed(r.Server, noContent(op("DELETE", "remove-term", "Take a term out of the glossary", accounts.WriteStrings)), r.removeTerm)
	bring := op("POST", "import-glossary", "Add what a glossary of another program says, as TBX", accounts.WriteStrings)
	bring.MaxBody = format.MaxSize
	web.Typed(r.Server, bring, r.importGlossary)
}

func (r *routes) listTerms(_ context.Context, in *ProjectPath) (*jsonOf[api.List[api.Term]], error) {
	terms, err := r.Glossary.Terms(in.Project)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Term]{Items: []api.Term{}}
	for _, t := range terms {
		page.Items = append(page.Items, api.Term{Term: t.Source, In: t.Targets, Never: t.Forbidden, Note: t.Note, Case: t.Sensitive})
	}
	return &jsonOf[api.List[api.Term]]{page}, nil
}

// TermPlace names a term of a project's glossary.
type TermPlace struct {
	ProjectPath
	Term string `query:"term" required:"true" maxLength:"500"`
}

type setTermInput struct {
	TermPlace
	Body api.Term
}

func (r *routes) setTerm(ctx context.Context, in *setTermInput) (*jsonOf[api.Term], error) {
	to := check.Term{Source: in.Body.Term, Targets: in.Body.In, Forbidden: in.Body.Never, Note: in.Body.Note, Sensitive: in.Body.Case}
	t, err := r.Glossary.Put(ctx, by(ctx), in.Project, in.Term, to)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Term]{api.Term{Term: t.Source, In: t.Targets, Never: t.Forbidden, Note: t.Note, Case: t.Sensitive}}, nil
}

func (r *routes) removeTerm(ctx context.Context, in *TermPlace) (*struct{}, error) {
	return nil, r.Glossary.Remove(ctx, by(ctx), in.Project, in.Term)
}

type importGlossaryInput struct {
	ProjectPath
	RawBody []byte `contentType:"application/octet-stream"`
}

func (r *routes) importGlossary(ctx context.Context, in *importGlossaryInput) (*jsonOf[api.GlossaryImport], error) {
	done, err := r.Glossary.Import(ctx, by(ctx), in.Project, in.RawBody)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.GlossaryImport]{api.GlossaryImport{Added: done.Added, Changed: done.Changed, Same: done.Same, Skipped: done.Skipped}}, nil
}
