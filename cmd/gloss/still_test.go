package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// shifts is what the browser counted of parts of the page that moved without the reader's doing (Layout Instability, cumulative).
const shifts = `new Promise(done => {
	let sum = 0, what = "";
	new PerformanceObserver(list => {
		for (const e of list.getEntries()) {
			sum += e.value;
			what += e.sources.map(s => s.node && (s.node.className || s.node.nodeName)).join(" ") + "; ";
		}
	}).observe({ type: "layout-shift", buffered: true });
	requestAnimationFrame(() => setTimeout(() => done(sum ? sum + " by " + what : ""), 50));
})`

// Nothing on a page moves while its scripts add what they add, on a phone and on a wide screen. The offer to save comes last.
func TestNothingShifts(t *testing.T) {
	t.Parallel()
	home := strictServer(t, site(t))
	tb := openTab(t, home)
	pages := []string{"/index.html", "/terms/customer-relationship-management.html", "/terms/ci.html", "/letters/c.html", "/tags/crm.html",
		"/search.html", "/search.html?q=revenue", "/about.html", "/offline.html", "/404.html", "/map.html"}
	for _, width := range []int64{390, 1280} {
		tb.do(chromedp.EmulateViewport(width, 844))
		for _, page := range pages {
			tb.do(chromedp.Navigate(home + page))
			tb.until(`document.querySelector("[data-offline]:not([hidden])") && document.querySelector(".colours select")`)
			if moved := get(tb, chromedp.Evaluate[string](shifts, chromedp.EvalAwaitPromise)); moved != "" {
				t.Error(fmt.Sprint(page, " at ", width, " pixels shifts: ", moved))
			}
		}
	}
}
