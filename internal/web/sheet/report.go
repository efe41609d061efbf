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

// headings are the columns: those that were asked for, in their fixed order, and the sums.
func (r Report) headings() []Cell {
	var names []string
	for _, by := range payout.Dimensions() {
		if slices.Contains(r.By, by) {
			names = append(names, string(by))
			if by == payout.ByPack {
				names = append(names, "title")
			}
		}
	}
	return texts(append(names, "currency", "sales", "returns", "gross", "returned", "net")...)
}

func (r Report) cells(g payout.Group) []Cell {
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
	return append(cells, Text(g.Currency), count(g.Sales), count(g.Returns), Amount(g.Gross, g.Currency), Amount(g.Returned, g.Currency), Amount(g.Net, g.Currency))
}

// CSV writes the report.
func (r Report) CSV(to io.Writer) error {
	w := NewCSV(to)
	err := w.Row(r.headings()...)
	for _, g := range r.Groups {
		if err == nil {
			err = w.Row(r.cells(g)...)
		}
	}
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
	err = w.Sheet("sales", false, r.headings()...)
	for _, g := range r.Groups {
		if err == nil {
			err = w.Row(r.cells(g)...)
		}
	}
	if err != nil {
		return err
	}
	_, err = w.WriteTo(to)
	return err
}
