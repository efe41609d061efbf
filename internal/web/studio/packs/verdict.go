package packs

import (
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// verdict is why the last release was sent back, while it is.
type verdict struct {
	Release int
	At      time.Time
	Note    frame.Said // in the reviewer's words
	Whole   []objection
	Of      []objection // to single stickers, in the pack's order
	Appeal  bool        // the reader may ask for another look
}

// objection is one reason.
type objection struct {
	Text    string
	Example string
	Note    string // in the reviewer's words
	Sticker string // shortcode; "" of the pack
	Address string // of the sticker
	Picture *frame.Picture
	Changed bool // the sticker was changed or taken out since
}

// verdictOf returns what reviewers said of the last release; nil when it was not sent back.
func (r *room) verdictOf(v *frame.Visit, d catalog.Draft) (*verdict, error) {
	ctx := v.Request().Context()
	releases, err := r.Catalog.Releases(ctx, v.By(), d.Pack.ID)
	if err != nil || len(releases) == 0 || releases[len(releases)-1].State != catalog.ReleaseRejected {
		return nil, err
	}
	last := releases[len(releases)-1]
	steps, err := r.Catalog.ReviewSteps(ctx, v.By(), d.Pack.ID)
	if err != nil {
		return nil, err
	}
	i := len(steps) - 1
	for i >= 0 && (steps[i].Release != last.Number || steps[i].State != catalog.ReleaseRejected) {
		i--
	}
	if i < 0 {
		return nil, nil
	}
	since, err := r.Catalog.CompareDraft(ctx, v.By(), d.Pack.ID)
	if err != nil {
		return nil, err
	}
	made := &verdict{Release: last.Number, At: steps[i].At.UTC(), Note: frame.Said{Text: steps[i].Note}, Appeal: d.Pack.State != catalog.StateBanned}
	for _, reason := range steps[i].Reasons {
		o := objectionOf(v, d, since, reason)
		if reason.Sticker == "" {
			made.Whole = append(made.Whole, o)
		} else {
			made.Of = append(made.Of, o)
		}
	}
	return made, nil
}

// objectionOf words a reason, and shows the sticker that it is about.
func objectionOf(v *frame.Visit, d catalog.Draft, since catalog.Comparison, reason catalog.Reason) objection {
	id := "reason." + reason.Code
	made := objection{Text: v.Voice.T(id + ".text"), Example: v.Voice.T(id + ".example"), Note: strings.TrimSpace(reason.Note)}
	if reason.Sticker == "" {
		return made
	}
	at := slices.IndexFunc(since.Stickers, func(c catalog.StickerChange) bool { return c.ID == reason.Sticker })
	made.Changed = at >= 0
	for _, s := range d.Stickers {
		if s.ID == reason.Sticker {
			p := s.Picture(i18n.Chain(v.Voice.Locale))
			small := frame.Shown(p, p.Thumb)
			made.Sticker, made.Picture, made.Address = s.Shortcode, &small, stickerAddress(d, s.ID)
			return made
		}
	}
	if at >= 0 && since.Stickers[at].Before != nil {
		made.Sticker, made.Picture = since.Stickers[at].Before.Shortcode, drawn(since.Stickers[at].Before)
	}
	return made
}

// appeal takes the form that asks for another look at a release that was sent back.
func (r *room) appeal(v *frame.Visit) error {
	_, err := r.Catalog.Appeal(v.Request().Context(), v.By(), catalog.Target{Pack: v.Param("pack")}, catalog.Appeal{Note: v.FormValue("note")})
	if err != nil {
		return err
	}
	return back(v, "", "appealed")
}
