package layouts

import (
	"bytes"
	"reflect"
	"text/template/parse"
)

// A template is compiled for a type of view: into closures that know where each field lies, from the tree that html/template
// has escaped. A page then costs less than a tenth of what html/template takes, which finds each field by name and calls each escaper
// through reflection. The language is the part of text/template that themes use. A template with anything else in it is not
// compiled, and a page on which something goes wrong is rendered again by html/template, which then says what.

// state is one run of a program.
type state struct {
	out    *bytes.Buffer
	vars   []reflect.Value // of the running template
	stack  []reflect.Value // those of all running templates; it is kept from page to page
	failed bool
	shared []printedFrame // what shared templates printed lately
}

// sharedKept is the number of printed templates that a state keeps: a page has three, and pages of a kind follow one another.
const sharedKept = 12

// printedFrame is what a shared template printed for a Frame.
type printedFrame struct {
	name    string
	frame   Frame
	printed reflect.Value // a template.HTML
}

// enter makes room for the variables of a template and returns those of the one that calls it, for leave.
func (s *state) enter(slots int) (outer []reflect.Value) {
	outer = s.vars
	top := len(s.stack)
	s.stack = append(s.stack, noValues[:slots]...)
	s.vars = s.stack[top:]
	return outer
}

func (s *state) leave(outer []reflect.Value) {
	clear(s.vars)
	s.stack = s.stack[:len(s.stack)-len(s.vars)]
	s.vars = outer
}

// noValues is as long as a template may have variables.
var noValues [64]reflect.Value

// step runs a part of a template. An expression's value has the static type that it was compiled with.
type step func(s *state, dot reflect.Value)
type value func(s *state, dot reflect.Value) reflect.Value

// expression is a compiled pipeline or operand. A nil typ is a value that only its truth is known of.
type expression struct {
	typ reflect.Type
	get value
}

// program is a compiled template.
type program struct {
	run   step
	slots int
}

// compiler compiles the templates of one theme. Programs of one template for one type are shared; a template that calls itself
// is not compiled.
type compiler struct {
	theme    *Theme
	programs map[programKey]*program
}

type programKey struct {
	name string
	typ  reflect.Type
}

// variables are the names in scope, innermost last.
type variables struct {
	root  reflect.Type
	names []variable
	slots *int
}

type variable struct {
	name string
	typ  reflect.Type
	slot int
}

func (v *variables) declare(name string, typ reflect.Type) int {
	slot := *v.slots
	*v.slots++
	v.names = append(v.names, variable{name, typ, slot})
	return slot
}

// compile returns the program of a template for a type, or nil.
func (c *compiler) compile(name string, typ reflect.Type) *program {
	key := programKey{name, typ}
	if p, ok := c.programs[key]; ok {
		return p
	}
	c.programs[key] = nil // while it is being compiled
	source := c.theme.templates[name]
	if source == nil || source.Tree == nil || typ == nil {
		return nil
	}
	slots := 0
	scope := &variables{root: typ, slots: &slots}
	scope.declare("$", typ)
	body, ok := c.list(source.Tree.Root, typ, scope)
	if !ok || slots > len(noValues) {
		return nil
	}
	p := &program{slots: slots}
	p.run = func(s *state, dot reflect.Value) {
		outer := s.enter(p.slots)
		s.vars[0] = dot
		body(s, dot)
		s.leave(outer)
	}
	c.programs[key] = p
	return p
}

// list compiles nodes that stand one after another; variables declared in it end with it.
func (c *compiler) list(list *parse.ListNode, dot reflect.Type, scope *variables) (step, bool) {
	if list == nil {
		return func(*state, reflect.Value) {}, true
	}
	inner := &variables{root: scope.root, names: scope.names[:len(scope.names):len(scope.names)], slots: scope.slots}
	var steps []step
	for _, node := range list.Nodes {
		next, ok := c.node(node, dot, inner)
		if !ok {
			return nil, false
		}
		if next != nil {
			steps = append(steps, next)
		}
	}
	return func(s *state, dot reflect.Value) {
		for _, run := range steps {
			if s.failed {
				return
			}
			run(s, dot)
		}
	}, true
}

func (c *compiler) node(node parse.Node, dot reflect.Type, scope *variables) (step, bool) {
	switch n := node.(type) {
	case *parse.CommentNode:
		return nil, true
	case *parse.TextNode:
		text := n.Text
		return func(s *state, _ reflect.Value) { s.out.Write(text) }, true
	case *parse.ActionNode:
		return c.action(n.Pipe, dot, scope)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, false, dot, scope)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, true, dot, scope)
	case *parse.RangeNode:
		return c.loop(n, dot, scope)
	case *parse.TemplateNode:
		return c.call(n, dot, scope)
	}
	return nil, false
}

