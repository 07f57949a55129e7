package history

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// repo is a git work tree whose glossary lies in docs/content.
type repo struct {
	t    *testing.T
	top  string
	days int // since 2020-01-01
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	r := &repo{t: t, top: t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgSign=false", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = r.top
	date := fmt.Sprintf("%d +1400", time.Date(2020, 1, 1, 20, 0, 0, 0, time.UTC).AddDate(0, 0, r.days).Unix())
	cmd.Env = append(os.Environ(), "GIT_COMMITTER_DATE="+date, "GIT_AUTHOR_DATE=1000000000 +0000", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (r *repo) content() string { return filepath.Join(r.top, "docs", "content") }

func (r *repo) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.content(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits everything, a day after the last commit.
func (r *repo) commit() {
	r.t.Helper()
	r.days++
	r.git("add", "-A", ".")
	r.git("commit", "-q", "--allow-empty", "-m", "a change")
}

func markdown(name string) bool { return strings.HasSuffix(name, ".md") }

// read returns the days by a memory, of which an empty one is made when m is nil.
func (r *repo) read(m *Memory) Days {
	r.t.Helper()
	return daysOf(r.t, r.content(), m)
}

func daysOf(t *testing.T, dir string, m *Memory) Days {
	t.Helper()
	if m == nil {
		m = &Memory{}
	}
	opened, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	days, err := m.Days(context.Background(), opened, math.MaxInt, markdown)
	if err != nil {
		t.Fatal(err)
	}
	return days
}

// jan is a day in the test's calendar: the n-th commit is made on it.
func jan(n int) string { return fmt.Sprintf("2020-01-%02d", n+1) }

func expect(t *testing.T, got Days, want Days) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("days %v, want %v", got, want)
	}
}

func TestDayIsThatOfTheLastCommit(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one")
	r.write("sub/b.md", "one")
	r.write("picture.png", "one")
	r.write("../outside.md", "one")
	r.commit()
	r.write("sub/b.md", "two")
	r.commit()
	r.write("a.md", "not committed")
	r.write("new.md", "not committed")
	expect(t, r.read(nil), Days{"a.md": jan(1), "sub/b.md": jan(2)})
}

// Names that git would quote, and one that a disk may spell in another normal form.
func TestStrangeNames(t *testing.T) {
	r := newRepo(t)
	r.write("a \"b\"\n c.md", "one")
	r.write("commit 1 2.md", "one")
	r.write("R100/M.md", "one")
	r.write("naı\u0308ve cafe\u0301.md", "one")
	r.commit()
	expect(t, r.read(nil), Days{"a \"b\"\n c.md": jan(1), "commit 1 2.md": jan(1), "R100/M.md": jan(1), "naı\u0308ve café.md": jan(1)})
}

func TestMovingIsNoChange(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "first text")
	r.write("b.md", "second text, which is long enough to be recognised when a little of it changes")
	r.write("text.txt", "third text")
	r.commit()
	r.git("mv", "docs/content/a.md", "docs/content/moved.md")
	r.git("mv", "docs/content/text.txt", "docs/content/text.md")
	r.commit()
	r.git("mv", "docs/content/moved.md", "docs/content/again.md")
	r.git("mv", "docs/content/b.md", "docs/content/c.md")
	r.write("c.md", "second text, which is long enough to be recognised when a little of it changed")
	r.write("a.md", "another text")
	r.commit()
	expect(t, r.read(nil), Days{"again.md": jan(1), "text.md": jan(1), "c.md": jan(3), "a.md": jan(3)})
}

// Both sides of a merge count, and what only the merge itself changed.
func TestMerges(t *testing.T) {
	r := newRepo(t)
	for _, name := range []string{"main.md", "side.md", "both.md", "still.md"} {
		r.write(name, "one\n")
	}
	r.commit()
	r.git("checkout", "-q", "-b", "side")
	r.write("side.md", "two\n")
	r.write("both.md", "two\n")
	r.commit()
	r.git("checkout", "-q", "main")
	r.write("main.md", "three\n")
	r.write("both.md", "three\n")
	r.commit()
	r.days++
	r.git("merge", "-q", "-s", "ours", "--no-commit", "side")
	r.write("side.md", "two\n")
	r.write("both.md", "both\n")
	r.git("add", "-A", ".")
	r.git("commit", "-q", "-m", "merge")
	expect(t, r.read(nil), Days{"main.md": jan(3), "side.md": jan(2), "both.md": jan(4), "still.md": jan(1)})
}

// A shallow clone's oldest commit seems to add everything.
func TestShallowCloneKnowsLess(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one")
	r.write("b.md", "one")
	r.commit()
	r.write("a.md", "two")
	r.commit()
	r.write("b.md", "two")
	r.commit()
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(r.top), clone)
	var m Memory
	dir := filepath.Join(clone, "docs", "content")
	expect(t, daysOf(t, dir, &m), Days{"b.md": jan(3)})
	r.git("-C", clone, "fetch", "-q", "--unshallow")
	expect(t, daysOf(t, dir, &m), Days{"a.md": jan(2), "b.md": jan(3)})
}

