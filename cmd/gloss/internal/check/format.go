package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/rule"
)

// WriteJSON writes findings as a JSON array (see diag.List).
func WriteJSON(w io.Writer, list diag.List) error { return encode(w, list) }

func encode(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// WriteGitHub writes findings as workflow commands of GitHub Actions, which shows them beside the lines of a change.
func WriteGitHub(w io.Writer, list diag.List) error {
	out := bufio.NewWriter(w)
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, d := range list {
		command := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "notice"}[d.Severity]
		fmt.Fprintf(out, "::%s file=%s", command, property.Replace(d.File))
		if d.Line > 0 {
			fmt.Fprintf(out, ",line=%d", d.Line)
		}
		if d.Line > 0 && d.Col > 0 {
			fmt.Fprintf(out, ",col=%d,endColumn=%d", d.Col, d.Col+max(1, d.Width))
		}
		text := diag.Safe(d.Text)
		if d.Hint != "" {
			text += "\n" + diag.Safe(d.Hint)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", property.Replace("gloss "+d.Rule), data.Replace(text))
	}
	return out.Flush()
}

// The parts of SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange Format) that Gloss writes.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string        `json:"id"`
		Short   *sarifText    `json:"shortDescription,omitempty"`
		Full    *sarifText    `json:"fullDescription,omitempty"`
		Default *sarifDefault `json:"defaultConfiguration,omitempty"`
	}
	sarifDefault struct {
		Enabled bool   `json:"enabled"`
		Level   string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region *sarifRegion `json:"region,omitempty"`
		} `json:"physicalLocation"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

// sarifLevels are SARIF's words for severities (section 3.27.10).
var sarifLevels = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note"}

// WriteSARIF writes findings as a SARIF 2.1.0 log. Columns count Unicode code points. version may be empty if it is not a semantic
// version.
func WriteSARIF(w io.Writer, settings config.Check, version string, list diag.List) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "gloss", SemanticVersion: version}
	index := map[string]int{}
	for _, r := range rule.All() {
		index[r.Name] = len(run.Tool.Driver.Rules)
		level := settings.Level(r)
		one := sarifRule{ID: r.Name, Short: &sarifText{r.Brief}, Full: &sarifText{r.Doc}, Default: &sarifDefault{Enabled: level != rule.Off, Level: "none"}}
		if level != rule.Off {
			one.Default.Level = sarifLevels[level.Severity()]
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, one)
	}
	for _, d := range list {
		if _, known := index[d.Rule]; !known { // a problem that stops a build; it documents itself
			index[d.Rule] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: d.Rule})
		}
		run.Results = append(run.Results, sarifOf(d, index[d.Rule]))
	}
	return encode(w, sarifLog{Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func sarifOf(d diag.Diagnostic, index int) sarifResult {
	r := sarifResult{RuleID: d.Rule, RuleIndex: index, Level: sarifLevels[d.Severity], Message: sarifText{d.Text}}
	if d.Hint != "" {
		r.Message.Text += "; " + d.Hint
	}
	var place sarifLocation
	place.Physical.Artifact.URI = uri(d.File)
	if d.Line > 0 {
		place.Physical.Region = &sarifRegion{StartLine: d.Line}
		if d.Col > 0 {
			place.Physical.Region.StartColumn, place.Physical.Region.EndColumn = d.Col, d.Col+max(1, d.Width)
		}
	}
	r.Locations = []sarifLocation{place}
	return r
}

// uri is a path as a URI reference (RFC 3986): relative paths stay relative to where the command ran.
func uri(file string) string {
	if path.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: file}).String()
}
