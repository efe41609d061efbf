package catalog

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of reviews.
var (
	// ErrReviewInvalid: the decision breaks rules; the fields say which. Facts: pack, release.
	ErrReviewInvalid = fault.Define(fault.Invalid, "review-invalid")
	// ErrReleaseNotWaiting: nothing is to be decided about the release. Facts: pack, release, state.
	ErrReleaseNotWaiting = fault.Define(fault.Conflict, "release-not-waiting")
	// ErrOwnRelease: nobody decides on a release that they made or submitted. Facts: pack, release.
	ErrOwnRelease = fault.Define(fault.Denied, "own-release")
	// ErrAppealClosed: only a rejection can be appealed, once. Facts: pack, release, state.
	ErrAppealClosed = fault.Define(fault.Conflict, "appeal-closed")
)

// Bounds of what people write in a review.
const (
	MaxReasons = 200
	MaxNote    = 2000 // characters
)

// ReviewStep is one thing that happened to a release in its review. Steps are appended, never changed.
type ReviewStep struct {
	Pack    string
	Number  int // from 1, over all releases of the pack
	Release int
	State   ReleaseState // that it led to: submitted is a submission, or an appeal
	By      string       // account
	Reasons []Reason     // of a rejection
	Note    string
	At      time.Time
}

// Review is a release that waits for a decision, as the queue shows it.
type Review struct {
	Pack    Pack
	Creator Creator
	Release Release
}

// Appealed reports whether the release was decided on before.
func (r Review) Appealed() bool { return !r.Release.Decided.IsZero() }

// ReviewQuery says which part of the queue to list. Zero fields do not narrow.
type ReviewQuery struct {
	State   ReleaseState // submitted or in_review
	Creator string       // creator id
	After   ReviewMark   // the last one of the page before
	Limit   int          // 1 to MaxLimit
}

// ReviewMark is a place in the queue.
type ReviewMark struct {
	Since time.Time `json:"since"`
	Pack  string    `json:"pack"`
}

// Decision is what a reviewer makes of a release.
type Decision struct {
	State   ReleaseState // in_review: begun; approved; rejected
	Release int          // 0: the one that waits
	Reasons []Reason     // of a rejection; at least one
	Note    string
}

// Appeal asks to look at a rejected release again.
type Appeal struct {
	Release int // 0: the last one
	Note    string
}

// settle brings a decision into its one form, and lists what is wrong with it.
func (d *Decision) settle(m Manifest) []fault.Field {
	var fields []fault.Field
	defect := func(bad bool, pointer, code string, facts map[string]any) {
		if bad {
			fields = append(fields, fault.Field{Pointer: pointer, Code: code, Facts: facts})
		}
	}
	d.Note = packfile.Clean(d.Note)
	known := d.State == ReleaseInReview || d.State == ReleaseApproved || d.State == ReleaseRejected
	defect(!known, "/decision", "not-allowed", map[string]any{"measured": string(d.State), "allowed": "in_review, approved, rejected"})
	defect(d.State == ReleaseRejected && len(d.Reasons) == 0, "/reasons", "too-few", map[string]any{"limit": 1})
	defect(d.State != ReleaseRejected && len(d.Reasons) > 0, "/reasons", "too-many", map[string]any{"limit": 0})
	defect(len(d.Reasons) > MaxReasons, "/reasons", "too-many", map[string]any{"limit": MaxReasons})
	defect(utf8.RuneCountInString(d.Note) > MaxNote, "/note", "too-long", map[string]any{"limit": MaxNote})
	if len(fields) > 0 {
		return fields
	}
	for i := range d.Reasons {
		fields = append(fields, d.Reasons[i].settle(m, fmt.Sprintf("/reasons/%d", i))...)
	}
	return fields
}

// settle does the same for one reason, which stands at pointer.
func (r *Reason) settle(m Manifest, pointer string) []fault.Field {
	var fields []fault.Field
	r.Note = packfile.Clean(r.Note)
	code, known := reasonCode(r.Code)
	if !known {
		fields = append(fields, fault.Field{Pointer: pointer + "/code", Code: "reason-unknown", Facts: map[string]any{"measured": r.Code}})
	}
	if code.About == "sticker" && r.Sticker == "" {
		fields = append(fields, fault.Field{Pointer: pointer + "/sticker", Code: "required"})
	}
	if r.Sticker != "" && !slices.ContainsFunc(m.Stickers, func(s Sticker) bool { return s.ID == r.Sticker }) {
		fields = append(fields, fault.Field{Pointer: pointer + "/sticker", Code: "sticker-unknown", Facts: map[string]any{"measured": r.Sticker}})
	}
	if code.Note && r.Note == "" {
		fields = append(fields, fault.Field{Pointer: pointer + "/note", Code: "required"})
	}
	if utf8.RuneCountInString(r.Note) > MaxNote {
		fields = append(fields, fault.Field{Pointer: pointer + "/note", Code: "too-long", Facts: map[string]any{"limit": MaxNote}})
	}
	return fields
}

// releaseNote is what the journal tells of a review: all that a message to the designer needs.
type releaseNote struct {
	Pack    string                 `json:"pack"`
	Slug    string                 `json:"slug"`
	Titles  map[i18n.Locale]string `json:"titles"` // by locale
	Release int                    `json:"release"`
	State   ReleaseState           `json:"state"`
	Account string                 `json:"account"` // to be told: the creator's, or who submitted
	Author  string                 `json:"author"`  // account that submitted
	Appeal  bool                   `json:"appeal"`
	Reasons []Reason               `json:"reasons"`
	Note    string                 `json:"note"`
	Codes   map[string]string      `json:"shortcodes,omitempty"` // of stickers in Reasons, by id
}
