package layouts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Words are the words of the interface in one language, one field a phrase; the files words/<language>.yaml hold them.
// "%d" stands for a number, "%s" for a name.
type Words struct {
	SkipToContent string `yaml:"skip_to_content"`
	Navigation    string `yaml:"navigation"`
	Home          string `yaml:"home"`
	AToZ          string `yaml:"a_to_z"`
	FromAToZ      string `yaml:"from_a_to_z"`
	Letters       string `yaml:"letters"`
	Terms         Count  `yaml:"terms"`
	NoTerms       string `yaml:"no_terms"`
	Topics        string `yaml:"topics"`
	MostLinked    string `yaml:"most_linked"`
	Recent        string `yaml:"recent"`
	Random        string `yaml:"random"`

	// Map is also the title of the map's page.
	Map        string `yaml:"map"`
	MapHint    string `yaml:"map_hint"`
	MapLeft    Count  `yaml:"map_left"`
	MapPicture string `yaml:"map_picture"`
	ZoomIn     string `yaml:"zoom_in"`
	ZoomOut    string `yaml:"zoom_out"`
	ZoomAll    string `yaml:"zoom_all"`
	// Print is also the title of the page to print.
	Print string `yaml:"print"`

	// Search is also the title of the search page.
	Search            string `yaml:"search"`
	SearchLabel       string `yaml:"search_label"`
	SearchPlaceholder string `yaml:"search_placeholder"`
	SearchHint        string `yaml:"search_hint"`
	SearchNoScript    string `yaml:"search_no_script"`
	SearchWait        string `yaml:"search_wait"`
	SearchNone        string `yaml:"search_none"` // %s is what was typed
	SearchDamaged     string `yaml:"search_damaged"`
	SearchRetry       string `yaml:"search_retry"`
	SearchSuggestion  string `yaml:"search_suggestion"` // %s is the suggestion
	SearchRecent      string `yaml:"search_recent"`     // beside a term that was read lately
	SearchAlso        string `yaml:"search_also"`       // %s is the other name that matched
	SearchAll         string `yaml:"search_all"`
	Results           Count  `yaml:"results"`

	Colours         string `yaml:"colours"`
	ColoursAuto     string `yaml:"colours_auto"`
	ColoursLight    string `yaml:"colours_light"`
	ColoursDark     string `yaml:"colours_dark"`
	ColoursContrast string `yaml:"colours_contrast"`

	AlsoCalled  string `yaml:"also_called"`
	OtherSenses string `yaml:"other_senses"`
	SensesLead  string `yaml:"senses_lead"`
	See         string `yaml:"see"`
	Contents    string `yaml:"contents"`
	Tag         string `yaml:"tag"`
	Tags        string `yaml:"tags"`
	Related     string `yaml:"related"`
	// Why a term is shown as related that the writer did not name.
	RelatedNames  string `yaml:"related_names"`  // it names this one
	RelatedMutual string `yaml:"related_mutual"` // the pages mention each other
	RelatedOut    string `yaml:"related_out"`    // this page mentions it
	RelatedIn     string `yaml:"related_in"`     // its page mentions this one
	RelatedVia    string `yaml:"related_via"`    // %s is a page that mentions both
	RelatedTo     string `yaml:"related_to"`     // %s is a term that both mention
	RelatedTag    string `yaml:"related_tag"`    // %s is a tag of both
	RelatedWords  string `yaml:"related_words"`  // both are described in similar words
	MentionedIn   string `yaml:"mentioned_in"`
	MoreMentions  Count  `yaml:"more_mentions"`
	MentionsLeft  Count  `yaml:"mentions_left"`
	Around        string `yaml:"around"`
	AroundIn      string `yaml:"around_in"`
	AroundOut     string `yaml:"around_out"`
	Siblings      string `yaml:"siblings"`
	Previous      string `yaml:"previous"`
	Next          string `yaml:"next"`
	Parts         string `yaml:"parts"`
	Part          string `yaml:"part"` // title of a part of a list: %s its heading, %d its number
	Updated       string `yaml:"updated"`
	Edit          string `yaml:"edit"`
	CopyLink      string `yaml:"copy_link"`
	Copied        string `yaml:"copied"`
	Copy          string `yaml:"copy"`
	Cite          string `yaml:"cite"`
	CitePlain     string `yaml:"cite_plain"`
	CiteIn        string `yaml:"cite_in"`      // APA: between the title of a term and that of the glossary
	CiteUndated   string `yaml:"cite_undated"` // APA: instead of a date
	CiteDate      string `yaml:"cite_date"`    // APA: the order of a date's parts
	Source        string `yaml:"source"`
	MadeWith      string `yaml:"made_with"`

	Offline OfflineWords `yaml:"offline"`

	NotFoundTitle string `yaml:"not_found_title"`
	NotFound      string `yaml:"not_found"`
	Moved         string `yaml:"moved"`

	// Date is the order of a date's parts: "{day} {month} {year}".
	Date   string     `yaml:"date"`
	Months [12]string `yaml:"months"`
}

