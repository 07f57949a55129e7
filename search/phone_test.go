package search

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// announced gives what screen readers are told: lines of role, name and, of a combobox, whether it is expanded.
func (b *tab) announced() (out []string) {
	b.t.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	text := func(v *accessibility.Value) string {
		var s any
		if v == nil || json.Unmarshal([]byte(v.Value), &s) != nil {
			return ""
		}
		return fmt.Sprint(s)
	}
	for _, n := range tree.Nodes {
		line := text(n.Role) + " " + text(n.Name)
		for _, p := range n.Properties {
			if name := string(p.Name); name == "expanded" || name == "live" || name == "selected" {
				line += " " + name + "=" + text(p.Value)
			}
		}
		if !n.Ignored {
			out = append(out, line)
		}
	}
	return out
}

// TestPhone holds that on a phone's screen an answer opens at a touch, that its number is announced, and that long words and$
// words from right to left are answered.
func TestPhone(t *testing.T) {
	long := strings.Repeat("Donaudampfschifffahrt", 6)
	docs := append([]Document{
		{ID: "long", URL: "terms/long.html", Title: long, Summary: long + " " + long},
		{ID: "arabic", URL: "terms/arabic.html", Title: "تسويق", Summary: "ما يجلب الزبائن"},
	}, sample...)
	b := openInterface(t, docs)
	phone := chromedp.EmulateViewport(360, 640, chromedp.EmulateMobile, chromedp.EmulateTouch)
	if err := chromedp.Do(b.ctx, phone); err != nil {
		t.Fatal(err)
	}
	b.keys("churn")
	b.until(`document.querySelector("[role=status]").textContent === "2 results"`)
	told := b.announced()
	for _, want := range []string{"combobox Search expanded=true", "status  live=polite", "StaticText 2 results"} {
		if !slices.Contains(told, want) {
			t.Errorf("%q is not announced:\n%s", want, strings.Join(told, "\n"))
		}
	}
	for _, c := range []struct{ typed, dir string }{{"donau", "ltr"}, {"تسو", "rtl"}} {
		b.eval(fmt.Sprintf(`document.documentElement.dir = %q; document.querySelector("input").value = ""; ""`, c.dir))
		b.keys(c.typed)
		b.until(`document.querySelector("[role=status]").textContent === "1 result"`)
	}
	b.until(`document.querySelector("[role=option] b").textContent === "تسويق"`)
	// The address is noted in place of following it.
	b.eval(`document.addEventListener("click", (e) => { e.preventDefault(); document.title = e.target.closest("a").getAttribute("href"); }); ""`)
	b.touch("[role=option]")
	b.until(`document.title === "../terms/arabic.html" && document.activeElement.name === "q"`)
}

// touch taps the middle of an element.
func (b *tab) touch(selector string) {
	b.t.Helper()
	var at [2]float64
	place := b.eval(fmt.Sprintf(`(({ x, y, width, height }) => JSON.stringify([x + width / 2, y + height / 2]))(document.querySelector(%q).getBoundingClientRect())`, selector))
	if err := json.Unmarshal([]byte(place), &at); err != nil {
		b.t.Fatal(err)
	}
	for _, event := range []input.DispatchTouchEventParams{
		{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at[0], Y: at[1]}}},
		{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}},
	} {
		if _, err := chromedp.Call(b.ctx, input.DispatchTouchEvent, event); err != nil {
			b.t.Fatal(err)
		}
	}
}
