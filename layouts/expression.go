package layouts

import (
	"reflect"
	"text/template/parse"
)

// pipeline compiles an expression without escapers: a single command.
func (c *compiler) pipeline(pipe *parse.PipeNode, dot reflect.Type, scope *variables) (expression, bool) {
	if len(pipe.Cmds) != 1 {
		return expression{}, false
	}
	return c.command(pipe.Cmds[0], dot, scope)
}

// command compiles an operand, a method with arguments, or one of the functions known here.
func (c *compiler) command(command *parse.CommandNode, dot reflect.Type, scope *variables) (expression, bool) {
	name, isFunction := command.Args[0].(*parse.IdentifierNode)
	if !isFunction && len(command.Args) == 1 {
		if e, ok := c.operand(command.Args[0], dot, scope); ok {
			return e, true
		}
		return c.method(command.Args[0], nil, dot, scope)
	}
	var args []expression
	for _, node := range command.Args[1:] {
		arg, ok := c.operand(node, dot, scope)
		if !ok {
			return expression{}, false
		}
		args = append(args, arg)
	}
	if isFunction {
		return c.function(name.Ident, args)
	}
	return c.method(command.Args[0], args, dot, scope)
}

func (c *compiler) operand(node parse.Node, dot reflect.Type, scope *variables) (expression, bool) {
	switch n := node.(type) {
	case *parse.DotNode:
		return expression{dot, func(_ *state, dot reflect.Value) reflect.Value { return dot }}, true
	case *parse.FieldNode:
		return fields(expression{dot, func(_ *state, dot reflect.Value) reflect.Value { return dot }}, n.Ident)
	case *parse.VariableNode:
		for i := len(scope.names) - 1; i >= 0; i-- {
			if v := scope.names[i]; v.name == n.Ident[0] {
				return fields(expression{v.typ, func(s *state, _ reflect.Value) reflect.Value { return s.vars[v.slot] }}, n.Ident[1:])
			}
		}
	case *parse.StringNode:
		return constant(n.Text), true
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), true
		}
	case *parse.BoolNode:
		return constant(n.True), true
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return c.pipeline(n, dot, scope)
		}
	}
	return expression{}, false
}

func constant(x any) expression {
	v := reflect.ValueOf(x)
	return expression{v.Type(), func(*state, reflect.Value) reflect.Value { return v }}
}

// fields follows names from field to field, through pointers. A nil pointer on the way fails.
func fields(e expression, names []string) (expression, bool) {
	for _, name := range names {
		if e.typ == nil {
			return expression{}, false
		}
		from, typ := e.get, e.typ
		pointer := typ.Kind() == reflect.Pointer
		if pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct {
			return expression{}, false
		}
		field, ok := typ.FieldByName(name)
		if !ok || !field.IsExported() || throughPointer(typ, field.Index) {
			return expression{}, false
		}
		index := field.Index
		e = expression{field.Type, func(s *state, dot reflect.Value) reflect.Value {
			v := from(s, dot)
			if s.failed {
				return v
			}
			if pointer {
				if v.IsNil() {
					s.failed = true
					return v
				}
				v = v.Elem()
			}
			for _, i := range index {
				v = v.Field(i)
			}
			return v
		}}
	}
	return e, true
}

// throughPointer reports whether a promoted field lies behind an embedded pointer.
func throughPointer(typ reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		typ = typ.Field(i).Type
		if typ.Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}

// method compiles a call of a method on a field or variable: .Site.Words.Terms.Of 3.
func (c *compiler) method(node parse.Node, args []expression, dot reflect.Type, scope *variables) (expression, bool) {
	var on expression
	var ok bool
	var name string
	switch n := node.(type) {
	case *parse.FieldNode:
		name = n.Ident[len(n.Ident)-1]
		on, ok = fields(expression{dot, func(_ *state, dot reflect.Value) reflect.Value { return dot }}, n.Ident[:len(n.Ident)-1])
	case *parse.VariableNode:
		name = n.Ident[len(n.Ident)-1]
		on, ok = c.operand(&parse.VariableNode{Ident: n.Ident[:len(n.Ident)-1]}, dot, scope)
	}
	if !ok || on.typ == nil {
		return expression{}, false
	}
	m, ok := on.typ.MethodByName(name)
	byAddress := !ok && on.typ.Kind() == reflect.Struct
	if byAddress {
		m, ok = reflect.PointerTo(on.typ).MethodByName(name)
	}
	if !ok || m.Type.NumOut() != 1 || m.Type.NumIn() != len(args)+1 || m.Type.IsVariadic() {
		return expression{}, false
	}
	for i, arg := range args {
		if arg.typ != m.Type.In(i+1) {
			return expression{}, false
		}
	}
	return expression{m.Type.Out(0), func(s *state, dot reflect.Value) reflect.Value {
		receiver := on.get(s, dot)
		if byAddress && !s.failed {
			if s.failed = !receiver.CanAddr(); !s.failed {
				receiver = receiver.Addr()
			}
		}
		in := []reflect.Value{receiver}
		for _, arg := range args {
			in = append(in, arg.get(s, dot))
		}
		if s.failed {
			return reflect.Zero(m.Type.Out(0))
		}
		return m.Func.Call(in)[0]
	}}, true
}

