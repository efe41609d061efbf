package sqlstore

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

type creatorRow struct {
	ID      string `gorm:"primaryKey"`
	Slug    string
	Name    string
	Account string
}

func (creatorRow) TableName() string { return "creators" }

func (r creatorRow) creator() catalog.Creator {
	return catalog.Creator{ID: r.ID, Slug: r.Slug, Name: r.Name, Account: r.Account}
}

type packRow struct {
	ID           string `gorm:"primaryKey"`
	Slug         string
	Creator      string
	Collab       string
	Usage        string
	SourceLocale string
	Tags         string
	Copyright    string
	State        string
	Current      int
	Version      int64
	PublishedAt  *time.Time
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

func (packRow) TableName() string { return "packs" }

func toPackRow(p catalog.Pack) packRow {
	return packRow{
		ID: p.ID, Slug: p.Slug, Creator: p.Creator, Collab: p.Collab, Usage: string(p.Usage),
		SourceLocale: string(p.SourceLocale), Tags: toJSON(append([]string{}, p.Tags...)),
		Copyright: p.Copyright, State: string(p.State), Current: p.Current, Version: p.Version,
		PublishedAt: orNever(p.PublishedAt), CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(),
	}
}

func (r packRow) pack() (catalog.Pack, error) {
	tags, err := fromJSON[[]string](r.Tags)
	return catalog.Pack{
		ID: r.ID, Slug: r.Slug, Creator: r.Creator, Collab: r.Collab, Usage: catalog.Usage(r.Usage),
		SourceLocale: i18n.Locale(r.SourceLocale), Tags: tags, Copyright: r.Copyright,
		State: catalog.State(r.State), Current: r.Current, Version: r.Version,
		PublishedAt: never(r.PublishedAt), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
	}, err
}

type pictureRow struct {
	Upload string `gorm:"primaryKey"`
	Body   string
}

func (pictureRow) TableName() string { return "pictures" }

type stickerRow struct {
	Pack      string `gorm:"primaryKey"`
	Position  int    `gorm:"primaryKey;autoIncrement:false"`
	ID        string
	Shortcode string
	Emoji     string
	Images    string
	Says      bool

	Print       string // of the common picture; "" where it is not known
	PrintFirst  *int64 // the parts by which it is found
	PrintSecond *int64
	PrintThird  *int64
}

func (stickerRow) TableName() string { return "stickers" }

func toStickerRow(pack string, position int, s catalog.Sticker) stickerRow {
	uploads := make(map[i18n.Locale]assets.Digest, len(s.Images))
	for locale, picture := range s.Images {
		uploads[locale] = picture.Upload.Digest
	}
	row := stickerRow{
		Pack: pack, Position: position, ID: s.ID, Shortcode: s.Shortcode,
		Emoji: toJSON(append([]string{}, s.Emoji...)), Images: toJSON(uploads), Says: s.Says,
	}
	if seen := s.Images[catalog.Base].Seen; seen != nil && !seen.Print.IsZero() {
		parts := seen.Print.Parts()
		row.Print, row.PrintFirst, row.PrintSecond, row.PrintThird = toJSON(seen.Print), &parts[0], &parts[1], &parts[2]
	}
	return row
}

// illustrated returns the stickers of rows with their pictures.
func illustrated(db *gorm.DB, rows []stickerRow) ([]catalog.Sticker, error) {
	stickers := make([]catalog.Sticker, len(rows))
	uploads := make([]map[i18n.Locale]assets.Digest, len(rows))
	wanted := map[assets.Digest]bool{}
	for i, row := range rows {
		emoji, err := fromJSON[[]string](row.Emoji)
		if err != nil {
			return nil, err
		}
		uploads[i], err = fromJSON[map[i18n.Locale]assets.Digest](row.Images)
		if err != nil {
			return nil, err
		}
		for _, upload := range uploads[i] {
			wanted[upload] = true
		}
		stickers[i] = catalog.Sticker{ID: row.ID, Shortcode: row.Shortcode, Emoji: emoji, Says: row.Says}
	}
	pictures, err := picturesOf(db, wanted)
	if err != nil {
		return nil, err
	}
	for i := range stickers {
		stickers[i].Images = make(map[i18n.Locale]catalog.Picture, len(uploads[i]))
		for locale, upload := range uploads[i] {
			picture, found := pictures[upload]
			if !found {
				return nil, fmt.Errorf("sqlstore: the picture of upload %s is missing", upload)
			}
			stickers[i].Images[locale] = picture
		}
	}
	return stickers, nil
}

// picturesPerQuery bounds the parameters of a statement.
const picturesPerQuery = 500

// picturesOf returns what was made of each upload.
func picturesOf(db *gorm.DB, wanted map[assets.Digest]bool) (map[assets.Digest]catalog.Picture, error) {
	uploads := make([]string, 0, len(wanted))
	for upload := range wanted {
		uploads = append(uploads, string(upload))
	}
	pictures := make(map[assets.Digest]catalog.Picture, len(wanted))
	for len(uploads) > 0 {
		n := min(len(uploads), picturesPerQuery)
		var rows []pictureRow
		err := db.Where("upload IN ?", uploads[:n]).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			pictures[assets.Digest(row.Upload)], err = fromJSON[catalog.Picture](row.Body)
			if err != nil {
				return nil, err
			}
		}
		uploads = uploads[n:]
	}
	return pictures, nil
}

