package words

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// before is the number of the release that a page of the list goes on behind; 0 for the first page.
func before(v *frame.Visit) int {
	number, err := strconv.Atoi(v.QueryParam("before"))
	if err != nil || number < 0 {
		return 0
	}
	return number
}

// older is the address of the page behind one that shows these releases; "" for the last.
func older(v *frame.Visit, project string, shown []release.Release) string {
	if len(shown) < releasesSize || shown[len(shown)-1].Number <= 1 {
		return ""
	}
	return releasesAt(project) + "?" + url.Values{"before": {strconv.Itoa(shown[len(shown)-1].Number)}}.Encode()
}

// done goes back to the page and says what was done, or shows why it was not.
func (r *room) done(v *frame.Visit, what string, failure error) error {
	if failure != nil {
		return r.showReleases(v, failure)
	}
	return v.Go(releasesAt(v.Param("project")) + "?done=" + what)
}

// note is what somebody says of an act; not more of it than is kept.
func note(v *frame.Visit) string {
	text := strings.ToValidUTF8(strings.TrimSpace(v.FormValue("note")), "")
	for len(text) > release.MaxNote {
		text = strings.ToValidUTF8(text[:release.MaxNote], "")
	}
	return text
}

func (r *room) cut(v *frame.Visit) error {
	_, _, err := r.Releases.Cut(v.Request().Context(), by(v), v.Param("project"), note(v))
	return r.done(v, "cut", err)
}

func (r *room) switchMode(v *frame.Visit) error {
	mode := i18n.ModeReleased
	if v.FormValue("mode") == string(i18n.ModeLive) {
		mode = i18n.ModeLive
	}
	_, err := r.Releases.SetMode(v.Request().Context(), by(v), v.Param("project"), mode, v.FormValue("revision"))
	return r.done(v, "mode", err)
}

// promote moves a channel, of which the form says where each that was shown stood.
func (r *room) promote(v *frame.Visit) error {
	channel := strings.TrimSpace(v.FormValue("channel"))
	revision := v.FormValue("revision." + channel)
	if revision == "" {
		revision = "0" // one that there was not
	}
	_, err := r.Releases.Promote(v.Request().Context(), by(v), release.Promotion{
		Project: v.Param("project"), Channel: channel, Release: v.FormValue("release"), Revision: revision, Note: note(v),
		Apps: release.Range{Min: strings.TrimSpace(v.FormValue("app_min")), Max: strings.TrimSpace(v.FormValue("app_max"))},
	})
	return r.done(v, "promoted", err)
}

// freeze keeps a channel where it stands, or lets it be moved again.
func (r *room) freeze(v *frame.Visit) error {
	frozen, done := v.FormValue("frozen") == "true", "unfrozen"
	if frozen {
		done = "frozen"
	}
	_, err := r.Releases.Freeze(v.Request().Context(), by(v), release.Freezing{
		Project: v.Param("project"), Channel: v.FormValue("channel"), Frozen: frozen, Revision: v.FormValue("revision"), Note: note(v),
	})
	return r.done(v, done, err)
}

// appsIn says for which versions of an app a channel holds a release; "" for all.
func appsIn(v *frame.Visit, apps release.Range) string {
	switch {
	case !apps.Bounded():
		return ""
	case apps.Max == "":
		return v.Voice.T("studio.deliver.apps_from", "Min", apps.Min)
	case apps.Min == "":
		return v.Voice.T("studio.deliver.apps_to", "Max", apps.Max)
	}
	return v.Voice.T("studio.deliver.apps_between", "Min", apps.Min, "Max", apps.Max)
}

func (r *room) rollBack(v *frame.Visit) error {
	_, err := r.Releases.Rollback(v.Request().Context(), by(v), release.Promotion{
		Project: v.Param("project"), Channel: v.FormValue("channel"), Revision: v.FormValue("revision"), Note: note(v),
	})
	return r.done(v, "rolled_back", err)
}
