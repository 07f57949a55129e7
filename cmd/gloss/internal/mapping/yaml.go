package mapping

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"go.yaml.in/yaml/v3"

	"gloss/cmd/gloss/internal/diag"
)

// YAML reads data[start:end], whole lines of a file, as one YAML mapping. The entries are usable as far as they go even when the
// list holds errors. Nothing but blanks and comments is an empty mapping.
func YAML(file string, data []byte, start, end int) ([]Entry, diag.List) {
	return new(Reader).YAML(file, data, start, end)
}

// YAML is the function YAML.
func (r *Reader) YAML(file string, data []byte, start, end int) ([]Entry, diag.List) {
	if list := unreadable(file, data, start, end); list != nil {
		return nil, list
	}
	line := int32(bytes.Count(data[:start], []byte{'\n'}))
	entries, ok := r.plainYAML(data[start:end], line)
	if !ok {
		var list diag.List
		if entries, list = fullYAML(file, data, start, end, line); list != nil {
			return entries, list
		}
	}
	return entries, repeated(file, data, entries)
}

// fullYAML reads with the YAML library; line is the number of lines before start.
func fullYAML(file string, data []byte, start, end int, line int32) ([]Entry, diag.List) {
	var document yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data[start:end]))
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, diag.List{syntaxError(file, data, line, err)}
	}
	r := yamlReader{file: file, data: data, line: line}
	if err := decoder.Decode(new(yaml.Node)); err == nil {
		r.list = append(r.list, diag.Diagnostic{File: file, Rule: "yaml-syntax",
			Text: "more than one YAML document", Hint: "remove the line --- between them"})
	} else if !errors.Is(err, io.EOF) {
		r.list = append(r.list, syntaxError(file, data, line, err))
	}
	root := document.Content[0]
	if root.Kind == yaml.ScalarNode && root.Value == "" && root.Style == 0 {
		return nil, r.list
	}
	if root.Kind != yaml.MappingNode {
		r.fail(root, "not-a-mapping", "keys and values expected", "write one key a line: title: Name of the term")
		return nil, r.list
	}
	return r.value(root, 1).Fields, r.list
}

type yamlReader struct {
	file string
	data []byte
	line int32
	list diag.List
}

func (r *yamlReader) pos(n *yaml.Node) Pos {
	p := Pos{Line: int32(n.Line) + r.line, Col: int32(n.Column)}
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		p.Col++
	}
	return p
}

func (r *yamlReader) fail(n *yaml.Node, rule, text, hint string) {
	if len(r.list) >= maxRepeated {
		return
	}
	p := r.pos(n)
	d := diag.At(r.file, r.data, int(p.Line), int(p.Col), 1)
	d.Rule, d.Text, d.Hint = rule, text, hint
	r.list = append(r.list, d)
}

func (r *yamlReader) value(n *yaml.Node, depth int) Value {
	v := Value{Pos: r.pos(n)}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.fail(n, "yaml-alias", "YAML anchors and aliases are not read", "write the value out, or put it in quotes if it is text")
		return v
	case n.Style&yaml.TaggedStyle != 0:
		r.fail(n, "yaml-tag", "YAML tags are not read", "remove "+n.Tag+", or put the value in quotes if it is text")
		return v
	case depth > MaxDepth:
		r.fail(n, "too-deep", "lists and mappings are nested more than "+strconv.Itoa(MaxDepth)+" deep", "")
		return v
	}
	switch n.Kind {
	case yaml.ScalarNode:
		v.Text = n.Value
		v.Quoted = n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	case yaml.SequenceNode:
		v.Kind = List
		v.Items = make([]Value, 0, len(n.Content))
		for _, item := range n.Content {
			v.Items = append(v.Items, r.value(item, depth+1))
		}
	case yaml.MappingNode:
		v.Kind = Map
		v.Fields = make([]Entry, 0, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Style&yaml.TaggedStyle != 0 {
				r.fail(key, "yaml-syntax", "a key must be plain text", "put the value in quotes if it is text")
				continue
			}
			v.Fields = append(v.Fields, Entry{Key: key.Value, KeyPos: r.pos(key), Value: r.value(n.Content[i+1], depth+1)})
		}
	}
	return v
}
