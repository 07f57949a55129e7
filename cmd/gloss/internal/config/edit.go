package config

import (
	"net/url"
	"strconv"
	"strings"
)

// EditURL returns the address at which the file at path, relative to the content folder and with slashes, can be edited; empty
// when neither edit_url nor a repository of a known form is set.
func (c *Config) EditURL(path string) string {
	escaped := escapePath(path)
	if c.EditPattern != "" {
		return strings.ReplaceAll(c.EditPattern, "{path}", escaped)
	}
	folder := c.ContentPath
	if folder == "" {
		folder = c.Content
	}
	if folder = strings.Trim(folder, "/"); folder != "" && folder != "." {
		escaped = escapePath(folder) + "/" + escaped
	}
	branch := escapePath(c.Branch)
	switch forge(c.Repository) {
	case "github":
		return c.Repository + "/edit/" + branch + "/" + escaped
	case "gitlab":
		return c.Repository + "/-/edit/" + branch + "/" + escaped
	case "bitbucket":
		return c.Repository + "/src/" + branch + "/" + escaped + "?mode=edit&at=" + url.QueryEscape(c.Branch)
	case "forgejo":
		return c.Repository + "/_edit/" + branch + "/" + escaped
	}
	return ""
}

// EditorURL returns the address that opens file, an absolute path, at a line and column in the writer's editor; empty when the
// editor key is empty.
func (c *Config) EditorURL(file string, line, col int) string {
	pattern := c.Editor
	if strings.HasPrefix(file, "/") {
		pattern = strings.ReplaceAll(pattern, "/{file}", "{file}") // one slash between them, on Windows too
	}
	return strings.NewReplacer("{file}", escapePath(file), "{line}", strconv.Itoa(max(line, 1)), "{col}", strconv.Itoa(max(col, 1))).Replace(pattern)
}

// forge guesses from the host's name which software serves a repository.
func forge(repository string) string {
	u, err := url.Parse(repository)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, kind := range []string{"github", "gitlab", "bitbucket"} {
		if host == kind+".com" || host == kind+".org" || strings.HasPrefix(host, kind+".") {
			return kind
		}
	}
	if host == "codeberg.org" || strings.HasPrefix(host, "gitea.") || strings.HasPrefix(host, "forgejo.") {
		return "forgejo"
	}
	return ""
}

func escapePath(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}
