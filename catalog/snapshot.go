package catalog

import (
	"sort"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of regions.
var (
	// ErrRegionNotFound: no such region, or the operator closed it. Facts: region.
	ErrRegionNotFound = fault.Define(fault.NotFound, "region-not-found")
	// ErrPackNotOffered: the pack is known and not sold in the region now. Facts: pack, region,
	// offered_in (regions where it is), opens_at when it is announced here.
	ErrPackNotOffered = fault.Define(fault.NotFound, "pack-not-offered")
)

// Settings are the operator's part of what readers see.
type Settings struct {
	Regions []string // every region that has a storefront, ISO 3166-1 alpha-2
	Opened  []string // those listed as open even without offers of their own
}

// Snapshot is the whole published catalog at one revision and one moment. It is immutable, and
// shares with the snapshot before it all that did not change.
type Snapshot struct {
	settings Settings
	moment   time.Time
	sequence int64
	speech   Speech
	revision string // written down because every read asks for it

	packs    []*Summary              // by ordinal: in the order that they were first seen
	names    layered[string, string] // strings that many packs share
	ids      layered[string, int32]
	slugs    layered[string, int32]
	stickers stickerIndex
	withheld map[assets.Digest]Revoked // never changed; nil while there are none
	licences map[string]*Licence       // by id, as the latest pack has it; never changed; nil while there are none
	groups   groups
	text     *search.Index

	world    *scope
	regions  map[string]*scope          // of every region with a storefront
	titles   map[i18n.Locale]titleOrder // packs on sale, per locale spoken
	history  []*Summary                 // by sequence, the oldest change first
	schedule []boundary                 // by time
}

// boundary is a moment at which an offer opens or closes.
type boundary struct {
	at   int64 // Unix time in nanoseconds
	pack int32 // ordinal
}

// Empty returns the snapshot of a catalog without packs, from which the first Build starts.
func Empty(settings Settings) *Snapshot {
	s := &Snapshot{
		settings: settings, world: &scope{}, text: search.New(),
		regions: make(map[string]*scope, len(settings.Regions)),
	}
	for _, region := range settings.Regions {
		s.regions[region] = &scope{}
	}
	for _, region := range settings.Opened {
		if at, known := s.regions[region]; known {
			at.listed = true
		}
	}
	s.revision = s.written()
	return s
}

// At returns the catalog as it is published now, at another moment: with the offers that are open then. It
// costs as much as a publication does.
func (s *Snapshot) At(t time.Time) *Snapshot {
	return Build(s, Changes{Sequence: s.sequence}, s.speech, t)
}

// Spoken returns the catalog as it is published now in another speech, such as that of words which are not released
// yet. It costs as much as a publication of all packs does.
func (s *Snapshot) Spoken(speech Speech) *Snapshot {
	return Build(s, Changes{Sequence: s.sequence}, speech, s.moment)
}

// Revision names what the snapshot shows: the catalog's sequence, the words that it is spoken in,
// and the last opening or closing that passed. It is opaque, and equal on all replicas.
func (s *Snapshot) Revision() string { return s.revision }

// written writes the revision.
func (s *Snapshot) written() string {
	return revision{s.sequence, s.speech.fingerprint, s.passed()}.String()
}

// Sequence returns the catalog's sequence that the snapshot has reached.
func (s *Snapshot) Sequence() int64 { return s.sequence }

// PackCount returns how many packs were ever published, whatever became of them.
func (s *Snapshot) PackCount() int { return len(s.packs) }

// Moment returns the time that the snapshot shows.
func (s *Snapshot) Moment() time.Time { return s.moment }

// Expires returns the next moment that an offer opens or closes, the first at which the snapshot is
// no longer true; zero when there is none.
func (s *Snapshot) Expires() time.Time {
	next := s.scheduled(s.moment)
	if next == len(s.schedule) {
		return time.Time{}
	}
	return time.Unix(0, s.schedule[next].at).UTC()
}

// passed returns the last opening or closing that passed, in Unix milliseconds; 0 when none did.
func (s *Snapshot) passed() int64 {
	next := s.scheduled(s.moment)
	if next == 0 {
		return 0
	}
	return s.schedule[next-1].at / int64(time.Millisecond)
}

// scheduled returns the index of the first boundary after t.
func (s *Snapshot) scheduled(t time.Time) int {
	now := t.UnixNano()
	return sort.Search(len(s.schedule), func(i int) bool { return s.schedule[i].at > now })
}

// Speech returns the locales that the store speaks.
func (s *Snapshot) Speech() Speech { return s.speech }

// Pack returns what was published of a pack, by id or slug, wherever it is sold, and also after it
// was stopped or banned. The error is ErrPackNotFound.
func (s *Snapshot) Pack(idOrSlug string) (*Summary, error) {
	ordinal, found := s.ids.get(idOrSlug)
	if !found {
		ordinal, found = s.slugs.get(idOrSlug)
	}
	if !found {
		return nil, ErrPackNotFound.With("pack", idOrSlug)
	}
	return s.packs[ordinal], nil
}

// StickerPack returns the pack of a sticker, also of one that only former releases have. The error is
// ErrStickerNotFound.
func (s *Snapshot) StickerPack(sticker string) (*Summary, error) {
	ordinal, found := s.stickers.find(sticker)
	if !found {
		return nil, ErrStickerNotFound.With("sticker", sticker)
	}
	return s.packs[ordinal], nil
}

// Terms says how a pack, by id or slug, stands in a region at the snapshot's moment: announced,
// closed and not offered are states. Errors: ErrRegionNotFound, ErrPackNotFound.
func (s *Snapshot) Terms(pack, region string) (Terms, error) {
	if _, open := s.regions[region]; !open {
		return Terms{}, ErrRegionNotFound.With("region", region)
	}
	p, err := s.Pack(pack)
	if err != nil {
		return Terms{}, err
	}
	return p.termsIn(region, s.moment), nil
}

// Storefront returns the catalog as it is seen from a region in a locale that the store speaks.
// Errors: ErrRegionNotFound, i18n.ErrLocaleNotFound.
func (s *Snapshot) Storefront(region string, locale i18n.Locale) (Storefront, error) {
	at, open := s.regions[region]
	if !open {
		return Storefront{}, ErrRegionNotFound.With("region", region)
	}
	if !s.speech.speaks(locale) {
		return Storefront{}, i18n.ErrLocaleNotFound.With("locale", locale)
	}
	return Storefront{snapshot: s, own: at, region: region, locale: locale}, nil
}

// Regions returns the regions that are open, in order: those with offers of their own and those
// that the operator opened.
func (s *Snapshot) Regions() []string {
	regions := []string{}
	for region, at := range s.regions {
		if at.listed || !at.ruled.empty() {
			regions = append(regions, region)
		}
	}
	sort.Strings(regions)
	return regions
}

// revision is what Snapshot.Revision says, in parts.
type revision struct {
	sequence int64
	words    string
	passed   int64 // Unix milliseconds
}

// String writes the revision as clients see it.
func (r revision) String() string {
	return strconv.FormatInt(r.sequence, 36) + "." + r.words + "." + strconv.FormatInt(r.passed, 36)
}
