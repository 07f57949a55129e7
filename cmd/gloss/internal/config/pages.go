package config

import (
	"fmt"
	"strconv"
)

// Pages is the settings of the pages that show the whole glossary at once. Each is a number of terms, 0 for no such page.
type Pages struct {
	Map   int // terms that the map shows, at most MaxMap
	Print int // terms up to which print.html is written, at most MaxPrint
}

// MaxMap and MaxPrint bound what a browser can still show well.
const (
	MaxMap   = 5_000
	MaxPrint = 20_000
)

var pageKeys = []Key{
	{Name: "pages.map", Default: "2000", Doc: "How many terms the map shows, those first that most pages mention: 0 to 5000, 0 for no map.",
		text: number(func(c *Config) *int { return &c.Pages.Map }, MaxMap)},
	{Name: "pages.print", Default: "1000", Doc: "Up to how many terms the whole glossary is also one page to print, print.html: 0 to 20000, 0 for none.",
		text: number(func(c *Config) *int { return &c.Pages.Print }, MaxPrint)},
}

func number(field func(*Config) *int, most int) setter {
	return func(c *Config, value string) (string, string) {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > most {
			return fmt.Sprintf("must be a whole number from 0 to %d, not %q", most, value), ""
		}
		*field(c) = n
		return "", ""
	}
}
