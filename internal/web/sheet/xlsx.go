package sheet

import (
	"archive/zip"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// MaxRows is how many rows a sheet of a workbook has at most.
const MaxRows = excelize.TotalRows

// Workbook is a workbook that is being written, sheet by sheet.
type Workbook struct {
	book  *excelize.File
	sheet *excelize.StreamWriter
	rows  int
	bold  int // style of headings
	first bool
}

// NewXLSX returns an empty workbook. Close it when it is not needed any more.
func NewXLSX() (*Workbook, error) {
	book := excelize.NewFile()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return &Workbook{book: book, bold: bold, first: true}, err
}

// Sheet begins a sheet, with its headings.
func (w *Workbook) Sheet(name string, rtl bool, headings ...Cell) error {
	err := w.finish()
	if err != nil {
		return err
	}
	if w.first {
		err = w.book.SetSheetName(w.book.GetSheetName(0), name)
		w.first = false
	} else {
		_, err = w.book.NewSheet(name)
	}
	if err == nil && rtl {
		err = w.book.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &rtl})
	}
	if err != nil {
		return err
	}
	w.sheet, err = w.book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	w.rows = 0
	err = w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err == nil {
		err = w.sheet.SetColWidth(1, len(headings), 16)
	}
	if err != nil {
		return err
	}
	return w.write(w.bold, headings)
}

// Row writes a row of the sheet. Texts stay texts, so none of them is a formula.
func (w *Workbook) Row(cells ...Cell) error { return w.write(0, cells) }

func (w *Workbook) write(style int, cells []Cell) error {
	w.rows++
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: c.value()}
	}
	return w.sheet.SetRow("A"+strconv.Itoa(w.rows), values)
}

// exactDigits is how many digits a number of a spreadsheet keeps: it is an IEEE 754 double.
const exactDigits = 15

func (c Cell) value() any {
	if !c.number || len(c.text) > exactDigits {
		return c.text
	}
	number, err := strconv.ParseFloat(c.text, 64)
	if err != nil {
		return c.text
	}
	return number
}

func (w *Workbook) finish() error {
	if w.sheet == nil {
		return nil
	}
	return w.sheet.Flush()
}

// WriteTo writes the workbook. The library puts the sheets into its archive in any order; here they go by name, so that
// the same workbook is the same bytes.
func (w *Workbook) WriteTo(to io.Writer) (int64, error) {
	err := w.finish()
	if err != nil {
		return 0, err
	}
	var spool Spool
	defer spool.Close()
	_, err = w.book.WriteTo(&spool)
	if err != nil {
		return 0, err
	}
	archive, err := zip.NewReader(spool.readerAt(), spool.Size())
	if err != nil {
		return 0, err
	}
	slices.SortFunc(archive.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	counted := &counter{to: to}
	sorted := zip.NewWriter(counted)
	for _, part := range archive.File {
		err = sorted.Copy(part)
		if err != nil {
			return counted.n, err
		}
	}
	err = sorted.Close()
	return counted.n, err
}

// counter counts what goes through it.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// Close gives free what the workbook holds.
func (w *Workbook) Close() error { return w.book.Close() }
