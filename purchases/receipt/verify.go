package receipt

import (
	"context"
)

// Verdict is what came of looking through a series.
type Verdict struct {
	Series Series
	End    End     // where it ends, by the word that is kept beside it
	Broken []int64 // numbers at which a document is missing, or is not what was issued
}

// documentsAtOnce is how many documents are read at once.
const documentsAtOnce = 500

// Verify looks through all documents for those that were changed, moved, taken away or put in.
func Verify(ctx context.Context, store Store) ([]Verdict, error) {
	all, err := store.Series(ctx)
	if err != nil {
		return nil, err
	}
	ends, err := store.Ends(ctx, all)
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(all))
	for i, series := range all {
		verdicts[i] = Verdict{Series: series, End: ends[series]}
		err = verdicts[i].look(ctx, store)
		if err != nil {
			return nil, err
		}
	}
	return verdicts, nil
}

// look looks through one series.
func (v *Verdict) look(ctx context.Context, store Store) error {
	var end End
	q := Query{App: v.Series.Ledger.App, Test: v.Series.Ledger.Test, Year: v.Series.Year}
	for {
		found, err := store.Find(ctx, q, documentsAtOnce)
		if err != nil {
			return err
		}
		for _, d := range found {
			for end.Sequence+1 < d.Sequence { // nothing stands there
				end.Sequence++
				v.Broken = append(v.Broken, end.Sequence)
			}
			if d.Previous != end.Hash || d.Hash != d.digest() || d.Number != v.Series.number(d.Sequence) {
				v.Broken = append(v.Broken, d.Sequence)
			}
			end = End{d.Sequence, d.Hash}
			q.After = d.Place()
		}
		if len(found) < documentsAtOnce {
			break
		}
	}
	if end != v.End && (len(v.Broken) == 0 || v.Broken[len(v.Broken)-1] != end.Sequence) {
		v.Broken = append(v.Broken, max(end.Sequence, v.End.Sequence))
	}
	return nil
}
