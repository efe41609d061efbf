package store

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

var failureTemplate = page.Parse(templates, "shell.html", "cover.html", "failure.html")

// failurePage says what happened, and where to go.
type failurePage struct {
	shell
	Heading string
	Text    string
	Covers  []cover // what is here instead
}

// showFailure answers with a page that words the failure in the reader's language.
func (s *shop) showFailure(c echo.Context, err error) error {
	v, visitErr := s.lostVisit(c)
	if visitErr != nil {
		return err
	}
	ctx := c.Request().Context()
	problem := s.ProblemIn(c, string(v.Locale()), err)
	if isElsewhere(err) {
		if shown, known := v.teaser(ctx, c.Param("pack")); known {
			html, renderErr := packTemplate.HTML(shown)
			return sendPage(c, problem.Status, html, renderErr)
		}
	}
	shown := failurePage{
		shell: v.shell(problem.Title, ""), Heading: problem.Title, Text: problem.Detail, Covers: v.newest(ctx),
	}
	shown.Hidden, shown.Canonical, shown.Alternates = true, "", nil
	html, renderErr := failureTemplate.HTML(shown)
	return sendPage(c, problem.Status, html, renderErr)
}

// astray shows a failure outside the storefronts. It reports false when it could not.
func (s *shop) astray(c echo.Context, err error) bool {
	page.Secure(c.Response().Header())
	return s.showFailure(c, err) == nil
}

// lostVisit is the storefront nearest to what the path names, for a reader who went astray.
func (s *shop) lostVisit(c echo.Context) (visit, error) {
	locale := s.Words.Negotiate(c.Request().Header.Get("Accept-Language"))
	snapshot := s.Publisher.Current()
	var front catalog.Storefront
	var err error
	for _, region := range []string{strings.ToUpper(c.Param("region")), s.Config.DefaultRegion} {
		for _, tag := range []string{c.Param("locale"), locale} {
			front, err = snapshot.Storefront(region, i18n.Locale(tag))
			if err == nil {
				return visit{front, s, page.Speak(s.Words, front.Locale()), s.pathOf(c), preview{}}, nil
			}
		}
	}
	return visit{}, err
}

// pathOf is the part of the address that holds in every storefront.
func (s *shop) pathOf(c echo.Context) string {
	if pack := c.Param("pack"); pack != "" {
		return "/packs/" + pack
	}
	return ""
}

// sendPage writes a page that is made for one reader alone.
func sendPage(c echo.Context, status int, html []byte, err error) error {
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Type", page.Type)
	header.Set("Content-Length", strconv.Itoa(len(html)))
	c.Response().WriteHeader(status)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, _ = c.Response().Write(html) // a reader who left is no failure of ours
	return nil
}
