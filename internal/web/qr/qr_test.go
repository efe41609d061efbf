package qr_test

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/internal/web/qr"
)

// TestTooLong: what no code holds is an error, not half a code.
func TestTooLong(t *testing.T) {
	if _, err := qr.SVG(strings.Repeat("A", 10_000), ""); err == nil {
		t.Error("ten thousand letters were drawn")
	}
	svg, err := qr.SVG("a", `</title><script>`)
	if err != nil || strings.Contains(string(svg), "<script") {
		t.Errorf("%s, %v", svg, err)
	}
}
