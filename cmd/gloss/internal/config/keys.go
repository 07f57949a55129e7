package config

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/rule"
)

// Key is one setting of gloss.yaml.
type Key struct {
	// Name is the key's name; a dot separates a group and a key in it: "autolink.first".
	Name string
	// Default is what holds without the key, as it would be written.
	Default string
	// Doc tells in one sentence what the key sets and in which form.
	Doc string

	// text sets the key from a text and returns what is wrong, if anything, as the end of a sentence that begins with the key's name.
	text func(c *Config, value string) (problem, hint string)
	// flag returns the field of a key that is true or false; then text is nil.
	flag func(c *Config) *bool
	// list returns the field of a key that is a list of texts; then text is nil.
	list func(c *Config) *[]string
}

// Keys are all settings, in the order in which they are documented.
var Keys = slices.Concat(siteKeys, pageKeys, outputKeys, checkKeys())

var siteKeys = []Key{
	{Name: "title", Default: "Glossary", Doc: "The glossary's name, as plain text.",
		text: plain(func(c *Config) *string { return &c.Title })},
	{Name: "description", Doc: "One sentence about the glossary for search engines and feeds, as plain text.",
		text: plain(func(c *Config) *string { return &c.Description })},
	{Name: "language", Default: "en", Doc: "The language of the glossary, as a BCP 47 tag: en, pt-BR.", text: setLanguage},
	{Name: "base_url", Doc: "The site's public address, http or https, for canonical links, the sitemap and feeds; links between pages do not need it.",
		text: setBaseURL},
	{Name: "author", Doc: "Who writes the glossary, as plain text.", text: plain(func(c *Config) *string { return &c.Author })},
	{Name: "repository", Doc: "The address of the source repository on GitHub, GitLab, Bitbucket or Forgejo; pages then link to their source.",
		text: setRepository},
	{Name: "branch", Default: "main", Doc: "The repository's branch that edit links lead to.", text: setBranch},
	{Name: "git_dates", Default: "auto", Doc: "Whether terms without an updated date get that of their file's last commit, when the content lies in a git work tree: up to 20,000 files (auto), always, or off. A shallow clone, as CI makes, knows few dates: fetch the whole history (fetch-depth: 0 for actions/checkout).",
		text: choice(func(c *Config) *string { return &c.GitDates }, "auto", "always", "off")},
	{Name: "content_path", Default: "the name of the content folder", Doc: "The content folder's path in the repository.",
		text: folder(func(c *Config) *string { return &c.ContentPath })},
	{Name: "edit_url", Doc: "The address that edits a file, for any other host; {path} stands for the file's path below the content folder.",
		text: setEditURL},
	{Name: "content", Default: "content", Doc: "The folder of Markdown files, relative to gloss.yaml.",
		text: folder(func(c *Config) *string { return &c.Content })},
	{Name: "output", Default: "public", Doc: "The folder that the site is written to, relative to gloss.yaml.",
		text: folder(func(c *Config) *string { return &c.Output })},
	{Name: "layouts", Default: "layouts", Doc: "The folder of templates and styles that replace the theme's, relative to gloss.yaml.",
		text: folder(func(c *Config) *string { return &c.Layouts })},
	{Name: "unknown_keys", Default: "error", Doc: "Whether unknown keys in front matter are an error or only a warning (warn).", text: severity(func(c *Config) *diag.Severity { return &c.UnknownKeys })},
	{Name: "dead_links", Default: "warn", Doc: "Whether a link, related or see entry that leads nowhere is an error or only a warning (warn).",
		text: severity(func(c *Config) *diag.Severity { return &c.DeadLinks })},
	{Name: "trust_html", Default: "false", Doc: "Whether raw HTML and all URL schemes in Markdown are passed through.",
		flag: func(c *Config) *bool { return &c.TrustHTML }},
	{Name: "drafts", Default: "false", Doc: "Whether terms with draft: true are published.",
		flag: func(c *Config) *bool { return &c.Drafts }},
	{Name: "autolink.enabled", Default: "true", Doc: "Whether mentions of terms become links.",
		flag: func(c *Config) *bool { return &c.Autolink.Enabled }},
	{Name: "autolink.first", Default: "section", Doc: "Where a term's first mention becomes a link: section, page, paragraph, or all for every mention.",
		text: choice(func(c *Config) *string { return &c.Autolink.First }, "section", "page", "paragraph", "all")},
	{Name: "search.bleve", Default: "true", Doc: "Whether the bleve index that answers gloss search stays in the output.",
		flag: func(c *Config) *bool { return &c.Search.Bleve }},
	{Name: "search.sentences", Default: "true", Doc: "Whether answers show the sentence that matched, and phrases in quotes are found in texts. It adds 10 MB to the site at 150,000 terms.",
		flag: func(c *Config) *bool { return &c.Search.Sentences }},
	{Name: "theme.accent", Doc: "The accent colour of links and marks, as #rgb or #rrggbb; the dark theme lightens it until it is legible.",
		text: style(func(c *Config) *string { return &c.Theme.Accent })},
	{Name: "theme.logo", Doc: "The logo beside the title: an image's path below the content folder.",
		text: file(func(c *Config) *string { return &c.Theme.Logo })},
	{Name: "theme.favicon", Doc: "The icon of the browser's tab: an image's path below the content folder.",
		text: file(func(c *Config) *string { return &c.Theme.Favicon })},
	{Name: "theme.fonts", Doc: "The fonts of the text, as a CSS font-family list.",
		text: style(func(c *Config) *string { return &c.Theme.Fonts })},
	{Name: "theme.radius", Doc: "How round corners are, as a CSS length: 0, 6px, 0.5rem.",
		text: style(func(c *Config) *string { return &c.Theme.Radius })},
	{Name: "editor", Default: "vscode://file/{file}:{line}:{col}", Doc: "The address that opens a file in your editor from the preview; {file}, {line} and {col} stand for the place; empty for no links.",
		text: setEditor},
}

