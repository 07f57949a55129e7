package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// long runs the tests of load and memory at full length, as make bench-live does: a minute, and 10,000 rebuilds.
var long = flag.Bool("long", false, "run the tests of load and memory at full length")

// Readers at full rate while the site is rebuilt all the time: no error, no half file, and no mix of two versions that the reader's page
// is not told of. gloss.yaml gives each version a number that stands in the pages, in the style sheet and, a little later, in search.
func TestLoadWhileRebuilding(t *testing.T) {
	g := newGlossary(t, nil)
	for i := range 30 {
		g.write(fmt.Sprintf("content/t%02d.md", i), fmt.Sprintf("---\ntitle: House %d\n---\nA house beside [[House %d]].\n", i, (i+1)%30))
	}
	version := 0
	next := func() {
		version++
		g.replace("gloss.yaml", fmt.Sprintf("title: Words v%dv\ntheme:\n  fonts: v%dv, serif\n", version, version))
		g.write("content/version.md", fmt.Sprintf("---\ntitle: Version v%dv\n---\nWhich one.\n", version))
	}
	next()
	s := g.serve()
	s.quiet()
	length := 3 * time.Second
	if *long {
		length = time.Minute
	}
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var readers sync.WaitGroup
	var requests, mixes atomic.Int64
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				if err := readOnce(s, &requests, &mixes); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for ctx.Err() == nil {
		next()
		time.Sleep(20 * time.Millisecond) // a build is under way, or has just ended
	}
	readers.Wait()
	next()
	s.quiet()
	page, style, _, err := readPage(s, &requests)
	g.check(err)
	if want := fmt.Sprint(version); page != want || style != want {
		t.Errorf("at the end the page is of version %s and its style of %s, of %s", page, style, want)
	}
	if search, err := searchVersions(s, &requests); err != nil || search[0] != search[1] {
		t.Errorf("at the end the search files are of versions %v, %v", search, err)
	}
	t.Logf("%d requests, %d versions, %d readers met two versions and were told", requests.Load(), version, mixes.Load())
	s.stop()
}

var (
	siteVersion   = regexp.MustCompile(`v(\d+)v`)
	pageBuild     = regexp.MustCompile(`data-build="(\d+)" data-session="([^"]+)"`)
	searchVersion = regexp.MustCompile(`^gloss\.load\("[^"]+","([^"]+)"`)
)

// readOnce is a reader who opens the home page and searches. It fails when what was read does not fit and nobody says so.
func readOnce(s *server, requests, mixes *atomic.Int64) error {
	page, style, query, err := readPage(s, requests)
	if err != nil {
		return err
	}
	if page != style {
		mixes.Add(1)
		if err := toldSoon(s, query, requests); err != nil {
			return fmt.Errorf("a page of version %s got a style sheet of version %s: %w", page, style, err)
		}
	}
	search, err := searchVersions(s, requests)
	if err != nil {
		return err
	}
	if search[0] != search[1] { // the engine sees that and asks for the manifest again, which must be another one
		mixes.Add(1)
		again, err := searchVersions(s, requests)
		if err == nil && again[0] == search[0] {
			err = fmt.Errorf("cards of version %s came with the manifest of version %s, which is still served", search[1], search[0])
		}
		return err
	}
	return nil
}

// readPage reads the home page and its style sheet, and returns the versions and the question that the page's script asks.
func readPage(s *server, requests *atomic.Int64) (page, style, query string, err error) {
	home, err := fetchWhole(s, "/", "</html>", requests)
	if err != nil {
		return "", "", "", err
	}
	css, err := fetchWhole(s, "/assets/site.css", "}", requests)
	if err != nil {
		return "", "", "", err
	}
	built := pageBuild.FindStringSubmatch(home)
	found, foundStyle := siteVersion.FindStringSubmatch(home), siteVersion.FindStringSubmatch(css)
	if built == nil || found == nil || foundStyle == nil {
		return "", "", "", errors.New("the home page or its style sheet lacks what was to be found in it")
	}
	ask := url.Values{"build": {built[1]}, "session": {built[2]}, "page": {"/"}, "use": {"/assets/site.css"}}
	return found[1], foundStyle[1], ask.Encode(), nil
}

// fetchWhole asks for a file and makes sure of its end.
func fetchWhole(s *server, path, end string, requests *atomic.Int64) (string, error) {
	requests.Add(1)
	answer, body, err := s.get(path)
	if err != nil {
		return "", err
	}
	if answer.StatusCode != 200 || !strings.HasSuffix(strings.TrimSpace(body), end) {
		return "", fmt.Errorf("%s: %s, and it ends in %q", path, answer.Status, body[max(0, len(body)-20):])
	}
	return body, nil
}

// toldSoon asks until the page is told to change, or its style sheet is: a commit is told right after it.
func toldSoon(s *server, query string, requests *atomic.Int64) error {
	for limit := time.Now().Add(longest); time.Now().Before(limit); {
		requests.Add(1)
		told, err := s.state(query)
		if err != nil || told.Page == "changed" || len(told.Files) > 0 {
			return err
		}
	}
	return errors.New("the page is not told")
}

// searchVersions reads the manifest of search and a file that it counts on.
func searchVersions(s *server, requests *atomic.Int64) ([2]string, error) {
	var versions [2]string
	for i, name := range []string{"/search/manifest.js", "/search/c0.js"} {
		text, err := fetchWhole(s, name, ")", requests)
		if err != nil {
			text, err = fetchWhole(s, name, ");", requests)
		}
		if err != nil {
			return versions, err
		}
		found := searchVersion.FindStringSubmatch(text)
		if found == nil {
			return versions, fmt.Errorf("%s has no version: %.60s", name, text)
		}
		versions[i] = found[1]
	}
	return versions, nil
}
