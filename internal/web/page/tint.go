package page

import (
	"encoding/base64"
	"math"
	"strconv"
)

// Tint is the class of a hue, which css/tints.css knows: "tint-0" to "tint-23", or "tint-plain" where a
// picture has no colour to speak of.
type Tint string

// PlainTint is for pictures without colour.
const PlainTint Tint = "tint-plain"

// hues is how many hues there are around the circle.
const hues = 24

// TintOf returns the tint of a picture by the average colour in its ThumbHash (base64).
func TintOf(thumbHash string) Tint {
	hash, err := base64.StdEncoding.DecodeString(thumbHash)
	if err != nil || len(hash) < 3 {
		return PlainTint
	}
	hue, chroma := oklch(average(hash))
	if chroma < 0.03 {
		return PlainTint
	}
	return Tint("tint-" + strconv.Itoa(int(math.Round(hue/(360/hues)))%hues))
}

// average reads the mean colour of what can be seen of the picture: red, green, blue from 0 to 1.
func average(hash []byte) (r, g, b float64) {
	head := uint32(hash[0]) | uint32(hash[1])<<8 | uint32(hash[2])<<16
	l := float64(head&63) / 63
	p := float64(head>>6&63)/31.5 - 1
	q := float64(head>>12&63)/31.5 - 1
	b = l - 2.0/3*p
	r = (3*l - b + q) / 2
	return unit(r), unit(r - q), unit(b)
}

func unit(x float64) float64 { return min(max(x, 0), 1) }

// oklch returns hue (degrees) and chroma of a colour in sRGB, by Björn Ottosson's matrices.
func oklch(r, g, b float64) (hue, chroma float64) {
	r, g, b = linear(r), linear(g), linear(b)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	x := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	y := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	hue = math.Mod(math.Atan2(y, x)*180/math.Pi+360, 360)
	return hue, math.Hypot(x, y)
}

// linear undoes the transfer function of sRGB.
func linear(c float64) float64 {
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}
