package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/hallyu-store/hallyu/internal/web/sheet"
)

// TestNothingIsAFormula: whatever somebody calls their pack, a spreadsheet shows it as it is.
func TestNothingIsAFormula(t *testing.T) {
	var b strings.Builder
	w := sheet.NewCSV(&b)
	if err := w.Row(sheet.Text("=1+1"), sheet.Text("+1"), sheet.Text("-1"), sheet.Text("@SUM(A1)"), sheet.Text("\t=1"), sheet.Number("-1.50"), sheet.Text(`a "b", c`)); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if want := "'=1+1,'+1,'-1,'@SUM(A1),'\t=1,-1.50,\"a \"\"b\"\", c\"\r\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

func workbook(t *testing.T) []byte {
	t.Helper()
	w, err := sheet.NewXLSX()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, name := range []string{"one", "two", "three"} {
		err := w.Sheet(name, name == "two", sheet.Text("a"), sheet.Text("b"))
		for i := 0; err == nil && i < 100; i++ {
			err = w.Row(sheet.Text("=1+1"), sheet.Number("-12.345"), sheet.Number("9007199254740993"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := w.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWorkbooksAreTheSame: the same table makes the same bytes, and comes back as it was.
func TestWorkbooksAreTheSame(t *testing.T) {
	first := workbook(t)
	for range 10 {
		if !bytes.Equal(first, workbook(t)) {
			t.Fatal("two workbooks of the same table differ")
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("two")
	if err != nil || len(rows) != 101 || strings.Join(rows[100], "|") != "=1+1|-12.345|9007199254740993" {
		t.Errorf("%v %q", err, rows[len(rows)-1])
	}
	if formula, err := book.GetCellFormula("two", "A2"); formula != "" || err != nil {
		t.Errorf("a formula: %q %v", formula, err)
	}
}

// TestSpool gives out what was written, whether it fits into memory or not.
func TestSpool(t *testing.T) {
	for _, size := range []int{0, 10, 5 << 20} {
		var spool sheet.Spool
		want := bytes.Repeat([]byte("0123456789"), size/10)
		for part := range slices.Chunk(want, 1_000_000) {
			if _, err := spool.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		var got bytes.Buffer
		if _, err := spool.WriteTo(&got); err != nil || !bytes.Equal(got.Bytes(), want) || spool.Size() != int64(len(want)) {
			t.Errorf("%d bytes: %v, %d came out", size, err, got.Len())
		}
		if err := spool.Close(); err != nil {
			t.Error(err)
		}
	}
}
