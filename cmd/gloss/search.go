package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/config"
	"gloss/search"
)

func searchCommand(t terminal) *cobra.Command {
	var index string
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "search [flags] [--] WORDS",
		Short: "Search the built glossary, without a network",
		Long: `Search answers from the index in public/, with the same answers in the same order as
the search box of the site. With --json it prints an array of objects with title,
url, names, summary, tags and score, best first. Without words, on a terminal, it
answers while you type: arrows choose, Enter prints the page's file, Escape ends.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if limit < 1 {
				return misuse{text: "--limit has to be at least 1"}
			}
			if len(args) == 0 && (asJSON || !isTerminal(t.in) || !isTerminal(t.err)) {
				return misuse{text: "no words to search for", hint: "usage: " + cmd.UseLine()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if index == "" {
				cfg, diags := config.Load(os.DirFS("."), config.FileName)
				if diags.HasErrors() {
					t.report(diags)
					return errReported
				}
				index = cfg.Output
			}
			ix, err := search.Open(index)
			if errors.Is(err, fs.ErrNotExist) {
				return failure{err: fmt.Errorf("there is no search index in %s", index), hint: "build it with: gloss build"}
			} else if err != nil {
				return err
			}
			defer ix.Close()
			if len(args) == 0 {
				return interactive(t, ix, index, min(limit, 10))
			}
			hits, err := ix.Search(strings.Join(args, " "), limit)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(t.out, hits)
			}
			return writeHits(t.out, hits, colour(t.out))
		},
	}
	cmd.Flags().StringVar(&index, "index", "", "built site or index folder to search (default the site's output folder)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON for programs")
	cmd.Flags().IntVar(&limit, "limit", 10, "number of answers at most")
	return cmd
}

// hitJSON is the documented form of an answer; other programs rely on it.
type hitJSON struct {
	Title   string   `json:"title"`
	URL     string   `json:"url"`
	Names   []string `json:"names"`
	Summary string   `json:"summary"`
	// Sentence of the body that says more of what was asked than the summary.
	Sentence string   `json:"sentence,omitempty"`
	Tags     []string `json:"tags"`
	Score    int64    `json:"score"`
}

func writeJSON(w io.Writer, hits []search.Hit) error {
	answers := make([]hitJSON, 0, len(hits))
	for _, h := range hits {
		answers = append(answers, hitJSON{Title: h.Title, URL: h.URL, Names: append([]string{}, h.Names...), Summary: h.Summary, Sentence: h.Sentence,
			Tags: append([]string{}, h.Tags...), Score: h.Score})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(answers)
}

// writeHits prints answers for people: title and other name, address, and the summary or the sentence that matched with the words
// in bold.
func writeHits(w io.Writer, hits []search.Hit, colours bool) error {
	style := func(code, text string) string {
		if !colours || text == "" {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	if len(hits) == 0 {
		_, err := fmt.Fprintln(w, "nothing found")
		return err
	}
	for _, h := range hits {
		also := ""
		if h.Matched != "" {
			also = " (also: " + h.Matched + ")"
		}
		text, marks := h.Summary, h.Marks
		if h.Sentence != "" {
			text, marks = h.Sentence, h.SentenceMarks
		}
		var summary strings.Builder
		end := 0
		for _, mark := range marks {
			summary.WriteString(text[end:mark[0]])
			summary.WriteString(style("1", text[mark[0]:mark[1]]))
			end = mark[1]
		}
		summary.WriteString(text[end:])
		if _, err := fmt.Fprintf(w, "%s%s\n  %s\n  %s\n", style("1;4", h.Title), also, style("2", h.URL), summary.String()); err != nil {
			return err
		}
	}
	return nil
}
