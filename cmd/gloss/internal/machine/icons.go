package machine

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	_ "image/gif"  // logos
	_ "image/jpeg" // logos
	"strconv"
	"sync"
	"unicode"
)

// iconSource is what icons are drawn from: the logo if it is a picture of pixels, else the initial of the title on the accent.
type iconSource struct {
	logo    func() *image.RGBA // nil or returning nil: no logo to draw
	initial string             // a letter that the fonts have, or empty
	accent  color.NRGBA
	painter *painter
	key     []any
}

// logoPixels is the largest logo that is decoded, in pixels; a small file can claim any size.
const logoPixels = 4096 * 4096

func newIconSource(s *Site, p *painter) iconSource {
	source := iconSource{accent: rgb(s.ThemeColour()), painter: p, initial: initialOf(s.Title, p)}
	source.logo = sync.OnceValue(func() *image.RGBA { return decodeLogo(s.LogoData) })
	source.key = []any{s.ThemeColour(), source.initial, s.LogoData}
	return source
}

// initialOf returns the first letter or digit of a title.
func initialOf(title string, p *painter) string {
	for _, r := range title {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if initial := string(unicode.ToUpper(r)); p.covers(initial) {
				return initial
			}
			return ""
		}
	}
	return ""
}

// decodeLogo returns nil for a logo that holds no pixels (SVG), is damaged, or too large.
func decodeLogo(data []byte) *image.RGBA {
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > logoPixels/size.Height {
		return nil
	}
	decoded, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	logo := image.NewRGBA(image.Rect(0, 0, decoded.Bounds().Dx(), decoded.Bounds().Dy()))
	draw.Draw(logo, logo.Rect, decoded, decoded.Bounds().Min, draw.Src)
	return logo
}

// iconPath is the path of an icon of the web application. A maskable one is cut to a shape by the system that shows it.
func iconPath(size int, maskable bool) string {
	if maskable {
		return "icons/maskable-" + strconv.Itoa(size) + ".png"
	}
	return "icons/icon-" + strconv.Itoa(size) + ".png"
}

var faviconSizes = []int{16, 32, 48}

func (p *Plan) iconFiles() []File {
	file := func(sitePath string, size int, full bool) File {
		return File{Path: sitePath, Key: keyOf("icon", []any{p.icons.key, size, full}),
			Make: func() ([]byte, error) { return p.painter.encode(indexed(p.icons.icon(size, full))) }}
	}
	return []File{
		{Path: FaviconPath, Key: keyOf("favicon", p.icons.key), Make: p.favicon},
		file(TouchPath, 180, true),
		file(iconPath(192, false), 192, false),
		file(iconPath(512, false), 512, false),
		file(iconPath(512, true), 512, true),
	}
}

// icon draws a square icon. A full one has no transparent corner and keeps what matters inside the circle that no system cuts, of
// 80 % of the width (W3C Web Application Manifest, "maskable").
func (s iconSource) icon(size int, full bool) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	if logo := s.logo(); logo != nil {
		part := 100
		if full {
			draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
			part = 60
		}
		fitted := fit(logo, size*part/100)
		at := image.Pt((size-fitted.Rect.Dx())/2, (size-fitted.Rect.Dy())/2)
		draw.Draw(picture, fitted.Rect.Add(at), fitted, image.Point{}, draw.Over)
		return picture
	}
	ground := image.NewUniform(s.accent)
	if full {
		draw.Draw(picture, picture.Rect, ground, image.Point{}, draw.Src)
	} else {
		draw.DrawMask(picture, picture.Rect, ground, image.Point{}, roundedSquare(size, size*7/32), image.Point{}, draw.Over)
	}
	s.drawMark(picture, size, full)
	return picture
}

// drawMark draws the initial, or lines of text where the fonts do not have it.
func (s iconSource) drawMark(picture *image.RGBA, size int, full bool) {
	colour := image.NewUniform(legibleOn(s.accent))
	if s.initial == "" {
		for i := range 3 {
			y := size * (36 + 12*i) / 100
			draw.Draw(picture, image.Rect(size*30/100, y, size*70/100, y+max(1, size*5/100)), colour, image.Point{}, draw.Src)
		}
		return
	}
	part := 70
	if full {
		part = 54
	}
	for _, r := range s.initial {
		m := s.painter.glyph(style{bold, size * part / 100}, r).mask
		coverage := make([]uint8, len(m.coverage))
		for i, c := range m.coverage {
			coverage[i] = c&^3 | c>>6 // 64 steps, so that the picture has at most 256 colours
		}
		alpha := &image.Alpha{Pix: coverage, Stride: m.width, Rect: image.Rect(0, 0, m.width, m.height)}
		at := image.Pt((size-m.width)/2, (size-m.height)/2)
		draw.DrawMask(picture, alpha.Rect.Add(at), colour, image.Point{}, alpha, image.Point{}, draw.Over)
	}
}

