package sqlstore

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
)

// mostLookalikes bounds what one question brings up: who looks like so many need not be told of all.
const mostLookalikes = 2000

func (s catalogStore) Lookalikes(ctx context.Context, prints []assets.Print, but catalog.Creator) ([]catalog.Lookalike, error) {
	if len(prints) == 0 {
		return nil, nil
	}
	var parts [3][]int64
	for _, print := range prints {
		for i, part := range print.Parts() {
			parts[i] = append(parts[i], part)
		}
	}
	var rows []stickerRow
	db := s.db.read(ctx)
	own := db.Table("packs").Select("packs.id").Joins("JOIN creators ON creators.id = packs.creator").
		Where("creators.id = ? OR (creators.account <> '' AND creators.account = ?)", but.ID, but.Account)
	err := db.Where("print_first IN ? OR print_second IN ? OR print_third IN ?", parts[0], parts[1], parts[2]).
		Where("pack NOT IN (?)", own).Order("id").Limit(mostLookalikes).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	near, err := nearOf(rows, prints)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	return near, translate(placeLookalikes(db, near))
}

// nearOf returns the stickers of rows that are near one of the prints, with no more of their packs than the id.
func nearOf(rows []stickerRow, prints []assets.Print) ([]catalog.Lookalike, error) {
	var near []catalog.Lookalike
	for _, row := range rows {
		print, err := fromJSON[assets.Print](row.Print)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(prints, print.Near) {
			near = append(near, catalog.Lookalike{Pack: catalog.Pack{ID: row.Pack}, Sticker: row.ID, Shortcode: row.Shortcode, Print: print})
		}
	}
	return near, nil
}

// soldPackRow is a pack with the manifest of its release on sale; NULL where it is not.
type soldPackRow struct {
	Pack     packRow `gorm:"embedded"`
	Manifest *string
}

// placeLookalikes reads the packs of lookalikes.
func placeLookalikes(db *gorm.DB, near []catalog.Lookalike) error {
	var ids []string
	for _, l := range near {
		ids = append(ids, l.Pack.ID)
	}
	slices.Sort(ids)
	var rows []soldPackRow
	err := db.Table("packs").Select("packs.*, releases.manifest AS manifest").
		Joins("LEFT JOIN releases ON releases.pack = packs.id AND releases.number = packs.current AND packs.state = ?", string(catalog.StateOnSale)).
		Where("packs.id IN ?", slices.Compact(ids)).Find(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		err := row.place(near)
		if err != nil {
			return err
		}
	}
	return nil
}

// place puts the pack of a row to the stickers that are of it.
func (r soldPackRow) place(near []catalog.Lookalike) error {
	pack, err := r.Pack.pack()
	if err != nil {
		return err
	}
	var manifest assets.Name
	if r.Manifest != nil {
		manifest, err = assets.ParseName(*r.Manifest)
	}
	for i := range near {
		if near[i].Pack.ID == pack.ID {
			near[i].Pack, near[i].Manifest = pack, manifest
		}
	}
	return err
}
