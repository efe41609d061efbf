package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// receiptCommands look after receipts, also while the server runs.
type receiptCommands struct {
	Verify receiptsVerify `cmd:"" help:"Look for receipts that were deleted, altered, moved or put in; ends with 1 when there are some. Prints where each series ends."`
}

// errReceiptsBroken says that receipts are not what was issued. Which was printed already.
var errReceiptsBroken = errors.New("the receipts are not what was issued")

type receiptsVerify struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run verifies all series.
func (r receiptsVerify) Run(ctx context.Context, p *Process, c *config.Config) error {
	db, err := openDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	verdicts, err := receipt.Verify(ctx, db.Receipts())
	if err == nil {
		err = r.report(p, verdicts)
	}
	return errors.Join(err, db.Close())
}

// verifiedSeries is what is printed of a series.
type verifiedSeries struct {
	Ledger   string  `json:"ledger"`
	Year     int     `json:"year"`
	Receipts int64   `json:"receipts"`
	Head     string  `json:"head"`
	Broken   []int64 `json:"broken"`
}

// report prints verdicts, and returns errReceiptsBroken when one is bad.
func (r receiptsVerify) report(p *Process, verdicts []receipt.Verdict) error {
	all, intact := []verifiedSeries{}, true
	for _, v := range verdicts {
		all = append(all, verifiedSeries{v.Series.Ledger.ID(), v.Series.Year, v.End.Sequence, v.End.Hash, append([]int64{}, v.Broken...)})
		intact = intact && len(v.Broken) == 0
	}
	var err error
	if r.JSON {
		err = remote.PrintJSON(p.Stdout, map[string]any{"intact": intact, "series": all})
	} else {
		err = r.print(p, all)
	}
	if err == nil && !intact {
		err = errReceiptsBroken
	}
	return err
}

// print prints a line for each series, and one for each number that is not what was issued.
func (receiptsVerify) print(p *Process, all []verifiedSeries) error {
	for _, s := range all {
		_, err := fmt.Fprintf(p.Stdout, "%s %d  %d receipts, the last %s\n", s.Ledger, s.Year, s.Receipts, s.Head)
		for _, number := range s.Broken {
			if err == nil {
				_, err = fmt.Fprintf(p.Stdout, "  broken  %d-%06d\n", s.Year, number)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
