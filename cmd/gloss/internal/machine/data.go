package machine

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"hash/fnv"
)

// dataVersion is the version of the format of terms.json. Members may be added under one version; taking one away or changing what
// it means makes a new one.
//
//	1: the first.
const dataVersion = 1

// schema is the JSON Schema (2020-12) of terms.json and its parts. It is published beside them and is their documentation.
//
//go:embed schema/terms.schema.json
var schema []byte

// A glossary of up to dataWhole terms is one file. A larger one is cut after slugs that their hash chooses, one in dataCut, with
// dataLeast to dataMost terms a part: so a new term changes the part it stands in and, nearly always, no other.
const (
	dataWhole = 5000
	dataLeast = 1000
	dataMost  = 8000
	dataCut   = 1024
)

// dataHead is what stands before the terms, in terms.json and in each part.
type dataHead struct {
	Schema      string     `json:"$schema"`
	Version     int        `json:"version"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Language    string     `json:"language"`
	BaseURL     string     `json:"base_url,omitempty"`
	Author      string     `json:"author,omitempty"`
	Count       int        `json:"count"`
	Parts       []dataPart `json:"parts,omitempty"`
}

type dataPart struct {
	URL   string `json:"url"`
	First string `json:"first"`
	Last  string `json:"last"`
	Count int    `json:"count"`
}

type dataTerm struct {
	Slug         string   `json:"slug"`
	URL          string   `json:"url"`
	Title        string   `json:"title"`
	Abbreviation string   `json:"abbreviation,omitempty"`
	Aliases      []string `json:"aliases,omitempty"`
	Domain       string   `json:"domain,omitempty"`
	Summary      string   `json:"summary,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	Related      []string `json:"related,omitempty"`
	See          string   `json:"see,omitempty"`
	Updated      string   `json:"updated,omitempty"`
	Text         string   `json:"text,omitempty"`
}

func (p *Plan) dataFiles() []File {
	files := []File{{Path: SchemaPath, Make: func() ([]byte, error) { return schema, nil }}}
	head := dataHead{Schema: SchemaPath, Version: dataVersion, Title: p.site.Title, Description: p.site.Description,
		Language: p.site.Language, BaseURL: p.site.BaseURL, Author: p.site.Author, Count: len(p.bySlug)}
	if len(p.bySlug) <= dataWhole {
		return append(files, File{Path: DataPath, Make: func() ([]byte, error) { return encodeTerms(head, p.bySlug) }})
	}
	var parts []File
	for _, entries := range dataParts(p.bySlug) {
		sitePath := "data/" + entries[0].Slug + ".json"
		partHead := head
		partHead.Schema, partHead.Count, partHead.Parts = "../"+SchemaPath, len(entries), nil
		parts = append(parts, File{Path: sitePath, Make: func() ([]byte, error) { return encodeTerms(partHead, entries) }})
		head.Parts = append(head.Parts, dataPart{URL: escaped(sitePath), First: entries[0].Slug, Last: entries[len(entries)-1].Slug, Count: len(entries)})
	}
	files = append(files, File{Path: DataPath, Make: func() ([]byte, error) { return indentedJSON(head) }})
	return append(files, parts...)
}

// dataParts cuts the entries, which are in order of slugs.
func dataParts(entries []*Entry) [][]*Entry {
	var parts [][]*Entry
	start := 0
	for i, e := range entries {
		length := i + 1 - start
		if length == dataMost || length >= dataLeast && cutsAfter(e.Slug) || i == len(entries)-1 {
			parts = append(parts, entries[start:i+1:i+1])
			start = i + 1
		}
	}
	return parts
}

func cutsAfter(slug string) bool {
	h := fnv.New64a()
	h.Write([]byte(slug))
	// The low bits of FNV of short texts are uneven; folding the high ones in evens them.
	sum := h.Sum64()
	return (sum^sum>>32)%dataCut == 0
}

// encodeTerms writes one term a line, so that a change of one term is a change of one line.
func encodeTerms(head dataHead, entries []*Entry) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(head); err != nil {
		return nil, err
	}
	b.Truncate(b.Len() - len("}\n"))
	b.WriteString(",\"terms\":[")
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		term := dataTerm{Slug: e.Slug, URL: escaped(e.Path), Title: e.Title, Abbreviation: e.Abbreviation, Aliases: e.Aliases, Domain: e.Domain,
			Summary: e.Summary, Tags: e.Tags, Related: e.Related, See: e.See, Updated: e.Updated, Text: e.BodyText}
		if err := encoder.Encode(term); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - 1)
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}
