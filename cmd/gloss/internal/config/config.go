// Package config reads gloss.yaml into one typed struct. Unknown keys are refused with a position and the nearest known key.
//
// One table, Keys, drives decoding, the hints for unknown keys and the documentation. To add a setting, add a field to Config, its
// default to Default, and a line to the table.
package config

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/mapping"
	"gloss/cmd/gloss/internal/rule"
)

// FileName is the name of the settings file in a glossary's folder.
const FileName = "gloss.yaml"

// MaxBytes is the largest settings file that is read.
const MaxBytes = mapping.MaxBytes

// Config is the settings of one glossary. Each field is set by the key of the same name in gloss.yaml; Keys tells what each means.
type Config struct {
	Title       string
	Description string
	Language    string // BCP 47, canonical: "en", "pt-BR"
	BaseURL     string // absolute, ends in "/"; empty when unknown
	Author      string

	Repository  string // absolute URL without "/" at the end
	Branch      string
	GitDates    string // "auto", "always" or "off"
	ContentPath string // path in the repository, slashes, without "/" at the ends; empty means the content folder's name
	EditPattern string // edit_url: {path} stands for the file's path below the content folder

	Content string // folder names, relative to gloss.yaml, with slashes
	Output  string
	Layouts string

	UnknownKeys diag.Severity
	DeadLinks   diag.Severity // of links, related and see entries that lead nowhere
	TrustHTML   bool
	Drafts      bool
	Autolink    Autolink
	Search      Search
	Theme       Theme
	Check       Check
	Outputs     Outputs
	Pages       Pages

	Editor string // {file}, {line} and {col} stand for the place of a diagnostic
}

// Autolink is the settings of automatic links.
type Autolink struct {
	Enabled bool
	First   string // "section", "page", "paragraph" or "all"
}

// Search is the settings of the search.
type Search struct {
	Bleve     bool
	Sentences bool
}

// Outputs is which files for programs are written beside the pages.
type Outputs struct {
	Sitemap        bool
	Robots         bool
	Feeds          bool
	JSON           string // "auto", "always" or "off"
	LLMs           bool
	Markdown       bool
	StructuredData bool
	App            bool
	Offline        bool
	Images         string // "site", "terms" or "off"
}

// Check is the settings of gloss check.
type Check struct {
	// Levels holds the rules whose level is not the rule's own.
	Levels map[string]rule.Level
	// Ignore lists abbreviations and phrases that need no definition, as they were written.
	Ignore []string
}

// Level returns the level at which findings of r are told.
func (c Check) Level(r rule.Rule) rule.Level {
	if level, set := c.Levels[r.Name]; set {
		return level
	}
	return r.Level
}

// Theme is what a team sets to brand the theme; an empty value keeps the theme's own.
type Theme struct {
	Accent  string // CSS colour
	Logo    string // path below the content folder, with slashes
	Favicon string // path below the content folder, with slashes
	Fonts   string // CSS font-family list
	Radius  string // CSS length
}

// Default returns the settings of a glossary without gloss.yaml.
func Default() *Config {
	return &Config{
		Title:     "Glossary",
		Language:  "en",
		Branch:    "main",
		GitDates:  "auto",
		Content:   "content",
		Output:    "public",
		Layouts:   "layouts",
		DeadLinks: diag.Warning,
		Autolink:  Autolink{Enabled: true, First: "section"},
		Search:    Search{Bleve: true, Sentences: true},
		Outputs:   Outputs{Sitemap: true, Robots: true, Feeds: true, JSON: "auto", LLMs: true, StructuredData: true, App: true, Offline: true, Images: "site"},
		Pages:     Pages{Map: 2000, Print: 1000},
		Editor:    "vscode://file/{file}:{line}:{col}",
	}
}

// Hash identifies the settings: two configurations with equal fields have equal hashes, on every machine.
func (c *Config) Hash() [sha256.Size]byte {
	// The encoding writes fields in the order of the struct; it cannot fail for text and truth values.
	canonical, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return sha256.Sum256(canonical)
}

// Load reads the settings file called name. A missing file gives the defaults. The Config is never nil; when the list holds errors,
// the settings that could be read are set.
func Load(fsys fs.FS, name string) (*Config, diag.List) {
	c := Default()
	data, err := read(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c, nil
	case err != nil:
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return c, diag.List{{File: name, Rule: "unreadable-file", Text: "the settings cannot be read: " + err.Error(),
			Hint: "it must be a file that you may read"}}
	}
	r := reader{file: name, data: data, config: c}
	r.read()
	return c, r.list
}

func read(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err == nil && len(data) > MaxBytes {
		err = fmt.Errorf("it is larger than %d KiB", MaxBytes>>10)
	}
	return data, err
}

type reader struct {
	file   string
	data   []byte
	config *Config
	list   diag.List
}

func (r *reader) report(d diag.Diagnostic, rule, text, hint string) {
	d.Rule, d.Text, d.Hint = rule, text, hint
	r.list = append(r.list, d)
}

