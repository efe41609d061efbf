package catalog

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/fault"
)

// ErrAssetWithheld: the law forbids to show the picture. Facts: asset, pack.
var ErrAssetWithheld = fault.Define(fault.Withheld, "asset-withheld")

// TakedownReason says why a pack was taken down.
type TakedownReason string

// The reasons for a takedown.
const (
	TakedownRights TakedownReason = "rights" // somebody claims it: no longer sold, owners keep it
	TakedownLaw    TakedownReason = "law"    // nobody may be shown it: its bytes are withheld
)

// Claim is what somebody says whose rights a pack breaks. It is on record, and not public.
type Claim struct {
	Claimant  string `json:"claimant"`
	Contact   string `json:"contact"`
	Statement string `json:"statement"`
}

// Takedown is what stays of a banned pack for readers to know: its tombstone.
type Takedown struct {
	Reason  TakedownReason  `json:"reason"`
	Note    string          `json:"note,omitempty"` // public
	At      time.Time       `json:"at"`
	Revoked []assets.Digest `json:"revoked,omitempty"` // of a takedown for law: all pictures, in order
}

// BanOrder is why a pack is to be taken down.
type BanOrder struct {
	Reason TakedownReason // "" is the one that a banned pack has, else TakedownRights
	Note   string
	Claim  *Claim // nil for none
}

// takedown returns the tombstone of a pack that was published.
func (s *Service) takedown(ctx context.Context, p Published, order BanOrder) (*Takedown, error) {
	t := &Takedown{Reason: order.Reason, Note: order.Note, At: s.now()}
	if t.Reason == "" {
		t.Reason = TakedownRights
	}
	if t.Reason != TakedownLaw {
		return t, nil
	}
	revoked := map[assets.Digest]bool{}
	for _, name := range p.Manifests {
		if name == "" {
			continue
		}
		m, err := s.manifest(ctx, jsonName(name))
		if err != nil {
			return nil, err
		}
		for _, sticker := range m.Stickers {
			for _, picture := range sticker.Images {
				for _, image := range picture.All() {
					revoked[image.Name.Digest] = true
				}
			}
		}
	}
	t.Revoked = slices.Sorted(maps.Keys(revoked))
	return t, nil
}

// Revoked is a picture that nobody may be shown any more.
type Revoked struct {
	Digest assets.Digest
	Pack   string // id
	At     time.Time
}

// Withheld returns ErrAssetWithheld for a picture that the law forbids to show, else nil.
func (s *Snapshot) Withheld(digest assets.Digest) error {
	if revoked, withheld := s.withheld[digest]; withheld {
		return ErrAssetWithheld.With("asset", digest, "pack", revoked.Pack)
	}
	return nil
}

// Revocations lists the pictures that nobody may be shown, by digest: at most limit behind after.
func (s *Snapshot) Revocations(after assets.Digest, limit int) []Revoked {
	page := []Revoked{}
	for _, digest := range slices.Sorted(maps.Keys(s.withheld)) {
		if digest > after && len(page) < limit {
			page = append(page, s.withheld[digest])
		}
	}
	return page
}

// withhold finds anew what is withheld, when one of the packs was taken down for law, or no longer is. That is
// rare: all packs are looked at.
func (b *builder) withhold(changed []search.Document) {
	if !slices.ContainsFunc(changed, func(d search.Document) bool { return b.was(d.ID).withholds() || b.is(d.ID).withholds() }) {
		return
	}
	withheld := map[assets.Digest]Revoked{}
	for _, p := range b.next.packs {
		if !p.withholds() {
			continue
		}
		for _, digest := range p.Takedown.Revoked {
			withheld[digest] = Revoked{digest, p.ID, p.Takedown.At}
		}
	}
	b.next.withheld = withheld
}

// withholds reports whether the law forbids to show the pack's pictures.
func (p *Summary) withholds() bool {
	return p != nil && p.Takedown != nil && len(p.Takedown.Revoked) > 0
}
