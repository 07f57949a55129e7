package layouts

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"

	"github.com/tdewolff/minify/v2"
)

// Script is the path of the one script of the theme: what scripts have to know about the site, then all files of scripts/, joined in
// the order of their names. One file costs a reader less than four: it compresses better, and each page names it once.
const Script = "assets/site.js"

// citeScript is told more than the others, which few readers need.
const citeScript = "assets/cite.js"

// siteData is glossSite, what scripts are told: all that is the same on each page, so that no page holds it.
type siteData struct {
	App     bool        `json:"app,omitempty"`
	Offline bool        `json:"offline,omitempty"`
	Search  searchWords `json:"search"`
	Colours []string    `json:"colours"` // the label, then the choices: system, light, dark, contrast
	Copy    string      `json:"copy"`
	Link    string      `json:"link"`
	Copied  string      `json:"copied"`
	Citing  string      `json:"citing"`
}

// citationData is what assets/cite.js adds to glossSite.
type citationData struct {
	Title  string        `json:"title"`
	Author string        `json:"author,omitempty"`
	Cite   citationWords `json:"cite"`
}

// searchWords are what search/browser/ui.js says; "%d" stands for a number, "%s" for words.
type searchWords struct {
	Results    Count  `json:"results"`
	None       string `json:"none"`
	Wait       string `json:"wait"`
	Damaged    string `json:"damaged"`
	Retry      string `json:"retry"`
	Suggestion string `json:"suggestion"`
	Also       string `json:"also"`
	All        string `json:"all"`
	Recent     string `json:"recent"`
	Random     string `json:"random"`
}

// citationWords are what assets/cite.js says.
type citationWords struct {
	Plain   string `json:"plain"`
	In      string `json:"in"`
	Undated string `json:"undated"`
	Date    string `json:"date"` // the order of a date's parts
}

func dataOf(site *Site) siteData {
	w := &site.Words
	return siteData{
		App: site.App, Offline: site.Offline,
		Search: searchWords{Results: w.Results, None: w.SearchNone, Wait: w.SearchWait, Damaged: w.SearchDamaged, Retry: w.SearchRetry,
			Suggestion: w.SearchSuggestion, Also: w.SearchAlso, All: w.SearchAll, Recent: w.SearchRecent, Random: w.Random},
		Colours: []string{w.Colours, w.ColoursAuto, w.ColoursLight, w.ColoursDark, w.ColoursContrast},
		Copy:    w.Copy, Link: w.CopyLink, Copied: w.Copied, Citing: w.Cite,
	}
}

// forCiting is the statement that tells assets/cite.js, at whose beginning it stands, about the site.
func forCiting(site *Site) ([]byte, error) {
	w := &site.Words
	data, err := json.Marshal(citationData{Title: site.Title, Author: site.Author,
		Cite: citationWords{Plain: w.CitePlain, In: w.CiteIn, Undated: w.CiteUndated, Date: w.CiteDate}})
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("Object.assign(glossSite,"), data, []byte(");\n")), nil
}

// script joins the script. Each part is minified alone, so that an error names its own file. A file assets/site.js of the user's
// stands for all of scripts/.
func (t *Theme) script(m *minify.M, site *Site) ([]byte, error) {
	data, err := json.Marshal(dataOf(site))
	if err != nil {
		return nil, err
	}
	joined := bytes.NewBufferString("globalThis.glossSite=")
	joined.Write(data)
	parts := t.files.in("scripts")
	if t.files.user[Script] {
		parts = []string{Script}
	}
	for _, name := range parts {
		if path.Ext(name) != ".js" {
			continue
		}
		part, err := t.files.read(name)
		if err != nil {
			return nil, Problem{File: name, Text: err.Error()}
		}
		if part, err = shrink(m, name, part); err != nil {
			return nil, err
		}
		joined.WriteString(";\n") // minified parts end without one
		joined.Write(part)
	}
	return joined.Bytes(), nil
}
