package packs

import (
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var releasesTemplate = frame.Parse(templates, "head.html", "releases.html", "parts.html")

// releasesPage is the history of a pack, the latest first, and what the draft would change.
type releasesPage struct {
	head
	Draft    []difference // against the last release
	Known    bool         // there is a release at all
	Releases []release
}

// release is one of the pack's releases with what it changed.
type release struct {
	Number      int
	At          time.Time
	State       string
	Current     bool
	Differences []difference
	Rollback    bool // the reader may put it on sale again
	Objections  []sentBack
}

// sentBack is one decision against a release.
type sentBack struct {
	At      time.Time
	Note    string // in the reviewer's words
	Reasons []objection
}

// maxReleases is how many releases are compared on one page.
const maxReleases = 20

func (r *room) releases(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	h, err := r.head(v, d, "/releases")
	if err != nil {
		return err
	}
	p := releasesPage{head: h}
	err = r.history(v, d, &p)
	return show(v, releasesTemplate, p, err)
}

// history compares each release with the one before it, and the draft with the last.
func (r *room) history(v *frame.Visit, d catalog.Draft, p *releasesPage) error {
	ctx := v.Request().Context()
	all, err := r.Catalog.Releases(ctx, v.By(), d.Pack.ID)
	if err != nil || len(all) == 0 {
		return err
	}
	p.Known = true
	compared, err := r.Catalog.CompareDraft(ctx, v.By(), d.Pack.ID)
	if err != nil {
		return err
	}
	p.Draft = differences(v, compared)
	steps, err := r.Catalog.ReviewSteps(ctx, v.By(), d.Pack.ID)
	if err != nil {
		return err
	}
	against := objectionsBy(v, d, compared, steps)
	for i := len(all) - 1; i >= 0 && len(all)-i <= maxReleases; i-- {
		made := releaseOf(v, d, all[i])
		made.Objections = against[made.Number]
		if all[i].Number > 1 {
			compared, err = r.Catalog.Compare(ctx, v.By(), d.Pack.ID, all[i].Number, all[i].Number-1)
			if err != nil {
				return err
			}
			made.Differences = differences(v, compared)
		}
		p.Releases = append(p.Releases, made)
	}
	return nil
}

// objectionsBy are the decisions against releases, by their numbers.
func objectionsBy(v *frame.Visit, d catalog.Draft, since catalog.Comparison, steps []catalog.ReviewStep) map[int][]sentBack {
	against := map[int][]sentBack{}
	for _, step := range steps {
		if step.State != catalog.ReleaseRejected {
			continue
		}
		made := sentBack{At: step.At.UTC(), Note: step.Note}
		for _, reason := range step.Reasons {
			made.Reasons = append(made.Reasons, objectionOf(v, d, since, reason))
		}
		against[step.Release] = append(against[step.Release], made)
	}
	return against
}

func releaseOf(v *frame.Visit, d catalog.Draft, r catalog.Release) release {
	made := release{Number: r.Number, At: r.At, Current: r.Number == d.Pack.Current, State: v.Voice.T("studio.state." + string(r.State))}
	if r.Direct {
		made.State = v.Voice.T("studio.state.direct")
	}
	onSale := d.Pack.State == catalog.StateOnSale && !made.Current
	made.Rollback = onSale && v.Actor.Can(accounts.PublishPacks) && (r.Direct || r.State == catalog.ReleaseApproved)
	return made
}

// difference is one thing that a release changed, before and after.
type difference struct {
	Kind   string   // of catalog.ChangeKind; "" of the pack itself
	Name   string   // what changed
	What   []string // in the reader's words
	Before *frame.Picture
	After  *frame.Picture
	Words  []wordDifference
}

// wordDifference is one text before and after.
type wordDifference struct {
	Locale        i18n.Locale
	Language      string // its name in the reader's
	Before, After string
}

// differences shows what is different between two contents.
func differences(v *frame.Visit, c catalog.Comparison) []difference {
	var all []difference
	if len(c.Words) > 0 {
		all = append(all, difference{Name: v.Voice.T("studio.words.about"), What: []string{v.Voice.T("studio.change.words")}, Words: wordDifferences(v, c.Words)})
	}
	if c.Reordered {
		all = append(all, difference{Name: v.Voice.T("studio.pack.stickers"), What: []string{v.Voice.T("studio.change.moved")}})
	}
	for _, change := range c.Stickers {
		all = append(all, stickerDifference(v, change))
	}
	return all
}

// partWords are the messages for the parts of a sticker that changed.
var partWords = map[string]string{
	"picture": "redrawn", "shortcode": "renamed", "emoji": "renamed", "alt": "words", "keywords": "words", "says": "words",
}

func stickerDifference(v *frame.Visit, c catalog.StickerChange) difference {
	made := difference{Kind: string(c.Kind), Words: wordDifferences(v, c.Words), Before: drawn(c.Before), After: drawn(c.After)}
	said := map[string]bool{}
	tell := func(id string) {
		if !said[id] {
			said[id] = true
			made.What = append(made.What, v.Voice.T("studio.change."+id))
		}
	}
	if c.Kind != catalog.StickerChanged {
		tell(string(c.Kind))
	}
	for _, part := range c.Parts {
		tell(partWords[part])
	}
	if c.After != nil {
		made.Name = c.After.Shortcode
	} else {
		made.Name = c.Before.Shortcode
	}
	if c.Kind == catalog.StickerChanged && !said["redrawn"] {
		made.Before = nil // it looks as before: once is enough
	}
	return made
}

// drawn is a sticker's picture; nil where there is none.
func drawn(s *catalog.Sticker) *frame.Picture {
	if s == nil {
		return nil
	}
	p := s.Images[catalog.Base]
	small := frame.Shown(p, p.StillSmall)
	return &small
}

func wordDifferences(v *frame.Visit, changes []catalog.WordChange) []wordDifference {
	all := make([]wordDifference, 0, len(changes))
	for _, w := range changes {
		all = append(all, wordDifference{w.Locale, w.Locale.NameIn(v.Voice.Locale), w.Before, w.After})
	}
	return all
}
