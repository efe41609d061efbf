package web

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Place is a storefront: a region, seen in a locale.
type Place struct {
	Region string // ISO 3166-1 alpha-2
	Locale string // BCP 47, one that the store speaks
}

// Visitor chooses the storefront of a visitor: by ?region=, by the country that a trusted proxy
// names, by the regions in Accept-Language, by the operator's default.
func (s *Server) Visitor(c echo.Context) (Place, error) {
	q := NewQuery(c)
	region := q.Text("region", 3)
	if region != "" && !cldr.ValidRegion(region) {
		q.Reject("region", "invalid", nil)
	}
	if q.Err() != nil {
		return Place{}, q.Err()
	}
	accept := c.Request().Header.Get("Accept-Language")
	for _, guess := range []string{region, s.country(c), languageRegion(accept), s.Config.DefaultRegion} {
		if cldr.ValidRegion(guess) {
			region = guess
			break
		}
	}
	if accept == "" {
		accept = cldr.DefaultLocale(region)
	}
	return Place{region, s.Words.Negotiate(accept)}, nil
}

// country is what a trusted proxy says of where the visitor is.
func (s *Server) country(c echo.Context) string {
	if s.Config.CountryHeader == "" || !s.trusts(c.Request().RemoteAddr) {
		return ""
	}
	return strings.ToUpper(c.Request().Header.Get(s.Config.CountryHeader))
}

func (s *Server) trusts(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	for _, network := range s.Config.TrustedProxies {
		if network.Contains(ip) {
			return true
		}
	}
	return false
}

// languageRegion is the first region that an Accept-Language header names: of "ko-KR,en;q=0.5", KR.
func languageRegion(header string) string {
	if len(header) > 512 {
		return ""
	}
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(part, ";")
		subtags := strings.Split(strings.TrimSpace(tag), "-")
		for _, subtag := range subtags[1:] {
			if len(subtag) == 2 {
				return strings.ToUpper(subtag)
			}
		}
	}
	return ""
}

// RedirectLocale answers a request that failed because the store does not speak the locale in its
// path: with 307 to the same address in the locale that negotiation gives, if the tag is well-formed.
// Every other error, nil included, is returned as it is.
func (s *Server) RedirectLocale(c echo.Context, err error) error {
	if !errors.Is(err, i18n.ErrLocaleNotFound) {
		return err
	}
	asked := c.Param("locale")
	_, malformed := i18n.ParseLocale(asked)
	if malformed != nil {
		return malformed
	}
	path := withParam(c, "locale", s.Words.Negotiate(asked))
	if query := c.Request().URL.RawQuery; query != "" {
		path += "?" + query
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "public, max-age=60")
	header.Set("Access-Control-Allow-Origin", "*")
	return c.Redirect(http.StatusTemporaryRedirect, path)
}

// withParam is the request's path with another value for one of its parameters.
func withParam(c echo.Context, name, value string) string {
	segments := strings.Split(c.Request().URL.EscapedPath(), "/")
	for i, segment := range strings.Split(c.Path(), "/") {
		if segment == ":"+name && i < len(segments) {
			segments[i] = url.PathEscape(value)
		}
	}
	return strings.Join(segments, "/")
}
