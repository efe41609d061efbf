package web

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
)

// previewParameter names the moment at which staff wants to see a storefront.
const previewParameter = "at"

// draftParameter asks for a page in words that are not released yet.
const draftParameter = "words=draft"

// PreviewWords reports whether the caller wants to see a page in the words of the draft, and may: whoever reads words.
// The error is that of Authorize.
func (s *Server) PreviewWords(c echo.Context) (bool, error) {
	if !strings.Contains(c.Request().URL.RawQuery, draftParameter) || c.QueryParam("words") != "draft" {
		return false, nil
	}
	_, err := s.Authorize(c, accounts.ReadStrings)
	return err == nil, err
}

// PreviewMoment is the moment at which the caller wants to see the storefront of the path's region: RFC
// 3339, or what the region's own clocks show. It is zero when nothing is asked for. Only those who set
// offers may: what other studios plan is no designer's business. Errors: those of Authorize, catalog.ErrWallTimeMalformed.
func (s *Server) PreviewMoment(c echo.Context) (time.Time, error) {
	if !strings.Contains(c.Request().URL.RawQuery, previewParameter+"=") {
		return time.Time{}, nil
	}
	text := c.QueryParam(previewParameter)
	if text == "" {
		return time.Time{}, nil
	}
	_, err := s.Authorize(c, accounts.WriteOffers)
	if err != nil {
		return time.Time{}, err
	}
	moment, err := time.Parse(time.RFC3339, text)
	if err == nil {
		return moment.UTC(), nil
	}
	wall, err := catalog.ParseWallTime(text)
	if err != nil {
		return time.Time{}, err
	}
	return wall.OpensIn(strings.ToUpper(c.Param("region"))), nil
}

// Previewed is the catalog at that moment, and the reading of it: a preview is for one reader alone, and no
// cache keeps it. A zero moment changes nothing.
func Previewed(s *catalog.Snapshot, at time.Time) (*catalog.Snapshot, Reading) {
	if at.IsZero() {
		return s, Reading{Revision: s.Revision()}
	}
	shown := s.At(at)
	return shown, Reading{Revision: "preview " + shown.Revision(), Private: true}
}
