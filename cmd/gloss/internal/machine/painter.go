package machine

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// painter sets type in the Go fonts (Bigelow & Holmes, under the licence of the Go project), which cover the Latin, Greek and
// Cyrillic scripts. It is safe for concurrent use.
type painter struct {
	fonts    [2]*sfnt.Font // by weight
	encoders encoders

	mu     sync.Mutex
	buffer sfnt.Buffer
	glyphs map[glyphKey]*glyph
}

type weight uint8

const (
	regular weight = iota
	bold
)

// style is a font at a size, in pixels of the em square.
type style struct {
	weight weight
	size   int
}

type glyphKey struct {
	style style
	r     rune
}

type glyph struct {
	mask    mask
	advance int // in 1/64 pixel
}

func newPainter() (*painter, error) {
	p := &painter{glyphs: map[glyphKey]*glyph{}}
	for i, data := range [2][]byte{regular: goregular.TTF, bold: gobold.TTF} {
		var err error
		if p.fonts[i], err = sfnt.Parse(data); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// covers reports whether the fonts have every character of text.
func (p *painter) covers(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		// Both weights have the same characters.
		if index, err := p.fonts[bold].GlyphIndex(&p.buffer, r); err != nil || index == 0 {
			return false
		}
	}
	return true
}

// glyph returns a character as it is drawn. An outline that cannot be read is a blank: the fonts are part of the program, and a test
// reads all of them.
func (p *painter) glyph(s style, r rune) *glyph {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := glyphKey{s, r}
	if known := p.glyphs[key]; known != nil {
		return known
	}
	g := &glyph{}
	f, ppem := p.fonts[s.weight], fixed.I(s.size)
	if index, err := f.GlyphIndex(&p.buffer, r); err == nil {
		if advance, err := f.GlyphAdvance(&p.buffer, index, ppem, font.HintingNone); err == nil {
			g.advance = int(advance)
		}
		if outline, err := f.LoadGlyph(&p.buffer, index, ppem, nil); err == nil {
			g.mask = fill(outline)
		}
	}
	p.glyphs[key] = g
	return g
}

// width is the length of a line of text in pixels.
func (p *painter) width(s style, text string) int {
	width := 0
	for _, r := range text {
		width += p.glyph(s, r).advance
	}
	return (width + pixel - 1) / pixel
}

// draw calls stamp for each character of a line whose baseline begins at (x, y).
func (p *painter) draw(s style, x, y int, text string, stamp func(m *mask, x, y int)) {
	pen := x * pixel
	for _, r := range text {
		g := p.glyph(s, r)
		stamp(&g.mask, (pen+pixel/2)/pixel+g.mask.x, y+g.mask.y)
		pen += g.advance
	}
}

// wrap breaks text into lines of at most width pixels. When there are more than limit, the last one ends in an ellipsis and whole
// is false.
func (p *painter) wrap(s style, text string, width, limit int) (lines []string, whole bool) {
	line := ""
	for _, word := range strings.Fields(text) {
		if joined := strings.TrimSpace(line + " " + word); p.width(s, joined) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for p.width(s, word) > width { // a word longer than a line breaks anywhere
			head := p.fitting(s, word, width)
			lines, word = append(lines, head), word[len(head):]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) <= limit {
		return lines, true
	}
	last := lines[limit-1]
	for last != "" && p.width(s, last+"…") > width {
		last = p.shorter(last)
	}
	return append(lines[:limit-1:limit-1], strings.TrimRight(last, " ,;:.–-")+"…"), false
}

// fitting returns the longest beginning of a word that fits in width, one character at least.
func (p *painter) fitting(s style, word string, width int) string {
	used := 0
	for i, r := range word {
		used += p.glyph(s, r).advance
		if i > 0 && used > width*pixel {
			return word[:i]
		}
	}
	return word
}

// shorter takes the last word off a line, or the last character off a single word.
func (p *painter) shorter(line string) string {
	if i := strings.LastIndexByte(line, ' '); i > 0 {
		return line[:i]
	}
	characters := []rune(line)
	return string(characters[:len(characters)-1])
}
