package frame

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
	"github.com/hallyu-store/hallyu/journal"
)

// Visit is one request for a page of the studio.
type Visit struct {
	echo.Context
	Actor   accounts.Actor   // zero while nobody is signed in
	Account accounts.Account // zero while nobody is signed in
	Voice   page.Voice

	frame  *Frame
	failed error             // why nobody is signed in
	apps   map[string]string // names, by id
}

// SignedIn reports whether the browser's session holds.
func (v *Visit) SignedIn() bool { return v.failed == nil }

// Origin says who asks for a change, for the journal.
func (v *Visit) Origin() journal.Origin {
	return journal.Origin{Actor: v.Account.ID, RequestID: web.RequestIDOf(v.Request().Context())}
}

// Show answers with a page made for this reader alone.
func (v *Visit) Show(status int, t page.Template, data any) error {
	html, err := t.HTML(data)
	if err != nil {
		return err
	}
	header := v.Response().Header()
	header.Set("Content-Type", page.Type)
	header.Set("Content-Length", strconv.Itoa(len(html)))
	v.Response().WriteHeader(status)
	if v.Request().Method == http.MethodHead {
		return nil
	}
	_, _ = v.Response().Write(html) // a reader who left is no failure of ours
	return nil
}

// Go sends the reader on after a form was taken, so that loading the page again sends nothing twice.
func (v *Visit) Go(address string) error { return v.Redirect(http.StatusSeeOther, address) }

// Wording is a failure in the reader's words, for the page that it happened on.
type Wording struct {
	Status int
	Title  string
	Detail string
	Fields map[string]string // by pointer: what is wrong with a field
}

// Word puts an error into the reader's words. What is no fault of the reader's is logged.
func (v *Visit) Word(err error) Wording {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = web.ErrBodyTooLarge
	}
	problem := v.frame.ProblemIn(v, string(v.Voice.Locale), err)
	header := v.Response().Header()
	for _, name := range []string{"WWW-Authenticate", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"} {
		header.Del(name) // what is for callers of the API
	}
	w := Wording{Status: problem.Status, Title: problem.Title, Detail: problem.Detail, Fields: map[string]string{}}
	for _, field := range problem.Errors {
		w.Fields[field.Pointer] = field.Detail
	}
	return w
}

// fail answers with a page that says what happened. Who is not signed in is asked to be, and comes back
// to the page that was asked for.
func (v *Visit) fail(err error) error {
	if v.Response().Committed {
		return err
	}
	if known := fault.As(err); known != nil && known.Kind() == fault.Unauthenticated {
		return v.Go(SignIn + "?" + v.wayBack().Encode())
	}
	failure := v.Word(err)
	return v.Show(failure.Status, failureTemplate, failurePage{v.Shell(failure.Title), failure})
}

// wayBack names the page to return to: of a form, the one that it stands on is not known for sure.
func (v *Visit) wayBack() url.Values {
	query := url.Values{}
	if r := v.Request(); r.Method == http.MethodGet && r.URL.Path != Home {
		query.Set("next", r.URL.RequestURI())
	}
	if v.failed != nil && !errors.Is(v.failed, accounts.ErrNoKey) {
		query.Set("ended", "1")
	}
	return query
}

// failurePage says what happened, and where to go.
type failurePage struct {
	Shell
	Failure Wording
}

var failureTemplate = Parse(templates, "failure.html")
