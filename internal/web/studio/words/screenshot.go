package words

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// pictures are the kinds of files that are shown as screenshots, by what they begin with.
var pictures = []string{"image/png", "image/jpeg", "image/webp", "image/gif"}

// screenshot sends a picture that lies beside the messages, which project.yaml names. Nothing but pictures is sent.
func (r *room) screenshot(v *frame.Visit) error {
	project, name := v.Param("project"), v.QueryParam("file")
	data, err := r.Strings.Beside(project, name)
	if err != nil {
		return err
	}
	kind := http.DetectContentType(data)
	if !slices.Contains(pictures, kind) || len(data) > check.MaxFile {
		return i18n.ErrBesideNotFound.With("project", project, "file", name)
	}
	v.Response().Header().Set("Cache-Control", "private, max-age=60")
	return v.Blob(http.StatusOK, kind, data)
}

// shown is the address of a screenshot in the studio; "" for one that is elsewhere, which is linked to.
func shown(project, screenshot string) string {
	if screenshot == "" || strings.Contains(screenshot, "://") {
		return ""
	}
	return Home + "/" + url.PathEscape(project) + "/screenshot?" + url.Values{"file": {screenshot}}.Encode()
}
