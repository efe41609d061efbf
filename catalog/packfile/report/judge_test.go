package report_test

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
)

// slow is an exporter that takes two minutes for each upload, as long as its context lets it.
type slow struct{}

func (slow) Examine(context.Context, []byte) (assets.Examination, error) {
	return assets.Examination{}, nil
}

func (slow) Export(ctx context.Context, _ []byte, targets []assets.Target) ([]assets.Export, error) {
	select {
	case <-time.After(2 * time.Minute):
		return make([]assets.Export, len(targets)), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// TestWaitingIsNotJudging: who stands at the end of a long queue has as long as the first, and is not
// read before.
func TestWaitingIsNotJudging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		judge := report.NewJudge(slow{})
		var read atomic.Int32
		for i := range 12 {
			judge.Begin(t.Context(), assets.Digest(strconv.Itoa(i)), nil, func(context.Context) ([]byte, error) {
				read.Add(1)
				return nil, nil
			})
		}
		synctest.Wait()
		if read.Load() > 12+2 { // to be examined, and two of them to be made
			t.Errorf("uploads were read %d times", read.Load())
		}
		for i := range 12 {
			verdict, err := judge.Wait(t.Context(), assets.Digest(strconv.Itoa(i)))
			if err != nil || verdict.Err != nil || len(verdict.Exports) == 0 {
				t.Errorf("upload %d: %v, %v, %d files", i, err, verdict.Err, len(verdict.Exports))
			}
		}
	})
}
