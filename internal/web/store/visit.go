package store

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

// visit is one look at a storefront.
type visit struct {
	catalog.Storefront
	shop  *shop
	voice page.Voice
	path  string // of the page below the storefront's address: "/packs/dokki"; "" is the front page

	preview
}

// preview is what staff asks to see otherwise than everybody does.
type preview struct {
	then  string // moment, as the address has it; "" is now
	draft *Draft // words before their release; nil is those of production
}

func (p preview) asked() bool { return p.then != "" || p.draft != nil }

// revision names what a preview shows.
func (p preview) revision() string {
	if p.draft != nil {
		return p.then + " draft " + p.draft.Revision
	}
	return p.then
}

// query are the parameters that ask for the preview, for the addresses of other pages.
func (p preview) query() url.Values {
	query := url.Values{}
	if p.then != "" {
		query.Set("at", p.then)
	}
	if p.draft != nil {
		query.Set("words", "draft")
	}
	return query
}

// errElsewhere says that the visitor was sent to the address that the page really has.
var errElsewhere = errors.New("store: redirected")

// address is where a page of a storefront lives.
func address(region, locale, path string) string {
	return "/" + url.PathEscape(region) + "/" + url.PathEscape(locale) + path
}

// enter finds the storefront that the path names. One whose region or locale is written in another way
// is sent on; the error is then errElsewhere.
func (s *shop) enter(c echo.Context, path string) (visit, error) {
	region, locale := c.Param("region"), i18n.Locale(c.Param("locale"))
	at, err := s.PreviewMoment(c)
	if err != nil {
		return visit{}, err
	}
	var look preview
	if !at.IsZero() {
		look.then = c.QueryParam("at")
	}
	snapshot, _ := web.Previewed(s.Publisher.Current(), at)
	voice := page.Speak(s.Words, locale)
	draft, err := s.PreviewWords(c)
	if err != nil {
		return visit{}, err
	}
	if draft && s.Draft != nil {
		words := s.Draft()
		look.draft, voice, snapshot = &words, page.Speak(words.Words, locale), snapshot.Spoken(words.Speech)
	}
	front, err := snapshot.Storefront(strings.ToUpper(region), locale)
	if errors.Is(err, i18n.ErrLocaleNotFound) {
		err = s.translate(c, path)
	} else if err == nil && front.Region() != region {
		err = s.elsewhere(c, address(front.Region(), string(locale), path))
	}
	if err != nil {
		return visit{}, err
	}
	return visit{front, s, voice, path, look}, nil
}

// translate sends the reader of a locale that the store does not speak to the one that negotiation
// gives; the error is that of the tag if it is ill-formed.
func (s *shop) translate(c echo.Context, path string) error {
	asked := c.Param("locale")
	_, malformed := i18n.ParseLocale(asked)
	if malformed != nil {
		return malformed
	}
	return s.elsewhere(c, address(strings.ToUpper(c.Param("region")), s.Words.Negotiate(asked), path))
}

// elsewhere sends the reader to where the page is, and then the error is errElsewhere.
func (s *shop) elsewhere(c echo.Context, target string) error {
	err := s.redirect(c, http.StatusTemporaryRedirect, target)
	if err != nil {
		return err
	}
	return errElsewhere
}

// redirect leads to another address of the store and keeps the query.
func (s *shop) redirect(c echo.Context, status int, target string) error {
	if query := c.Request().URL.RawQuery; query != "" {
		target += "?" + query
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=60")
	return c.Redirect(status, target)
}

// show answers with a page that is rendered once for each revision of what it shows.
func (s *shop) show(c echo.Context, path string, render func(context.Context, visit) ([]byte, error)) error {
	v, err := s.enter(c, path)
	if errors.Is(err, errElsewhere) {
		return nil
	}
	if err != nil {
		return err
	}
	reading := web.Reading{Revision: s.revision(v.Snapshot()) + v.preview.revision(), Variant: s.taxRevision(), Private: v.asked(), Make: func() (*web.Body, error) {
		html, err := render(context.WithoutCancel(c.Request().Context()), v)
		if err != nil {
			return nil, err
		}
		body := web.NewBody(page.Type, html, s.expires(v))
		body.Language = string(v.Locale())
		return body, nil
	}}
	return s.Read(c, reading)
}

// revision names what a page shows besides the words: the catalog and the styles.
func (s *shop) revision(snapshot *catalog.Snapshot) string {
	return "page " + page.Edition() + " " + snapshot.Revision()
}

// at is the address of a page in the same storefront.
func (v visit) at(path string) string { return v.in(v.Region(), v.Locale(), path) }

// in is the address of a page in another storefront, in the preview that staff looks at.
func (v visit) in(region string, locale i18n.Locale, path string) string {
	target := address(region, string(locale), path)
	if !v.asked() {
		return target
	}
	joint := "?"
	if strings.Contains(target, "?") {
		joint = "&"
	}
	return target + joint + v.query().Encode()
}

// absolute is an address that holds outside the store, or "" when the store does not know its own.
func (v visit) absolute(path string) string {
	if v.shop.Config.PublicURL == "" {
		return ""
	}
	return strings.TrimSuffix(v.shop.Config.PublicURL, "/") + path
}
