package words

import (
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// remark is a comment as the page shows it.
type remark struct {
	ID         string
	Who        string // "" when the account is gone
	Text       string
	At         time.Time
	Resolved   bool
	ResolvedBy string
	Own        bool // the reader may take it away
}

// names tells accounts by their addresses, and asks for each but once.
type names struct {
	accounts frame.Accounts
	known    map[string]string
}

// of is how readers know an account; "" for one that is gone and for nobody.
func (n names) of(v *frame.Visit, account string) string {
	if _, known := n.known[account]; !known && account != "" {
		found, err := n.accounts.Account(v.Request().Context(), account)
		if err == nil {
			n.known[account] = found.Email
		}
	}
	return n.known[account]
}

func (r *room) comments(v *frame.Visit, part translation.Part) ([]remark, error) {
	found, err := r.Comments.Of(v.Request().Context(), part)
	if err != nil {
		return nil, err
	}
	names := names{r.Accounts, map[string]string{}}
	var all []remark
	for _, c := range found {
		all = append(all, remark{
			ID: c.ID, Who: names.of(v, c.Account), Text: c.Text, At: c.At, Resolved: c.Resolved(), ResolvedBy: names.of(v, c.ResolvedBy),
			Own: c.Account == v.Actor.Account || slices.Contains(v.Actor.Roles, accounts.Operator),
		})
	}
	return all, nil
}

// commented finds the messages with comments that nobody settled.
func (r *room) commented(v *frame.Visit, p place) (map[string]bool, error) {
	open, err := r.Comments.Open(v.Request().Context(), p.Project, p.To)
	among := map[string]bool{}
	for id := range open {
		among[id] = true
	}
	return among, err
}

// discuss takes a comment, or settles one, or takes it away.
func (r *room) discuss(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	part, ctx, about := p.part(v.QueryParam("id")), v.Request().Context(), v.FormValue("about")
	var failure error
	switch act := v.FormValue("act"); act {
	case "resolve", "reopen":
		_, failure = r.Comments.Resolve(ctx, by(v), p.Project, about, act == "resolve")
	case "remove":
		failure = r.Comments.Remove(ctx, by(v), p.Project, about)
	default:
		_, failure = r.Comments.Add(ctx, by(v), part, strings.ReplaceAll(v.FormValue("comment"), "\r\n", "\n"))
	}
	if failure != nil {
		return r.refused(v, p, part, nil, failure)
	}
	return v.Go(p.Message(part.Message, filters(v)) + "&done=commented#comments")
}