func (r *reader) read() {
	if !utf8.Valid(r.data) {
		at := firstInvalid(r.data)
		r.report(diag.AtOffset(r.file, r.data, at, at+1), "invalid-utf8", fmt.Sprintf("byte 0x%02x is not valid UTF-8", r.data[at]), "save the file as UTF-8")
		return
	}
	start := 0
	if strings.HasPrefix(string(r.data), "\ufeff") {
		start = len("\ufeff")
	}
	entries, list := mapping.YAML(r.file, r.data, start, len(r.data))
	r.list = append(r.list, list...)
	r.entries("", entries)
	r.related(entries)
}

func firstInvalid(data []byte) int {
	for at := 0; ; {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// entries reads the keys of one mapping; prefix is "" or the name of the group with a dot.
func (r *reader) entries(prefix string, entries []mapping.Entry) {
	for _, e := range entries {
		name := prefix + e.Key
		if k := find(name); k != nil {
			if !e.Value.IsNull() {
				r.value(k, e)
			}
			continue
		}
		if prefix == "" && isGroup(name) {
			if e.Value.Kind == mapping.Map {
				r.entries(name+".", e.Value.Fields)
			} else if !e.Value.IsNull() {
				r.report(e.Value.At(r.file, r.data), "wrong-type", fmt.Sprintf("%s must be a mapping of keys, not %s", name, e.Value.What()),
					"write its keys on the lines below, indented: "+strings.Join(names(name+"."), ", "))
			}
			continue
		}
		r.unknown(prefix, e)
	}
}

func (r *reader) unknown(prefix string, e mapping.Entry) {
	hint := diag.DidYouMean(e.Key, names(prefix))
	if hint == "" {
		for _, k := range Keys {
			if group, last, nested := strings.Cut(k.Name, "."); nested && last == e.Key && prefix == "" {
				hint = fmt.Sprintf("it belongs below %s:", group)
			} else if k.Name == e.Key && prefix != "" {
				hint = "it belongs at the top, not indented"
			}
		}
	}
	if hint == "" {
		hint = "the keys here are " + strings.Join(names(prefix), ", ")
	}
	r.report(e.At(r.file, r.data), "unknown-key", fmt.Sprintf("unknown key %q", prefix+e.Key), hint)
}

func (r *reader) value(k *Key, e mapping.Entry) {
	if k.list != nil {
		r.texts(k, e)
		return
	}
	if k.text == nil {
		value, ok := e.Value.Bool()
		if !ok {
			r.report(e.Value.At(r.file, r.data), "wrong-type", fmt.Sprintf("%s must be true or false, not %s", k.Name, e.Value.What()), "")
			return
		}
		*k.flag(r.config) = value
		return
	}
	if e.Value.Kind != mapping.Scalar || e.Value.IsTruth() {
		r.report(e.Value.At(r.file, r.data), "wrong-type", fmt.Sprintf("%s must be text, not %s", k.Name, e.Value.What()), "")
		return
	}
	problem, hint := k.text(r.config, strings.TrimSpace(e.Value.Text))
	if problem != "" {
		r.report(e.Value.At(r.file, r.data), "wrong-value", k.Name+" "+problem, hint)
	}
}

// texts reads a list of texts; a single text is a list of one.
func (r *reader) texts(k *Key, e mapping.Entry) {
	items := e.Value.Items
	if e.Value.Kind == mapping.Scalar {
		items = []mapping.Value{e.Value}
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		text := strings.Join(strings.Fields(item.Text), " ")
		if item.Kind != mapping.Scalar || item.IsTruth() || text == "" {
			r.report(item.At(r.file, r.data), "wrong-type", fmt.Sprintf("an item of %s must be text, not %s", k.Name, item.What()), "")
			return
		}
		list = append(list, text)
	}
	if e.Value.Kind == mapping.Map {
		r.report(e.Value.At(r.file, r.data), "wrong-type", fmt.Sprintf("%s must be a list of texts, not %s", k.Name, e.Value.What()), "")
		return
	}
	*k.list(r.config) = list
}

// related checks settings that need one another.
func (r *reader) related(entries []mapping.Entry) {
	c := r.config
	for _, e := range entries {
		switch {
		case e.Key == "repository" && c.Repository != "" && c.EditPattern == "" && forge(c.Repository) == "":
			d := e.Value.At(r.file, r.data)
			d.Severity = diag.Warning
			r.report(d, "unknown-forge", "pages get no edit links: it is not known how this host edits files",
				"set edit_url: https://host/path/{path}")
		case e.Key == "output" && c.Output == c.Content, e.Key == "layouts" && c.Layouts == c.Content:
			r.report(e.Value.At(r.file, r.data), "wrong-value", e.Key+" is the content folder", "give each folder a name of its own")
		case e.Key == "layouts" && c.Layouts == c.Output:
			r.report(e.Value.At(r.file, r.data), "wrong-value", "layouts is the output folder", "give each folder a name of its own")
		}
	}
}
