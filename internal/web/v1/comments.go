package v1

import (
	"context"
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountComments() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/strings/{project}" + path, Summary: summary, Tag: tagStrings, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-comments", "/messages/comments", "What was said about a message in a locale, oldest first", accounts.ReadStrings), r.listComments)
	add := op("POST", "add-comment", "/messages/comments", "Say something about a message in a locale", accounts.WriteStrings)
	add.Status = http.StatusCreated
	web.Typed(r.Server, add, r.addComment)
	web.Typed(r.Server, op("PATCH", "update-comment", "/comments/{comment}", "Settle a comment, or open it again", accounts.WriteStrings), r.updateComment)
	web.Typed(r.Server, noContent(op("DELETE", "remove-comment", "/comments/{comment}", "Take away a comment of one's own", accounts.WriteStrings)), r.removeComment)
}

func (r *routes) listComments(ctx context.Context, in *MessagePlace) (*jsonOf[api.List[api.Comment]], error) {
	part, err := in.part()
	if err != nil {
		return nil, err
	}
	found, err := r.Comments.Of(ctx, part)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Comment]{Items: []api.Comment{}}
	for _, c := range found {
		page.Items = append(page.Items, commentOf(c))
	}
	return &jsonOf[api.List[api.Comment]]{page}, nil
}

type addCommentInput struct {
	MessagePlace
	Body api.NewComment
}

func (r *routes) addComment(ctx context.Context, in *addCommentInput) (*jsonOf[api.Comment], error) {
	part, err := in.part()
	if err != nil {
		return nil, err
	}
	c, err := r.Comments.Add(ctx, by(ctx), part, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Comment]{commentOf(c)}, nil
}

// CommentPath names a comment of a project.
type CommentPath struct {
	ProjectPath
	Comment string `path:"comment" maxLength:"64"`
}

type updateCommentInput struct {
	CommentPath
	Body api.CommentChange
}

func (r *routes) updateComment(ctx context.Context, in *updateCommentInput) (*jsonOf[api.Comment], error) {
	c, err := r.Comments.Resolve(ctx, by(ctx), in.Project, in.Comment, in.Body.Resolved)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Comment]{commentOf(c)}, nil
}

func (r *routes) removeComment(ctx context.Context, in *CommentPath) (*struct{}, error) {
	return nil, r.Comments.Remove(ctx, by(ctx), in.Project, in.Comment)
}

func commentOf(c comment.Comment) api.Comment {
	return api.Comment{
		ID: c.ID, Account: c.Account, Text: c.Text, At: c.At.UTC(), Resolved: c.Resolved(), ResolvedBy: c.ResolvedBy, ResolvedAt: utc(&c.ResolvedAt),
	}
}
