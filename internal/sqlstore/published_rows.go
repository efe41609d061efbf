package sqlstore

import (
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/hallyu-store/hallyu/catalog"
)

// publishedRow is what readers learn of a pack. Its cover, titles, stickers and keywords are most of it, and
// every start reads them all: they stand in Words, which is read ten times as quickly as JSON. Rows of
// older programs have them in Body, and no Words.
type publishedRow struct {
	Pack     string `gorm:"primaryKey"`
	Sequence int64
	Body     string
	Words    []byte
}

func (publishedRow) TableName() string { return "published" }

func toPublishedRow(p catalog.Published, sequence int64) publishedRow {
	words := packWords(p)
	p.Cover, p.Titles, p.Stickers, p.Keywords = catalog.Picture{}, nil, nil, nil
	return publishedRow{Pack: p.Pack, Sequence: sequence, Body: toJSON(p), Words: words}
}

func (r publishedRow) published() (catalog.Published, error) {
	p, err := fromJSON[catalog.Published](r.Body)
	if err == nil && r.Words != nil {
		err = unpackWords(r.Words, &p)
	}
	p.Sequence = r.Sequence
	return p, err
}

// rowsPerTask is how many rows one goroutine reads at a time.
const rowsPerTask = 32

// publishedOf reads rows on all processors.
func publishedOf(rows []publishedRow) ([]catalog.Published, error) {
	published := make([]catalog.Published, len(rows))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(rows); from += rowsPerTask {
		group.Go(func() error {
			for i := from; i < min(from+rowsPerTask, len(rows)); i++ {
				var err error
				published[i], err = rows[i].published()
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return published, group.Wait()
}
