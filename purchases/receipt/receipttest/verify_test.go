package receipttest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// forged is a store that somebody has written to.
type forged struct {
	receipt.Store
	change func([]receipt.Document) []receipt.Document
}

func (f forged) Find(ctx context.Context, q receipt.Query, limit int) ([]receipt.Document, error) {
	found, err := f.Store.Find(ctx, q, limit)
	return f.change(found), err
}

// TestVerify changes, takes away, puts in and moves receipts: each is found at its number.
func TestVerify(t *testing.T) {
	s := NewStore()
	f := newFixture(Stores{Receipts: s, Sales: s.Sales, Journal: s.Sales.Journal})
	for i := range 5 {
		f.sell(t, sale{live, pack, "KR", "fan-" + strconv.Itoa(i)})
	}
	_, err := f.Issue(ctx)
	done(t, err)
	type documents = []receipt.Document
	for name, trial := range map[string]struct {
		change func(documents) documents
		broken []int64
	}{
		"nothing": {func(d documents) documents { return d }, nil},
		"an amount": {func(d documents) documents {
			d[1].Body = strings.Replace(d[1].Body, "2500", "25", 1)
			return d
		}, []int64{2}},
		"one taken away":   {func(d documents) documents { return slices.Delete(d, 2, 3) }, []int64{3, 4}},
		"the end cut off":  {func(d documents) documents { return d[:3] }, []int64{5}},
		"the beginning":    {func(d documents) documents { return d[1:] }, []int64{1, 2}},
		"a hash that fits": {func(d documents) documents { d[4].Hash = "0"; return d }, []int64{5}},
		"two that are turned": {func(d documents) documents {
			d[0].Body, d[1].Body = d[1].Body, d[0].Body
			return d
		}, []int64{1, 2}},
	} {
		verdicts, err := receipt.Verify(ctx, forged{s, trial.change})
		done(t, err)
		if len(verdicts) != 1 || !slices.Equal(verdicts[0].Broken, trial.broken) {
			t.Errorf("%s: %+v, want %v", name, verdicts, trial.broken)
		}
	}
}
