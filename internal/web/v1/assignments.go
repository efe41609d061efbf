package v1

import (
	"context"
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountAssignments() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/strings/{project}/assignments" + path, Summary: summary, Tag: tagStrings, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-assignments", "", "Work on words that is not over, what is due first before the rest", accounts.ReadStrings), r.listAssignments)
	give := op("POST", "create-assignment", "", "Give a translator messages of a locale to work on", accounts.AssignStrings)
	give.Status = http.StatusCreated
	web.Typed(r.Server, give, r.createAssignment)
	web.Typed(r.Server, op("PATCH", "update-assignment", "/{assignment}", "Give work to somebody else, or another day", accounts.AssignStrings), r.updateAssignment)
	web.Typed(r.Server, noContent(op("DELETE", "cancel-assignment", "/{assignment}", "Take work back", accounts.AssignStrings)), r.cancelAssignment)
}

type listAssignmentsInput struct {
	ProjectPath
	Locale     string `query:"locale" maxLength:"64" doc:"BCP 47"`
	Translator string `query:"translator" maxLength:"64" doc:"id of an account"`
}

func (r *routes) listAssignments(ctx context.Context, in *listAssignmentsInput) (*jsonOf[api.List[api.Assignment]], error) {
	var locale i18n.Locale
	var err error
	if in.Locale != "" {
		locale, err = i18n.ParseLocale(in.Locale)
	}
	if err != nil {
		return nil, err
	}
	open, err := r.Assignments.Open(ctx, in.Project, locale, in.Translator)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Assignment]{Items: []api.Assignment{}}
	for _, p := range open {
		page.Items = append(page.Items, assignmentOf(p))
	}
	return &jsonOf[api.List[api.Assignment]]{page}, nil
}

type createAssignmentInput struct {
	ProjectPath
	Body api.NewAssignment
}

func (r *routes) createAssignment(ctx context.Context, in *createAssignmentInput) (*jsonOf[api.Assignment], error) {
	locale, err := i18n.ParseLocale(in.Body.Locale)
	if err != nil {
		return nil, err
	}
	due, err := dayOf(in.Body.Due)
	if err != nil {
		return nil, err
	}
	a, err := r.Assignments.Give(ctx, by(ctx), assignment.Order{
		What: assignment.What(in.Body.What), Translator: in.Body.Translator, Due: due, Note: in.Body.Note,
		Query: translation.Query{
			Project: in.Project, Locale: locale, State: translation.State(in.Body.State), Check: in.Body.Check, Text: in.Body.Query,
		},
	})
	return r.replyAssignment(ctx, a, err)
}

// AssignmentPath names an assignment of a project.
type AssignmentPath struct {
	ProjectPath
	Assignment string `path:"assignment" maxLength:"64"`
}

type updateAssignmentInput struct {
	AssignmentPath
	Body api.AssignmentChange
}

func (r *routes) updateAssignment(ctx context.Context, in *updateAssignmentInput) (*jsonOf[api.Assignment], error) {
	change := assignment.Change{Translator: in.Body.Translator}
	var err error
	if in.Body.Due != "" {
		change.Due, err = dayOf(in.Body.Due)
	}
	if err != nil {
		return nil, err
	}
	a, err := r.Assignments.Update(ctx, by(ctx), in.Project, in.Assignment, change)
	return r.replyAssignment(ctx, a, err)
}

func (r *routes) cancelAssignment(ctx context.Context, in *AssignmentPath) (*struct{}, error) {
	return nil, r.Assignments.Cancel(ctx, by(ctx), in.Project, in.Assignment)
}

// dayOf reads a day as RFC 3339 has it.
func dayOf(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, assignment.ErrDueInvalid.With("due", text)
	}
	return day, nil
}

func (r *routes) replyAssignment(ctx context.Context, a assignment.Assignment, err error) (*jsonOf[api.Assignment], error) {
	if err != nil {
		return nil, err
	}
	p, err := r.Assignments.Progress(ctx, a)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Assignment]{assignmentOf(p)}, nil
}

func assignmentOf(p assignment.Progress) api.Assignment {
	return api.Assignment{
		ID: p.ID, Project: p.Project, Locale: string(p.Locale), What: string(p.What), Translator: p.Translator, Assigner: p.Assigner,
		Note: p.Note, Due: p.Due.Format(time.DateOnly), At: p.At.UTC(), Messages: len(p.Messages), Done: p.Done(), Words: p.Words,
		Characters: p.Characters,
	}
}
