package search

import (
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	unicodewords "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"
)

// A language knows what bleve's analyzers know about one language: its stop words and the stems of its words.
type language struct {
	name     string // bleve's name of the analyzer, "standard" when the language has none
	analyzer analysis.Analyzer
	stops    map[string]bool // folded
	// counted are the stop words that this glossary uses so rarely that they tell its terms apart. No name begins or ends at them,
	// but a description is matched by them.
	counted map[string]bool
	// ask are the words with which questions are asked and that do not name what is asked for; joins stand between two subjects.
	ask, joins map[string]bool
	// articles may follow what opens a question.
	articles map[string]bool
}

// languages are those that bleve knows, by BCP 47 primary language. Of some it has stop words and no analyzer; these get the standard one.
var languages = []string{"ar", "bg", "ca", "ckb", "cs", "da", "de", "el", "en", "es", "eu", "fa", "fi", "fr", "ga", "gl", "hi", "hr", "hu", "hy",
	"id", "it", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr"}

// questions lists, by language, what opens a question (and carries no subject), what joins two subjects, and articles.
var questions = map[string][3]string{
	"en": {"what whats which who whos whose how why when where define defined definition meaning means mean explain explained describe difference differences between compare comparison does do did is are was were can work works working used use stand stands tell about called i you we should need", "and or vs versus from than", "a an the"},
	"de": {"was wer wie warum wieso wann wo welche welcher welches wozu wofur definition bedeutet bedeutung erklarung erklare unterschied zwischen heisst meint versteht man unter funktioniert", "und oder vs von zu gegen", "der die das dem den des ein eine einen einem einer"},
	"fr": {"que quoi qui quel quelle quels quelles comment pourquoi quand ou definition signifie signification difference entre expliquer fonctionne sert est ce c qu", "et ou vs contre", "le la les l un une des"},
	"es": {"que quien cual cuales como cuando donde porque definicion significa significado diferencia entre explicar funciona sirve es", "y o u e vs contra", "el la los las un una"},
	"it": {"che cosa chi quale quali come quando dove perche definizione significa significato differenza tra fra spiegare funziona e cos", "e o vs da", "il lo la i gli le un uno una"},
	"pt": {"que quem qual quais como quando onde porque definicao significa significado diferenca entre explicar funciona serve", "e ou vs", "o a os as um uma"},
	"nl": {"wat wie welke hoe waarom wanneer waar definitie betekent betekenis verschil tussen uitleggen werkt is", "en of vs van", "de het een"},
}

// newLanguage gives the language of a BCP 47 tag.
func newLanguage(tag string) (*language, error) {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	switch base {
	case "nb", "nn":
		base = "no"
	case "in":
		base = "id" // as it was called once
	case "":
		base = "en"
	}
	l := &language{name: "standard", stops: map[string]bool{}, ask: map[string]bool{}, joins: map[string]bool{}, articles: map[string]bool{}}
	cache := registry.NewCache()
	known := slices.Contains(languages, base)
	if known {
		if stops, err := cache.TokenMapNamed("stop_" + base); err == nil {
			for w := range stops {
				l.addWords(l.stops, w)
			}
		}
	}
	q := questions[base]
	for i, set := range []map[string]bool{l.ask, l.joins, l.articles} {
		for _, w := range strings.Fields(q[i]) {
			set[w] = true
		}
	}
	var err error
	if known {
		if l.analyzer, err = cache.AnalyzerNamed(base); err == nil {
			l.name = base
			return l, nil
		}
	}
	l.analyzer, err = cache.AnalyzerNamed(l.name)
	return l, err
}

// setCounted sets the stop words that are matched.
func (l *language) setCounted(words []string) {
	l.counted = make(map[string]bool, len(words))
	for _, w := range words {
		l.counted[w] = true
	}
}

func (l *language) addWords(set map[string]bool, text string) {
	if w := words(text, false); len(w) == 1 {
		set[w[0]] = true
	}
}

// A stemmer finds stems, one after the other.
type stemmer struct {
	analyzer analysis.Analyzer
	// filters are those of the analyzer if its tokenizer finds one word in letters of ASCII: for such words they are enough, which
	// spares three of five objects a word. Else it is nil.
	filters []analysis.TokenFilter
	token   analysis.Token
	stream  [1]*analysis.Token
	term    []byte
	texts   textStore
}

func (l *language) newStemmer() *stemmer {
	s := &stemmer{analyzer: l.analyzer}
	if a, ok := l.analyzer.(*analysis.DefaultAnalyzer); ok && len(a.CharFilters) == 0 {
		if _, ok := a.Tokenizer.(*unicodewords.UnicodeTokenizer); ok {
			s.filters = a.TokenFilters
		}
	}
	return s
}

// stem gives the folded stem of one word, spelled as it stands in a text but in lower case. Words with symbols or digits and those
// of scripts without spaces are their own stems.
func (s *stemmer) stem(spelled, folded string) string {
	for _, r := range folded {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) || isUnspaced(r) {
			return folded
		}
	}
	tokens := s.analyze(spelled)
	if len(tokens) != 1 {
		return folded
	}
	switch term := tokens[0].Term; {
	case len(term) == 0 || string(term) == folded && isLower(term):
		return folded
	case isLower(term):
		return s.texts.add(term)
	default:
		if stem := fold(string(term)); stem != "" && !strings.ContainsFunc(stem, unicode.IsSpace) {
			return stem
		}
	}
	return folded
}

// analyze gives what bleve's analyzer gives.
func (s *stemmer) analyze(word string) analysis.TokenStream {
	s.term = append(s.term[:0], word...)
	if s.filters == nil || !isLower(s.term) {
		return s.analyzer.Analyze(s.term)
	}
	s.token = analysis.Token{Term: s.term, End: len(word), Position: 1, Type: analysis.AlphaNumeric}
	s.stream[0] = &s.token
	tokens := analysis.TokenStream(s.stream[:])
	for _, f := range s.filters {
		tokens = f.Filter(tokens)
	}
	return tokens
}

// isLower reports whether a text is of small letters of ASCII alone.
func isLower(text []byte) bool {
	for _, c := range text {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
