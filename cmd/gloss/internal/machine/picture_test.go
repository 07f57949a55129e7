package machine

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func square(x0, y0, x1, y1 int, hole bool) sfnt.Segments {
	point := func(x, y int) [3]fixed.Point26_6 {
		return [3]fixed.Point26_6{{X: fixed.Int26_6(x), Y: fixed.Int26_6(y)}}
	}
	a, b, c, d := point(x0, y0), point(x1, y0), point(x1, y1), point(x0, y1)
	if hole {
		b, d = d, b
	}
	return sfnt.Segments{{Op: sfnt.SegmentOpMoveTo, Args: a}, {Op: sfnt.SegmentOpLineTo, Args: b}, {Op: sfnt.SegmentOpLineTo, Args: c}, {Op: sfnt.SegmentOpLineTo, Args: d}}
}

// covered sums a mask in pixels, times 255.
func covered(m mask) int {
	sum := 0
	for _, c := range m.coverage {
		sum += int(c)
	}
	return sum
}

func TestFill(t *testing.T) {
	for _, test := range []struct {
		name    string
		outline sfnt.Segments
		area    int // in pixels times 255
	}{
		{"nothing", nil, 0},
		{"whole pixels", square(0, 0, 2*64, 3*64, false), 6 * 255},
		{"half a pixel wide", square(16, 0, 48, 64, false), 127},
		{"half a pixel high", square(0, 16, 64, 48, false), 127},
		{"left of the origin", square(-3*64, -2*64, -64, 0, false), 4 * 255},
		{"two that overlap", append(square(0, 0, 128, 128, false), square(64, 64, 192, 192, false)...), 7 * 255},
		{"a hole", append(square(0, 0, 4*64, 4*64, false), square(64, 64, 3*64, 3*64, true)...), 12 * 255},
	} {
		if got := covered(fill(test.outline)); got != test.area {
			t.Errorf("%s: covers %d, want %d", test.name, got, test.area)
		}
	}
}

func TestFillCurve(t *testing.T) {
	p := func(x, y int) fixed.Point26_6 { return fixed.P(x, y) }
	// The area under a parabola of height 30 and width 90 is two thirds of the rectangle.
	m := fill(sfnt.Segments{{Op: sfnt.SegmentOpMoveTo, Args: [3]fixed.Point26_6{p(0, 30)}},
		{Op: sfnt.SegmentOpQuadTo, Args: [3]fixed.Point26_6{p(45, -30), p(90, 30)}}})
	if area := covered(m) / 255; area < 1785 || area > 1800 {
		t.Errorf("the area is %d pixels, not about 1800", area)
	}
}

// The painter draws a blank for an outline it cannot read; none of the fonts' is.
func TestFontsAreWhole(t *testing.T) {
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	drawn := 0
	for r := rune('!'); r < 0x2000; r++ {
		if !p.covers(string(r)) {
			continue
		}
		for _, w := range []weight{regular, bold} {
			if g := p.glyph(style{w, 20}, r); g.advance == 0 && g.mask.width == 0 {
				t.Errorf("%q has neither width nor outline", r)
			}
			drawn++
		}
	}
	if drawn < 1000 {
		t.Errorf("the fonts have only %d characters", drawn)
	}
	for text, want := range map[string]bool{"Naïve Bayes, Łódź, Ελλάδα, Москва": true, "漢字": false, "عربي": false, "": true} {
		if p.covers(text) != want {
			t.Errorf("covers(%q) is %v", text, !want)
		}
	}
}

