package names

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	snowball "github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// morphology holds a language's rules of inflection. It works in two steps: the key of a word is the same for all its forms and is
// quick to compute for each word of a text, but words that have nothing in common may share it; form then compares the few that do.
type morphology struct {
	language string
	english  bool
	// tail are the letters that endings are made of; a key is a word without them.
	tail string
	stem func(*snowball.Env) bool
}

// language is what the rules know of a language with a snowball stemmer.
type language struct {
	tail string
	stem func(*snowball.Env) bool
}

var languages = map[string]language{
	"da": {"aerstnd", danish.Stem},
	"de": {"enrsmt", german.Stem},
	"es": {"aeosnr", spanish.Stem},
	"fi": {"aeinstlkmhuvo", finnish.Stem},
	"fr": {"aeslxurtn", french.Stem},
	"hu": {"aeiokntlbrsvu", hungarian.Stem},
	"it": {"aeiohcg", italian.Stem},
	"nb": {"aerstn", norwegian.Stem},
	"nl": {"ensdtr", dutch.Stem},
	"nn": {"aerstn", norwegian.Stem},
	"no": {"aerstn", norwegian.Stem},
	"pt": {"aeosmnirl", portuguese.Stem},
	"ro": {"aeiulrot", romanian.Stem},
	"ru": {"аеиоуыяюйьмхвтёлг", russian.Stem},
	"sv": {"aerstnd", swedish.Stem},
	"tr": {"aeinlrdkmstuy", turkish.Stem},
}

// newMorphology returns the rules for a BCP 47 tag. A language that has none matches words as they are written.
func newMorphology(tag string) morphology {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if primary == "" || primary == "en" {
		return morphology{language: "en", english: true}
	}
	known := languages[primary]
	return morphology{language: primary, tail: known.tail, stem: known.stem}
}

const (
	hashStart = 2166136261 // FNV-1a, 32 bits
	hashPrime = 16777619
)

func hashByte(h uint32, c byte) uint32 { return (h ^ uint32(c)) * hashPrime }

// finish spreads the bits of a sum, as MurmurHash3 does at its end.
func finish(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// extend adds a token's key to the hash of the tokens before it.
func extend(path, key uint32) uint32 { return finish(path*hashPrime ^ key) }

func keyOfRune(r rune) uint32 {
	h := uint32(hashStart)
	r = foldRune(r)
	for shift := 0; shift < 32; shift += 8 {
		h = hashByte(h, byte(r>>shift))
	}
	return finish(h ^ 0x9e3779b9)
}

// keyOfASCII returns the key of a word in ASCII, in any case.
func (m *morphology) keyOfASCII(word string) uint32 {
	end := len(word)
	if m.english {
		end = englishTrim(word)
	} else if m.tail != "" && m.tail[0] < utf8.RuneSelf {
		for end > 4 && strings.IndexByte(m.tail, word[end-1]|0x20) >= 0 {
			end--
		}
	}
	h := uint32(hashStart)
	for i := 0; i < end; i++ {
		h = hashByte(h, lowerCase[word[i]])
	}
	return finish(h)
}

// lowerCase is a constant table: ASCII capitals to small letters, all other bytes to themselves.
var lowerCase = func() (lower [256]byte) {
	for c := range lower {
		lower[c] = byte(c)
		if c >= 'A' && c <= 'Z' {
			lower[c] |= 0x20
		}
	}
	return lower
}()

// englishTrim returns the length of word without what an English ending may consist of. It errs towards cutting too much.
func englishTrim(word string) int {
	end := trimLoose(word, len(word))
	switch {
	case end > 5 && word[end-3]|0x20 == 'i' && word[end-2]|0x20 == 'n' && word[end-1]|0x20 == 'g':
		end -= 3
	case end > 4 && word[end-2]|0x20 == 'e' && word[end-1]|0x20 == 'd':
		end -= 2
	default:
		return undouble(word, end)
	}
	return undouble(word, trimLoose(word, end))
}

// trimLoose cuts s, e, i and y from the end while more than two letters are left.
func trimLoose(word string, end int) int {
	for end > 2 {
		switch word[end-1] | 0x20 {
		case 's', 'e', 'i', 'y':
			end--
		default:
			return end
		}
	}
	return end
}

func undouble(word string, end int) int {
	if end > 3 && word[end-1]|0x20 == word[end-2]|0x20 {
		end--
	}
	return end
}

// keyOfWide is keyOfASCII for words with other characters. Accents do not count.
func (m *morphology) keyOfWide(word string) uint32 {
	var folded, stripped [96]byte
	plain := strip(stripped[:0], fold(folded[:0], word))
	if isASCII(plain) {
		return m.keyOfASCII(string(plain))
	}
	for len(plain) > 4 {
		r, size := utf8.DecodeLastRune(plain)
		if utf8.RuneCount(plain) <= 4 || !strings.ContainsRune(m.tail, r) {
			break
		}
		plain = plain[:len(plain)-size]
	}
	h := uint32(hashStart)
	for _, c := range plain {
		h = hashByte(h, c)
	}
	return finish(h)
}

// form returns how far the text's word is from the name's word and whether it is a form of it. Both are folded and differ.
func (m *morphology) form(name, text []byte, verbs bool) (cost int, ok bool) {
	if m.english {
		return englishForm(name, text, verbs)
	}
	if m.stem == nil || len(name) < 4 || len(text) < 4 {
		return 0, false
	}
	// The guard: a stemmer must leave three letters of both words, and may not have cut more than four from either.
	nameStem, textStem := m.stemOf(name), m.stemOf(text)
	if nameStem != textStem || utf8.RuneCountInString(nameStem) < 3 {
		return 0, false
	}
	cut := max(utf8.RuneCount(name), utf8.RuneCount(text)) - utf8.RuneCountInString(nameStem)
	return costPlural, cut <= 4
}

func (m *morphology) stemOf(word []byte) string {
	env := snowball.NewEnv(string(word))
	m.stem(env)
	return env.Current()
}

// same reports whether two folded words are one word: equal, or spelled in British and in American.
func (m *morphology) same(name, text []byte) bool {
	if bytes.Equal(name, text) {
		return true
	}
	n, k := len(name), len(text)
	if !m.english || n < 5 || k < 5 || n > k+2 || k > n+2 || name[n-1] == 's' {
		return false
	}
	// No pair of endings is longer than seven letters.
	if shared := max(3, n-7); k < shared || string(name[:shared]) != string(text[:shared]) {
		return false
	}
	return respelled(string(name)) == string(text)
}

// upperShare returns the number of capitals and of letters with case in s.
func upperShare(s string) (upper, letters int) {
	if isASCII(s) {
		for i := 0; i < len(s); i++ {
			switch c := s[i]; {
			case c >= 'A' && c <= 'Z':
				upper++
				letters++
			case c >= 'a' && c <= 'z':
				letters++
			}
		}
		return upper, letters
	}
	for _, r := range s {
		if unicode.IsUpper(r) {
			upper++
			letters++
		} else if unicode.IsLower(r) {
			letters++
		}
	}
	return upper, letters
}
