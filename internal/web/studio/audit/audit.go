// Package audit is the part of the studio where operators and auditors look up who did what.
package audit

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
)

//go:embed *.html
var templates embed.FS

// Home is the list of entries.
const Home = frame.Home + "/audit"

// Entries finds audit entries.
type Entries interface {
	FindAudit(ctx context.Context, q journal.AuditQuery, limit int) ([]journal.AuditEntry, error)
	AuditHead(ctx context.Context) (journal.Head, error)
}

type room struct {
	*frame.Frame
	entries Entries
}

// Mount mounts the page.
func Mount(f *frame.Frame, entries Entries) {
	r := &room{f, entries}
	f.Get(Home, accounts.ReadAudit, r.list)
}

var listTemplate = frame.Parse(templates, "list.html")

// shown is how many entries a page has.
const shown = 50

// listPage is one page of entries, the latest first.
type listPage struct {
	frame.Shell
	Actor, Action, Subject, Day string // what is looked for
	Filtered                    bool
	Entries                     []frame.Audited
	Next                        string // address of the next page, or ""
	Head                        string // where the chain ends
}

func (r *room) list(v *frame.Visit) error {
	ctx := v.Request().Context()
	p := listPage{Shell: v.Shell(v.Voice.T("studio.audit.title"))}
	query := p.read(v)
	entries, err := r.entries.FindAudit(ctx, query, shown)
	if err != nil {
		return err
	}
	p.Entries = v.Audited(entries)
	if len(entries) == shown {
		p.Next = v.Onward(Home, strconv.FormatInt(entries[shown-1].Sequence, 10), "actor", "action", "subject", "day")
	}
	head, err := r.entries.AuditHead(ctx)
	if err != nil {
		return err
	}
	if head.Hash != "" {
		p.Head = head.String()
	}
	return v.Show(http.StatusOK, listTemplate, p)
}

// read is what the form asks for. A day that is none asks for all.
func (p *listPage) read(v *frame.Visit) journal.AuditQuery {
	param := func(name string) string { return strings.TrimSpace(v.QueryParam(name)) }
	p.Actor, p.Action, p.Subject, p.Day = param("actor"), param("action"), param("subject"), param("day")
	query := journal.AuditQuery{Actor: p.Actor, Action: p.Action, Subject: p.Subject}
	if day, err := time.Parse(time.DateOnly, p.Day); err == nil {
		query.From, query.Until = day, day.AddDate(0, 0, 1)
	} else {
		p.Day = ""
	}
	p.Filtered = query != journal.AuditQuery{}
	query.Before, _ = strconv.ParseInt(v.QueryParam("after"), 10, 64)
	return query
}
