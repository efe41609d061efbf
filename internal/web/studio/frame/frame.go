// Package frame is what every page of the studio stands in: who is signed in, the rail of places, the
// languages, and forms that only our own pages can send. Each folder of the studio mounts its pages
// through a Frame; a template of theirs is parsed together with the frame's own.
package frame

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

// Home is where the studio begins; SignIn is the page that lets one in.
const (
	Home   = "/studio"
	SignIn = Home + "/sign-in"

	// Agreement is the page that asks for it.
	Agreement = Home + "/agreement"
)

// Accounts tells whose session it is, and what accounts and apps are called.
type Accounts interface {
	Account(ctx context.Context, id string) (accounts.Account, error)
	App(ctx context.Context, id string) (accounts.App, error)
}

// Languages lists the locales that the program speaks.
type Languages func() []i18n.Locale

// Frame mounts the pages of the studio.
type Frame struct {
	*web.Server
	accounts  Accounts
	languages Languages
	mounted   map[string]bool // addresses of pages, which decide what stands in the rail
}

// New returns a frame without pages.
func New(s *web.Server, accounts Accounts, languages Languages) *Frame {
	f := &Frame{Server: s, accounts: accounts, languages: languages, mounted: map[string]bool{}}
	f.Anyone(http.MethodPost, Home+"/language", f.chooseLanguage)
	return f
}

// Handler answers one request for a page, or says why not: the frame makes a page of that too.
type Handler func(*Visit) error

// maxForm bounds what a form may send, in bytes, unless it is mounted to send files.
const maxForm = 256 << 10

// Get mounts a page for those who may take the action.
func (f *Frame) Get(path string, action accounts.Action, handle Handler) {
	f.mounted[path] = true
	f.mount(http.MethodGet, path, signedIn(action, handle))
}

// Post mounts what a form of the studio does for those who may take the action. A form that another
// origin's page sends is refused.
func (f *Frame) Post(path string, action accounts.Action, handle Handler) {
	f.mount(http.MethodPost, path, signedIn(action, handle))
}

// PostFiles mounts what a form with files does. limit bounds all that it may send, in bytes.
func (f *Frame) PostFiles(path string, action accounts.Action, limit int64, handle Handler) {
	f.mountBounded(http.MethodPost, path, limit, signedIn(action, handle))
}

// Anyone mounts what needs no session.
func (f *Frame) Anyone(method, path string, handle Handler) { f.mount(method, path, handle) }

// AnyAction is for pages that everyone who is signed in may see.
const AnyAction = web.Public

func signedIn(action accounts.Action, handle Handler) Handler {
	return func(v *Visit) error {
		if v.failed != nil {
			return v.failed
		}
		if v.Actor.Owes != "" {
			return v.Go(Agreement + "?" + v.wayBack().Encode())
		}
		if action != AnyAction {
			err := v.Actor.Require(action)
			if err != nil {
				return err
			}
		}
		return handle(v)
	}
}

func (f *Frame) mount(method, path string, handle Handler) {
	f.mountBounded(method, path, maxForm, handle)
}

func (f *Frame) mountBounded(method, path string, limit int64, handle Handler) {
	guarded := func(c echo.Context) error {
		c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, limit)
		v := f.enter(c)
		err := f.SameOrigin(c.Request())
		if err == nil {
			err = handle(v)
		}
		if err != nil {
			return v.fail(err)
		}
		return nil
	}
	f.Echo.Add(method, path, guarded)
	if method == http.MethodGet {
		f.Echo.HEAD(path, guarded)
	}
}

// enter finds who comes, and in which language they read.
func (f *Frame) enter(c echo.Context) *Visit {
	r := c.Request()
	header := c.Response().Header()
	page.Secure(header)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "same-origin") // addresses of the studio hold tokens of mails
	v := &Visit{Context: c, frame: f}
	v.Actor, v.failed = f.Session(c)
	if v.failed == nil {
		v.Account, v.failed = f.accounts.Account(r.Context(), v.Actor.Account)
		c.SetRequest(r.WithContext(web.WithActor(c, v.Actor)))
	}
	v.Voice = page.Speak(f.Words, f.locale(c))
	header.Set("Content-Language", string(v.Voice.Locale))
	return v
}

// SafeNext returns an address of the studio as it is, and Home for every other: nobody is led out of the
// studio by a link to its sign-in.
func SafeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.ContainsAny(next, "\\\r\n\t") {
		return Home
	}
	if u.Path != Home && !strings.HasPrefix(u.Path, Home+"/") || strings.Contains(u.Path, "..") {
		return Home
	}
	return u.RequestURI()
}
