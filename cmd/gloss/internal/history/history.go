// Package history tells on which day each file of a folder changed last, from the git history of the work tree that the folder lies in.
//
// What goes in: a folder. What comes out: days, by the files' paths. The day is that of the committer, in UTC, of the last commit that
// changed a file's bytes; moving or renaming a file does not change them. A change that is not committed has no day yet, so that
// nothing depends on a clock. In a shallow clone, files that did not change since its oldest commit have no day either: that commit
// seems to add them all.
//
// What it never does: run git where there is no work tree, write, ask the network, or run what a repository's settings name.
package history

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Repository is the history of one folder at one commit.
type Repository struct {
	dir     string
	prefix  string          // of the folder in the work tree: "" or "docs/content/"
	head    string          // hash of the commit
	shallow map[string]bool // hashes of the commits whose parents were not fetched
	state   string
}

// Open finds the work tree that a folder lies in. It returns nil when there is none, or one without a commit. An error says that
// there is one and git cannot read it, or is not installed.
func Open(ctx context.Context, dir string) (*Repository, error) {
	if !inWorkTree(dir) {
		return nil, nil
	}
	out, err := run(ctx, dir, "rev-parse", "--show-prefix", "--git-path", "shallow", "HEAD")
	if err != nil {
		if _, unborn := run(ctx, dir, "rev-parse", "--git-dir"); unborn == nil {
			return nil, nil
		}
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != 3 {
		return nil, fmt.Errorf("git says %q where it should say where the folder is", out)
	}
	r := &Repository{dir: dir, prefix: lines[0], head: lines[2], shallow: map[string]bool{}}
	shallow := lines[1]
	if !filepath.IsAbs(shallow) {
		shallow = filepath.Join(dir, shallow)
	}
	hashes, err := os.ReadFile(shallow)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, hash := range strings.Fields(string(hashes)) {
		r.shallow[hash] = true
	}
	r.state = fmt.Sprintf("%s %x %q", r.head, sha256.Sum256(hashes), r.prefix)
	return r, nil
}

// State names what the days depend on: equal states of one folder have equal days. It is safe to call on nil.
func (r *Repository) State() string {
	if r == nil {
		return ""
	}
	return r.state
}

// inWorkTree looks for .git in the folder and those above, so that glossaries outside of git do not pay for a process.
func inWorkTree(dir string) bool {
	at, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	if resolved, err := filepath.EvalSymlinks(at); err == nil {
		at = resolved
	}
	for {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return true
		}
		parent := filepath.Dir(at)
		if parent == at {
			return false
		}
		at = parent
	}
}

// command prepares git for reading: in English, silent, without what a hook's environment says about another work tree.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-pager", "-c", "log.showRoot=true", "-C", dir}, args...)...)
	for _, one := range os.Environ() {
		name, _, _ := strings.Cut(one, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS":
			continue
		}
		cmd.Env = append(cmd.Env, one)
	}
	cmd.Env = append(cmd.Env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1")
	return cmd
}

func run(ctx context.Context, dir string, args ...string) ([]byte, error) {
	var said bytes.Buffer
	cmd := command(ctx, dir, args...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, explained(err, said.String())
	}
	return out, nil
}

// explained puts git's first line in place of an exit status.
func explained(err error, said string) error {
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("git is not installed")
	}
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	if first == "" {
		return fmt.Errorf("git fails: %w", err)
	}
	return errors.New(strings.TrimPrefix(first, "fatal: "))
}
