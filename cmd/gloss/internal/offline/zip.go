package offline

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"html"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Archive describes a site to be packed.
type Archive struct {
	// Folder is the one folder in the archive, so that unpacking it spills nothing; it is also the archive's name.
	Folder string
	// Title and Language are the site's, for the file to open first.
	Title, Language string
	// Paths are the site's files, in any order.
	Paths []string
}

// Start is the file to open first. It stands alone beside the folder site/.
const Start = "START-HERE.html"

// zipTime is the earliest time that the format can hold: an archive's bytes do not depend on when it is made.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Zip packs a site for reading from disk: Folder/START-HERE.html, and the site under Folder/site/. Left out is what makes no sense
// there: the service worker and its lists and page, the index for bleve, and what only programs read. Files are streamed in the order of
// their paths.
func Zip(w io.Writer, site fs.FS, a Archive) error {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.DefaultCompression) })
	start, err := archive.CreateHeader(header(path.Join(a.Folder, Start)))
	if err != nil {
		return err
	}
	// The refresh leads on without a script; the link is for browsers in which it is switched off.
	_, err = fmt.Fprintf(start, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n"+
		"<meta http-equiv=\"refresh\" content=\"0; url=site/index.html\">\n</head>\n<body>\n<p><a href=\"site/index.html\">%[2]s</a></p>\n</body>\n</html>\n",
		html.EscapeString(a.Language), html.EscapeString(a.Title))
	if err != nil {
		return err
	}
	paths := slices.DeleteFunc(slices.Clone(a.Paths), func(sitePath string) bool { return !Wanted(sitePath) || sitePath == Page })
	slices.Sort(paths)
	for _, sitePath := range paths {
		if err := pack(archive, site, sitePath, path.Join(a.Folder, "site", sitePath)); err != nil {
			return err
		}
	}
	return archive.Close()
}

func pack(archive *zip.Writer, site fs.FS, sitePath, name string) error {
	in, err := site.Open(sitePath)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := archive.CreateHeader(header(name))
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return err
}

// header describes a file; what is compressed already is stored.
func header(name string) *zip.FileHeader {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime}
	h.SetMode(0o644)
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".mp4", ".webm", ".woff2", ".zip", ".gz":
		h.Method = zip.Store
	}
	return h
}
