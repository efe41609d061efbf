package catalog

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps the catalog. All methods are safe for concurrent use. A store that is away returns
// journal.ErrStoreUnavailable.
type Store interface {
	PackStore
	PublicationStore
	CreatorStore
	CollabStore
	ReviewStore
	SaleStore
	WordStore

	// Claims returns the record of claims about a pack, by id, in order.
	Claims(ctx context.Context, pack string) ([]ClaimEntry, error)
}

// PackStore keeps packs as those see them who make them.
type PackStore interface {
	// Pack returns a pack by id or slug. Absent is ErrPackNotFound.
	Pack(ctx context.Context, idOrSlug string) (Pack, error)

	// Packs lists packs, the latest made first.
	Packs(ctx context.Context, q PackQuery) ([]Pack, error)

	// Draft returns a pack, by id or slug, with its stickers, draft words and offers, all of one
	// moment; offers in the order of SortOffers. Absent is ErrPackNotFound.
	Draft(ctx context.Context, idOrSlug string) (Draft, error)

	// LiveWords returns the words of a pack, by id, that readers see.
	LiveWords(ctx context.Context, pack string) (Words, error)

	// Releases returns the releases of a pack, by id, ordered by number.
	Releases(ctx context.Context, pack string) ([]Release, error)

	// Commit makes a change whole, or not at all. Errors: ErrPackStale when the pack is at another
	// version than the change was made from, ErrSlugTaken, ErrPackNotFound when there is none to
	// change.
	Commit(ctx context.Context, change Change) error

	// Delete removes a pack that is at the version given, with its draft and its releases. It must
	// never have been published. Errors: ErrPackStale, ErrPackNotFound.
	Delete(ctx context.Context, pack Pack, record journal.Record) error

	// Picture returns what was made of an upload. Absent is ErrPictureNotFound.
	Picture(ctx context.Context, upload assets.Digest) (Picture, error)

	// SavePicture keeps what was made of an upload, unless there is something already that is as good: of
	// the same Derivation, or a later one.
	SavePicture(ctx context.Context, picture Picture) error

	// Lookalikes returns the stickers of drafts whose picture is near one of the prints, in no order; not
	// those by the creator, nor by another of their account.
	Lookalikes(ctx context.Context, prints []assets.Print, but Creator) ([]Lookalike, error)
}

// PublicationStore says what readers see. The sequence rises with every Published that a change
// carries; a Published that Published returned is followed by none with a lower sequence.
type PublicationStore interface {
	// Sequence returns the sequence of the last publication, 0 before the first.
	Sequence(ctx context.Context) (int64, error)

	// Published returns at most limit publications with a sequence above after, in order, each pack
	// once, as it was published last.
	Published(ctx context.Context, after int64, limit int) ([]Published, error)

	// PublishedPack returns what was published last of a pack, by id. Absent is ErrPackNotFound.
	PublishedPack(ctx context.Context, pack string) (Published, error)
}

// CreatorStore keeps creators.
type CreatorStore interface {
	// Creator returns a creator by id or slug. Absent is ErrCreatorNotFound.
	Creator(ctx context.Context, idOrSlug string) (Creator, error)

	// Creators lists creators by slug, at most limit of those behind after; of one account unless
	// that is empty.
	Creators(ctx context.Context, account, after string, limit int) ([]Creator, error)

	// SaveCreator adds a creator, or changes the one of that id. The error is ErrCreatorTaken.
	SaveCreator(ctx context.Context, creator Creator, record journal.Record) error
}

// ReviewStore says what waits for reviewers, and what they made of it.
type ReviewStore interface {
	// Reviews lists releases that wait for a decision, the longest waiting first, then by pack id.
	Reviews(ctx context.Context, q ReviewQuery) ([]Review, error)

	// ReviewSteps returns the steps of a pack, by id, in order.
	ReviewSteps(ctx context.Context, pack string) ([]ReviewStep, error)
}

// SaleStore keeps tiers and proposals, and commits what changes the terms of many packs.
type SaleStore interface {
	// Tiers returns all tiers by name.
	Tiers(ctx context.Context) ([]Tier, error)

	// Tier returns a tier. Absent is ErrTierNotFound.
	Tier(ctx context.Context, name string) (Tier, error)

	// TierPacks returns the ids of the packs whose offers name a tier, in order.
	TierPacks(ctx context.Context, name string) ([]string, error)

	// Proposals lists proposals, the latest first, then by pack id.
	Proposals(ctx context.Context, q ProposalQuery) ([]Proposal, error)

	// CommitSale makes a change whole, or not at all. Errors: those of Commit; ErrTierStale when the tier
	// is at another version, or offers of other packs name it than those that change with it; ErrTierInUse
	// when it is to go and offers name it.
	CommitSale(ctx context.Context, change SaleChange, record journal.Record) error
}

// WordStore says what packs say, and how far their translations are. Packs that nobody has submitted yet, and those
// that are banned, are not among them.
type WordStore interface {
	// PackWords lists packs with their draft words in the order of their ids, without References.
	PackWords(ctx context.Context, q translation.PackQuery) ([]translation.PackWords, error)

	// PackProgress returns how far each locale is, in the pack of that id or, with "", in all packs.
	PackProgress(ctx context.Context, pack string) ([]translation.Progress, error)

	// WordRevisions returns what was done to the words of a pack, by id, after a moment, in the order in which it
	// was done, and before that the last of each message.
	WordRevisions(ctx context.Context, pack string, since time.Time) ([]translation.Revision, error)
}

// PackQuery says which packs to list. Zero fields do not narrow.
type PackQuery struct {
	Account string   // of the creator
	State   State    // that they are in
	Text    string   // part of the slug, a tag, or a title in any language; capitals do not matter in ASCII
	Sort    PackSort // PacksNew when empty
	After   PackMark // the last pack of the page before
	Limit   int      // 1 to MaxLimit
}

// PackSort is an order of packs as their makers see them.
type PackSort string

// The orders.
const (
	PacksNew     PackSort = "new"     // made last first
	PacksChanged PackSort = "changed" // changed last first
	PacksSlug    PackSort = "slug"    // by slug
)

// PackMark is a place in a list of packs, whatever its order.
type PackMark struct {
	ID      string    `json:"id"`
	Slug    string    `json:"slug"`
	Changed time.Time `json:"changed"`
}

// MarkOf is the place of a pack.
func MarkOf(p Pack) PackMark { return PackMark{p.ID, p.Slug, p.UpdatedAt} }

// Change is everything that one act changes about a pack; it commits together. Nil parts stay as
// they are.
type Change struct {
	// Pack is the pack as it is to be, with the version that it was read at; the store keeps the next
	// one. A pack of version 0 is new.
	Pack Pack

	Content   *Content         // of the draft
	Offers    *[]Offer         // in the order of SortOffers
	Tiers     map[string]int64 // versions of the tiers that the offers' prices are of; ErrTierStale when one moved
	Judged    *Judgement       // by which licence; ErrCollabStale or ErrBrandStale when it moved, nil for no matter
	Release   *Release         // a new one, or a known one whose review changed; when it waits, no other does
	Step      *ReviewStep
	Proposal  *Proposal              // a new one, which withdraws those that are open, or a known one that was decided
	Claim     *ClaimEntry            // the next of the record
	Live      Words                  // what readers see from now on, all of it
	Published *Published             // the store gives it the next sequence
	Revisions []translation.Revision // of the pack's words, each the next of its message; else translation.ErrStale
	Record    journal.Record
}

// Content is what a draft holds beside the pack itself.
type Content struct {
	Stickers []Sticker
	Words    Words
}
