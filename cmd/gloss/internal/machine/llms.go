package machine

import (
	"fmt"
	"html"
	"strings"
)

// llmsTerms is the number of terms up to which llms.txt lists each. The proposal (llmstxt.org) wants an overview that fits in a
// context; beyond, the file leads to the pages of the A-Z and to the data.
const llmsTerms = 2000

// llms writes llms.txt: a title, a quoted summary, a paragraph, and lists of links under headings. The proposal knows no file that
// holds everything; terms.json is that.
func (p *Plan) llms() ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", escapeMarkdown(p.site.Title))
	if p.site.Description != "" {
		fmt.Fprintf(&b, "> %s\n\n", escapeMarkdown(p.site.Description))
	}
	fmt.Fprintf(&b, "A glossary with %s. Each term has a page of its own with its definition, other names and related terms.\n", count(p.site.terms(), "term"))
	if p.site.terms() <= llmsTerms {
		p.llmsSection(&b, "Terms", func(item func(title, sitePath, summary string)) {
			for i := range p.site.Entries {
				e := &p.site.Entries[i]
				item(e.name(), p.readable(e), e.Summary)
			}
		})
	} else {
		p.llmsSection(&b, "Terms by letter", p.llmsPages(Letter))
	}
	p.llmsSection(&b, "Pages", p.llmsPages(Plain))
	if p.outputs.Data {
		p.llmsSection(&b, "Data", func(item func(title, sitePath, summary string)) {
			item(DataPath, DataPath, "all terms as JSON, for programs")
			item(SchemaPath, SchemaPath, "what the members mean, as JSON Schema")
		})
	}
	p.llmsSection(&b, "Optional", p.llmsPages(Tag)) // the proposal's name for what a reader in a hurry can leave out
	return []byte(b.String()), nil
}

func (p *Plan) llmsPages(kind PageKind) func(item func(title, sitePath, summary string)) {
	return func(item func(title, sitePath, summary string)) {
		for _, page := range p.site.Pages {
			if page.Kind == kind {
				item(page.Title, page.Path, page.Summary)
			}
		}
	}
}

// llmsSection writes a heading and the links that list hands out, or nothing when there are none.
func (p *Plan) llmsSection(b *strings.Builder, heading string, list func(item func(title, sitePath, summary string))) {
	started := false
	list(func(title, sitePath, summary string) {
		if !started {
			fmt.Fprintf(b, "\n## %s\n\n", heading)
			started = true
		}
		address := escaped(sitePath)
		if p.site.BaseURL != "" {
			address = p.site.Canonical(sitePath)
		}
		fmt.Fprintf(b, "- [%s](%s)", escapeMarkdown(title), markdownDestination.Replace(address))
		if summary != "" {
			b.WriteString(": " + escapeMarkdown(summary))
		}
		b.WriteByte('\n')
	})
}

// readable is the address of an entry in the form that a program reads most easily.
func (p *Plan) readable(e *Entry) string {
	if p.outputs.Markdown {
		return beside(e.Path, ".md")
	}
	return e.Path
}

// name is the title with the abbreviation, where there is one.
func (e *Entry) name() string {
	if e.Abbreviation == "" {
		return e.Title
	}
	return e.Title + " (" + e.Abbreviation + ")"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// markdownSpecial escapes what CommonMark would read as markup inside a line; markdownDestination does for a link's address, where
// brackets have to be balanced.
var (
	markdownSpecial = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`)

	markdownDestination = strings.NewReplacer("(", "%28", ")", "%29")
)

// escapeMarkdown returns plain text as one line of Markdown.
func escapeMarkdown(text string) string {
	text = markdownSpecial.Replace(strings.Join(strings.Fields(text), " "))
	if html.UnescapeString(text) != text {
		text = strings.ReplaceAll(text, "&", `\&`) // else &amp; would be read as one character
	}
	return text
}
