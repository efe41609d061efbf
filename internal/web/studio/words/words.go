// Package words is the part of the studio where projects are translated: how far each language is, a table of
// its messages, and a page for each.
package words

import (
	"context"
	"embed"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/glossary"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of projects.
const Home = frame.Home + "/words"

// Services are what the pages are made of.
type Services struct {
	Translations *translation.Service
	Comments     *comment.Service
	Assignments  *assignment.Service
	Memory       *memory.Memory
	Glossary     *glossary.Service
	Strings      Strings
	Accounts     frame.Accounts
	Catalog      *catalog.Service
	Releases     *release.Service
	Git          Git // nil: the locale files are in no git work tree
}

// Git keeps the locale files in step with a repository.
type Git interface {
	Sync(context.Context) error
	// Last tells when fetching and pushing went well last; zero for never.
	Last() (fetched, pushed time.Time)
}

// Strings gives the texts of all projects at this moment, and what lies beside them.
type Strings interface {
	Current() *i18n.Bundle
	Beside(project, name string) ([]byte, error)
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	Services
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{f, services}
	f.Get(Home, accounts.ReadStrings, r.projects)
	f.Post(Home, accounts.WriteStrings, r.begin)
	if services.Git != nil {
		f.Post(Home+"/git", accounts.ReleaseStrings, r.syncGit)
	}
	f.Get(Home+"/:project/releases", accounts.ReadStrings, r.releases)
	f.Post(Home+"/:project/releases", accounts.ReleaseStrings, r.cut)
	f.Post(Home+"/:project/mode", accounts.ManageStrings, r.switchMode)
	f.Post(Home+"/:project/promote", accounts.ReleaseStrings, r.promote)
	f.Post(Home+"/:project/rollback", accounts.ReleaseStrings, r.rollBack)
	f.Post(Home+"/:project/freeze", accounts.ReleaseStrings, r.freeze)
	f.Get(Home+"/:project/releases/:release", accounts.ReadStrings, r.changes)
	f.Get(Home+"/:project/screenshot", accounts.ReadStrings, r.screenshot)
	f.Get(Home+"/:project/:locale", accounts.ReadStrings, r.table)
	f.Get(Home+"/:project/:locale/message", accounts.ReadStrings, r.message)
	f.Post(Home+"/:project/:locale/message", accounts.WriteStrings, r.save)
	f.Get(Home+"/:project/:locale/file", accounts.WriteStrings, r.download)
	f.PostFiles(Home+"/:project/:locale/file", accounts.WriteStrings, format.MaxSize+1<<16, r.upload)
	f.Post(Home+"/:project/:locale/check", accounts.WriteStrings, r.check)
	f.Post(Home+"/:project/:locale/review", accounts.WriteStrings, r.judge)
	f.Post(Home+"/:project/:locale/approvals", accounts.WriteStrings, r.approve)
	f.Post(Home+"/:project/:locale/dismissals", accounts.WriteStrings, r.dismiss)
	f.Get(Home+"/:project/:locale/memory", accounts.ReadStrings, r.export)
	f.PostFiles(Home+"/:project/:locale/memory", accounts.WriteStrings, format.MaxSize+1<<16, r.remember)
	f.Get(Home+"/:project/:locale/glossary", accounts.ReadStrings, r.terms)
	f.PostFiles(Home+"/:project/:locale/glossary", accounts.WriteStrings, format.MaxSize+1<<16, r.changeTerms)
	f.Post(Home+"/:project/:locale/work", accounts.AssignStrings, r.assign)
	f.Post(Home+"/:project/:locale/comments", accounts.WriteStrings, r.discuss)
}

// place is a locale of a project, as an address names it.
type place struct {
	Project string
	To      i18n.Locale
	Name    string // of the language, in the reader's
}

func (r *room) place(v *frame.Visit) (place, error) {
	locale, err := i18n.ParseLocale(v.Param("locale"))
	if err != nil {
		return place{}, err
	}
	return place{v.Param("project"), locale, locale.NameIn(v.Voice.Locale)}, nil
}

// Address is where the table of the place is.
func (p place) Address() string {
	return Home + "/" + url.PathEscape(p.Project) + "/" + url.PathEscape(string(p.To))
}

// Message is where a message's page is, with the filters of the table that it was opened from.
func (p place) Message(id string, filters url.Values) string {
	query := url.Values{"id": {id}}
	for name, values := range filters {
		query[name] = values
	}
	return p.Address() + "/message?" + query.Encode()
}

func (p place) part(id string) translation.Part {
	return translation.Part{Project: p.Project, Locale: p.To, Message: id}
}

func by(v *frame.Visit) accounts.By {
	return accounts.By{Actor: v.Actor, Request: web.RequestIDOf(v.Request().Context())}
}

// worded puts findings into the reader's words.
func worded(v *frame.Visit, findings []check.Finding) []check.Finding {
	return check.Word(findings, v.Voice.Tell)
}

// filters are what narrows the table, as its address has them.
func filters(v *frame.Visit) url.Values {
	kept := url.Values{}
	for _, name := range []string{"q", "state", "check", "only"} {
		if value := v.QueryParam(name); value != "" {
			kept.Set(name, value)
		}
	}
	return kept
}

// query is what the table's address asks for; with left, of assigned messages those that still wait.
func (r *room) query(v *frame.Visit, p place, left bool) (translation.Query, error) {
	q := translation.Query{
		Project: p.Project, Locale: p.To, Text: v.QueryParam("q"),
		State: translation.State(v.QueryParam("state")), Check: v.QueryParam("check"),
	}
	var err error
	switch only := v.QueryParam("only"); only {
	case "":
	case commented:
		q.Among, err = r.commented(v, p)
	default:
		q.Among, err = r.among(v, p, only, left)
	}
	return q, err
}

// inTurn takes steps until one fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		err := step()
		if err != nil {
			return err
		}
	}
	return nil
}
