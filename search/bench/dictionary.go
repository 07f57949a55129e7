package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"gloss/search"
)

// subjects of an article stand at its beginning: "<networking, standard>".
var subjects = regexp.MustCompile(`^\s*<([^<>]+)>`)

// readDictionary reads a dictionary of Debian, such as those of the packages dict-foldoc and dict-jargon, in dictd's format: path.index
// gives headword, offset and length in a base of 64 digits, path.dict.dz the articles. The summary is the first sentence.
func readDictionary(path string) ([]search.Document, error) {
	index, err := os.ReadFile(path + ".index")
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path + ".dict.dz")
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s.dict.dz: %w", path, err), f.Close())
	}
	data, err := io.ReadAll(unpacked)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	var docs []search.Document
	for line := range strings.Lines(string(index)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) < 3 || strings.HasPrefix(fields[0], "00") {
			continue
		}
		offset, length := dictNumber(fields[1]), dictNumber(fields[2])
		if seen[offset] || offset+length > len(data) {
			continue
		}
		seen[offset] = true
		if d, ok := article(data[offset : offset+length]); ok {
			d.ID = fmt.Sprintf("%09d", offset)
			d.URL = "terms/" + d.ID + ".html"
			docs = append(docs, d)
		}
	}
	byTitle(docs)
	return docs, nil
}

func dictNumber(digits string) (n int) {
	const base = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for _, d := range []byte(digits) {
		n = n*64 + strings.IndexByte(base, d)
	}
	return n
}

// article cuts an article into headwords, subjects and text.
func article(data []byte) (d search.Document, ok bool) {
	head, body, found := strings.Cut(string(bytes.ToValidUTF8(data, []byte("?"))), "\n\n")
	if !found {
		return d, false
	}
	heads := strings.Split(strings.TrimSpace(head), "\n")
	d.Title = strings.TrimSpace(heads[0])
	for _, line := range heads[1:] {
		if !strings.HasPrefix(line, " ") { // an indented line tells how to pronounce it
			d.Aliases = append(d.Aliases, line)
		}
	}
	if m := subjects.FindStringSubmatchIndex(body); m != nil {
		for tag := range strings.SplitSeq(body[m[2]:m[3]], ",") {
			d.Tags = append(d.Tags, strings.TrimSpace(tag))
		}
		body = body[m[1]:]
	}
	var blocks []string
	for block := range strings.SplitSeq(strings.NewReplacer("{", "", "}", "").Replace(body), "\n\n") {
		if text := strings.Join(strings.Fields(block), " "); text != "" {
			blocks = append(blocks, text)
		}
	}
	if len(blocks) == 0 {
		return d, false
	}
	d.Summary, _, _ = strings.Cut(blocks[0], ". ")
	d.Body = strings.Join(blocks, "\n")
	return d, true
}