// action compiles {{pipeline}} and {{$name := pipeline}}.
func (c *compiler) action(pipe *parse.PipeNode, dot reflect.Type, scope *variables) (step, bool) {
	if pipe.IsAssign || len(pipe.Decl) > 1 {
		return nil, false
	}
	if len(pipe.Decl) == 1 {
		e, ok := c.pipeline(pipe, dot, scope)
		if !ok || e.typ == nil {
			return nil, false
		}
		slot := scope.declare(pipe.Decl[0].Ident[0], e.typ)
		return func(s *state, dot reflect.Value) { s.vars[slot] = e.get(s, dot) }, true
	}
	e, ok := c.command(pipe.Cmds[0], dot, scope)
	if !ok || e.typ == nil {
		return nil, false
	}
	var escapers []string
	for _, command := range pipe.Cmds[1:] {
		name, ok := command.Args[0].(*parse.IdentifierNode)
		if !ok || len(command.Args) != 1 {
			return nil, false
		}
		escapers = append(escapers, name.Ident)
	}
	write := writerFor(e.typ, escapers)
	if write == nil {
		return nil, false
	}
	return func(s *state, dot reflect.Value) {
		if v := e.get(s, dot); !s.failed {
			write(s.out, v)
		}
	}, true
}

// branch compiles if and with.
func (c *compiler) branch(n *parse.BranchNode, with bool, dot reflect.Type, scope *variables) (step, bool) {
	inner := &variables{root: scope.root, names: scope.names[:len(scope.names):len(scope.names)], slots: scope.slots}
	e, ok := c.pipeline(n.Pipe, dot, inner)
	if !ok || n.Pipe.IsAssign || len(n.Pipe.Decl) > 1 || (with || len(n.Pipe.Decl) > 0) && e.typ == nil {
		return nil, false
	}
	slot := -1
	if len(n.Pipe.Decl) == 1 {
		slot = inner.declare(n.Pipe.Decl[0].Ident[0], e.typ)
	}
	inside := dot
	if with {
		inside = e.typ
	}
	then, ok := c.list(n.List, inside, inner)
	otherwise, ok2 := c.list(n.ElseList, dot, inner)
	if !ok || !ok2 {
		return nil, false
	}
	return func(s *state, dot reflect.Value) {
		v := e.get(s, dot)
		if s.failed {
			return
		}
		if slot >= 0 {
			s.vars[slot] = v
		}
		switch {
		case !truth(v):
			otherwise(s, dot)
		case with:
			then(s, v)
		default:
			then(s, dot)
		}
	}, true
}

// loop compiles range over a slice.
func (c *compiler) loop(n *parse.RangeNode, dot reflect.Type, scope *variables) (step, bool) {
	e, ok := c.pipeline(n.Pipe, dot, scope)
	if !ok || e.typ == nil || e.typ.Kind() != reflect.Slice || n.Pipe.IsAssign {
		return nil, false
	}
	inner := &variables{root: scope.root, names: scope.names[:len(scope.names):len(scope.names)], slots: scope.slots}
	index, element := -1, -1
	switch declared := n.Pipe.Decl; len(declared) {
	case 1:
		element = inner.declare(declared[0].Ident[0], e.typ.Elem())
	case 2:
		index = inner.declare(declared[0].Ident[0], reflect.TypeFor[int]())
		element = inner.declare(declared[1].Ident[0], e.typ.Elem())
	}
	body, ok := c.list(n.List, e.typ.Elem(), inner)
	otherwise, ok2 := c.list(n.ElseList, dot, scope)
	if !ok || !ok2 {
		return nil, false
	}
	return func(s *state, dot reflect.Value) {
		list := e.get(s, dot)
		if s.failed {
			return
		}
		if list.Len() == 0 {
			otherwise(s, dot)
		}
		for i := 0; i < list.Len() && !s.failed; i++ {
			if index >= 0 {
				s.vars[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				s.vars[element] = list.Index(i)
			}
			body(s, list.Index(i))
		}
	}, true
}

// call compiles {{template "name" pipeline}}.
func (c *compiler) call(n *parse.TemplateNode, dot reflect.Type, scope *variables) (step, bool) {
	if n.Pipe == nil || len(n.Pipe.Decl) > 0 {
		return nil, false
	}
	e, ok := c.pipeline(n.Pipe, dot, scope)
	if !ok {
		return nil, false
	}
	p := c.compile(n.Name, e.typ)
	if p == nil {
		return nil, false
	}
	return func(s *state, dot reflect.Value) {
		if v := e.get(s, dot); !s.failed {
			p.run(s, v)
		}
	}, true
}

// truth is text/template's: false, 0, nil and the empty are false.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Int:
		return v.Int() != 0
	case reflect.Pointer:
		return !v.IsNil()
	}
	return true // structs; no other kinds are compiled
}
