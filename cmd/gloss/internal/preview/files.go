package preview

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxHeld is the size up to which a file is read before the response begins. Larger ones (films, archives) are streamed from a
// file opened while no commit ran: a commit replaces files by renaming, so an open file stays what it was.
const maxHeld = 4 << 20

// siteFile is one file of the site, from one build.
type siteFile struct {
	name  string // site path
	data  []byte
	large *os.File // instead of data
	info  fs.FileInfo
	build int
}

var errFolder = errors.New("a folder, asked for without a slash at the end")

// load finds the file that a path of a URL means. It returns fs.ErrNotExist, or errFolder when a redirect to path/ is due.
func (s *Server) load(urlPath string) (*siteFile, error) {
	name, ok := sitePath(urlPath)
	if !ok {
		return nil, fs.ErrNotExist
	}
	s.publish.RLock()
	defer s.publish.RUnlock()
	if s.root == nil {
		return nil, fs.ErrNotExist
	}
	s.state.Lock()
	build := s.build
	s.state.Unlock()
	if strings.HasSuffix(urlPath, "/") {
		name = path.Join(name, "index.html")
	}
	file, err := s.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, fs.ErrNotExist // also for what may not be opened: the reason is nobody's business over the network
	}
	info, err := file.Stat()
	switch {
	case err == nil && info.IsDir():
		_, err = s.root.Stat(filepath.FromSlash(path.Join(name, "index.html")))
		if err == nil {
			err = errFolder
		}
	case err == nil && !info.Mode().IsRegular():
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f := &siteFile{name: name, info: info, build: build}
	if info.Size() > maxHeld && !isPage(name) {
		f.large = file
		return f, nil
	}
	f.data, err = io.ReadAll(file)
	return f, errors.Join(err, file.Close())
}

// sitePath turns the path of a URL into a site path, and refuses what cannot be one: dot-files, drive letters, devices and
// whatever else means something special on this system.
func sitePath(urlPath string) (string, bool) {
	name := strings.Trim(urlPath, "/")
	if name == "" {
		return ".", true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' {
			return "", false
		}
	}
	local, err := filepath.Localize(name)
	return name, err == nil && filepath.IsLocal(local)
}

func isPage(name string) bool { ext := path.Ext(name); return ext == ".html" || ext == ".htm" }

func (s *Server) serveSite(w http.ResponseWriter, r *http.Request) {
	f, err := s.load(r.URL.Path)
	if errors.Is(err, fs.ErrNotExist) && s.waitingForSite(r) {
		s.serveBuilding(w)
		return
	}
	if errors.Is(err, fs.ErrNotExist) {
		f, err = s.loadFollowing(r) // the first build may just have ended
	}
	switch {
	case errors.Is(err, errFolder):
		target := url.URL{Path: r.URL.Path + "/", RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
	case errors.Is(err, fs.ErrNotExist):
		s.serveMissing(w, r)
	case err != nil:
		http.Error(w, "gloss: the file cannot be read: "+err.Error(), http.StatusInternalServerError)
	case f.large != nil:
		defer f.large.Close()
		w.Header().Set("Content-Type", contentType(f.name))
		w.Header().Set("ETag", fmt.Sprintf("%q", strconv.FormatInt(f.info.Size(), 36)+"-"+strconv.FormatInt(f.info.ModTime().UnixNano(), 36)))
		http.ServeContent(w, r, "", time.Time{}, f.large)
	case isPage(f.name):
		page := inject(f.data, s.scriptTag(f.build))
		w.Header().Set("Gloss-Build", strconv.Itoa(f.build))
		respond(w, r, contentType(f.name), page, tag(page, ""))
	default:
		respond(w, r, contentType(f.name), f.data, tag(f.data, ""))
	}
}

// waitingForSite reports, after a short wait, whether there is nothing to serve because no build has succeeded yet.
func (s *Server) waitingForSite(r *http.Request) bool {
	ready := s.waitReady(r)
	s.publish.RLock()
	defer s.publish.RUnlock()
	if s.root == nil {
		return true
	}
	if _, err := s.root.Stat("index.html"); err == nil {
		return false
	}
	s.state.Lock()
	defer s.state.Unlock()
	return !ready || s.build == 0
}

// serveBuilding answers while there is no site. Its script loads the site as soon as there is one; the status tells programs to
// come again.
func (s *Server) serveBuilding(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	w.Header().Set("Content-Type", contentType(".html"))
	w.WriteHeader(http.StatusServiceUnavailable)
	fmt.Fprintf(w, `<!doctype html>
<html lang="en"><head>%s<meta charset="utf-8"><title>Gloss</title><link rel="stylesheet" href="%slive.css"></head>
<body class="gloss-building"><p>The glossary is being built. It appears here by itself.</p></body></html>
`, s.scriptTag(-1), Prefix)
}

// serveMissing answers with the site's own 404.html, as static hosts do. The page may stand at any depth and its base element
// may name the published site; the first base element of a page wins, so one for this server goes in front.
func (s *Server) serveMissing(w http.ResponseWriter, r *http.Request) {
	f, err := s.load("/404.html")
	wanted := path.Ext(r.URL.Path)
	if err != nil || f.large != nil || wanted != "" && !isPage(r.URL.Path) {
		http.Error(w, "404: there is no such file in the site", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType(f.name))
	w.WriteHeader(http.StatusNotFound)
	if r.Method == http.MethodGet {
		_, _ = w.Write(inject(f.data, s.scriptTagWith(f.build, " data-missing")+`<base href="/">`)) // the reader has gone away when it fails
	}
}

// tag returns an entity tag (RFC 9110) of the bytes themselves: times are too coarse for two builds within a few milliseconds.
func tag(data []byte, variant string) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + variant + `"`
}

// respond sends data with entity tag, ranges and, if the browser takes it and it is worth it, compression.
func respond(w http.ResponseWriter, r *http.Request, kind string, data []byte, etag string) {
	const worth = 1400 // less fits into one packet as it is
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Add("Vary", "Accept-Encoding")
	if len(data) > worth && compressible(kind) && r.Header.Get("Range") == "" && acceptsGzip(r) {
		etag = strings.TrimSuffix(etag, `"`) + `-gzip"`
		if !strings.Contains(r.Header.Get("If-None-Match"), etag) {
			data = compress(data)
		}
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.ReplaceAll(coding, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			q, err := strconv.ParseFloat(strings.TrimPrefix(quality, "q="), 64)
			return quality == "" || err == nil && q > 0
		}
	}
	return false
}

// deflaters keeps compressors, each of which holds some hundred kilobytes.
var deflaters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return w
}}

func compress(data []byte) []byte {
	var out bytes.Buffer
	w := deflaters.Get().(*gzip.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
