package check

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/rule"
)

var sample = diag.List{
	{File: "content/a b.md", Line: 3, Col: 5, Width: 4, Severity: diag.Error, Rule: "dead-link", Text: "no term: 100%, is\nthere", Hint: "did you mean \"x\"?"},
	{File: "content/c.md", Severity: diag.Info, Rule: "orphan", Text: "lonely"},
	{File: "/abs/d.md", Line: 1, Severity: diag.Warning, Rule: "unknown-key", Text: "unknown"},
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	if err := WriteGitHub(&b, sample); err != nil {
		t.Fatal(err)
	}
	want := `::error file=content/a b.md,line=3,col=5,endColumn=9,title=gloss dead-link::no term: 100%25, is` + "␊there%0Adid you mean \"x\"?\n" +
		"::notice file=content/c.md,title=gloss orphan::lonely\n::warning file=/abs/d.md,line=1,title=gloss unknown-key::unknown\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}

// The log has what the standard requires: version, tool, rules that results point to by index, levels from its list, and regions that
// count from 1.
func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	settings := config.Check{Levels: map[string]rule.Level{"orphan": rule.Off}}
	if err := WriteSARIF(&b, settings, "", sample); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema, Version string
		Runs            []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID                   string
						DefaultConfiguration struct {
							Enabled bool
							Level   string
						}
					}
				}
			}
			Results []sarifResult
		}
	}
	decoder := json.NewDecoder(strings.NewReader(strings.Replace(b.String(), `"$schema"`, `"schema"`, 1)))
	if err := decoder.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name != "gloss" || log.Runs[0].ColumnKind != "unicodeCodePoints" {
		t.Errorf("the head is wrong: %s", b.String()[:200])
	}
	rules := log.Runs[0].Tool.Driver.Rules
	for i, r := range log.Runs[0].Results {
		if rules[r.RuleIndex].ID != r.RuleID || r.RuleID != sample[i].Rule {
			t.Errorf("result %d points to rule %s", i, rules[r.RuleIndex].ID)
		}
	}
	results := log.Runs[0].Results
	for i, want := range []struct{ level, uri string }{{"error", "content/a%20b.md"}, {"note", "content/c.md"}, {"warning", "file:///abs/d.md"}} {
		if got := results[i]; got.Level != want.level || got.Locations[0].Physical.Artifact.URI != want.uri {
			t.Errorf("result %d: %s %s", i, got.Level, got.Locations[0].Physical.Artifact.URI)
		}
	}
	if region := results[0].Locations[0].Physical.Region; *region != (sarifRegion{3, 5, 9}) || results[1].Locations[0].Physical.Region != nil {
		t.Errorf("regions: %+v", region)
	}
	for _, r := range rules {
		if r.ID == "orphan" && (r.DefaultConfiguration.Enabled || r.DefaultConfiguration.Level != "none") {
			t.Error("a rule that is off is enabled")
		}
	}
	b.Reset()
	if err := WriteSARIF(&b, config.Check{}, "", nil); err != nil || !strings.Contains(b.String(), `"results": []`) {
		t.Errorf("without findings: %v %s", err, b.String())
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, sample); err != nil {
		t.Fatal(err)
	}
	var back []map[string]any
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || len(back) != 3 || back[1]["severity"] != "info" || back[0]["line"] != 3.0 {
		t.Errorf("%v %s", err, b.String())
	}
}
