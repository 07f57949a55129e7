package machine

import (
	"errors"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// absoluteHTML resolves the addresses in a fragment of HTML against the address of the page it was made for.
func absoluteHTML(fragment, pageURL string) (string, error) {
	base, err := url.Parse(pageURL)
	if err != nil {
		return "", err
	}
	return rewriteAddresses(fragment, func(address string) string {
		u, err := base.Parse(address)
		if err != nil {
			return address
		}
		return u.String()
	})
}

// rewriteAddresses applies rewrite to every address in a fragment of HTML and leaves all other bytes as they are.
func rewriteAddresses(fragment string, rewrite func(address string) string) (string, error) {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if err := tokens.Err(); !errors.Is(err, io.EOF) {
				return "", err
			}
			return out.String(), nil
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(tokens.Raw()) // Token reuses the tokenizer's buffer
			token := tokens.Token()
			if rewriteToken(&token, rewrite) {
				raw = token.String()
			}
			out.WriteString(raw)
		default:
			out.Write(tokens.Raw())
		}
	}
}

// rewriteToken reports whether the token held an address.
func rewriteToken(token *html.Token, rewrite func(string) string) bool {
	found := false
	for i, attribute := range token.Attr {
		switch attribute.Key {
		case "href", "src", "cite", "poster":
			token.Attr[i].Val, found = rewrite(attribute.Val), true
		}
	}
	return found
}

// plainText returns the visible text of a fragment of HTML: blocks separated by "\n", spaces joined.
func plainText(fragment string) string {
	var lines []string
	var line strings.Builder
	end := func() {
		if text := strings.Join(strings.Fields(line.String()), " "); text != "" {
			lines = append(lines, text)
		}
		line.Reset()
	}
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end: the reader is a string
			end()
			return strings.Join(lines, "\n")
		case html.TextToken:
			line.Write(tokens.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			if isBlock(atom.Lookup(name)) {
				end()
			}
		}
	}
}

func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Pre, atom.Blockquote,
		atom.Aside, atom.Section, atom.Details, atom.Summary, atom.Br, atom.Hr, atom.Figure, atom.Figcaption,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}
