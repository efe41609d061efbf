package review

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var packTemplate = frame.Parse(templates, "pack.html")

// packPage is one release with all that a decision needs.
type packPage struct {
	frame.Shell
	catalog.Examination
	Name     string // of the pack, in its own language
	Stickers []sticker
	Texts    []text
	Findings []string
	Steps    []step
	Reasons  []reason
	Open     bool // this reader may decide now
	Notice   *frame.Notice
}

// sticker is one of the release, with what was decided about it so far in the form.
type sticker struct {
	ID, Shortcode, Emoji string
	Change               string // in words; "" when it is as it was
	Pictures, Before     []picture
	Alt                  []text
	Fault                string // what is wrong with the reason that was given
}

type picture struct {
	Locale i18n.Locale
	URL    string
	Alt    string
	Width  int
	Height int
}

type text struct {
	Key, Before, Text string
	Locale            i18n.Locale
}

type step struct {
	Number  int // of the release
	State   string
	Note    string
	Reasons []string
	At      time.Time
}

type reason struct {
	Code, Text, Example string
	OfPack              bool // it may be about the whole pack
}

func (r *room) pack(v *frame.Visit) error { return r.show(v, http.StatusOK, nil, nil) }

// show answers with the page of a pack; wrong says what is wrong with a decision.
func (r *room) show(v *frame.Visit, status int, notice *frame.Notice, wrong map[string]string) error {
	e, err := r.Catalog.Examine(v.Request().Context(), by(v), v.Param("pack"))
	if err != nil {
		return err
	}
	name := e.Manifest.Words.Of(catalog.WordTitle)[e.Manifest.SourceLocale]
	shown := packPage{Shell: v.Shell(name), Examination: e, Name: name, Notice: notice, Steps: stepsOf(v, e), Texts: textsOf(v, e)}
	shown.Open = !e.Release.Waiting.IsZero() && v.Actor.Can(accounts.ReviewPacks)
	for _, s := range e.Manifest.Stickers {
		shown.Stickers = append(shown.Stickers, stickerOf(v, e, s, wrong[s.ID]))
	}
	for _, f := range e.Findings {
		shown.Findings = append(shown.Findings, strings.TrimSpace(f.Sticker+" "+v.Voice.T("field."+f.Code, "limit", f.Limit, "measured", f.Measured)))
	}
	for _, code := range catalog.ReasonCodes() {
		id := "reason." + code.Code
		shown.Reasons = append(shown.Reasons, reason{code.Code, v.Voice.T(id + ".text"), v.Voice.T(id + ".example"), code.About == "any"})
	}
	return v.Show(status, packTemplate, shown)
}

func stickerOf(v *frame.Visit, e catalog.Examination, s catalog.Sticker, wrong string) sticker {
	shown := sticker{ID: s.ID, Shortcode: s.Shortcode, Emoji: strings.Join(s.Emoji, " "), Fault: wrong}
	alts := e.Manifest.Words.Of(catalog.AltKey(s.ID))
	for _, locale := range slices.Sorted(maps.Keys(alts)) {
		shown.Alt = append(shown.Alt, text{Locale: locale, Text: alts[locale]})
	}
	shown.Pictures = picturesOf(s, alts[e.Manifest.SourceLocale])
	for _, change := range e.Changes.Stickers {
		if change.ID == s.ID && e.Changes.From > 0 {
			shown.Change = v.Voice.T("studio.review." + string(change.Kind))
			if change.Before != nil && slices.Contains(change.Parts, "picture") {
				shown.Before = picturesOf(*change.Before, alts[e.Manifest.SourceLocale])
			}
		}
	}
	return shown
}

func picturesOf(s catalog.Sticker, alt string) []picture {
	var shown []picture
	for _, locale := range slices.Sorted(maps.Keys(s.Images)) {
		image := s.Images[locale].Ladder[0]
		shown = append(shown, picture{locale, "/assets/" + image.Name.String(), alt, image.Width, image.Height})
	}
	return shown
}

// textsOf are the pack's own words, with what they were where they changed.
func textsOf(v *frame.Visit, e catalog.Examination) []text {
	var shown []text
	for _, key := range []string{catalog.WordTitle, catalog.WordDescription} {
		words := e.Manifest.Words.Of(key)
		for _, locale := range slices.Sorted(maps.Keys(words)) {
			shown = append(shown, text{Key: v.Voice.T("studio.review.pack_" + key), Locale: locale, Text: words[locale], Before: before(e, key, locale)})
		}
	}
	return shown
}

func before(e catalog.Examination, key string, locale i18n.Locale) string {
	for _, change := range e.Changes.Words {
		if change.Key == key && change.Locale == locale {
			return change.Before
		}
	}
	return ""
}

func stepsOf(v *frame.Visit, e catalog.Examination) []step {
	var shown []step
	for _, s := range e.Steps {
		at := step{Number: s.Release, State: v.Voice.T("studio.review." + string(s.State)), Note: s.Note, At: s.At.UTC()}
		for _, reason := range s.Reasons {
			at.Reasons = append(at.Reasons, strings.TrimSpace(v.Voice.T("reason."+reason.Code+".text")+" "+reason.Note))
		}
		shown = append(shown, at)
	}
	return shown
}

// decide records what the form says. The page comes again, with what is wrong, when it cannot be recorded.
func (r *room) decide(v *frame.Visit) error {
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	release, _ := strconv.Atoi(form.Get("release"))
	d := catalog.Decision{State: catalog.ReleaseState(form.Get("decision")), Release: release, Note: form.Get("note")}
	if d.State == catalog.ReleaseRejected {
		d.Reasons = reasonsOf(form)
	}
	_, err = r.Catalog.Review(v.Request().Context(), by(v), catalog.Target{Pack: v.Param("pack")}, d)
	switch known := fault.As(err); {
	case err == nil && d.State == catalog.ReleaseInReview:
		return v.Go(Home + "/" + v.Param("pack"))
	case err == nil:
		return v.Go(Home + "?done=1")
	case known == nil:
		return err
	}
	w := v.Word(err)
	wrong := map[string]string{}
	for i, reason := range d.Reasons {
		for _, part := range []string{"code", "sticker", "note"} {
			wrong[reason.Sticker] += w.Fields["/reasons/"+strconv.Itoa(i)+"/"+part]
		}
	}
	return r.show(v, w.Status, w.Bad(), wrong)
}

// reasonsOf reads the reasons of a form: code and note for the pack, and code.<sticker>, note.<sticker>.
func reasonsOf(form map[string][]string) []catalog.Reason {
	var reasons []catalog.Reason
	for _, name := range slices.Sorted(maps.Keys(form)) {
		sticker, isCode := strings.CutPrefix(name, "code.")
		if !isCode || form[name][0] == "" {
			continue
		}
		reason := catalog.Reason{Code: form[name][0]}
		if sticker != "pack" {
			reason.Sticker = sticker
		}
		if notes := form["note."+sticker]; len(notes) > 0 {
			reason.Note = notes[0]
		}
		reasons = append(reasons, reason)
	}
	return reasons
}