// checkKeys are the settings of gloss check: a level for each rule, and what needs no definition.
func checkKeys() []Key {
	keys := []Key{{Name: "check.ignore", Doc: "Abbreviations and phrases that need no term of their own, as a list.",
		list: func(c *Config) *[]string { return &c.Check.Ignore }}}
	for _, one := range rule.All() {
		keys = append(keys, Key{Name: "check." + one.Name, Default: one.Level.String(),
			Doc:  "How gloss check tells that " + one.Brief + ": " + strings.Join(rule.Levels(), ", ") + ".",
			text: func(c *Config, value string) (string, string) { return setLevel(c, one, value) }})
	}
	return keys
}

func setLevel(c *Config, r rule.Rule, value string) (problem, hint string) {
	level, known := rule.ParseLevel(value)
	switch {
	case value == "warning":
		return fmt.Sprintf("must be %s, not %q", strings.Join(rule.Levels(), " or "), value), "write warn"
	case !known:
		return fmt.Sprintf("must be %s, not %q", strings.Join(rule.Levels(), " or "), value), diag.DidYouMean(value, rule.Levels())
	case level == r.Level:
		return "", "" // only what differs is kept, so that saying the default changes nothing
	case c.Check.Levels == nil:
		c.Check.Levels = map[string]rule.Level{}
	}
	c.Check.Levels[r.Name] = level
	return "", ""
}

func find(name string) *Key {
	for i := range Keys {
		if Keys[i].Name == name {
			return &Keys[i]
		}
	}
	return nil
}

func isGroup(name string) bool {
	return slices.ContainsFunc(Keys, func(k Key) bool { return strings.HasPrefix(k.Name, name+".") })
}

// names returns the keys and groups at the top (prefix "") or the keys of a group ("theme.").
func names(prefix string) []string {
	var list []string
	for _, k := range Keys {
		if rest, ok := strings.CutPrefix(k.Name, prefix); ok {
			name, _, _ := strings.Cut(rest, ".")
			if !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	}
	return list
}

type setter = func(c *Config, value string) (problem, hint string)

func plain(field func(*Config) *string) setter {
	return func(c *Config, value string) (string, string) {
		if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			return "contains a control character", "delete it; it is invisible in most editors"
		}
		*field(c) = strings.Join(strings.Fields(value), " ")
		return "", ""
	}
}

// setEditor takes an address with a place for the file; an empty one turns links to the editor off.
func setEditor(c *Config, value string) (problem, hint string) {
	if scheme, rest, found := strings.Cut(value, ":"); value != "" && (!found || scheme == "" || !strings.Contains(rest, "{file}")) {
		return fmt.Sprintf("must be an address with {file} in it, not %q", value), "write editor: vscode://file/{file}:{line}:{col}"
	}
	return plain(func(c *Config) *string { return &c.Editor })(c, value)
}

