package linker

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Each constant Rule... is documented once.
func TestRulesAreDocumented(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "linker.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var constants, documented []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, "Rule") {
			name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			constants = append(constants, name)
		}
		return true
	})
	for _, r := range Rules() {
		documented = append(documented, r.Name)
		if !strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: the documentation is no sentence", r.Name)
		}
	}
	slices.Sort(constants)
	slices.Sort(documented)
	if len(constants) == 0 || !slices.Equal(constants, documented) {
		t.Errorf("constants %v\ndocumented %v", constants, documented)
	}
}
