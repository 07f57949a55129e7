package layouts

import (
	"fmt"
	"slices"
	"text/template/parse"
)

// Counts reports whether a page of a kind may show what Site.Terms or Site.Letters say. Nearly every new term changes those, and the pages
// that do not show them need not be made again. It looks at what the templates name and says yes where it is not certain.
func (t *Theme) Counts(kind string) bool {
	return (&counting{theme: t, seen: map[string]bool{}}).template(kind, true)
}

// counting looks for the two fields in a template and those that it calls.
type counting struct {
	theme *Theme
	seen  map[string]bool
}

// template looks into one template. whole says that its dot may be the page's view, which holds the Site.
func (c *counting) template(name string, whole bool) bool {
	key := fmt.Sprint(name, whole)
	called := c.theme.templates[name]
	if called == nil || c.seen[key] {
		return false
	}
	c.seen[key] = true
	return c.list(called.Tree.Root, place{dot: whole, start: whole})
}

// place says whether the dot and $ may be the page's view.
type place struct{ dot, start bool }

func (c *counting) list(list *parse.ListNode, at place) bool {
	return list != nil && slices.ContainsFunc(list.Nodes, func(n parse.Node) bool { return c.node(n, at) })
}

func (c *counting) node(n parse.Node, at place) bool {
	inside := place{dot: false, start: at.start} // of range and with: the dot is what they choose
	switch n := n.(type) {
	case *parse.TextNode, *parse.CommentNode, *parse.BreakNode, *parse.ContinueNode:
		return false
	case *parse.ActionNode:
		return c.pipe(n.Pipe, at, true)
	case *parse.IfNode:
		return c.pipe(n.Pipe, at, false) || c.list(n.List, at) || c.list(n.ElseList, at)
	case *parse.RangeNode:
		return c.pipe(n.Pipe, at, false) || c.list(n.List, inside) || c.list(n.ElseList, at)
	case *parse.WithNode:
		inside.dot = c.whole(only(n.Pipe), at)
		return c.pipe(n.Pipe, at, false) || c.list(n.List, inside) || c.list(n.ElseList, at)
	case *parse.TemplateNode:
		return c.pipe(n.Pipe, at, false) || c.template(n.Name, n.Pipe != nil && c.whole(only(n.Pipe), at))
	}
	return true
}

// only returns the value of a pipeline that is one, else nil.
func only(pipe *parse.PipeNode) parse.Node {
	if pipe == nil || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 1 {
		return nil
	}
	return pipe.Cmds[0].Args[0]
}

// pipe looks into a pipeline, which is printed, or assigned, or only tested and handed on.
func (c *counting) pipe(pipe *parse.PipeNode, at place, printed bool) bool {
	if pipe == nil {
		return false
	}
	for _, command := range pipe.Cmds {
		called, _ := command.Args[0].(*parse.IdentifierNode)
		if called != nil && called.Ident == "shared" {
			name, known := command.Args[min(1, len(command.Args)-1)].(*parse.StringNode)
			if !known || c.template(name.Text, true) { // else it is chosen while the page is made
				return true
			}
		}
		for _, arg := range command.Args {
			// A Frame or view may go to shared, which is followed by name; anything else could print it.
			if c.argument(arg, at) || c.whole(arg, at) && (printed || called != nil) && (called == nil || called.Ident != "shared") {
				return true
			}
		}
	}
	return false
}

func (c *counting) argument(n parse.Node, at place) bool {
	switch n := n.(type) {
	case *parse.FieldNode:
		return named(n.Ident)
	case *parse.VariableNode:
		return named(n.Ident[1:])
	case *parse.ChainNode:
		return c.argument(n.Node, at) || named(n.Field)
	case *parse.PipeNode:
		return c.pipe(n, at, true)
	case *parse.DotNode, *parse.StringNode, *parse.NilNode, *parse.BoolNode, *parse.NumberNode, *parse.IdentifierNode:
		return false
	}
	return true
}

// named reports whether a chain of names may lead to one of the two fields. Words.Terms is a phrase, and only a phrase has an Of.
func named(names []string) bool {
	for i, name := range names {
		phrase := i > 0 && names[i-1] == "Words" || i+1 < len(names) && names[i+1] == "Of"
		if (name == "Letters" || name == "Terms") && !phrase {
			return true
		}
	}
	return false
}

// whole reports whether a value may be the page's view or its Site.
func (c *counting) whole(n parse.Node, at place) bool {
	last := func(names []string) bool {
		return len(names) > 0 && (names[len(names)-1] == "Site" || names[len(names)-1] == "Page")
	}
	switch n := n.(type) {
	case *parse.DotNode:
		return at.dot
	case *parse.VariableNode:
		return n.Ident[0] == "$" && len(n.Ident) == 1 && at.start || last(n.Ident[1:])
	case *parse.FieldNode:
		return last(n.Ident)
	case *parse.ChainNode:
		return last(n.Field)
	}
	return false
}
