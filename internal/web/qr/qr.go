// Package qr draws QR codes.
package qr

import (
	"fmt"
	"html"
	"strings"

	"rsc.io/qr"
)

// quiet is how many light modules there are around a code, as ISO/IEC 18004 wants them.
const quiet = 4

// SVG draws a text as a QR code of medium error correction: black on white whatever the page's colours, with a title for
// those who do not see it. The error is that of a text that is too long.
func SVG(text, title string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	side := code.Size + 2*quiet
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t" shape-rendering="crispEdges">`, side, side)
	fmt.Fprintf(&b, `<title id="t">%s</title><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="`, html.EscapeString(title), side, side)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			begin := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > begin {
				fmt.Fprintf(&b, "M%d %dh%dv1H%dz", begin+quiet, y+quiet, x-begin, begin+quiet)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return []byte(b.String()), nil
}
