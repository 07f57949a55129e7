package machine

import (
	"encoding/json"
	"html/template"
)

// The types of schema.org that pages state, as JSON-LD 1.1. A term states which set it is part of; the set does not list its
// terms, which would say the same again at a cost of some hundred bytes a term.
type ldGraph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type ldTermSet struct {
	Type        string `json:"@type"`
	ID          string `json:"@id,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	Language    string `json:"inLanguage,omitempty"`
	Author      string `json:"author,omitempty"`
}

type ldTerm struct {
	Type          string    `json:"@type"`
	ID            string    `json:"@id,omitempty"`
	Name          string    `json:"name"`
	AlternateName []string  `json:"alternateName,omitempty"`
	TermCode      string    `json:"termCode"`
	Description   string    `json:"description,omitempty"`
	URL           string    `json:"url,omitempty"`
	Set           ldTermSet `json:"inDefinedTermSet"`
}

type ldFAQ struct {
	Type      string       `json:"@type"`
	ID        string       `json:"@id,omitempty"`
	URL       string       `json:"url,omitempty"`
	Language  string       `json:"inLanguage"`
	Questions []ldQuestion `json:"mainEntity"`
}

type ldQuestion struct {
	Type   string   `json:"@type"`
	Name   string   `json:"name"`
	Answer ldAnswer `json:"acceptedAnswer"`
}

type ldAnswer struct {
	Type string `json:"@type"`
	Text string `json:"text"`
}

// StructuredData returns the JSON-LD of a page for a <script type="application/ld+json">, empty for pages that state nothing. It
// holds no "<", so that nothing in it can end the element or begin a comment. The page is the one at sitePath: the home page or
// that of e, which is nil for the home page.
func (p *Plan) StructuredData(sitePath string, e *Entry) (template.JS, error) {
	if !p.outputs.StructuredData || e == nil && sitePath != "index.html" {
		return "", nil
	}
	graph := ldGraph{Context: "https://schema.org"}
	if e == nil {
		graph.Graph = []any{p.ldSet()}
	} else {
		graph.Graph = append(graph.Graph, p.ldTerm(e))
		if len(e.FAQ) > 0 {
			graph.Graph = append(graph.Graph, p.ldFAQ(e))
		}
	}
	data, err := json.Marshal(graph) // escapes <, > and &
	return template.JS(data), err
}

func (p *Plan) ldSet() ldTermSet {
	// The author is text, which schema.org takes for any property: whether it is a person or an organisation is not known.
	return ldTermSet{Type: "DefinedTermSet", ID: p.site.BaseURL, Name: p.site.Title, Description: p.site.Description, URL: p.site.BaseURL,
		Language: p.site.Language, Author: p.site.Author}
}

func (p *Plan) ldTerm(e *Entry) ldTerm {
	term := ldTerm{Type: "DefinedTerm", Name: e.Title, TermCode: e.Slug, Description: e.Summary, URL: p.site.Canonical(e.Path),
		Set: ldTermSet{Type: "DefinedTermSet", ID: p.site.BaseURL, Name: p.site.Title, URL: p.site.BaseURL}}
	if p.site.BaseURL != "" {
		term.ID = term.URL + "#term" // the page is a document, the term is what it is about
	}
	if e.Abbreviation != "" {
		term.AlternateName = append(term.AlternateName, e.Abbreviation)
	}
	term.AlternateName = append(term.AlternateName, e.Aliases...)
	return term
}

func (p *Plan) ldFAQ(e *Entry) ldFAQ {
	faq := ldFAQ{Type: "FAQPage", ID: p.site.Canonical(e.Path), URL: p.site.Canonical(e.Path), Language: p.site.Language}
	for _, q := range e.FAQ {
		// Plain text: markup would have to be escaped again, and compresses badly beside the same words in the page.
		faq.Questions = append(faq.Questions, ldQuestion{Type: "Question", Name: q.Question, Answer: ldAnswer{Type: "Answer", Text: plainText(q.AnswerHTML)}})
	}
	return faq
}
