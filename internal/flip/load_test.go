package flip

import (
	"strings"
	"testing"
	"testing/fstest"
)

const goodRule = `
[[rule]]
id = "promotion.spa"
category = "promotion"
kind = "market"
weight = 5.0
patterns = ['book your (?:spa|sauna) day']
reason = "Our own spa mails."
`

func TestOwnRulesCount(t *testing.T) {
	rules, problems := LoadRules(strings.NewReader(goodRule), "own.toml")
	if len(problems) > 0 || len(rules) != 1 {
		t.Fatalf("rules %v, problems %v", rules, problems)
	}
	if r := rules[0]; r.File != "own.toml" || r.Line != 2 || r.Severity != Warning {
		t.Errorf("rule is %+v", r)
	}
	j, err := NewWith(Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	v := j.Judge("Come and book your sauna day with Lena!", Context{})
	if v.Band != Flip || v.Category != Promotion {
		t.Errorf("own rule gives %s %s", v.Band, v.Category)
	}
	if text, ok := j.Explain("promotion.spa"); !ok || !strings.Contains(text, "Our own spa mails.") || !strings.Contains(text, "own.toml, line 2") {
		t.Errorf("explained as %q", text)
	}
	if _, ok := j.Explain("promotion.none"); ok {
		t.Error("a rule that is not there is explained")
	}
}

func TestProblemsNameTheLine(t *testing.T) {
	tests := []struct{ name, from, to, want string }{
		{"bad expression", `'book your (?:spa|sauna) day'`, `'book ('`, "own.toml:7: pattern"},
		{"unknown category", `category = "promotion"`, `category = "spa"`, `own.toml:4: category "spa" is none of lucky-to-know-me`},
		{"unknown kind", `kind = "market"`, `kind = "shop"`, `own.toml:5: kind "shop": it is market, automated or social`},
		{"no weight", "weight = 5.0", "weight = 0", "own.toml:6: weight 0"},
		{"too heavy", "weight = 5.0", "weight = 99", "own.toml:6: weight 99"},
		{"bad id", "promotion.spa", "Promotion Spa", `own.toml:3: id "Promotion Spa"`},
		{"no reason", `reason = "Our own spa mails."`, "", "own.toml:2: a rule needs a reason"},
		{"unknown key", "weight = 5.0", "wieght = 5.0", `own.toml:6: unknown key "rule.wieght"`},
		{"wrong type", "weight = 5.0", `weight = "much"`, "own.toml:6: "},
		{"broken toml", `weight = 5.0`, `weight = `, "own.toml:6: "},
		{"matches nothing", `'book your (?:spa|sauna) day'`, `'(?:spa)?'`, "own.toml:7: pattern"},
		{"space at the end", `'book your (?:spa|sauna) day'`, `'spa '`, "own.toml:7: pattern"},
		{"twice", goodRule, goodRule + goodRule, `own.toml:11: rule "promotion.spa" is already on line 2`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := LoadRules(strings.NewReader(strings.Replace(goodRule, tt.from, tt.to, 1)), "own.toml")
			if len(problems) == 0 {
				t.Fatal("no problem found")
			}
			if got := problems[0].Error(); !strings.HasPrefix(got, tt.want) {
				t.Errorf("says %q, want it to begin with %q", got, tt.want)
			}
		})
	}
}

func TestLoadFolder(t *testing.T) {
	folder := fstest.MapFS{
		"a.toml":    {Data: []byte(goodRule)},
		"b.toml":    {Data: []byte("[[rule]]\nid = \"x\"\n")},
		"notes.txt": {Data: []byte("not a rule")},
	}
	rules, problems := LoadFolder(folder)
	if len(rules) != 1 || len(problems) == 0 || problems[0].File != "b.toml" {
		t.Errorf("rules %v, problems %v", rules, problems)
	}
	if rules, problems := LoadDir(folder, "none"); rules != nil || problems != nil {
		t.Errorf("a folder that is not there has rules %v, problems %v", rules, problems)
	}
}

func TestEveryBuiltinRuleIsComplete(t *testing.T) {
	seen := map[Category]bool{}
	for _, r := range New().Rules() {
		seen[r.Category] = true
		if r.Kind != KindSocial && r.Kinder == "" {
			t.Errorf("%s has no kinder way to say it", r.ID)
		}
		if !strings.HasSuffix(r.Reason, ".") {
			t.Errorf("%s: the reason is no sentence: %q", r.ID, r.Reason)
		}
	}
	for _, c := range Categories() {
		if !seen[c] {
			t.Errorf("no rule for %s", c)
		}
	}
}
