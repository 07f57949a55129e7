package term

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/mapping"
	"gloss/cmd/gloss/internal/slab"
	"gloss/cmd/gloss/internal/source"
)

// Options are the settings that a Term depends on.
type Options struct {
	// UnknownKeys says how bad a key is that Gloss does not know; the zero value is an error.
	UnknownKeys diag.Severity
}

const (
	// MaxTitle is the longest title, alias or other name in characters.
	MaxTitle = 200
	// MaxSummary is the longest summary in characters.
	MaxSummary = 2000
)

// Parser parses files with working memory that it uses again. It is not safe for concurrent use.
type Parser struct{ parser parser }

// NewParser returns a Parser.
func NewParser(opts Options) *Parser { return &Parser{parser{opts: opts}} }

// parser carries what the parts of Parse share for one file.
type parser struct {
	opts   Options
	reader mapping.Reader
	terms  slab.Slab[Term]
	values slab.Slab[Value]

	file string
	data []byte
	term *Term
	list diag.List
	// set holds the key that set each native key so far.
	set [len(nativeKeys)]string
}

// Parse reads one file. It always returns a Term: when the list holds errors, one that is good enough for the passes that follow to
// report their own problems in the same run. Paths in the list are relative to the content folder, like f.Path.
//
// The Term's File.Data differs from f.Data where a stray carriage return stands for a line end (it becomes a line feed), where a
// control character stands in the body, or where a heading that gave the title stands further down (they become blanks). Its length
// never differs, so that offsets and positions are those of the file on disk.
func Parse(f source.File, opts Options) (*Term, diag.List) { return NewParser(opts).Parse(f) }

// Parse is the function Parse.
func (r *Parser) Parse(f source.File) (*Term, diag.List) {
	p := &r.parser
	*p = parser{opts: p.opts, reader: p.reader, terms: p.terms, values: p.values, file: f.Path, data: f.Data}
	p.term = p.terms.New()
	p.term.File = f
	p.place()
	if p.readable() {
		front := p.split()
		p.frontMatter(front)
		p.titleFromBody(front.kind != noFrontMatter)
		p.blankControls()
		p.definition()
	} else {
		p.term.BodyOffset = len(p.data) // nothing for the passes that follow
	}
	if p.term.Title == "" {
		p.term.Title = p.fallbackTitle()
	}
	p.finishAddress()
	p.term.File.Data = p.data
	p.term.Body = p.data[p.term.BodyOffset:]
	return p.term, p.list
}

func (p *parser) report(d diag.Diagnostic, rule, text, hint string) {
	d.Rule, d.Text, d.Hint = rule, text, hint
	p.list = append(p.list, d)
}

// isHome reports whether the file introduces the home page.
func (p *parser) isHome() bool {
	return p.file == "index.md" || p.file == "_index.md" || p.file == "index.markdown"
}

// place derives slug and kind from the file's path. The index.md of a folder is the page of that folder, so that a term can keep its
// images beside it; an _index.md introduces a section and is no term.
func (p *parser) place() {
	dir, base := path.Split(p.file)
	name := strings.TrimSuffix(base, path.Ext(base))
	if name == "index" || name == "_index" {
		if p.isHome() || name == "_index" {
			p.term.Kind = KindPage
		}
		if dir != "" {
			name = path.Base(dir)
		} else {
			name = "index"
		}
	}
	p.term.Slug = address.FromFile(name)
}

// finishAddress checks the address that the file's name gave when no slug key replaced it, and that a plain page takes no address
// of the site's own.
func (p *parser) finishAddress() {
	t := p.term
	if p.isHome() {
		t.Kind, t.Slug = KindPage, "index"
		return
	}
	base := path.Base(p.file)
	if name := strings.TrimSuffix(base, path.Ext(base)); p.set[keySlug] == "" && address.Reserved(name) {
		p.report(diag.Diagnostic{File: p.file}, "reserved-name", fmt.Sprintf("Windows reserves the file name %q", base),
			"rename the file; the title may stay")
	}
	if t.Kind == KindPage && (t.Slug == "index" || t.Slug == "404" || t.Slug == "search") {
		p.report(diag.Diagnostic{File: p.file}, "reserved-address", fmt.Sprintf("the address %s.html belongs to the site itself", t.Slug),
			"rename the file or set another slug")
	}
}

// readable refuses what is no text, and turns stray carriage returns into line feeds.
func (p *parser) readable() bool {
	if !utf8.Valid(p.data) {
		p.invalidUTF8()
		return false
	}
	if i := bytes.IndexByte(p.data, 0); i >= 0 {
		p.report(diag.AtOffset(p.file, p.data, i, i+1), "nul-byte", "NUL byte: this is not a text file",
			"save it as UTF-8 text, or give it another extension than .md")
		return false
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(p.data, []byte("\ufeff")))) == 0 {
		p.report(diag.Diagnostic{File: p.file}, "empty-file", "the file is empty", "write front matter and a text, or delete the file")
		return false
	}
	for i := bytes.IndexByte(p.data, '\r'); i >= 0 && i < len(p.data); i++ {
		if p.data[i] == '\r' && (i+1 == len(p.data) || p.data[i+1] != '\n') {
			p.own()
			p.data[i] = '\n'
		}
	}
	return true
}

