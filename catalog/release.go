package catalog

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of releases.
var (
	// ErrReleaseNotFound: the pack has no release of that number. Facts: pack, release.
	ErrReleaseNotFound = fault.Define(fault.NotFound, "release-not-found")
	// ErrReleaseRejected: a rejected release cannot go on sale. Facts: pack, release.
	ErrReleaseRejected = fault.Define(fault.Conflict, "release-rejected")
	// ErrReleaseNeverSold: what was never on sale cannot be put on sale again. Facts: pack, release.
	ErrReleaseNeverSold = fault.Define(fault.Conflict, "release-never-sold")
)

// ReleaseState says how far the review of a release is.
type ReleaseState string

// The states of a release.
const (
	ReleaseSubmitted ReleaseState = "submitted"
	ReleaseInReview  ReleaseState = "in_review"
	ReleaseApproved  ReleaseState = "approved"
	ReleaseRejected  ReleaseState = "rejected"
)

// Release is numbered, immutable content of a pack, with its review. What it holds is in its
// manifest, a private asset.
type Release struct {
	Pack     string // pack id
	Number   int    // from 1
	State    ReleaseState
	Direct   bool // published by an operator without review, which is no approval
	Manifest assets.Name
	By       string // id of the account that froze it
	At       time.Time
	Waiting  time.Time // since when it waits for a decision: its submission or an appeal; zero when it does not
	Decided  time.Time // first decision; zero before it
}

// Manifest is the content of a release. It names neither its number nor a time, so the same content
// has the same bytes and the same digest.
type Manifest struct {
	Pack         string      `json:"pack"`
	Usage        Usage       `json:"usage"`
	SourceLocale i18n.Locale `json:"source_locale"`
	Tags         []string    `json:"tags"`
	Copyright    string      `json:"copyright"`
	Stickers     []Sticker   `json:"stickers"`
	Words        Words       `json:"words"` // as they were when it was frozen
}

// freeze returns the manifest of a draft.
func freeze(d Draft) Manifest {
	return Manifest{
		Pack: d.Pack.ID, Usage: d.Pack.Usage, SourceLocale: d.Pack.SourceLocale, Tags: d.Pack.Tags,
		Copyright: d.Pack.Copyright, Stickers: d.Stickers, Words: d.Words,
	}
}

// Is reports whether the draft is what the release holds: submitting it would make no new one.
func (d Draft) Is(r Release) bool {
	name, _, err := encode(freeze(d))
	return err == nil && name == r.Manifest
}

// encode writes a value as canonical JSON, and names it. encoding/json orders the keys of maps, so
// equal values have equal bytes.
func encode(value any) (assets.Name, []byte, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return assets.Name{}, nil, fmt.Errorf("catalog: write a manifest: %w", err)
	}
	return assets.NameOf(data, assets.JSON), data, nil
}
