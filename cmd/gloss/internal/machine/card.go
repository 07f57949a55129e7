package machine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"sync"
)

// A card is the picture that other sites show with a link: 1200 by 630 pixels, the size that Open Graph's readers ask for.
const (
	cardWidth, cardHeight         = 1200, 630
	cardWidthText, cardHeightText = "1200", "630"

	cardBar     = 28 // the accent at the left edge
	cardLeft    = 100
	cardRight   = 90
	cardMeasure = cardWidth - cardLeft - cardRight
	cardMargin  = 84 // above the first baseline and below the last one, at least
)

// cardForm is part of the keys of pictures; a change of how they are drawn makes a new one.
const cardForm = "1"

// A card has 16 colours, so that PNG packs two pixels in a byte, which halves its size and the time to make it: the ground and three
// colours in several shades. The entries of the palette are in this order.
type ramp struct {
	first, shades uint8 // of the palette: the last shade is the colour itself
}

var (
	ink    = ramp{first: 1, shades: 6}
	quiet  = ramp{first: 7, shades: 5}
	accent = ramp{first: 12, shades: 4}
)

func (r ramp) full() uint8 { return r.first + r.shades - 1 }

// shade returns the entry for a pixel that is covered so far, and false where the ground stays.
func (r ramp) shade(coverage uint8) (uint8, bool) {
	step := (int(coverage)*int(r.shades) + 127) / 255
	return r.first + uint8(step) - 1, step > 0
}

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
	return File{Path: sitePath, Key: keyOf("card", c), Make: func() ([]byte, error) { return p.painter.encode(p.painter.card(c)) }}
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
	var runs []run
	y := 0
	add := func(s style, colour ramp, lines []string, leading int) {
		for i, line := range lines {
			if i > 0 {
				y += leading
			}
			runs = append(runs, run{s, colour, line, y})
		}
	}
	if c.Over != "" {
		over := style{bold, 32}
		lines, _ := p.wrap(over, c.Over, cardMeasure, 1)
		add(over, accent, lines, 0)
		y += 34
	}
	chosen, lines := p.title(c.Title)
	y += chosen.size * 8 / 10
	add(chosen, ink, lines, chosen.size*112/100)
	if c.Under != "" {
		under := style{regular, 46}
		short, _ := p.wrap(under, c.Under, cardMeasure, 1)
		y += 66
		add(under, quiet, short, 0)
	}
	text, leading := style{regular, 38}, 54
	if room := (cardHeight-2*cardMargin-y-82)/leading + 1; c.Text != "" && room > 0 {
		lines, _ := p.wrap(text, c.Text, cardMeasure, room)
		y += 82
		add(text, quiet, lines, leading)
	}
	return p.set(runs, max(cardMargin, (cardHeight-y)/2), rgb(c.Accent))
}

// run is one line of type; y is its baseline.
type run struct {
	style  style
	colour ramp
	text   string
	y      int
}

// set draws the lines, the first baseline at top, beside a bar in the accent.
func (p *painter) set(runs []run, top int, accentColour color.NRGBA) *image.Paletted {
	picture := image.NewPaletted(image.Rect(0, 0, cardWidth, cardHeight), cardPalette(accentColour))
	for y := range cardHeight {
		for x := range cardBar {
			picture.Pix[y*picture.Stride+x] = accent.full()
		}
	}
	for _, r := range runs {
		p.draw(r.style, cardLeft, top+r.y, r.text, func(m *mask, x, y int) { stamp(picture, m, x, y, r.colour) })
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

// stamp draws a mask on the ground; what lies outside the picture is cut off.
func stamp(picture *image.Paletted, m *mask, x, y int, colour ramp) {
	for row := max(0, -y); row < m.height && y+row < cardHeight; row++ {
		for column := max(0, -x); column < m.width && x+column < cardWidth; column++ {
			if entry, seen := colour.shade(m.coverage[row*m.width+column]); seen {
				picture.Pix[(y+row)*picture.Stride+x+column] = entry
			}
		}
	}
}

func cardPalette(accentColour color.NRGBA) color.Palette {
	ground := rgb(groundColour)
	palette := color.Palette{ground}
	colours := []color.NRGBA{rgb(inkColour), rgb(quietColour), accentColour}
	for i, r := range []ramp{ink, quiet, accent} {
		for step := 1; step <= int(r.shades); step++ {
			palette = append(palette, mix(ground, colours[i], step, int(r.shades)))
		}
	}
	return palette
}

// encode returns a picture as PNG.
func (p *painter) encode(picture image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{BufferPool: &p.encoders}).Encode(&b, picture)
	return b.Bytes(), err
}

// encoders lends the working memory of encoding, 1.2 MB of which each of a site's seven icons would ask for anew.
type encoders struct{ pool sync.Pool }

func (e *encoders) Get() *png.EncoderBuffer {
	lent, _ := e.pool.Get().(*png.EncoderBuffer)
	return lent
}

func (e *encoders) Put(b *png.EncoderBuffer) { e.pool.Put(b) }
