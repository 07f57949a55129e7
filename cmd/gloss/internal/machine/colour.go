package machine

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"
)

// Colours of the default theme's light palette.
const (
	defaultAccent = "#0b5a73"
	groundColour  = "#fdfcfa"
	inkColour     = "#1c1b19"
	quietColour   = "#57544e"
)

// hexOf returns "#rgb" and "#rrggbb" as "#rrggbb" in lower case, and "" for anything else.
func hexOf(colour string) string {
	digits, ok := strings.CutPrefix(colour, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	value, err := strconv.ParseUint(digits, 16, 32)
	if !ok || len(digits) != 6 || err != nil {
		return ""
	}
	return fmt.Sprintf("#%06x", value)
}

// rgb returns the colour that hexOf wrote.
func rgb(hex string) color.NRGBA {
	value, _ := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	return color.NRGBA{uint8(value >> 16), uint8(value >> 8), uint8(value), 255}
}

// mix returns the colour at part/whole of the way from one to another.
func mix(from, to color.NRGBA, part, whole int) color.NRGBA {
	channel := func(a, b uint8) uint8 { return uint8((int(a)*(whole-part) + int(b)*part + whole/2) / whole) }
	return color.NRGBA{channel(from.R, to.R), channel(from.G, to.G), channel(from.B, to.B), channel(from.A, to.A)}
}

// legibleOn returns white or ink, whichever is the easier to read on a ground.
func legibleOn(ground color.NRGBA) color.NRGBA {
	// The weights of Rec. 709 in thousandths. Without the curve of sRGB they are off, but not near the middle between black and white.
	if luma := 213*int(ground.R) + 715*int(ground.G) + 72*int(ground.B); luma > 150_000 {
		return rgb(inkColour)
	}
	return rgb("#ffffff")
}
