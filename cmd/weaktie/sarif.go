package main

import (
	"encoding/json"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
)

// The parts of SARIF 2.1.0 that findings need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string       `json:"id"`
		Short sarifMessage `json:"shortDescription"`
		Help  sarifMessage `json:"help"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// sarif prints the findings for tools that collect them.
func (a *app) sarif(name, text string, v flip.Verdict) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "weaktie", Version: version, Rules: []sarifRule{}}
	known := map[string]bool{}
	for _, e := range findings(v) {
		if !known[e.Rule] {
			known[e.Rule] = true
			rule := sarifRule{ID: e.Rule, Short: sarifMessage{clean.Line(e.Reason).String()}, Help: sarifMessage{clean.Line(e.Kinder).String()}}
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
		}
		var at sarifPhysical
		at.Artifact.URI = shownName(name)
		at.Region.StartLine, at.Region.StartColumn = position(text, e.Start)
		at.Region.EndLine, at.Region.EndColumn = position(text, e.End)
		message := clean.Line(e.Reason).String()
		if e.Kinder != "" {
			message += " Kinder: " + clean.Line(e.Kinder).String()
		}
		run.Results = append(run.Results, sarifResult{RuleID: e.Rule, Level: level(e.Severity), Message: sarifMessage{message}, Locations: []sarifLocation{{at}}})
	}
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

// level is the severity in SARIF's words.
func level(s flip.Severity) string {
	if s == flip.Info {
		return "note"
	}
	return string(s)
}
