package term

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/mapping"
)

// isText reports whether a value can be read as one text, and complains if not. A number is text as it was written.
func (p *parser) isText(name string, v mapping.Value) bool {
	if readsAsText(v) {
		return true
	}
	p.wrongType(name, v, "text")
	return false
}

func readsAsText(v mapping.Value) bool {
	return v.Kind == mapping.Scalar && !v.IsTruth() && !v.IsNull()
}

func (p *parser) wrongType(name string, v mapping.Value, want string) {
	hint := ""
	switch {
	case v.Kind == mapping.Map:
		hint = `if it is text that holds ": ", put it in quotes`
	case v.Kind == mapping.List && want == "text":
		hint = `if it is text that begins with "[", put it in quotes`
	case (v.IsTruth() || v.IsNull()) && want == "text", v.IsNumber() && want == "text or a list of texts":
		hint = fmt.Sprintf("if it is text, put it in quotes: %q", v.Text)
	}
	p.report(v.At(p.file, p.data), "wrong-type", fmt.Sprintf("%s must be %s, not %s", name, want, v.What()), hint)
}

func (p *parser) wrongValue(e mapping.Entry, allowed ...string) {
	d := e.Value.At(p.file, p.data)
	if e.Key == "type" {
		d.Severity = p.opts.UnknownKeys // other generators have types of their own
	}
	hint := diag.DidYouMean(e.Value.Text, allowed)
	p.report(d, "wrong-value", fmt.Sprintf("%s must be %s, not %q", e.Key, strings.Join(allowed, " or "), e.Value.Text), hint)
}

// name reads a single name; it is false when it has complained.
func (p *parser) name(e mapping.Entry) (string, Pos, bool) {
	if !p.isText(e.Key, e.Value) {
		return "", Pos{}, false
	}
	s, ok := p.checkName(e.Key, e.Value)
	if !ok {
		return "", Pos{}, false
	}
	return s, at(e.Value), true
}

// names appends the names of a list.
func (p *parser) names(e mapping.Entry, to *[]Value) {
	items := p.items(e)
	if *to == nil && len(items) > 0 {
		*to = p.values.Take(len(items))[:0]
	}
	for _, v := range items {
		if s, ok := p.checkName(e.Key, v); ok {
			*to = append(*to, Value{Text: s, Pos: at(v)})
		}
	}
}

// items returns the texts of a list. A single text counts as a list; without quotes it is split at each comma before a blank.
func (p *parser) items(e mapping.Entry) []mapping.Value {
	v := e.Value
	if v.Kind == mapping.Map || v.IsTruth() || v.IsNumber() {
		p.wrongType(e.Key, v, "text or a list of texts")
		return nil
	}
	if v.Kind == mapping.Scalar {
		return splitCommas(v)
	}
	good := v.Items
	for i, item := range v.Items {
		if ok := p.isItem(e, item); ok && len(good) < len(v.Items) {
			good = append(good, item)
		} else if !ok && len(good) == len(v.Items) {
			good = append([]mapping.Value(nil), v.Items[:i]...)
		}
	}
	return good
}

// isItem reports whether an item of a list is a text, and complains if not.
func (p *parser) isItem(e mapping.Entry, item mapping.Value) bool {
	if item.Kind == mapping.Scalar && strings.TrimSpace(item.Text) == "" {
		p.report(item.At(p.file, p.data), "empty-value", fmt.Sprintf("%s has an empty item", e.Key), "write a text or delete the item")
		return false
	}
	return readsAsText(item) || p.isText("an item of "+e.Key, item)
}

func splitCommas(v mapping.Value) []mapping.Value {
	if v.Quoted {
		if strings.TrimSpace(v.Text) == "" {
			return nil
		}
		return []mapping.Value{v}
	}
	var items []mapping.Value
	col := v.Pos.Col
	for part := range strings.SplitSeq(v.Text, ", ") {
		trimmed := strings.TrimLeft(part, " ")
		lead := len(part) - len(trimmed)
		if name := strings.TrimRight(trimmed, " ,"); name != "" {
			items = append(items, mapping.Value{Text: name, Pos: mapping.Pos{Line: v.Pos.Line, Col: col + int32(lead)}})
		}
		col += int32(utf8.RuneCountInString(part)) + int32(len(", "))
	}
	return items
}

// checkName normalises a name and refuses what no reader could see or type.
func (p *parser) checkName(name string, v mapping.Value) (string, bool) {
	s := text(v.Text)
	if r, bad := hidden(s, nil); bad {
		p.hiddenCharacter(name, v, r)
		return "", false
	}
	if n := utf8.RuneCountInString(s); n > MaxTitle {
		p.report(v.At(p.file, p.data), "too-long", fmt.Sprintf("%s has %d characters, the limit is %d", name, n, MaxTitle), "")
		return "", false
	}
	return s, true
}

func (p *parser) hiddenCharacter(name string, v mapping.Value, r rune) {
	p.report(v.At(p.file, p.data), "hidden-character", fmt.Sprintf("%s contains the invisible character %U", name, r), "retype the text without it")
}
