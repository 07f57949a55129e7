package layouts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// BrandProblem is a value of the brand that cannot be used (then it is left out), or a warning about one that is used.
type BrandProblem struct {
	Field   string // "accent", "fonts" or "radius"
	Text    string
	Hint    string
	Warning bool
}

// The grounds that the accent stands on as the colour of links; the palette in styles/ has the same values, which a test holds.
const (
	lightGround = "#fdfcfa"
	darkGround  = "#16181b"
)

// legible is the contrast that WCAG 2 asks of text for level AA.
const legible = 4.5

var (
	hexColour = regexp.MustCompile(`^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
	fontList  = regexp.MustCompile(`^(?:"[^"\\\n<>{};*]+"|'[^'\\\n<>{};*]+'|[\pL\d -]+)(?:,\s*(?:"[^"\\\n<>{};*]+"|'[^'\\\n<>{};*]+'|[\pL\d -]+))*$`)
	length    = regexp.MustCompile(`^(?:0|\d{1,3}(?:\.\d{1,3})?(?:px|rem|em))$`)
)

// Check returns what is wrong with the brand. Logo and Favicon are files, which the caller looks for.
func (b Brand) Check() []BrandProblem {
	var problems []BrandProblem
	if b.Accent != "" && !hexColour.MatchString(b.Accent) {
		problems = append(problems, BrandProblem{Field: "accent", Text: fmt.Sprintf("%q is not a colour", b.Accent), Hint: "write it as #rrggbb"})
	} else if b.Accent != "" {
		if c := contrast(b.Accent, lightGround); c < legible {
			problems = append(problems, BrandProblem{Field: "accent", Warning: true,
				Text: fmt.Sprintf("links in this colour have a contrast of %.1f to the page, and WCAG AA asks for %.1f", c, legible),
				Hint: "a darker colour such as " + towards(b.Accent, "#000000", lightGround)})
		}
	}
	if b.Fonts != "" && !fontList.MatchString(b.Fonts) {
		problems = append(problems, BrandProblem{Field: "fonts", Text: fmt.Sprintf("%q is not a list of font families", b.Fonts), Hint: `write names separated by commas: "Inter, sans-serif"`})
	}
	if b.Radius != "" && !length.MatchString(b.Radius) {
		problems = append(problems, BrandProblem{Field: "radius", Text: fmt.Sprintf("%q is not a length", b.Radius), Hint: "write it in px, rem or em: 4px"})
	}
	return problems
}

// css returns the rules that set the brand's values. The accent of the dark theme is the given one, lightened until it is legible.
func (b Brand) css() string {
	var rules strings.Builder
	if hexColour.MatchString(b.Accent) {
		fmt.Fprintf(&rules, "--accent:light-dark(%s,%s);", b.Accent, towards(b.Accent, "#ffffff", darkGround))
	}
	if fontList.MatchString(b.Fonts) {
		fmt.Fprintf(&rules, "--text-font:%s;--head-font:%s;", b.Fonts, b.Fonts)
	}
	if length.MatchString(b.Radius) {
		fmt.Fprintf(&rules, "--radius:%s;", b.Radius)
	}
	if b.Heading != "" {
		fmt.Fprintf(&rules, "--heading:%s;", cssString(b.Heading))
	}
	if rules.Len() == 0 {
		return ""
	}
	return ":root{" + strings.TrimSuffix(rules.String(), ";") + "}"
}

// towards mixes a colour with another in steps of a sixteenth until it is legible on the ground.
func towards(colour, target, ground string) string {
	from, to := channels(colour), channels(target)
	mixed := colour
	for step := 1; step <= 16 && contrast(mixed, ground) < legible; step++ {
		var c [3]int
		for i := range c {
			c[i] = (from[i]*(16-step) + to[i]*step) / 16
		}
		mixed = fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
	}
	return mixed
}

// channels returns red, green and blue, 0 to 255, of "#rgb" or "#rrggbb".
func channels(colour string) [3]int {
	digits := colour[1:]
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	v, _ := strconv.ParseUint(digits, 16, 32)
	return [3]int{int(v >> 16), int(v >> 8 & 255), int(v & 255)}
}

// cssString returns a text as a CSS string. Everything but letters, digits and spaces is written as its code.
func cssString(text string) string {
	var s strings.Builder
	s.WriteByte('"')
	for _, r := range text {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) || r == ' ' {
			s.WriteRune(r)
		} else {
			fmt.Fprintf(&s, `\%x `, r)
		}
	}
	s.WriteByte('"')
	return s.String()
}
