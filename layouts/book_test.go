package layouts

import (
	"strings"
	"testing"
)

func TestBookStyle(t *testing.T) {
	site := &Site{Terms: 8, Letters: []Letter{{Label: "A", Link: Link{Count: 5}}, {Label: `"\`, Link: Link{Count: 3}}}}
	style := string(bookStyle(site))
	for _, want := range []string{`.letter:nth-of-type(1){page:l1}@page l1{@top-center{content:"A\2003 1\2013 5";`, `.letter:nth-of-type(2){page:l2}@page l2{@top-center{content:"\22 \5c \2003 6\2013 8";`} {
		if !strings.Contains(style, want) {
			t.Errorf("no %s in\n%s", want, style)
		}
	}
	// A letter of few terms would leave most of its page empty.
	site.Terms = 7
	if style := string(bookStyle(site)); style != denseBook {
		t.Errorf("pages of their own for letters of few terms:\n%s", style)
	}
}