func TestWrap(t *testing.T) {
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	s := style{regular, 40}
	for _, test := range []struct {
		text  string
		limit int
		want  string
		whole bool
	}{
		{"", 2, "", true},
		{"one two", 2, "one two", true},
		{"the first line and the second line", 2, "the first line and|the second line", true},
		{"the first line and the second line", 1, "", false},
		{"Donaudampfschifffahrtsgesellschaft", 2, "", false},
		{"Donaudampfschifffahrtsgesellschaft", 9, "Donaudampfsch|ifffahrtsgesellsc|haft", true},
	} {
		lines, whole := p.wrap(s, test.text, 300, test.limit)
		if whole != test.whole || len(lines) > test.limit {
			t.Errorf("wrap(%q) is %q, %v", test.text, lines, whole)
		}
		if whole && strings.Join(lines, "|") != test.want {
			t.Errorf("wrap(%q) is %q, want %q", test.text, strings.Join(lines, "|"), test.want)
		}
		if !whole && !strings.HasSuffix(lines[len(lines)-1], "…") {
			t.Errorf("wrap(%q) ends in %q", test.text, lines[len(lines)-1])
		}
		for _, line := range lines {
			if p.width(s, line) > 300 {
				t.Errorf("%q is too long", line)
			}
		}
	}
}

func TestCards(t *testing.T) {
	site := sample()
	site.Entries[1].Title = strings.Repeat("Very long headword ", 20)
	site.Entries[1].Summary = strings.Repeat("And a summary without an end ", 40)
	site.Entries[2].Title = strings.Repeat("W", 300)
	files := makeAll(t, plan(t, site, Outputs{Images: TermImages}))
	if len(files) != 4 {
		t.Errorf("%d pictures", len(files))
	}
	for sitePath, data := range files {
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", sitePath, err)
		}
		if size := picture.Bounds().Size(); size != image.Pt(1200, 630) {
			t.Errorf("%s is %v", sitePath, size)
		}
		margin := rgb(groundColour)
		for y := range cardHeight {
			if got := color.NRGBAModel.Convert(picture.At(cardWidth-60, y)); got != margin {
				t.Fatalf("%s: text runs into the margin at line %d", sitePath, y)
			}
		}
	}
}

func TestIcons(t *testing.T) {
	gradient := image.NewNRGBA(image.Rect(0, 0, 1000, 500))
	for i := range 1000 * 500 {
		gradient.SetNRGBA(i%1000, i/1000, color.NRGBA{200, 0, 0, 255})
	}
	var wide, photo bytes.Buffer
	if err := png.Encode(&wide, gradient); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&photo, gradient, nil); err != nil {
		t.Fatal(err)
	}
	var bomb bytes.Buffer
	bomb.Write(wide.Bytes())
	binary.BigEndian.PutUint32(bomb.Bytes()[16:], 60_000) // the header's width; its checksum no longer holds
	for _, test := range []struct {
		name, title string
		logo        []byte
		middle      color.NRGBA // of icon-512
		corner      uint8       // its alpha
	}{
		{"initial", "Ink", nil, rgb("#ffffff"), 0},
		{"no letter of ours", "漢字", nil, rgb("#ffffff"), 0},
		{"no letter at all", "…", nil, rgb("#ffffff"), 0},
		{"wide logo", "Ink", wide.Bytes(), color.NRGBA{200, 0, 0, 255}, 0},
		{"photo", "Ink", photo.Bytes(), color.NRGBA{200, 0, 0, 255}, 0},
		{"vector logo", "Ink", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), rgb("#ffffff"), 0},
		{"damaged logo", "Ink", wide.Bytes()[:40], rgb("#ffffff"), 0},
		{"bomb", "Ink", bomb.Bytes(), rgb("#ffffff"), 0},
	} {
		site := &Site{Title: test.title, Language: "en", LogoData: test.logo}
		files := makeAll(t, plan(t, site, Outputs{App: true}))
		for name, size := range map[string]int{iconPath(192, false): 192, iconPath(512, false): 512, iconPath(512, true): 512, TouchPath: 180} {
			icon, err := png.Decode(bytes.NewReader(files[name]))
			if err != nil {
				t.Fatal(err)
			}
			if icon.Bounds().Size() != image.Pt(size, size) {
				t.Errorf("%s: %s is %v", test.name, name, icon.Bounds().Size())
			}
			corner := color.NRGBAModel.Convert(icon.At(0, 0)).(color.NRGBA).A
			if full := name == TouchPath || name == iconPath(512, true); full != (corner == 255) {
				t.Errorf("%s: the corner of %s has alpha %d", test.name, name, corner)
			}
			middle := color.NRGBAModel.Convert(icon.At(size/2, size/2)).(color.NRGBA)
			if d := int(middle.R) - int(test.middle.R); d*d > 9 || middle.A != 255 {
				t.Errorf("%s: the middle of %s is %v", test.name, name, middle)
			}
		}
		checkICO(t, files[FaviconPath])
	}
}