// function compiles the functions that themes use; others are left to html/template.
func (c *compiler) function(name string, args []expression) (expression, bool) {
	switch name {
	case "and", "or":
		return junction(args, name == "or"), len(args) > 0
	case "not":
		return unary(args, reflect.TypeFor[bool](), func(v reflect.Value) any { return !truth(v) })
	case "len":
		if len(args) != 1 || args[0].typ == nil || args[0].typ.Kind() != reflect.Slice && args[0].typ.Kind() != reflect.String {
			return expression{}, false
		}
		return unary(args, reflect.TypeFor[int](), func(v reflect.Value) any { return v.Len() })
	case "eq", "ne":
		if !sameBasic(args) {
			return expression{}, false
		}
		return binary(args, func(a, b reflect.Value) any { return a.Equal(b) == (name == "eq") }), true
	case "lt", "gt":
		if !sameBasic(args) || args[0].typ.Kind() != reflect.Int {
			return expression{}, false
		}
		return binary(args, func(a, b reflect.Value) any {
			return name == "lt" && a.Int() < b.Int() || name == "gt" && a.Int() > b.Int()
		}), true
	case "minus":
		if !sameBasic(args) || args[0].typ.Kind() != reflect.Int {
			return expression{}, false
		}
		e := binary(args, func(a, b reflect.Value) any { return int(a.Int() - b.Int()) })
		e.typ = reflect.TypeFor[int]()
		return e, true
	case "index":
		return element(args)
	case "shared":
		return c.sharedCall(args)
	}
	return expression{}, false
}

// sameBasic reports whether there are two arguments of one basic type.
func sameBasic(args []expression) bool {
	return len(args) == 2 && args[0].typ != nil && args[0].typ == args[1].typ && args[0].typ.PkgPath() == "" &&
		(args[0].typ.Kind() == reflect.Int || args[0].typ.Kind() == reflect.String || args[0].typ.Kind() == reflect.Bool)
}

func unary(args []expression, typ reflect.Type, f func(reflect.Value) any) (expression, bool) {
	if len(args) != 1 {
		return expression{}, false
	}
	return expression{typ, func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(f(args[0].get(s, dot))) }}, true
}

func binary(args []expression, f func(a, b reflect.Value) any) expression {
	return expression{reflect.TypeFor[bool](), func(s *state, dot reflect.Value) reflect.Value {
		return reflect.ValueOf(f(args[0].get(s, dot), args[1].get(s, dot)))
	}}
}

// junction is and, or: the first argument that decides, the rest not evaluated. Its type is known only if all have the same.
func junction(args []expression, decides bool) expression {
	e := expression{get: func(s *state, dot reflect.Value) (v reflect.Value) {
		for _, arg := range args {
			if v = arg.get(s, dot); s.failed || truth(v) == decides {
				return v
			}
		}
		return v
	}}
	if len(args) > 0 {
		e.typ = args[0].typ
	}
	for _, arg := range args {
		if arg.typ != e.typ {
			e.typ = nil
		}
	}
	return e
}

// element is index: of a slice, with one number.
func element(args []expression) (expression, bool) {
	if len(args) != 2 || args[0].typ == nil || args[0].typ.Kind() != reflect.Slice || args[1].typ != reflect.TypeFor[int]() {
		return expression{}, false
	}
	return expression{args[0].typ.Elem(), func(s *state, dot reflect.Value) reflect.Value {
		list, i := args[0].get(s, dot), int(args[1].get(s, dot).Int())
		if s.failed || i < 0 || i >= list.Len() {
			s.failed = true
			return reflect.Value{}
		}
		return list.Index(i)
	}}, true
}

// sharedCall is {{shared "name" view}}.
func (c *compiler) sharedCall(args []expression) (expression, bool) {
	if len(args) != 2 || args[0].typ != reflect.TypeFor[string]() || args[1].typ == nil || !args[1].typ.Implements(reflect.TypeFor[View]()) {
		return expression{}, false
	}
	return expression{htmlType, func(s *state, dot reflect.Value) reflect.Value {
		name, view := args[0].get(s, dot), args[1].get(s, dot)
		if s.failed {
			return reflect.Zero(htmlType)
		}
		return s.sharedFor(c.theme, name.String(), view.Interface().(View).frame())
	}}, true
}

// sharedFor is Theme.shared by way of what this state was told last: finding it there takes no allocation, and three each page were a third of
// those of rendering.
func (s *state) sharedFor(theme *Theme, name string, frame Frame) reflect.Value {
	for i := range s.shared {
		if one := &s.shared[i]; one.name == name && one.frame == frame {
			return one.printed
		}
	}
	printed, err := theme.shared(name, frame)
	s.failed = err != nil
	if len(s.shared) == sharedKept {
		s.shared = s.shared[:0]
	}
	value := reflect.ValueOf(printed)
	if err == nil {
		s.shared = append(s.shared, printedFrame{name, frame, value})
	}
	return value
}