func choice(field func(*Config) *string, allowed ...string) setter {
	return func(c *Config, value string) (string, string) {
		if !slices.Contains(allowed, value) {
			return fmt.Sprintf("must be %s, not %q", strings.Join(allowed, " or "), value), diag.DidYouMean(value, allowed)
		}
		*field(c) = value
		return "", ""
	}
}

// inside returns a path below a folder in clean form, or false when it leaves the folder or is absolute on some system.
func inside(value string) (string, bool) {
	clean := path.Clean(strings.ReplaceAll(value, `\`, "/"))
	drive := len(clean) > 1 && clean[1] == ':'
	if value == "" || path.IsAbs(clean) || drive || clean == ".." || strings.HasPrefix(clean, "../") || strings.ContainsFunc(clean, unicode.IsControl) {
		return "", false
	}
	return clean, true
}

func folder(field func(*Config) *string) setter {
	return func(c *Config, value string) (string, string) {
		clean, ok := inside(value)
		if !ok {
			return fmt.Sprintf("must be a folder inside the glossary, not %q", value), "write a name such as docs/terms"
		}
		*field(c) = clean
		return "", ""
	}
}

func file(field func(*Config) *string) setter {
	return func(c *Config, value string) (string, string) {
		clean, ok := inside(value)
		if !ok || clean == "." {
			return fmt.Sprintf("must be a file in the content folder, not %q", value), "write a path such as images/logo.svg"
		}
		*field(c) = clean
		return "", ""
	}
}

// style takes a value that will stand in a style sheet: nothing that could end the declaration or load something from elsewhere.
func style(field func(*Config) *string) setter {
	return func(c *Config, value string) (string, string) {
		if strings.ContainsAny(value, ";{}<>\\@") || strings.Contains(value, "/*") || strings.Contains(strings.ToLower(value), "url(") ||
			strings.ContainsFunc(value, unicode.IsControl) {
			return fmt.Sprintf("must be one CSS value, not %q", value), "no semicolon, braces or url()"
		}
		*field(c) = value
		return "", ""
	}
}

func setLanguage(c *Config, value string) (string, string) {
	tag, err := language.Parse(value)
	if err != nil || tag == language.Und {
		return fmt.Sprintf("must be a language tag (BCP 47), not %q", value), "write en, de, pt-BR or zh-Hans"
	}
	c.Language = tag.String()
	return "", ""
}

func severity(field func(*Config) *diag.Severity) setter {
	return func(c *Config, value string) (string, string) {
		switch value {
		case "error":
			*field(c) = diag.Error
		case "warn":
			*field(c) = diag.Warning
		default:
			return fmt.Sprintf("must be error or warn, not %q", value), diag.DidYouMean(value, []string{"error", "warn"})
		}
		return "", ""
	}
}

func setBranch(c *Config, value string) (string, string) {
	if value == "" || strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return fmt.Sprintf("must be the name of a branch, not %q", value), ""
	}
	c.Branch = value
	return "", ""
}

// absolute parses an absolute address of a web site.
func absolute(value string) (*url.URL, bool) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	return u, true
}

func setBaseURL(c *Config, value string) (string, string) {
	u, ok := absolute(value)
	if !ok || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Sprintf("must be an absolute address, not %q", value), "write base_url: https://example.org/glossary/"
	}
	u.Host = strings.ToLower(u.Host)
	c.BaseURL = strings.TrimRight(u.String(), "/") + "/"
	return "", ""
}

func setRepository(c *Config, value string) (string, string) {
	u, ok := absolute(value)
	if !ok || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Sprintf("must be the web address of the repository, not %q", value), "write repository: https://github.com/owner/name"
	}
	c.Repository = strings.TrimSuffix(strings.TrimRight(u.String(), "/"), ".git")
	return "", ""
}

func setEditURL(c *Config, value string) (string, string) {
	if _, ok := absolute(strings.ReplaceAll(value, "{path}", "x")); !ok || !strings.Contains(value, "{path}") {
		return fmt.Sprintf("must be an absolute address with {path} in it, not %q", value), "write edit_url: https://host/edit/{path}"
	}
	c.EditPattern = value
	return "", ""
}
