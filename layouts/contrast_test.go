package layouts

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
)

// palettes reads the colours of styles/10-palette.css: for "default" and "contrast", each light and dark.
func palettes(t *testing.T) map[string]map[string]string {
	data, err := os.ReadFile("styles/10-palette.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(string(data), -1)
	colour := regexp.MustCompile(`--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|var\(--([\w-]+)\));`)
	all := map[string]map[string]string{"light": {}, "dark": {}}
	read := func(block, suffix string) {
		for _, m := range colour.FindAllStringSubmatch(block, -1) {
			if m[4] != "" {
				all["light"+suffix][m[1]] = all["light"+suffix][m[4]]
				all["dark"+suffix][m[1]] = all["dark"+suffix][m[4]]
				continue
			}
			all["light"+suffix][m[1]], all["dark"+suffix][m[1]] = m[2], m[3]
		}
	}
	for _, block := range blocks {
		selector := block[1]
		switch {
		case strings.Contains(selector, `[data-colours="contrast"]`), strings.Contains(selector, ":not("):
			suffix := " contrast"
			if strings.Contains(selector, ":not(") {
				suffix = " contrast by the system"
			}
			for _, base := range []string{"light", "dark"} {
				all[base+suffix] = map[string]string{}
				for name, value := range all[base] {
					all[base+suffix][name] = value
				}
			}
			read(block[2], suffix)
		default:
			read(block[2], "")
		}
	}
	return all
}

func TestPaletteIsLegible(t *testing.T) {
	all := palettes(t)
	if len(all) != 6 {
		t.Fatalf("%d palettes found, want 6", len(all))
	}
	inks := []string{"ink", "quiet", "accent", "note", "tip", "important", "warning", "caution",
		"code-word", "code-name", "code-string", "code-number", "code-comment"}
	for name, colours := range all {
		want := legible
		if strings.Contains(name, "contrast") {
			want = 7.0 // level AAA
		}
		for _, ground := range []string{"ground", "raised", "sunk"} {
			for _, ink := range inks {
				limit := want
				if strings.HasPrefix(ink, "code-") || ink != "ink" && ink != "quiet" && ink != "accent" {
					limit = legible
				}
				check(t, name, colours, ink, ground, limit)
			}
			check(t, name, colours, "edge", ground, 3) // WCAG 1.4.11: borders of controls
		}
		check(t, name, colours, "ink", "marked", legible)
	}
}

func check(t *testing.T, palette string, colours map[string]string, ink, ground string, limit float64) {
	t.Helper()
	a, b := colours[ink], colours[ground]
	if a == "" || b == "" {
		t.Errorf("%s: no colour %s or %s", palette, ink, ground)
	} else if c := contrast(a, b); c < limit {
		t.Errorf("%s: %s %s on %s %s has contrast %.2f, want %.1f", palette, ink, a, ground, b, c, limit)
	}
}

func TestGroundsOfTheBrandAreThePalettes(t *testing.T) {
	all := palettes(t)
	if all["light"]["ground"] != lightGround || all["dark"]["ground"] != darkGround {
		t.Errorf("grounds are %s and %s, the brand computes with %s and %s", all["light"]["ground"], all["dark"]["ground"], lightGround, darkGround)
	}
}

func TestContrast(t *testing.T) {
	// Values from the definition: black on white is 21, a colour on itself 1; #767676 is the lightest grey that passes AA.
	tests := []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#fff", "#ffffff", 1}, {"#767676", "#ffffff", 4.54}, {"#ff0000", "#ffffff", 4.0}}
	for _, test := range tests {
		if got := contrast(test.a, test.b); math.Abs(got-test.want) > 0.005 {
			t.Errorf("contrast(%s, %s) = %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

func TestBrand(t *testing.T) {
	tests := []struct {
		brand   Brand
		css     string
		problem string
	}{
		{Brand{}, "", ""},
		{Brand{Accent: "#0b5a73"}, "", ""},
		{Brand{Accent: "#ffcc00"}, "", "accent: links in this colour have a contrast of 1.5 to the page, and WCAG AA asks for 4.5"},
		{Brand{Accent: "red"}, "", `accent: "red" is not a colour`},
		{Brand{Radius: "4px"}, ":root{--radius:4px}", ""},
		{Brand{Radius: "4px;}"}, "", `radius: "4px;}" is not a length`},
		{Brand{Fonts: `"Inter", sans-serif`}, `:root{--text-font:"Inter", sans-serif;--head-font:"Inter", sans-serif}`, ""},
		{Brand{Fonts: `x} body{display:none`}, "", `fonts: "x} body{display:none" is not a list of font families`},
	}
	for _, test := range tests {
		var got string
		for _, p := range test.brand.Check() {
			got += fmt.Sprintf("%s: %s", p.Field, p.Text)
		}
		if got != test.problem {
			t.Errorf("%+v: problem %q, want %q", test.brand, got, test.problem)
		}
		if css := test.brand.css(); test.brand.Accent == "" && css != test.css {
			t.Errorf("%+v: css %q, want %q", test.brand, css, test.css)
		}
	}
	accents := regexp.MustCompile(`^:root\{--accent:light-dark\((#\w+),(#\w+)\)\}$`)
	for _, accent := range []string{"#0b5a73", "#000", "#ffcc00", "#7a0019"} {
		m := accents.FindStringSubmatch(Brand{Accent: accent}.css())
		if m == nil || m[1] != accent || contrast(m[2], darkGround) < legible {
			t.Errorf("accent %s: %v is not legible in the dark", accent, m)
		}
	}
	if css := (Brand{Accent: "red;}"}).css(); css != "" {
		t.Errorf("a value that is no colour reached the style sheet: %s", css)
	}
}

// FuzzBrand looks for a value that breaks out of its declaration.
func FuzzBrand(f *testing.F) {
	f.Add("#fff", `"Inter", serif`, "4px")
	f.Add("red", `a";} b{`, "calc(1px)")
	f.Add("#12345", `\"`, "0")
	f.Fuzz(func(t *testing.T, accent, fonts, radius string) {
		brand := Brand{Accent: accent, Fonts: fonts, Radius: radius}
		css := brand.css()
		brand.Check()
		if strings.Count(css, "{") > 1 || strings.Count(css, "}") > 1 || strings.ContainsAny(css, "<>\n\\") || strings.Contains(css, "/*") {
			t.Errorf("%+v breaks out: %s", brand, css)
		}
	})
}
