package sqlstore

import (
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
)

// mostLookalikes bounds what one question brings up: who looks like so many need not be told of all.
const mostLookalikes = 2000

func (s catalogStore) Lookalikes(ctx context.Context, prints []assets.Print, but string) ([]catalog.Lookalike, error) {
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
	err := db.Where("pack <> ?", but).
		Where("print_first IN ? OR print_second IN ? OR print_third IN ?", parts[0], parts[1], parts[2]).
		Order("id").Limit(mostLookalikes).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	var near []catalog.Lookalike
	for _, row := range rows {
		print, err := fromJSON[assets.Print](row.Print)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(prints, print.Near) {
			near = append(near, catalog.Lookalike{Pack: catalog.Pack{ID: row.Pack}, Shortcode: row.Shortcode, Print: print})
		}
	}
	for i := range near {
		near[i].Pack, err = s.Pack(ctx, near[i].Pack.ID)
		if err != nil {
			return nil, err
		}
	}
	return near, nil
}
