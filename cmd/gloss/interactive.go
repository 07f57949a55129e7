package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/term"

	"gloss/search"
)

// prompt is the state of an interactive search: what was typed, the answers, the answer that is selected.
type prompt struct {
	ix       *search.Index
	words    string
	hits     []search.Hit
	selected int
	limit    int
	err      error
}

// key is one press: a character, or a special key.
type key struct {
	text    string
	special string // "enter", "escape", "up", "down", "backspace", "clear", "word"
}

// readKey reads one key press of a terminal in raw mode (ECMA-48 sequences for the arrows).
func readKey(r *bufio.Reader) (key, error) {
	c, _, err := r.ReadRune()
	if err != nil {
		return key{}, err
	}
	switch c {
	case '\r', '\n':
		return key{special: "enter"}, nil
	case 0x7f, 0x08:
		return key{special: "backspace"}, nil
	case 0x15: // Ctrl-U
		return key{special: "clear"}, nil
	case 0x17: // Ctrl-W
		return key{special: "word"}, nil
	case 0x03, 0x04: // Ctrl-C, Ctrl-D
		return key{special: "escape"}, nil
	case 0x10: // Ctrl-P
		return key{special: "up"}, nil
	case 0x0e: // Ctrl-N
		return key{special: "down"}, nil
	case 0x1b:
		return readEscape(r)
	}
	if c < ' ' || c == utf8.RuneError {
		return key{}, nil
	}
	return key{text: string(c)}, nil
}

// readEscape tells the Escape key, which comes alone, from a sequence, which comes in one piece.
func readEscape(r *bufio.Reader) (key, error) {
	if r.Buffered() == 0 {
		return key{special: "escape"}, nil
	}
	if c, err := r.ReadByte(); err != nil || c != '[' && c != 'O' {
		return key{}, err
	}
	for {
		c, err := r.ReadByte()
		switch {
		case err != nil:
			return key{}, err
		case c == 'A':
			return key{special: "up"}, nil
		case c == 'B':
			return key{special: "down"}, nil
		case c >= 0x40 && c <= 0x7e:
			return key{}, nil
		}
	}
}

// press changes the prompt. done is true when the session ends, with a hit if one was chosen.
func (p *prompt) press(k key) (done bool, chosen *search.Hit) {
	before := p.words
	switch k.special {
	case "escape":
		return true, nil
	case "enter":
		if p.selected < len(p.hits) {
			return true, &p.hits[p.selected]
		}
	case "up":
		p.selected = max(0, p.selected-1)
	case "down":
		p.selected = max(0, min(len(p.hits)-1, p.selected+1))
	case "backspace":
		_, size := utf8.DecodeLastRuneInString(p.words)
		p.words = p.words[:len(p.words)-size]
	case "clear":
		p.words = ""
	case "word":
		trimmed := strings.TrimRight(p.words, " ")
		p.words = trimmed[:strings.LastIndexByte(trimmed, ' ')+1]
	default:
		p.words += k.text
	}
	if p.words != before {
		p.selected = 0
		p.hits, p.err = nil, nil
		if strings.TrimSpace(p.words) != "" {
			p.hits, p.err = p.ix.Search(p.words, p.limit)
		}
	}
	return false, nil
}

// draw writes the prompt and its answers and returns with the cursor after the words. Lines are cut to the terminal's width, so
// that each takes one row.
func (p *prompt) draw(w io.Writer, width int, style func(code, text string) string) {
	var b strings.Builder
	b.WriteString("\r\x1b[J") // from here down everything is ours
	rows := 0
	for i, h := range p.hits {
		marker := "  "
		if i == p.selected {
			marker = "> "
		}
		title := marker + h.Title
		if h.Matched != "" {
			title += " (also: " + h.Matched + ")"
		}
		title = clip(title, width)
		line := title
		if i == p.selected {
			line = style("7", title)
		}
		if rest := width - uniseg.StringWidth(title) - 2; rest > 10 && h.Summary != "" {
			line += "  " + style("2", clip(h.Summary, rest))
		}
		b.WriteString("\r\n" + line)
		rows++
	}
	switch {
	case p.err != nil:
		b.WriteString("\r\n" + clip("  "+p.err.Error(), width))
		rows++
	case len(p.hits) == 0 && strings.TrimSpace(p.words) != "":
		b.WriteString("\r\n  nothing found")
		rows++
	}
	if rows > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", rows)
	}
	shown := p.words
	for uniseg.StringWidth(shown) > width-10 {
		_, size := utf8.DecodeRuneInString(shown)
		shown = shown[size:]
	}
	b.WriteString("\r" + style("1", "search: ") + shown)
	io.WriteString(w, b.String())
}

// clip cuts text to a number of columns.
func clip(text string, columns int) string {
	if uniseg.StringWidth(text) <= columns {
		return text
	}
	used := 0
	var b strings.Builder
	for graphemes := uniseg.NewGraphemes(text); graphemes.Next(); {
		used += graphemes.Width()
		if used > columns-1 {
			break
		}
		b.WriteString(graphemes.Str())
	}
	return b.String() + "…"
}

// siteFolder is the folder of the site that an index belongs to: index may be the site, its search folder or the index itself.
func siteFolder(index string) string {
	folder := filepath.Clean(index)
	for _, inner := range []string{"bleve", "search"} {
		if filepath.Base(folder) == inner {
			folder = filepath.Dir(folder)
		}
	}
	return folder
}

// interactive searches while the user types and prints the file of the page that was chosen. index is where ix was opened.
func interactive(t terminal, ix *search.Index, index string, limit int) error {
	in := t.in.(*os.File)
	state, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return err
	}
	chosen, err := ask(bufio.NewReader(in), t.err, ix, limit, func() int {
		width, _, err := term.GetSize(int(in.Fd()))
		if err != nil || width < 20 {
			return 80
		}
		return width
	}, colour(t.err))
	io.WriteString(t.err, "\r\x1b[J")
	if err := errors.Join(err, term.Restore(int(in.Fd()), state)); err != nil {
		return err
	}
	if chosen != nil {
		fmt.Fprintf(t.out, "%s\n%s\n", chosen.Title, filepath.Join(siteFolder(index), filepath.FromSlash(chosen.URL)))
	}
	return nil
}

// ask runs the session until an answer is chosen, Escape is pressed or the input ends.
func ask(in *bufio.Reader, out io.Writer, ix *search.Index, limit int, width func() int, colours bool) (*search.Hit, error) {
	style := func(code, text string) string {
		if !colours {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	p := &prompt{ix: ix, limit: limit}
	for {
		p.draw(out, width(), style)
		k, err := readKey(in)
		if errors.Is(err, io.EOF) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
		if done, chosen := p.press(k); done {
			return chosen, nil
		}
	}
}