func (p *parser) invalidUTF8() {
	at := 0
	for at < len(p.data) {
		r, size := utf8.DecodeRune(p.data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	hint := "save the file as UTF-8"
	if bytes.HasPrefix(p.data, []byte{0xff, 0xfe}) || bytes.HasPrefix(p.data, []byte{0xfe, 0xff}) {
		hint = "the file looks like UTF-16; save it as UTF-8"
	}
	p.report(diag.AtOffset(p.file, p.data, at, at+1), "invalid-utf8", fmt.Sprintf("byte 0x%02x is not valid UTF-8", p.data[at]), hint)
}

// own makes data a copy before it is changed: the file's bytes belong to the reader.
func (p *parser) own() {
	if len(p.term.File.Data) > 0 && &p.data[0] == &p.term.File.Data[0] {
		p.data = bytes.Clone(p.data)
	}
}

// blankControls replaces control characters in the body, which HTML forbids, and says so once.
func (p *parser) blankControls() {
	told := false
	for i := p.term.BodyOffset; i < len(p.data); i++ {
		c, size := p.data[i], 1
		if c == 0xc2 && p.data[i+1] < 0xa0 {
			size = 2 // U+0080 to U+009F
		} else if c >= 0x20 && c != 0x7f || c == '\n' || c == '\t' || c == '\r' {
			continue
		}
		if !told {
			r, _ := utf8.DecodeRune(p.data[i:])
			d := diag.AtOffset(p.file, p.data, i, i+1)
			d.Severity = diag.Warning
			p.report(d, "control-character", fmt.Sprintf("control character %U is read as a blank", r), "delete it; it is invisible in most editors")
			told = true
		}
		p.own()
		for range size {
			p.data[i] = ' '
			i++
		}
		i--
	}
}

// definition warns of a term that says nothing.
func (p *parser) definition() {
	t := p.term
	if t.Kind == KindPage || t.Draft || t.Summary != "" || t.See.Text != "" || p.list.HasErrors() ||
		len(bytes.TrimSpace(p.data[t.BodyOffset:])) > 0 {
		return
	}
	d := diag.Diagnostic{File: p.file, Severity: diag.Warning}
	p.report(d, "no-definition", "the term has neither a summary nor a text", "write one, set see to the term meant, or set draft: true")
}

// fallbackTitle makes a title of the file's name: "american-standard-code" is "American standard code", and a name that is no slug,
// such as "C++", is a title as it stands.
func (p *parser) fallbackTitle() string {
	if p.isHome() {
		return "Home"
	}
	name := strings.TrimSuffix(path.Base(p.file), path.Ext(p.file))
	if address.CheckSlug(name) != "" && strings.TrimSpace(name) != "" {
		if _, found := hidden(name, nil); !found {
			return strings.TrimSpace(name)
		}
	}
	words := strings.FieldsFunc(p.term.Slug, func(r rune) bool { return r == '-' || r == '_' })
	title := strings.Join(words, " ")
	if first, size := utf8.DecodeRuneInString(title); size > 0 {
		return string(unicode.ToUpper(first)) + title[size:]
	}
	return p.term.Slug
}

// text normalises a scalar: NFC, runs of blanks and line ends one blank, none at the ends.
func text(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c < utf8.RuneSelf && c >= 0x20 && (c != ' ' || i > 0 && i+1 < len(s) && s[i+1] != ' ')
	}
	if plain {
		return s
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' })
	return norm.NFC.String(strings.Join(fields, " "))
}

// hidden returns the first character of a name that no reader sees and that would keep the name from being found, or steer the text
// around it. Joiners are part of spelling in Persian and Indic scripts and are allowed, as is what allowed says, if not nil.
func hidden(s string, allowed func(rune) bool) (rune, bool) {
	for _, r := range s {
		if r < 0x7f && r >= 0x20 || r == '\u200c' || r == '\u200d' {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && !isEmojiTag(r) && (allowed == nil || !allowed(r)) {
			return r, true
		}
	}
	return 0, false
}

// isProseMark reports whether r is an invisible character that running text may hold though names may not: a soft hyphen, a place to
// break the line, a direction mark.
func isProseMark(r rune) bool {
	return r == '\u00ad' || r == '\u200b' || r == '\u200e' || r == '\u200f'
}

// isEmojiTag reports whether r belongs to the tags that flags of regions are spelled with.
func isEmojiTag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }

func at(v mapping.Value) Pos { return Pos(v.Pos) }
