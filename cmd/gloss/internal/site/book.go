package site

import (
	"cmp"
	"html/template"
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"gloss/layouts"
)

const bookPath = "print.html"

// hasBook reports whether the whole glossary is written as one page to print: it has not more terms than the settings allow.
func (s *Site) hasBook() bool { return len(s.entries) > 0 && len(s.entries) <= s.in.Config.Pages.Print }

// bookView puts all terms on one page.
func (s *Site) bookView() layouts.View {
	view := &layouts.Book{Page: s.page("book", bookPath, s.in.Config.Title, s.in.Config.Description)}
	b := &book{Site: s, numbers: map[*entry]int{}}
	for i := range s.letters {
		for _, e := range s.letters[i].entries {
			b.numbers[e] = len(b.numbers) + 1
		}
	}
	for i := range s.letters {
		letter := layouts.BookLetter{Label: s.letters[i].label}
		for _, e := range s.letters[i].entries {
			letter.Terms = append(letter.Terms, b.term(e))
		}
		view.Letters = append(view.Letters, letter)
	}
	return view
}

// book is the whole glossary while it is put on one page.
type book struct {
	*Site
	numbers map[*entry]int // of the terms, from 1: a reader of paper turns to a number
}

func (s *book) term(e *entry) layouts.BookTerm {
	t := layouts.BookTerm{ID: bookID(e.slug()), Number: s.numbers[e], Title: e.title, Abbreviation: e.more.abbreviation, Domain: e.more.domain,
		Body: template.HTML(s.forBook(e))}
	if e.summarised { // else it is the body's first paragraph
		t.Summary = e.summary
	}
	for _, alias := range e.more.aliases {
		t.Aliases = append(t.Aliases, alias.Text)
	}
	if e.see != nil {
		t.See = &layouts.Link{Title: e.see.title}
		t.See.URL, t.See.Count = s.address(e, e.see.from(placeOf(e.URL())))
	}
	return t
}

// bookID is the id of a term in the book; the ids in its text begin with it and a dot, so that no two are equal.
func bookID(slug string) string { return "t:" + slug }

// forBook rewrites a term's HTML for the book: links to terms lead to their place in it and carry its number, other relative addresses
// are made relative to the book's, ids are made distinct, headings stand below the term's own, and nothing is folded.
func (s *book) forBook(e *entry) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(e.body.HTML))
	for {
		kind := tokens.Next()
		switch kind {
		case html.ErrorToken: // the end: the text is ours and whole
			return out.String()
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			token.Data = lowered(token.Data)
			if token.Data == "details" && kind == html.StartTagToken {
				token.Attr = append(token.Attr, html.Attribute{Key: "open"})
			}
			number := 0
			for i := range token.Attr {
				number = cmp.Or(s.attribute(e, &token.Attr[i]), number)
			}
			if number > 0 {
				token.Attr = append(token.Attr, html.Attribute{Key: "data-number", Val: strconv.Itoa(number)})
			}
			out.WriteString(token.String())
		default:
			out.Write(tokens.Raw())
		}
	}
}

// lowered is the heading two levels below: h2 becomes h4.
func lowered(name string) string {
	if len(name) == 2 && name[0] == 'h' && '1' <= name[1] && name[1] <= '6' {
		return "h" + string(min(name[1]+2, '6'))
	}
	return name
}

// attribute rewrites an attribute of a term's HTML; if it leads to another term, it returns that one's number.
func (s *book) attribute(e *entry, a *html.Attribute) (number int) {
	own := bookID(e.slug()) + "."
	switch a.Key {
	case "id", "for", "aria-labelledby", "aria-describedby":
		names := strings.Fields(a.Val)
		for i := range names {
			names[i] = own + names[i]
		}
		a.Val = strings.Join(names, " ")
	case "href":
		if rest, here := strings.CutPrefix(a.Val, "#"); here {
			a.Val = "#" + own + rest
		} else {
			a.Val, number = s.address(e, a.Val)
		}
	case "src":
		a.Val, _ = s.address(e, a.Val)
	}
	return number
}

// address turns an address relative to a term's page into one relative to the book; it also returns the number of the term that it
// leads to, 0 if that is none.
func (s *book) address(e *entry, address string) (string, int) {
	if strings.Contains(address, ":") || strings.HasPrefix(address, "/") {
		return address, 0 // of another site, or with a scheme
	}
	rest, fragment, _ := strings.Cut(address, "#")
	at := path.Join(path.Dir(e.URL()), rest)
	if name, err := url.PathUnescape(at); err == nil && path.Dir(name) == "terms" {
		if to := s.shownOf(strings.TrimSuffix(path.Base(name), ".html")); to != nil && to.isTerm() && to.URL() == name {
			id := bookID(to.slug())
			if fragment != "" {
				id += "." + fragment
			}
			return "#" + id, s.numbers[to]
		}
	}
	if fragment != "" {
		at += "#" + fragment
	}
	return at, 0
}
