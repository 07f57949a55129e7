package machine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
)

// A card is the picture that other sites show with a link: 1200 by 630 pixels, the size that Open Graph's readers ask for.
const (
	cardWidth, cardHeight         = 1200, 630
	cardWidthText, cardHeightText = "1200", "630"

	cardBar     = 28 // the accent at the left edge
	cardLeft    = 100
	cardRight   = 90
	cardMeasure = cardWidth - cardLeft - cardRight
	cardTop     = 104 // baseline of the first line
	cardBottom  = cardHeight - 56
)

// cardForm is part of the keys of pictures; a change of how they are drawn makes a new one.
const cardForm = "1"

// shades is the number of steps between the ground and a colour. With 16, text is as smooth as the eye sees, and a card is 15 to
// 25 kB.
const shades = 16

// ramp is a colour in all its shades: entries of the palette.
type ramp uint8

const (
	ink ramp = iota
	quiet
	accent
)

// card is what stands on one picture.
type card struct {
	Accent string
	Over   string // a small line above
	Title  string
	Under  string // the abbreviation
	Text   string
}

func (p *Plan) hasSiteCard() bool {
	return p.outputs.Images != NoImages && p.site.BaseURL != "" && p.painter.covers(p.site.Title)
}

// hasTermCard tells whether a term has a picture of its own. One that the fonts cannot set does with the glossary's.
func (p *Plan) hasTermCard(e *Entry) bool {
	return p.outputs.Images == TermImages && p.site.BaseURL != "" && p.painter.covers(e.Title)
}

func (p *Plan) cardFiles() []File {
	var files []File
	if p.hasSiteCard() {
		files = append(files, p.cardFile(CardPath, card{Title: p.site.Title, Text: p.site.Description}))
	}
	for i := range p.site.Entries {
		if e := &p.site.Entries[i]; p.hasTermCard(e) {
			files = append(files, p.cardFile(beside(e.Path, ".png"), card{Over: p.site.Title, Title: e.Title, Under: e.Abbreviation, Text: e.Summary}))
		}
	}
	return files
}

func (p *Plan) cardFile(sitePath string, c card) File {
	c.Accent = p.site.ThemeColour()
	for _, text := range []*string{&c.Over, &c.Under, &c.Text} {
		if !p.painter.covers(*text) {
			*text = "" // rather than a line of boxes
		}
	}
	return File{Path: sitePath, Key: keyOf("card", c), Make: func() ([]byte, error) { return encodePNG(p.painter.card(c)) }}
}

// keyOf hashes what a picture depends on.
func keyOf(kind string, value any) string {
	data, err := json.Marshal([]any{kind, cardForm, value})
	if err != nil {
		panic(err) // only for types that JSON cannot hold, which is a mistake of ours
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// titleStyles are tried from the first on, until the title fits in two lines.
var titleStyles = []style{{bold, 96}, {bold, 80}, {bold, 66}, {bold, 54}}

func (p *painter) card(c card) *image.Paletted {
	picture := image.NewPaletted(image.Rect(0, 0, cardWidth, cardHeight), cardPalette(rgb(c.Accent)))
	for y := range cardHeight {
		for x := range cardBar {
			picture.Pix[y*picture.Stride+x] = uint8(accent)*shades + shades - 1
		}
	}
	y := cardTop
	if c.Over != "" {
		over := style{bold, 32}
		lines, _ := p.wrap(over, c.Over, cardMeasure, 1)
		y = p.lines(picture, over, accent, lines, y, 0) + 34
	}
	chosen, lines := p.title(c.Title)
	y = p.lines(picture, chosen, ink, lines, y+chosen.size*8/10, chosen.size*112/100)
	if c.Under != "" {
		under := style{regular, 46}
		short, _ := p.wrap(under, c.Under, cardMeasure, 1)
		y = p.lines(picture, under, quiet, short, y+66, 0)
	}
	text, leading := style{regular, 38}, 54
	y += 82
	if room := (cardBottom-y)/leading + 1; c.Text != "" && room > 0 {
		lines, _ := p.wrap(text, c.Text, cardMeasure, room)
		p.lines(picture, text, quiet, lines, y, leading)
	}
	return picture
}

// title chooses the size of the headword and breaks it.
func (p *painter) title(text string) (style, []string) {
	for _, s := range titleStyles {
		if lines, whole := p.wrap(s, text, cardMeasure, 2); whole {
			return s, lines
		}
	}
	last := titleStyles[len(titleStyles)-1]
	lines, _ := p.wrap(last, text, cardMeasure, 3)
	return last, lines
}

// lines draws lines from the baseline y on and returns the last one's.
func (p *painter) lines(picture *image.Paletted, s style, colour ramp, lines []string, y, leading int) int {
	for i, line := range lines {
		if i > 0 {
			y += leading
		}
		p.draw(s, cardLeft, y, line, func(m *mask, x, y int) { stamp(picture, m, x, y, colour) })
	}
	return y
}

// stamp draws a mask on the ground; what lies outside the picture is cut off.
func stamp(picture *image.Paletted, m *mask, x, y int, colour ramp) {
	for row := max(0, -y); row < m.height && y+row < cardHeight; row++ {
		for column := max(0, -x); column < m.width && x+column < cardWidth; column++ {
			if shade := m.coverage[row*m.width+column] / (256 / shades); shade > 0 {
				picture.Pix[(y+row)*picture.Stride+x+column] = uint8(colour)*shades + shade
			}
		}
	}
}

func cardPalette(accentColour color.NRGBA) color.Palette {
	ground := rgb(groundColour)
	var palette color.Palette
	for _, colour := range []color.NRGBA{ink: rgb(inkColour), quiet: rgb(quietColour), accent: accentColour} {
		for shade := range shades {
			palette = append(palette, mix(ground, colour, shade, shades-1))
		}
	}
	return palette
}

func encodePNG(picture image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}
