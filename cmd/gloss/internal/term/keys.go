package term

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/mapping"
)

// The native keys, by number.
const (
	keyTitle = iota
	keyAliases
	keyAbbreviation
	keySummary
	keyTags
	keyDomain
	keyRelated
	keySee
	keySlug
	keyRedirectFrom
	keyDraft
	keyAutolink
	keyInflections
	keyUpdated
	keyType
)

var nativeKeys = [...]string{"title", "aliases", "abbreviation", "summary", "tags", "domain", "related", "see", "slug", "redirect_from",
	"draft", "autolink", "inflections", "updated", "type"}

// key is one name that may stand in front matter.
type key struct {
	name   string
	native int
	// adds says that values add to those of other keys with the same meaning.
	adds bool
	read func(*parser, mapping.Entry)
}

// keys are all keys: the native ones, then the names that other tools' glossaries use, in order of precedence. What a key reads is
// told in README.
var keys = []key{
	{"title", keyTitle, false, readTitle},
	{"aliases", keyAliases, true, readAliases},
	{"abbreviation", keyAbbreviation, false, readAbbreviation},
	{"summary", keySummary, false, readSummary},
	{"tags", keyTags, true, readTags},
	{"domain", keyDomain, false, readDomain},
	{"related", keyRelated, true, readRelated},
	{"see", keySee, false, readSee},
	{"slug", keySlug, false, readSlug},
	{"redirect_from", keyRedirectFrom, true, readRedirectFrom},
	{"draft", keyDraft, false, readDraft},
	{"autolink", keyAutolink, false, readAutolink},
	{"inflections", keyInflections, true, readInflections},
	{"updated", keyUpdated, false, readUpdated},
	{"type", keyType, false, readType},

	{"term", keyTitle, false, readTitle},
	{"aka", keyAliases, true, readAliases},
	{"synonyms", keyAliases, true, readAliases},
	{"acronym", keyAbbreviation, false, readAbbreviation},
	{"short_description", keySummary, false, readSummary},
	{"description", keySummary, false, readSummary},
	{"category", keyTags, true, readTags},
	{"categories", keyTags, true, readTags},
	{"see_also", keyRelated, true, readRelated},
	{"status", keyDraft, false, readStatus},
	{"lastmod", keyUpdated, false, readUpdated},
}

func readTitle(p *parser, e mapping.Entry) {
	var ok bool
	if p.term.Title, p.term.TitlePos, ok = p.name(e); ok && p.term.Title == "" {
		p.report(e.At(p.file, p.data), "empty-title", "the title is empty", "write the name of the term")
	}
}

func readAbbreviation(p *parser, e mapping.Entry) {
	p.term.Abbreviation, p.term.AbbreviationPos, _ = p.name(e)
}

func readDomain(p *parser, e mapping.Entry) { p.term.Domain, p.term.DomainPos, _ = p.name(e) }

func readSee(p *parser, e mapping.Entry) { p.term.See.Text, p.term.See.Pos, _ = p.name(e) }

func readAliases(p *parser, e mapping.Entry)     { p.names(e, &p.term.Aliases) }
func readTags(p *parser, e mapping.Entry)        { p.names(e, &p.term.Tags) }
func readRelated(p *parser, e mapping.Entry)     { p.names(e, &p.term.Related) }
func readInflections(p *parser, e mapping.Entry) { p.names(e, &p.term.Inflections) }

func readSummary(p *parser, e mapping.Entry) {
	if !p.isText(e.Key, e.Value) {
		return
	}
	s := text(e.Value.Text)
	if r, bad := hidden(s, isProseMark); bad {
		p.hiddenCharacter(e.Key, e.Value, r)
		return
	}
	if n := utf8.RuneCountInString(s); n > MaxSummary {
		p.report(e.At(p.file, p.data), "too-long", fmt.Sprintf("%s has %d characters, the limit is %d", e.Key, n, MaxSummary),
			"a summary is one or two sentences; the rest belongs below the front matter")
		return
	}
	p.term.Summary, p.term.SummaryPos = s, at(e.Value)
}

func readSlug(p *parser, e mapping.Entry) {
	if !p.isText(e.Key, e.Value) {
		return
	}
	slug := text(e.Value.Text)
	if problem := address.CheckSlug(slug); problem != "" {
		p.report(e.Value.At(p.file, p.data), "invalid-slug", fmt.Sprintf("slug %q cannot be an address: %s", slug, problem),
			fmt.Sprintf("write slug: %s", address.FromTitle(slug)))
		return
	}
	if p.isHome() {
		p.report(e.At(p.file, p.data), "invalid-slug", "the home page has no slug", "delete the key")
		return
	}
	p.term.Slug = slug
}

func readRedirectFrom(p *parser, e mapping.Entry) {
	for _, v := range p.items(e) {
		old := strings.TrimPrefix(text(v.Text), "/")
		if problem := address.CheckPath(old); problem != "" {
			p.report(v.At(p.file, p.data), "invalid-redirect", fmt.Sprintf("%q cannot be an old address: %s", v.Text, problem),
				"write a slug or a path from the site's root: old-name, glossary/old-name.html")
			continue
		}
		p.term.RedirectFrom = append(p.term.RedirectFrom, Value{Text: old, Pos: at(v)})
	}
}

func readDraft(p *parser, e mapping.Entry) {
	draft, ok := e.Value.Bool()
	if !ok {
		p.wrongType(e.Key, e.Value, "true or false")
	}
	p.term.Draft = draft
}

// readStatus reads only the one value that has a meaning here.
func readStatus(p *parser, e mapping.Entry) {
	if p.isText(e.Key, e.Value) {
		p.term.Draft = strings.EqualFold(text(e.Value.Text), "draft")
	}
}

func readAutolink(p *parser, e mapping.Entry) {
	on, isBool := e.Value.Bool()
	switch {
	case isBool && on, e.Value.Kind == mapping.Scalar && e.Value.Text == "on":
		p.term.Autolink = AutolinkOn
	case isBool, e.Value.Kind == mapping.Scalar && e.Value.Text == "off":
		p.term.Autolink = AutolinkOff
	case e.Value.Kind == mapping.Scalar && e.Value.Text == "exact":
		p.term.Autolink = AutolinkExact
	case e.Value.Kind != mapping.Scalar:
		p.wrongType(e.Key, e.Value, "on, off or exact")
	default:
		p.wrongValue(e, "on", "off", "exact")
	}
}

func readType(p *parser, e mapping.Entry) {
	if !p.isText(e.Key, e.Value) {
		return
	}
	switch text(e.Value.Text) {
	case "page":
		p.term.Kind = KindPage
	case "term":
		p.term.Kind = KindTerm
	default:
		p.wrongValue(e, "page", "term")
	}
}

// dateForms are the forms of a YAML timestamp and a TOML date-time that follow the date.
var dateForms = []string{"2006-1-2", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04",
	"2006-01-02t15:04:05Z07:00"}

// readUpdated keeps the date as the writer's calendar shows it: no time zone moves it.
func readUpdated(p *parser, e mapping.Entry) {
	if e.Value.Kind != mapping.Scalar {
		p.wrongType(e.Key, e.Value, "a date")
		return
	}
	s := text(e.Value.Text)
	for _, form := range dateForms {
		if date, err := time.Parse(form, s); err == nil && date.Year() > 0 {
			p.term.Updated = date.Format(time.DateOnly)
			return
		}
	}
	p.report(e.Value.At(p.file, p.data), "wrong-type", fmt.Sprintf("%s must be a date, not %q", e.Key, s), "write it as updated: 2026-01-31")
}
