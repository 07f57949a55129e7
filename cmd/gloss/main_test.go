package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gloss": main})
}

// TestScript runs the stories in testdata/script: one user story a file, in text.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"binary":    writeBinary,
			"fifo":      makeFifo,
			"await":     await,
			"fetch":     fetch,
			"interrupt": interrupt,
		},
		Setup: func(env *testscript.Env) error {
			port, err := freePort()
			env.Setenv("PORT", port)
			return err
		},
	})
}

// writeBinary is the script command "binary FILE TEXT": it writes TEXT with Go escapes such as \xff, which a script cannot hold.
func writeBinary(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf(`usage: binary FILE TEXT`)
	}
	text, err := unquote(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}