// roundedSquare is a square with round corners, sampled eight times a pixel and direction where the edge runs through it.
func roundedSquare(size, radius int) *image.Alpha {
	square := image.NewAlpha(image.Rect(0, 0, size, size))
	for i := range square.Pix {
		x, y := i%size, i/size
		// How far the pixel is from the corners' centres; the four corners are alike.
		dx, dy := max(radius-x, x-(size-1-radius), 0), max(radius-y, y-(size-1-radius), 0)
		switch {
		case dx == 0 || dy == 0 || dx*dx+dy*dy <= radius*radius:
			square.Pix[i] = 255 // all of it, as samples lie on the corner's side of its far corner
		case (dx-1)*(dx-1)+(dy-1)*(dy-1) < radius*radius:
			square.Pix[i] = inCircle(dx, dy, radius)
		}
	}
	return square
}

// inCircle is how much of the pixel that is dx and dy from a circle's centre, seen at its far corner, lies in the circle.
func inCircle(dx, dy, radius int) uint8 {
	const samples = 8
	inside := 0
	for sub := range samples * samples {
		sx, sy := dx*2*samples-2*(sub%samples)-1, dy*2*samples-2*(sub/samples)-1
		if sx*sx+sy*sy <= 4*radius*radius*samples*samples {
			inside++
		}
	}
	return uint8(inside * 255 / (samples * samples))
}

// fit scales a picture down to fit in a square by averaging areas; a smaller one keeps its size, and stays sharp.
func fit(from *image.RGBA, side int) *image.RGBA {
	w, h := from.Rect.Dx(), from.Rect.Dy()
	if w <= side && h <= side {
		return from
	}
	width, height := side, max(1, h*side/w)
	if h > w {
		width, height = max(1, w*side/h), side
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			average(to.Pix[y*to.Stride+4*x:][:4], from, x*w, (x+1)*w, width, y*h, (y+1)*h, height)
		}
	}
	return to
}

// average writes the mean of an area of a picture. The area is [x0, x1) by [y0, y1), in units of 1/unitX and 1/unitY of a pixel.
func average(pixel []uint8, from *image.RGBA, x0, x1, unitX, y0, y1, unitY int) {
	var sum [4]int64 // int has 32 bits on some machines, and a logo has up to 2^24 pixels
	for y := y0 / unitY; y*unitY < y1; y++ {
		weightY := min(y1, (y+1)*unitY) - max(y0, y*unitY)
		for x := x0 / unitX; x*unitX < x1; x++ {
			weight := weightY * (min(x1, (x+1)*unitX) - max(x0, x*unitX))
			for c, value := range from.Pix[y*from.Stride+4*x:][:4] {
				sum[c] += int64(weight) * int64(value)
			}
		}
	}
	area := int64(x1-x0) * int64(y1-y0)
	for c := range sum {
		pixel[c] = uint8((sum[c] + area/2) / area)
	}
}

// indexed returns a picture of at most 256 colours, as icons without a logo have, with a palette, and others as they are. A site's icons have 6 kB so
// instead of 14.
func indexed(picture *image.RGBA) image.Image {
	small := image.NewPaletted(picture.Rect, make(color.Palette, 0, 256))
	entries := make(map[uint32]uint8, 256)
	var last uint32
	var entry uint8
	for i := range small.Pix {
		pixel := binary.LittleEndian.Uint32(picture.Pix[4*i:])
		if pixel != last || i == 0 {
			known := false
			if entry, known = entries[pixel]; !known {
				if len(entries) == 256 {
					return picture
				}
				entry = uint8(len(entries))
				entries[pixel] = entry
				small.Palette = append(small.Palette, color.NRGBAModel.Convert(picture.RGBAAt(i%picture.Rect.Dx(), i/picture.Rect.Dx())))
			}
			last = pixel
		}
		small.Pix[i] = entry
	}
	return small
}

// favicon writes an ICO file of PNG pictures, the form that every browser of this century reads.
func (p *Plan) favicon() ([]byte, error) {
	var header, pictures bytes.Buffer
	word := func(value int) { header.Write(binary.LittleEndian.AppendUint16(nil, uint16(value))) }
	long := func(value int) { header.Write(binary.LittleEndian.AppendUint32(nil, uint32(value))) }
	word(0)
	word(1) // an icon, not a cursor
	word(len(faviconSizes))
	const headerSize, entrySize = 6, 16
	for _, size := range faviconSizes {
		data, err := p.painter.encode(indexed(p.icons.icon(size, false)))
		if err != nil {
			return nil, err
		}
		header.Write([]byte{byte(size), byte(size), 0, 0}) // width, height, no palette, reserved
		word(1)                                            // colour planes
		word(32)                                           // bits a pixel
		long(len(data))
		long(headerSize + entrySize*len(faviconSizes) + pictures.Len())
		pictures.Write(data)
	}
	return append(header.Bytes(), pictures.Bytes()...), nil
}
