package format

import (
	"archive/zip"
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// maxUnzipped is how large the parts of a workbook may be together, in bytes.
const maxUnzipped = 32 << 20

// maxColumns is how wide a table may be: a workbook names cells that lie sixteen thousand columns apart in a few bytes.
const maxColumns = 64

// sheet is the name of the table in a workbook.
const sheet = "Sheet1"

// encodeXLSX writes the table of [encodeCSV] as a workbook. Cells are texts, so none of them is a formula.
func encodeXLSX(f File) ([]byte, error) {
	rows, err := tableOf(f)
	if err != nil {
		return nil, err
	}
	book := excelize.NewFile()
	defer book.Close()
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		err = w.SetRow(fmt.Sprintf("A%d", i+1), cells)
		if err != nil {
			return nil, err
		}
	}
	err = w.Flush()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = book.Write(&b)
	return b.Bytes(), err
}

// decodeXLSX reads the first sheet of a workbook as such a table.
func decodeXLSX(_ *message.Rules, data []byte) ([]unit, error) {
	err := soundZip(data)
	if err != nil {
		return nil, &SyntaxError{Reason: err.Error()}
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, &SyntaxError{Reason: firstLine(err.Error())}
	}
	defer book.Close()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return nil, &SyntaxError{Reason: firstLine(err.Error())}
	}
	defer rows.Close()
	var header []string
	t := tableReader{cell: func(s string) string { return s }}
	for line := 1; rows.Next(); line++ {
		row, err := rows.Columns()
		if err != nil {
			return nil, &SyntaxError{line, 1, firstLine(err.Error())}
		}
		switch {
		case len(row) > maxColumns:
			err = &SyntaxError{line, maxColumns + 1, fmt.Sprintf("more than %d columns", maxColumns)}
		case header == nil:
			header = row
			err = t.head(row)
		case len(row) > 0:
			err = t.row(line, append(row, make([]string, max(0, len(header)-len(row)))...))
		}
		if err != nil {
			return nil, err
		}
	}
	if header == nil {
		return nil, errNoTable
	}
	return t.units, nil
}

// soundZip refuses what would be too large when it is unpacked, or nests in a way that no workbook does.
func soundZip(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	var size uint64
	for _, part := range archive.File {
		size += part.UncompressedSize64
	}
	if size > maxUnzipped || len(archive.File) > 1000 {
		return fmt.Errorf("larger than %d bytes when it is unpacked", maxUnzipped)
	}
	return nil
}