func TestNoHistory(t *testing.T) {
	if opened, err := Open(context.Background(), t.TempDir()); opened != nil || err != nil {
		t.Errorf("outside of git: %v, %v", opened, err)
	}
	r := newRepo(t)
	r.write("a.md", "one")
	expect(t, r.read(nil), nil) // no commit yet
	r.write("../other.md", "one")
	r.git("add", "docs/other.md")
	r.git("commit", "-q", "-m", "not the glossary")
	expect(t, r.read(nil), Days{})
}

// A work tree that cannot be read is told, so that two machines do not differ in silence.
func TestUnreadableHistoryIsTold(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one")
	r.commit()
	if err := os.WriteFile(filepath.Join(r.top, ".git", "HEAD"), []byte("nonsense"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), r.content()); err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("a broken repository: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(context.Background(), r.content()); err == nil || err.Error() != "git is not installed" {
		t.Errorf("without git: %v", err)
	}
}

// What a user or a hook has set does not change what is read.
func TestSettingsOfGitDoNotMatter(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one")
	r.commit()
	r.git("mv", "docs/content/a.md", "docs/content/b.md")
	r.commit()
	settings := [][2]string{{"diff.relative", "true"}, {"log.showRoot", "false"}, {"diff.renames", "false"}, {"log.showSignature", "true"}, {"color.ui", "always"},
		{"core.quotePath", "true"}, {"log.follow", "true"}, {"diff.external", "/nowhere"}, {"log.diffMerges", "off"}, {"log.date", "relative"}, {"pager.log", "/nowhere"}}
	t.Setenv("GIT_CONFIG_COUNT", fmt.Sprint(len(settings)))
	for i, s := range settings {
		t.Setenv(fmt.Sprintf("GIT_CONFIG_KEY_%d", i), s[0])
		t.Setenv(fmt.Sprintf("GIT_CONFIG_VALUE_%d", i), s[1])
	}
	t.Setenv("GIT_DIR", "/nowhere")
	t.Setenv("GIT_LITERAL_PATHSPECS", "1")
	expect(t, daysOf(t, r.content(), nil), Days{"b.md": jan(1)})
}

// A memory gives after each commit what an empty one gives, whatever is done to the history.
func TestMemoryEqualsReadingAnew(t *testing.T) {
	r := newRepo(t)
	random := rand.New(rand.NewPCG(7, 11))
	var m Memory
	name := func() string {
		return fmt.Sprintf("%c%s", 'a'+random.IntN(6), []string{".md", ".md", ".md", ".txt"}[random.IntN(4)])
	}
	r.write("a.md", "first")
	r.commit()
	for step := range 60 {
		switch old, now := name(), name(); {
		case step%9 == 8: // a branch comes back, now and then with something of its own
			r.git("checkout", "-q", "-b", fmt.Sprint("side", step), "HEAD~1")
			r.write(now, fmt.Sprint("side ", step))
			r.commit()
			r.git("checkout", "-q", "main")
			r.days++
			r.git("merge", "-q", "-X", "theirs", fmt.Sprint("side", step))
		case step%13 == 12:
			r.git("commit", "-q", "--amend", "-m", "another message")
		case step%7 == 6 && old != now:
			_ = os.Rename(filepath.Join(r.content(), old), filepath.Join(r.content(), now)) // it may not exist
			r.commit()
		case step%11 == 10:
			_ = os.Remove(filepath.Join(r.content(), now))
			r.commit()
		default:
			r.write(now, fmt.Sprint("text ", step))
			r.commit()
		}
		if got, want := r.read(&m), r.read(nil); !maps.Equal(got, want) {
			t.Fatalf("after step %d: remembered %v, read anew %v\n%s", step, got, want, r.git("log", "--oneline", "--graph", "--stat"))
		}
	}
}

// A state that is known is not read again.
func TestKnownStateCostsNothing(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one")
	r.commit()
	var m Memory
	first := r.read(&m)
	opened, err := Open(context.Background(), r.content())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir()) // without git
	again, err := m.Days(context.Background(), opened, math.MaxInt, markdown)
	if err != nil || !maps.Equal(first, again) {
		t.Errorf("%v, then %v (%v)", first, again, err)
	}
}

func FuzzLog(f *testing.F) {
	f.Add([]byte("commit 0a 1577908800\x00\nM\x00docs/a.md\x00R100\x00docs/b.md\x00docs/c.md\x00commit 0b 1577808800\x00\x00MM\x00docs/b.md\x00"))
	f.Add([]byte("commit 0a 99999999999999\x00\nA\x00docs/a.md\x00"))
	f.Fuzz(func(t *testing.T, log []byte) {
		w := newWalk(&Repository{prefix: "docs/", shallow: map[string]bool{"0c": true}}, []string{"a.md", "c.md"})
		if err := w.read(strings.NewReader(string(log))); err != nil {
			return
		}
		for name, day := range w.days {
			if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil || name != "a.md" && name != "c.md" {
				t.Errorf("%q has the day %q", name, day)
			}
		}
	})
}

func TestTooManyFilesHaveNoDays(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "a")
	r.write("b.md", "b")
	r.write("c.txt", "no term")
	r.commit()
	opened, err := Open(context.Background(), r.content())
	if err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int]int{1: 0, 2: 2} {
		days, err := new(Memory).Days(context.Background(), opened, most, markdown)
		if err != nil || len(days) != want {
			t.Errorf("of at most %d files: %v, %v", most, days, err)
		}
	}
}
