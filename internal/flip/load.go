package flip

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

//go:embed rules/*.toml
var builtin embed.FS

// Problem is something wrong in a rules file, and where.
type Problem struct {
	File    string
	Line    int // from 1; 0 is the file as a whole
	Message string
}

func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// maxRules is how large a rules file may be; the built-in ones have a tenth.
const maxRules = 1 << 20

// maxWeight bounds what one rule can say: at 8 it is certain alone.
const maxWeight = 8

// LoadRules reads one rules file. Rules with a problem are left out, the rest
// are good.
func LoadRules(r io.Reader, name string) ([]Rule, []Problem) {
	body, err := io.ReadAll(io.LimitReader(r, maxRules+1))
	if err != nil {
		return nil, []Problem{{name, 0, err.Error()}}
	}
	if len(body) > maxRules {
		return nil, []Problem{{name, 0, "larger than 1 MiB; split it"}}
	}
	var doc struct {
		Rule []Rule `toml:"rule"`
	}
	d := toml.NewDecoder(bytes.NewReader(body)).DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		return nil, decodeProblems(err, name)
	}
	lines := ruleLines(body)
	var good []Rule
	var bad []Problem
	seen := map[string]int{}
	for i, rule := range doc.Rule {
		at := lines[min(i, len(lines)-1)]
		rule.File, rule.Line = name, at.line("")
		wrong := check(&rule, at, name)
		if first, dup := seen[rule.ID]; dup && rule.ID != "" {
			wrong = append(wrong, Problem{name, at.line("id"), fmt.Sprintf("rule %q is already on line %d; give it another id", rule.ID, first)})
		}
		seen[rule.ID] = rule.Line
		if len(wrong) == 0 {
			good = append(good, rule)
		}
		bad = append(bad, wrong...)
	}
	return good, bad
}

// LoadDir reads every *.toml of a folder, in the order of their names.
func LoadDir(fsys fs.FS, dir string) ([]Rule, []Problem) {
	entries, err := fs.ReadDir(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []Problem{{dir, 0, err.Error()}}
	}
	var rules []Rule
	var problems []Problem
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".toml" {
			continue
		}
		name := path.Join(dir, e.Name())
		f, err := fsys.Open(name)
		if err != nil {
			problems = append(problems, Problem{name, 0, err.Error()})
			continue
		}
		rs, ps := LoadRules(f, name)
		if err := f.Close(); err != nil {
			problems = append(problems, Problem{name, 0, err.Error()})
		}
		rules, problems = append(rules, rs...), append(problems, ps...)
	}
	return rules, problems
}

func decodeProblems(err error, name string) []Problem {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) {
		var ps []Problem
		for _, e := range strict.Errors {
			line, _ := e.Position()
			key := strings.Join(e.Key(), ".")
			ps = append(ps, Problem{name, line, fmt.Sprintf("unknown key %q; a rule has id, category, kind, weight, reason, kinder, severity, patterns, whole", key)})
		}
		return ps
	}
	var syntax *toml.DecodeError
	if errors.As(err, &syntax) {
		line, _ := syntax.Position()
		return []Problem{{name, line, strings.TrimPrefix(syntax.Error(), "toml: ")}}
	}
	return []Problem{{name, 0, err.Error()}}
}

// keyLines are the lines of one [[rule]]: its header under "", then its keys.
type keyLines map[string]int

func (k keyLines) line(key string) int {
	if n, ok := k[key]; ok {
		return n
	}
	return k[""]
}

func ruleLines(body []byte) []keyLines {
	all := []keyLines{}
	for i, line := range strings.Split(string(body), "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[[") {
			all = append(all, keyLines{"": i + 1})
			continue
		}
		key, _, ok := strings.Cut(line, "=")
		if ok && len(all) > 0 {
			if key = strings.TrimSpace(key); all[len(all)-1][key] == 0 {
				all[len(all)-1][key] = i + 1
			}
		}
	}
	if len(all) == 0 {
		all = append(all, keyLines{"": 1})
	}
	return all
}

// check fills in what a rule may leave out and says what is wrong with it.
func check(r *Rule, at keyLines, name string) []Problem {
	var ps []Problem
	say := func(key, format string, args ...any) {
		ps = append(ps, Problem{name, at.line(key), fmt.Sprintf(format, args...)})
	}
	if r.Severity == "" {
		r.Severity = Warning
	}
	if r.ID == "" || strings.ContainsFunc(r.ID, notID) {
		say("id", "id %q: use small letters, digits, dots and dashes, such as \"promotion.webinar\"", r.ID)
	}
	if !slices.Contains([]Kind{KindMarket, KindAutomated, KindSocial}, r.Kind) {
		say("kind", "kind %q: it is market, automated or social", r.Kind)
	}
	if r.Kind != KindSocial && !slices.Contains(Categories(), r.Category) {
		say("category", "category %q is none of %s", r.Category, list(Categories()))
	}
	if !slices.Contains([]Severity{Info, Warning, Error}, r.Severity) {
		say("severity", "severity %q: it is info, warning or error", r.Severity)
	}
	if r.Weight <= 0 || r.Weight > maxWeight {
		say("weight", "weight %v: it is log odds above 0 and at most %d; 1 is a hint, 5 is enough alone", r.Weight, maxWeight)
	}
	if strings.TrimSpace(r.Reason) == "" {
		say("reason", "a rule needs a reason: one sentence that the reader can agree with or not")
	}
	if len(r.Patterns) == 0 {
		say("patterns", "a rule needs patterns, at least one")
	}
	for _, p := range r.Patterns {
		if p == "" || strings.TrimSpace(p) != p {
			say("patterns", "pattern %q is empty, or begins or ends with a space", p)
		} else if _, err := expression(p, r.Whole); err != nil {
			say("patterns", "pattern %q: %v", p, err)
		} else if regexp.MustCompile("^(?:" + p + ")$").MatchString("") {
			say("patterns", "pattern %q matches nothing at all, so it would match everywhere", p)
		}
	}
	return ps
}

func notID(c rune) bool {
	return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-')
}

func list(cs []Category) string {
	names := make([]string, len(cs))
	for i, c := range cs {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}
