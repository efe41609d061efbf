package format

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestWideWorkbooksAreRefused: a cell far to the right costs its sender a few bytes, and the reader a row of sixteen
// thousand.
func TestWideWorkbooksAreRefused(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	for cell, text := range map[string]string{"A1": "id", "B1": "text", "A2": "a", "B2": "b", "XFD3": "far"} {
		err := book.SetCellStr(sheet, cell, text)
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	err := book.Write(&b)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Decode("xlsx", "en", b.Bytes())
	if err == nil || !strings.Contains(err.Error(), "columns") {
		t.Errorf("got %v", err)
	}
}
