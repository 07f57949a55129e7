package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/rule"
)

const (
	// shortTitle is the number of characters below which titles one letter apart are usual (CRM, CRO).
	shortTitle = 7
	// longTitle is the number of characters up to which titles are compared letter by letter.
	longTitle = 60
)

// titles finds pairs of titles that are nearly the same. Every title is filed under its spelling and under each spelling with one
// letter left out: two titles within one error share a drawer (the deletion neighbourhood), so that no two others are compared.
func (c *checker) titles() {
	folded := make([]string, len(c.in.Terms))
	var filed []drawer
	for i, t := range c.in.Terms {
		if !isEntry(t) {
			continue
		}
		folded[i] = foldTitle(t.Title)
		filed = append(filed, drawer{hashOf(bag(folded[i])), int32(i)})
		filed = appendNeighbourhood(filed, folded[i], int32(i))
	}
	slices.SortFunc(filed, func(a, b drawer) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.term, b.term)) })
	seen := map[[2]int32]bool{}
	for start := 0; start < len(filed); {
		end := start + 1
		for end < len(filed) && filed[end].hash == filed[start].hash {
			end++
		}
		// A drawer of many holds titles that differ in a number ("item 1" to "item 9"), which are no errors.
		if n := end - start; n > 1 && n <= 20 {
			c.comparePairs(filed[start:end], folded, seen)
		}
		start = end
	}
}

type drawer struct {
	hash uint64
	term int32
}

// hashOf is FNV-1a with 64 bits.
func hashOf[T string | []byte](text T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

func appendNeighbourhood(filed []drawer, title string, i int32) []drawer {
	runes := []rune(title)
	if len(runes) < shortTitle || len(runes) > longTitle {
		return filed
	}
	filed = append(filed, drawer{hashOf(title), i})
	var shorter []byte
	for cut := range runes {
		shorter = append(append(shorter[:0], string(runes[:cut])...), string(runes[cut+1:])...)
		filed = append(filed, drawer{hashOf(shorter), i})
	}
	return filed
}

// comparePairs compares the titles of one drawer.
func (c *checker) comparePairs(one []drawer, folded []string, seen map[[2]int32]bool) {
	for i, a := range one {
		for _, b := range one[i+1:] {
			pair := [2]int32{min(a.term, b.term), max(a.term, b.term)}
			if a.term == b.term || seen[pair] || !nearlySame(folded[a.term], folded[b.term]) {
				continue
			}
			seen[pair] = true
			if !c.acquainted(int(a.term), int(b.term)) {
				c.tellNear(int(a.term), int(b.term))
			}
		}
	}
}

// tellNear tells the later of two near titles, in order of paths, so that each pair is told once.
func (c *checker) tellNear(i, j int) {
	a, b := c.in.Terms[i], c.in.Terms[j]
	if a.File.Path > b.File.Path {
		a, b = b, a
	}
	if strings.EqualFold(a.Title, b.Title) && a.Domain != b.Domain {
		return // a homograph that is told apart
	}
	c.tell(rule.NearDuplicate, atTitle(b), fmt.Sprintf("%q is nearly the title of %s, %q", b.Title, a.File.Path, a.Title),
		fmt.Sprintf("join the two, or let one lead to the other: related: [%s]", a.Title))
}

// acquainted reports whether one of two pages mentions the other or names it as related: then the writer knows of both.
func (c *checker) acquainted(i, j int) bool { return c.leads(i, j) || c.leads(j, i) }

func (c *checker) leads(from, to int) bool {
	for _, m := range c.in.Bodies[from].Mentions {
		if m.Target == c.in.Terms[to].Slug {
			return true
		}
	}
	for _, value := range c.in.Terms[from].Related {
		for _, t := range c.in.Table.Lookup(value.Text) {
			if t == c.in.Terms[to] {
				return true
			}
		}
	}
	return false
}

// foldTitle makes titles comparable: small letters without accents, every run of other characters one space; signs stay, as they
// tell C from C++.
func foldTitle(title string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(strings.ToLower(title)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '+', r == '#':
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// bag is the words of a folded title in alphabetical order, each without the ending of its plural.
func bag(folded string) string {
	words := strings.Fields(folded)
	for i, word := range words {
		words[i] = singular(word)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func singular(word string) string {
	if len(word) > 4 && strings.HasSuffix(word, "ies") {
		return word[:len(word)-3] + "y"
	}
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") {
		return word[:len(word)-1]
	}
	return word
}

// nearlySame compares two folded titles: equal but for spaces, the order of words and number, or one error (a letter too many, too
// few, other or swapped) in a word of at least five letters.
func nearlySame(a, b string) bool {
	if strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "") || bag(a) == bag(b) {
		return true
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < shortTitle-1 || len(y)-len(x) > 1 {
		return false
	}
	start := 0
	for start < len(x) && x[start] == y[start] {
		start++
	}
	end := 0
	for end < len(x)-start && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	left, right := x[start:len(x)-end], y[start:len(y)-end]
	swapped := len(left) == 2 && len(right) == 2 && left[0] == right[1] && left[1] == right[0]
	if len(right) > 1 && !swapped {
		return false
	}
	return allLetters(left) && allLetters(right) && wordAround(y, start) >= 5
}

func allLetters(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.IsLetter(r) })
}

// wordAround is the length of the word at i.
func wordAround(title []rune, i int) int {
	first, last := i, i
	for first > 0 && title[first-1] != ' ' {
		first--
	}
	for last < len(title) && title[last] != ' ' {
		last++
	}
	return last - first
}