type offerRow struct {
	Pack          string `gorm:"primaryKey"`
	Position      int    `gorm:"primaryKey;autoIncrement:false"`
	Region        string
	PriceAmount   *int64
	PriceCurrency *string
	OpensAt       *time.Time
	ClosesAt      *time.Time
	Audience      string
	Wave          string
	Tier          string
	Words         string
	Worded        bool
}

func (offerRow) TableName() string { return "offers" }

func toOfferRow(pack string, position int, o catalog.Offer) offerRow {
	row := offerRow{
		Pack: pack, Position: position, Region: o.Region, OpensAt: orNever(o.From),
		ClosesAt: orNever(o.Until), Audience: string(o.Audience), Wave: o.Wave, Tier: o.Tier,
		Words: string(o.Words), Worded: o.Worded,
	}
	if o.Price != nil {
		row.PriceAmount, row.PriceCurrency = &o.Price.Amount, &o.Price.Currency
	}
	return row
}

func (r offerRow) offer() catalog.Offer {
	o := catalog.Offer{
		Region: r.Region, From: never(r.OpensAt), Until: never(r.ClosesAt),
		Audience: catalog.Audience(r.Audience), Wave: r.Wave, Tier: r.Tier,
		Words: catalog.Wanted(r.Words), Worded: r.Worded,
	}
	if r.PriceAmount != nil && r.PriceCurrency != nil {
		o.Price = &catalog.Price{Amount: *r.PriceAmount, Currency: *r.PriceCurrency}
	}
	return o
}

type releaseRow struct {
	Pack     string `gorm:"primaryKey"`
	Number   int    `gorm:"primaryKey;autoIncrement:false"`
	State    string
	Direct   bool
	Manifest string
	Author   string
	At       time.Time

	WaitingSince *time.Time
	DecidedAt    *time.Time
}

func (releaseRow) TableName() string { return "releases" }

func toReleaseRow(r catalog.Release) releaseRow {
	return releaseRow{
		Pack: r.Pack, Number: r.Number, State: string(r.State), Direct: r.Direct,
		Manifest: r.Manifest.String(), Author: r.By, At: r.At.UTC(),
		WaitingSince: orNever(r.Waiting), DecidedAt: orNever(r.Decided),
	}
}

func (r releaseRow) release() (catalog.Release, error) {
	manifest, err := assets.ParseName(r.Manifest)
	return catalog.Release{
		Pack: r.Pack, Number: r.Number, State: catalog.ReleaseState(r.State), Direct: r.Direct,
		Manifest: manifest, By: r.Author, At: r.At.UTC(), Waiting: never(r.WaitingSince), Decided: never(r.DecidedAt),
	}, err
}

// orNever stores the zero time as NULL.
func orNever(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}

// never is orNever read backwards.
func never(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
