package search_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"

	"gloss/search"
)

// The index is one that any program with bleve opens. The lines between opening and printing stand in the README.
func Example_bleve() {
	dir, err := os.MkdirTemp("", "gloss-example-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	folder := filepath.Join(dir, "bleve")
	terms := []search.Document{
		{ID: "churn", URL: "terms/churn.html", Title: "Churn", Summary: "Customers who leave in a period."},
		{ID: "retention", URL: "terms/retention.html", Title: "Retention", Summary: "Customers who stay."},
	}
	if err := search.Build(folder, terms, search.Options{Language: "en"}); err != nil {
		panic(err)
	}

	index, err := bleve.OpenUsing(folder, map[string]any{"read_only": true})
	if err != nil {
		panic(err)
	}
	defer func() { _ = index.Close() }()
	query := bleve.NewQueryStringQuery("name1:churn summary1:leaving summary2:leaving summary3:leaving")
	request := bleve.NewSearchRequest(query)
	request.Fields = []string{"title", "url", "description"}
	result, err := index.Search(request)
	if err != nil {
		panic(err)
	}
	for _, hit := range result.Hits {
		fmt.Println(hit.ID, hit.Fields["title"], hit.Fields["url"])
	}
	// Output: churn Churn terms/churn.html
}