// Count is a phrase with a number, in the plural forms of CLDR; languages leave out the forms that they do not have.
type Count struct {
	Zero  string `yaml:"zero" json:"zero,omitempty"`
	One   string `yaml:"one" json:"one,omitempty"`
	Two   string `yaml:"two" json:"two,omitempty"`
	Few   string `yaml:"few" json:"few,omitempty"`
	Many  string `yaml:"many" json:"many,omitempty"`
	Other string `yaml:"other" json:"other"`

	tag language.Tag
}

// Of returns the phrase for n, which is not negative.
func (c Count) Of(n int) string {
	form := c.Other
	switch plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0) {
	case plural.Zero:
		form = c.Zero
	case plural.One:
		form = c.One
	case plural.Two:
		form = c.Two
	case plural.Few:
		form = c.Few
	case plural.Many:
		form = c.Many
	}
	if form == "" {
		form = c.Other
	}
	return strings.Replace(form, "%d", strconv.Itoa(n), 1)
}

// FormatDate writes a date of the form "2006-01-02" in the language's own way. Anything else is returned as it is.
func (w *Words) FormatDate(date string) string {
	year, rest, _ := strings.Cut(date, "-")
	month, day, _ := strings.Cut(rest, "-")
	m, errMonth := strconv.Atoi(month)
	d, errDay := strconv.Atoi(day)
	if errMonth != nil || errDay != nil || m < 1 || m > 12 {
		return date
	}
	// Three replacements: a strings.Replacer, made anew on each page, was an eighth of rendering it.
	text := strings.Replace(w.Date, "{day}", strconv.Itoa(d), 1)
	text = strings.Replace(text, "{month}", w.Months[m-1], 1)
	return strings.Replace(text, "{year}", year, 1)
}

// readWords reads words/<language>.yaml over the words given, key by key.
func readWords(files fs.FS, name string, words *Words) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(words); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// loadWords returns the words of each language that has a file in the default theme or in the user's folder. Phrases that a
// language lacks are the English ones.
func loadWords(files *overlay) (map[string]Words, Problems) {
	const english = "words/en.yaml"
	all := map[string]Words{}
	var problems Problems
	var base Words
	for _, layer := range files.layersOf(english) {
		if err := readWords(layer, english, &base); err != nil {
			problems = append(problems, yamlProblem(english, err))
		}
	}
	for _, name := range files.in("words") {
		code := strings.TrimSuffix(path.Base(name), ".yaml")
		tag, err := language.Parse(code)
		if err != nil || path.Ext(name) != ".yaml" {
			problems = append(problems, Problem{File: name, Warning: true, Text: "not the words of a language", Hint: "name it after a language tag: words/fr.yaml"})
			continue
		}
		words := base
		if name != english {
			for _, layer := range files.layersOf(name) {
				if err := readWords(layer, name, &words); err != nil {
					problems = append(problems, yamlProblem(name, err))
				}
			}
		}
		for _, count := range []*Count{&words.Terms, &words.Results, &words.MoreMentions, &words.MentionsLeft, &words.MapLeft} {
			count.tag = tag
		}
		all[tag.String()] = words
	}
	return all, problems
}

// WordsFor returns the words of a language, a BCP 47 tag: those of exactly this tag, else of a less special one ("de" for
// "de-CH"), else the English ones.
func (t *Theme) WordsFor(tag string) Words {
	parsed, err := language.Parse(tag)
	for err == nil && parsed != language.Und {
		if words, ok := t.words[parsed.String()]; ok {
			return words
		}
		parsed = parsed.Parent()
	}
	return t.words["en"]
}

// yamlProblem takes the line out of an error of the YAML decoder, "yaml: line 3: ..." or "yaml: unmarshal errors:\n  line 3: ...".
func yamlProblem(file string, err error) Problem {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.TrimSpace(strings.TrimPrefix(text, "unmarshal errors:"))
	var line int
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, message, ok := strings.Cut(rest, ": "); ok {
			if _, err := fmt.Sscan(number, &line); err == nil {
				text = message
			}
		}
	}
	text, _, _ = strings.Cut(text, "\n")
	return Problem{File: file, Line: line, Text: text}
}
