package review

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
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
	Cover    picture
	Standing string // class of the release's state
	Stickers []sticker
	Texts    []text
	Findings []group // what asks for something to be done
	Notes    []group // what is only good to know
	Steps    []step
	Reasons  []reason
	Open     bool   // this reader may decide now
	Fault    string // what is wrong with the reason given for the whole pack
	Notice   *frame.Notice
}

// group is one finding, and the stickers that it is about.
type group struct {
	Severity packfile.Severity
	Text     string
	Stickers []string // shortcodes; none when it is about the pack
}

// sticker is one of the release, with what was decided about it so far in the form.
type sticker struct {
	ID, Shortcode, Emoji string
	Change               string // in words; "" when it is as it was
	Pictures, Before     []picture
	Alt, Keywords        []text
	Code, Note           string // as the form had them
	Fault                string // what is wrong with the reason that was given
}

// picture is an image of a sticker, in one of the languages that it is drawn in.
type picture struct {
	frame.Picture
	Locale i18n.Locale
	Full   string // address of the largest size
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

// show answers with the page of a pack; wrong says what is wrong with a decision, by sticker.
func (r *room) show(v *frame.Visit, status int, notice *frame.Notice, wrong map[string]string) error {
	e, err := r.Catalog.Examine(v.Request().Context(), v.By(), v.Param("pack"))
	if err != nil {
		return err
	}
	name := e.Manifest.Words.Of(catalog.WordTitle)[e.Manifest.SourceLocale]
	shown := packPage{
		Shell: v.Shell(name), Examination: e, Name: name, Notice: notice, Steps: stepsOf(v, e), Texts: textsOf(v, e),
		Standing: standings[e.Release.State], Fault: wrong[""],
	}
	shown.Open = !e.Release.Waiting.IsZero() && v.Actor.Can(accounts.ReviewPacks)
	for _, s := range e.Manifest.Stickers {
		made := stickerOf(v, e, s)
		made.Fault, made.Code, made.Note = wrong[s.ID], v.FormValue("code."+s.ID), v.FormValue("note."+s.ID)
		shown.Stickers = append(shown.Stickers, made)
	}
	if len(shown.Stickers) > 0 {
		shown.Cover = shown.Stickers[0].Pictures[0]
	}
	shown.Findings, shown.Notes = groupsOf(v, e.Findings)
	for _, code := range catalog.ReasonCodes() {
		id := "reason." + code.Code
		shown.Reasons = append(shown.Reasons, reason{code.Code, v.Voice.T(id + ".text"), v.Voice.T(id + ".example"), code.About == "any"})
	}
	return v.Show(status, packTemplate, shown)
}

// standings are the classes of states.
var standings = map[catalog.ReleaseState]string{
	catalog.ReleaseSubmitted: "waiting", catalog.ReleaseInReview: "waiting", catalog.ReleaseApproved: "good", catalog.ReleaseRejected: "bad",
}

// groupsOf puts findings that say the same together, and apart what is only good to know.
func groupsOf(v *frame.Visit, findings []packfile.Finding) (todo, notes []group) {
	for _, f := range v.Findings(findings) {
		text := f.Message
		into := &todo
		if f.Severity == packfile.Info {
			into = &notes
		}
		i := slices.IndexFunc(*into, func(g group) bool { return g.Text == text })
		if i < 0 {
			i = len(*into)
			*into = append(*into, group{Severity: f.Severity, Text: text})
		}
		if f.Sticker != "" {
			(*into)[i].Stickers = append((*into)[i].Stickers, f.Sticker)
		}
	}
	return todo, notes
}

func stickerOf(v *frame.Visit, e catalog.Examination, s catalog.Sticker) sticker {
	shown := sticker{ID: s.ID, Shortcode: s.Shortcode, Emoji: strings.Join(s.Emoji, " ")}
	alts := e.Manifest.Words.Of(catalog.AltKey(s.ID))
	for _, locale := range slices.Sorted(maps.Keys(alts)) {
		shown.Alt = append(shown.Alt, text{Locale: locale, Text: alts[locale]})
	}
	keywords := e.Manifest.Words.Of(catalog.KeywordsKey(s.ID))
	for _, locale := range slices.Sorted(maps.Keys(keywords)) {
		shown.Keywords = append(shown.Keywords, text{Locale: locale, Text: keywords[locale]})
	}
	shown.Pictures = picturesOf(s)
	for _, change := range e.Changes.Stickers {
		if change.ID == s.ID && e.Changes.From > 0 {
			shown.Change = v.Voice.T("studio.review." + string(change.Kind))
			if change.Before != nil && slices.Contains(change.Parts, "picture") {
				shown.Before = picturesOf(*change.Before)
			}
		}
	}
	return shown
}

func picturesOf(s catalog.Sticker) []picture {
	var shown []picture
	for _, locale := range slices.Sorted(maps.Keys(s.Images)) {
		p := s.Images[locale]
		shown = append(shown, picture{frame.Shown(p, p.StillSmall), locale, frame.File(p.Master)})
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
	if len(e.Manifest.Tags) > 0 {
		shown = append(shown, text{Key: v.Voice.T("studio.review.tags"), Text: strings.Join(e.Manifest.Tags, " · ")})
	}
	if e.Manifest.Copyright != "" {
		shown = append(shown, text{Key: v.Voice.T("studio.words.copyright"), Text: e.Manifest.Copyright})
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
	shortcodes := map[string]string{}
	for _, s := range e.Manifest.Stickers {
		shortcodes[s.ID] = s.Shortcode
	}
	var shown []step
	for _, s := range e.Steps {
		at := step{Number: s.Release, State: v.Voice.T("studio.review." + string(s.State)), Note: s.Note, At: s.At.UTC()}
		for _, reason := range s.Reasons {
			at.Reasons = append(at.Reasons, aboutSticker(shortcodes, reason.Sticker)+strings.TrimSpace(v.Voice.T("reason."+reason.Code+".text")+" "+reason.Note))
		}
		shown = append(shown, at)
	}
	return shown
}

// aboutSticker begins a reason with the sticker that it is about, by its id where the release has it no more.
func aboutSticker(shortcodes map[string]string, id string) string {
	if id == "" {
		return ""
	}
	return cmp.Or(shortcodes[id], id) + ": "
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
	_, err = r.Catalog.Review(v.Request().Context(), v.By(), catalog.Target{Pack: v.Param("pack")}, d)
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
