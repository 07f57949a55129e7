package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"gloss/cmd/gloss/internal/diag"
)

// TOML reads data[start:end], whole lines of a file, as a TOML document (v1.0.0). A table is a mapping; an array of tables is
// read as one mapping, which is as much as any key here needs to refuse it.
func TOML(file string, data []byte, start, end int) ([]Entry, diag.List) {
	if list := unreadable(file, data, start, end); list != nil {
		return nil, list
	}
	text := data[start:end]
	var whole map[string]any
	if err := toml.Unmarshal(text, &whole); err != nil {
		return nil, diag.List{tomlError(file, data, start, err)}
	}
	r := tomlReader{file: file, data: data, start: start}
	r.parser.Reset(text)
	table := &r.root
	for r.parser.NextExpression() {
		node := r.parser.Expression()
		switch node.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = r.descend(&r.root, node.Key(), false)
		case unstable.KeyValue:
			r.keyValue(table, node, 1)
		}
	}
	if err := r.parser.Error(); err != nil {
		return nil, diag.List{tomlError(file, data, start, err)}
	}
	return r.root, r.list
}

func tomlError(file string, data []byte, start int, err error) diag.Diagnostic {
	d := diag.AtOffset(file, data, start, start)
	if decode := (*toml.DecodeError)(nil); errors.As(err, &decode) {
		row, col := decode.Position()
		d = diag.At(file, data, d.Line+row-1, col, 1)
	}
	d.Rule, d.Text = "toml-syntax", err.Error()
	if len(d.Text) > 6 && d.Text[:6] == "toml: " {
		d.Text = d.Text[6:]
	}
	return d
}

type tomlReader struct {
	file   string
	data   []byte
	start  int // of the document in data
	parser unstable.Parser
	// lineStart and line are those of the last position asked for: nodes come in the order of the file.
	lineStart int
	line      int32
	root      []Entry
	list      diag.List
}

func (r *tomlReader) pos(n *unstable.Node) Pos {
	at := n.Raw
	if at.Length == 0 && len(n.Data) > 0 {
		at = r.parser.Range(n.Data)
	}
	offset := r.start + int(at.Offset)
	if r.line == 0 || offset < r.lineStart {
		r.line, r.lineStart = 1, 0
	}
	for {
		i := bytes.IndexByte(r.data[r.lineStart:offset], '\n')
		if i < 0 {
			break
		}
		r.line, r.lineStart = r.line+1, r.lineStart+i+1
	}
	return Pos{r.line, int32(utf8.RuneCount(r.data[r.lineStart:offset])) + 1}
}

// descend follows the keys of it (all but the last when last is kept back) from fields and returns the entries found there.
func (r *tomlReader) descend(fields *[]Entry, it unstable.Iterator, keepLast bool) *[]Entry {
	for depth := 1; it.Next(); depth++ {
		if keepLast && it.IsLast() {
			break
		}
		node := it.Node()
		if depth > MaxDepth {
			r.tooDeep(r.pos(node))
			return new([]Entry)
		}
		key, found := string(node.Data), -1
		for i, e := range *fields {
			if e.Key == key {
				found = i
			}
		}
		if found < 0 {
			found = len(*fields)
			p := r.pos(node)
			*fields = append(*fields, Entry{Key: key, KeyPos: p, Value: Value{Kind: Map, Pos: p}})
		}
		fields = &(*fields)[found].Value.Fields
	}
	return fields
}

func (r *tomlReader) tooDeep(p Pos) {
	if len(r.list) >= maxRepeated {
		return
	}
	d := diag.At(r.file, r.data, int(p.Line), int(p.Col), 1)
	d.Rule, d.Text = "too-deep", fmt.Sprintf("arrays and tables are nested more than %d deep", MaxDepth)
	r.list = append(r.list, d)
}

func (r *tomlReader) keyValue(fields *[]Entry, node *unstable.Node, depth int) {
	fields = r.descend(fields, node.Key(), true)
	var last *unstable.Node
	for it := node.Key(); it.Next(); {
		last = it.Node()
	}
	e := Entry{Key: string(last.Data), KeyPos: r.pos(last)}
	e.Value = r.value(node.Value(), e.KeyPos, depth+1)
	*fields = append(*fields, e)
}

// value converts a node; near is a position to use for one that has none.
func (r *tomlReader) value(node *unstable.Node, near Pos, depth int) Value {
	if depth > MaxDepth {
		r.tooDeep(near)
		return Value{Pos: near}
	}
	v := Value{Pos: near}
	switch node.Kind {
	case unstable.Array:
		v.Kind = List
		for it := node.Children(); it.Next(); {
			v.Items = append(v.Items, r.value(it.Node(), near, depth+1))
		}
		if len(v.Items) > 0 {
			v.Pos = v.Items[0].Pos
		}
	case unstable.InlineTable:
		v.Kind = Map
		for it := node.Children(); it.Next(); {
			r.keyValue(&v.Fields, it.Node(), depth)
		}
	case unstable.String:
		v.Text, v.Quoted, v.Pos = string(node.Data), true, r.pos(node)
		v.Pos.Col++
	default:
		v.Text, v.Pos = string(node.Data), r.pos(node)
	}
	return v
}