func checkICO(t *testing.T, data []byte) {
	t.Helper()
	if len(data) < 6 || !bytes.Equal(data[:6], []byte{0, 0, 1, 0, 3, 0}) {
		t.Fatalf("no icon of three pictures: % x", data[:min(6, len(data))])
	}
	for i, size := range faviconSizes {
		entry := data[6+16*i:]
		length, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		picture, err := png.Decode(bytes.NewReader(data[offset : offset+length]))
		if err != nil || picture.Bounds().Dx() != size || int(entry[0]) != size {
			t.Errorf("picture %d: %v", i, err)
		}
	}
}

func TestFitAverages(t *testing.T) {
	from := image.NewRGBA(image.Rect(0, 0, 3, 1))
	copy(from.Pix, []uint8{0, 0, 0, 255, 90, 90, 90, 255, 240, 240, 240, 255})
	to := fit(from, 2)
	// The middle pixel is shared by halves: (0*2+90)/3 and (90+240*2)/3.
	if want := []uint8{30, 30, 30, 255, 190, 190, 190, 255}; !bytes.Equal(to.Pix, want) {
		t.Errorf("got %v, want %v", to.Pix, want)
	}
}

func TestManifest(t *testing.T) {
	site := sample()
	site.Logo = "files/my logo.svg"
	var m webManifest
	if err := json.Unmarshal(makeAll(t, plan(t, site, all))[ManifestPath], &m); err != nil {
		t.Fatal(err)
	}
	if m.Icons[0].Source != "files/my%20logo.svg" || m.Icons[0].Sizes != "any" || m.ThemeColour != "#a31f34" || m.ShortName != "Words &" {
		t.Errorf("%+v", m)
	}
	files := makeAll(t, plan(t, site, all))
	for _, icon := range m.Icons[1:] {
		data, ok := files[icon.Source]
		if size, _, err := image.DecodeConfig(bytes.NewReader(data)); !ok || err != nil || !strings.HasPrefix(icon.Sizes, strings.Split(iconSize(size), "x")[0]) {
			t.Errorf("%s is not what the manifest says: %v", icon.Source, err)
		}
	}
}

func iconSize(c image.Config) string {
	data, _ := json.Marshal(c.Width)
	return string(data) + "x" + string(data)
}

func TestColours(t *testing.T) {
	for colour, want := range map[string]string{"#ABC": "#aabbcc", "#0b5a73": "#0b5a73", "": defaultAccent, "red": defaultAccent, "#12": defaultAccent,
		"#+12345": defaultAccent, "rgb(1,2,3)": defaultAccent} {
		if got := (&Site{Accent: colour}).ThemeColour(); got != want {
			t.Errorf("%q gives %q, want %q", colour, got, want)
		}
	}
	if legibleOn(rgb("#ffe14d")) != rgb(inkColour) || legibleOn(rgb(defaultAccent)) != rgb("#ffffff") {
		t.Error("text on the accent cannot be read")
	}
}

// Pixels that are told without sampling have what sampling gives.
func TestRoundedSquare(t *testing.T) {
	for _, size := range []int{1, 16, 32, 48, 192} {
		radius := size * 7 / 32
		square := roundedSquare(size, radius)
		for i, got := range square.Pix {
			x, y := i%size, i/size
			dx, dy := max(radius-x, x-(size-1-radius)), max(radius-y, y-(size-1-radius))
			want := uint8(255)
			if dx > 0 && dy > 0 {
				want = inCircle(dx, dy, radius)
			}
			if got != want {
				t.Fatalf("size %d, pixel %d, %d: %d, want %d", size, x, y, got, want)
			}
		}
	}
}
