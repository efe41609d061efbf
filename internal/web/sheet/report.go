package sheet

import (
	"io"
	"slices"

	"github.com/hallyu-store/hallyu/purchases/payout"
)

// Report is a report of sales as a table.
type Report struct {
	By     []payout.Dimension
	Groups []payout.Group
	Title  func(pack string) string
}

// taxed reports whether the store charged tax on any of the sales: only then is there a column for it.
func (r Report) taxed() bool {
	return slices.ContainsFunc(r.Groups, func(g payout.Group) bool { return g.Tax != 0 })
}

// rows are the headings and the groups, one after the other, until a row fails.
func (r Report) rows(begin, row func(...Cell) error) error {
	taxed := r.taxed()
	err := begin(r.headings(taxed)...)
	for _, g := range r.Groups {
		if err == nil {
			err = row(r.cells(g, taxed)...)
		}
	}
	return err
}

// headings are the columns: those that were asked for, in their fixed order, and the sums.
func (r Report) headings(taxed bool) []Cell {
	var names []string
	for _, by := range payout.Dimensions() {
		if slices.Contains(r.By, by) {
			names = append(names, string(by))
			if by == payout.ByPack {
				names = append(names, "title")
			}
		}
	}
	names = append(names, "currency", "sales", "returns", "gross", "returned", "net")
	if taxed {
		names = append(names, "tax")
	}
	return texts(names...)
}

func (r Report) cells(g payout.Group, taxed bool) []Cell {
	var cells []Cell
	for _, by := range payout.Dimensions() {
		if !slices.Contains(r.By, by) {
			continue
		}
		switch by {
		case payout.ByDay:
			cells = append(cells, Text(g.Day))
		case payout.ByRegion:
			cells = append(cells, Text(g.Region))
		case payout.ByPack:
			cells = append(cells, Text(g.Pack), Text(r.Title(g.Pack)))
		case payout.ByCreator:
			cells = append(cells, Text(g.Creator))
		}
	}
	cells = append(cells, Text(g.Currency), count(g.Sales), count(g.Returns), Amount(g.Gross, g.Currency), Amount(g.Returned, g.Currency), Amount(g.Net, g.Currency))
	if taxed {
		cells = append(cells, Amount(g.Tax, g.Currency))
	}
	return cells
}

// CSV writes the report.
func (r Report) CSV(to io.Writer) error {
	w := NewCSV(to)
	err := r.rows(w.Row, w.Row)
	if err != nil {
		return err
	}
	return w.Flush()
}

// XLSX writes the report as a workbook.
func (r Report) XLSX(to io.Writer) error {
	w, err := NewXLSX()
	if err != nil {
		return err
	}
	defer w.Close()
	err = r.rows(func(headings ...Cell) error { return w.Sheet("sales", false, headings...) }, w.Row)
	if err != nil {
		return err
	}
	_, err = w.WriteTo(to)
	return err
}
