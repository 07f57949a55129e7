package machine

import (
	"path"
	"strings"
)

// The members of a web application manifest (W3C) that the site uses. Addresses are relative to the manifest.
type webManifest struct {
	Name            string         `json:"name"`
	ShortName       string         `json:"short_name"`
	Description     string         `json:"description,omitempty"`
	Language        string         `json:"lang"`
	Direction       string         `json:"dir"`
	StartURL        string         `json:"start_url"`
	Scope           string         `json:"scope"`
	Display         string         `json:"display"`
	ThemeColour     string         `json:"theme_color"`
	BackgroundColor string         `json:"background_color"`
	Icons           []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

func (p *Plan) manifest() ([]byte, error) {
	m := webManifest{
		Name: p.site.Title, ShortName: shortName(p.site.Title), Description: p.site.Description, Language: p.site.Language, Direction: p.site.Direction,
		StartURL: "index.html", Scope: "./", Display: "standalone", ThemeColour: p.site.ThemeColour(), BackgroundColor: groundColour,
	}
	if strings.EqualFold(path.Ext(p.site.Logo), ".svg") {
		m.Icons = append(m.Icons, manifestIcon{Source: escaped(p.site.Logo), Sizes: "any", Type: "image/svg+xml"})
	}
	m.Icons = append(m.Icons,
		manifestIcon{Source: iconPath(192, false), Sizes: "192x192", Type: "image/png"},
		manifestIcon{Source: iconPath(512, false), Sizes: "512x512", Type: "image/png"},
		manifestIcon{Source: iconPath(512, true), Sizes: "512x512", Type: "image/png", Purpose: "maskable"})
	return indentedJSON(m)
}

// shortName is what fits below an icon: whole words of about twelve characters, the first word at least.
func shortName(title string) string {
	const limit = 12
	short := ""
	for _, word := range strings.Fields(title) {
		joined := strings.TrimSpace(short + " " + word)
		if short != "" && len([]rune(joined)) > limit {
			break
		}
		short = joined
	}
	return short
}
