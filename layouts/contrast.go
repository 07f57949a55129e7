package layouts

import "math"

// contrast returns the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance returns the relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2). The conversions keep machines from fusing the
// operations, so that each computes the same.
func luminance(colour string) float64 {
	var sum float64
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		c := float64(channels(colour)[i]) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += float64(weight * c)
	}
	return sum
}
