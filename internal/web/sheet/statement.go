package sheet

import (
	"io"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/purchases/payout"
)

// lineHeadings are the columns of the lines of a statement, in every language: programs read them.
var lineHeadings = texts("at", "order", "kind", "pack", "region", "currency", "gross", "tax", "store_fee", "platform", "brand", "earned", "contract", "collab_contract")

func texts(names ...string) []Cell {
	cells := make([]Cell, len(names))
	for i, name := range names {
		cells[i] = Text(name)
	}
	return cells
}

func lineCells(l payout.Line) []Cell {
	amount := func(minor int64) Cell { return Amount(minor, l.Currency) }
	return []Cell{
		Text(l.At.UTC().Format(time.RFC3339Nano)), Text(l.Order), Text(string(l.Kind)), Text(l.Pack), Text(l.Region), Text(l.Currency), amount(l.Gross),
		amount(l.Parts[payout.Tax]), amount(l.Parts[payout.Fee]), amount(l.Parts[payout.Platform]), amount(l.Parts[payout.Brand]),
		amount(l.Parts[payout.Creator]), Text(l.Contract), Text(l.Collab),
	}
}

// Lines makes a statement's lines known one after the other, and returns what they come to.
type Lines func(take func(payout.Line) error) (payout.Statement, error)

// StatementCSV writes what each sale of a statement earned.
func StatementCSV(to io.Writer, lines Lines) error {
	w := NewCSV(to)
	err := w.Row(lineHeadings...)
	if err != nil {
		return err
	}
	_, err = lines(func(l payout.Line) error { return w.Row(lineCells(l)...) })
	if err != nil {
		return err
	}
	return w.Flush()
}

var (
	accountHeadings = texts("currency", "carried", "sales", "returns", "gross", "tax", "store_fee", "platform", "brand", "earned", "withheld", "due", "balance")
	sumHeadings     = texts("key", "currency", "sales", "returns", "gross", "earned")
)

// StatementXLSX writes a statement as a workbook: its accounts, what each sale earned, and the sums of days, regions and
// packs.
func StatementXLSX(to io.Writer, lines Lines) error {
	w, err := NewXLSX()
	if err != nil {
		return err
	}
	defer w.Close()
	err = w.Sheet("sales", false, lineHeadings...)
	if err != nil {
		return err
	}
	rows := 1
	statement, err := lines(func(l payout.Line) error {
		rows++
		if rows > MaxRows {
			return payout.ErrReportTooLarge.With("limit", MaxRows-1)
		}
		return w.Row(lineCells(l)...)
	})
	if err != nil {
		return err
	}
	err = accountSheet(w, statement.Accounts)
	for _, part := range []struct {
		name string
		sums []payout.Sum
	}{{"days", statement.Days}, {"regions", statement.Regions}, {"packs", statement.Packs}} {
		if err == nil {
			err = sumSheet(w, part.name, part.sums)
		}
	}
	if err != nil {
		return err
	}
	_, err = w.WriteTo(to)
	return err
}

func accountSheet(w *Workbook, accounts []payout.Account) error {
	err := w.Sheet("accounts", false, accountHeadings...)
	for _, a := range accounts {
		if err != nil {
			return err
		}
		amount := func(minor int64) Cell { return Amount(minor, a.Currency) }
		err = w.Row(Text(a.Currency), amount(a.Carried), count(a.Sales), count(a.Returns), amount(a.Gross), amount(a.Parts[payout.Tax]),
			amount(a.Parts[payout.Fee]), amount(a.Parts[payout.Platform]), amount(a.Parts[payout.Brand]), amount(a.Parts[payout.Creator]),
			amount(a.Withheld), amount(a.Due), amount(a.Balance))
	}
	return err
}

func sumSheet(w *Workbook, name string, sums []payout.Sum) error {
	err := w.Sheet(name, false, sumHeadings...)
	for _, s := range sums {
		if err != nil {
			return err
		}
		err = w.Row(Text(s.Key), Text(s.Currency), count(s.Sales), count(s.Returns), Amount(s.Gross, s.Currency), Amount(s.Earned, s.Currency))
	}
	return err
}

func count(n int64) Cell { return Number(strconv.FormatInt(n, 10)) }
