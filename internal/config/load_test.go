package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadWithoutFileIsTheDefault(t *testing.T) {
	c, err := Load(t.TempDir())
	if err != nil || c.Every != time.Hour || c.Instance != "mastodon.social" || c.Tokens == nil {
		t.Fatalf("got %+v, %v", c, err)
	}
}

func TestLoadAppliesEverySetting(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, SettingsFile, "\ufeff"+`every = "30m"
at_once = 8
window = "7d"
half_life = "1d12h"
instance = "https://Social.Example/"
theme = "light"
icons = true
topics = ["b2b", " proof "]
me = ["@me@social.example"]
off_rules = ["meeting-ask.minutes"]
contact = "https://me.example"
[tokens]
"Social.Example" = "abc"
[keys]
save = "s"
dismiss = ["x", "delete"]
`)
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c.Every != 30*time.Minute || c.AtOnce != 8 || c.Window != 7*24*time.Hour || c.HalfLife != 36*time.Hour {
		t.Errorf("durations: %+v", c)
	}
	if c.Instance != "social.example" || c.Theme != "light" || !c.Icons || c.Contact != "https://me.example" {
		t.Errorf("words: %+v", c)
	}
	if !slices.Equal(c.Topics, []string{"b2b", "proof"}) || !slices.Equal(c.Keys["dismiss"], []string{"x", "delete"}) || !slices.Equal(c.Keys["save"], []string{"s"}) {
		t.Errorf("lists: %+v", c)
	}
	if c.Tokens["social.example"] != "abc" {
		t.Errorf("tokens: %v", c.Tokens)
	}
}

// Row 54 of the faults: the line, all errors at once, never half applied.
func TestR54BrokenSettingsNameTheLine(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string // "line: part of the sentence", in order
	}{
		"unknown key":              {"\nevrey = \"1h\"\n", []string{`2: there is no setting "evrey"; did you mean "every"?`}},
		"unknown, nothing near":    {"colour_of_the_sky = 1", []string{"1: there are at_once, contact"}},
		"camel case":               {"halfLife = \"1h\"", []string{`1: did you mean "half_life"?`}},
		"unknown table":            {"[token]\na = \"b\"", []string{`1: did you mean "tokens"?`}},
		"array of tables":          {"[[keys]]\na = \"b\"", []string{"1: keys is a table"}},
		"duration without unit":    {`every = "30"`, []string{`1: every: "30" is not a length of time`}},
		"duration as number":       {`every = 30`, []string{"1: every is a length of time in quotes"}},
		"duration, odd unit":       {`every = "3 fortnights"`, []string{"1: is not a length of time"}},
		"duration, sign":           {`every = "-1h"`, []string{"1: is not a length of time"}},
		"duration, empty":          {`every = ""`, []string{"1: is not a length of time"}},
		"duration, overflow":       {`every = "99999999999999999999w"`, []string{"1: is not a length of time"}},
		"too often":                {`every = "10s"`, []string{"1: every is 10s, but it must lie between 5m and 30d"}},
		"window too long":          {`window = "400d"`, []string{"1: window is 400d, but it must lie between 1h and 366d"}},
		"half life in a word":      {`half_life = "slow"`, []string{"1: "}},
		"half life too short":      {`half_life = "5m"`, []string{"1: between 1h and 90d"}},
		"at once, none":            {`at_once = 0`, []string{"1: at_once is a whole number from 1 to 256"}},
		"at once, word":            {`at_once = "many"`, []string{"1: at_once is a whole number"}},
		"instance, path":           {`instance = "mastodon.social/tags/b2b"`, []string{"1: instance is the host"}},
		"instance, number":         {`instance = 5`, []string{"1: instance is the host"}},
		"theme, path":              {`theme = "../../etc/passwd"`, []string{"1: theme is"}},
		"icons, quoted":            {`icons = "yes"`, []string{"1: icons is true or false"}},
		"topics, one word":         {`topics = "b2b"`, []string{"1: topics is a list"}},
		"topics, mixed":            {`topics = ["b2b", 4]`, []string{"1: topics is a list"}},
		"me, empty word":           {`me = [""]`, []string{"1: me is a list"}},
		"contact, control":         {"contact = \"a\\nb\"", []string{"1: contact is"}},
		"token, space":             {"[tokens]\n\"a.example\" = \"marker word\"", []string{"2: the token of a.example"}},
		"token, host not quoted":   {"[tokens]\na.example = \"x\"", []string{"2: put quotes round the host"}},
		"tokens, word":             {`tokens = "x"`, []string{"1: tokens is a table"}},
		"keys, number":             {"[keys]\n\nsave = 3", []string{"3: keys: save needs"}},
		"keys, none":               {"[keys]\nsave = []", []string{"2: keys: save needs"}},
		"no value":                 {"every =\n", []string{"1: "}},
		"no quotes":                {"theme = dark\n", []string{"1: "}},
		"twice":                    {"icons = true\nicons = false\n", []string{"2: "}},
		"quote not closed":         {"theme = \"dark\nicons = true\n", []string{"1: "}},
		"two syntax errors":        {"theme = dark\nicons = true\n\nevery = 1 h\n", []string{"1: ", "4: "}},
		"not UTF-8":                {"# fine\ntheme = \"\xff\"\n", []string{"2: is not UTF-8"}},
		"all at once and in order": {"icons = 1\nat_once = -1\nevery = \"x\"\n[keys]\nb = 1\na = 1\n", []string{"1: icons", "2: at_once", "3: every", "5: keys: b", "6: keys: a"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := Parse("config.toml", []byte(c.body))
			if len(problems) != len(c.want) {
				t.Fatalf("got %d problems, want %d: %v", len(problems), len(c.want), problems)
			}
			for i, p := range problems {
				line, part, _ := strings.Cut(c.want[i], ": ")
				if !strings.HasPrefix(p.Error(), "config.toml: line "+line+": ") || !strings.Contains(p.Error(), part) {
					t.Errorf("got %q, want line %s: …%s…", p, line, part)
				}
				if strings.Contains(p.Msg, "marker") {
					t.Errorf("%q repeats the token", p)
				}
			}
			if got.AtOnce != 0 || got.Theme != "" {
				t.Errorf("half applied: %+v", got)
			}
		})
	}
}

func TestLoadJoinsProblems(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, SettingsFile, "icons = 1\nat_once = 1000\n")
	_, err := Load(dir)
	var p Problem
	if !errors.As(err, &p) || p.File != path || p.Line != 1 {
		t.Fatalf("got %#v from %v", p, err)
	}
	if strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("want two lines, got %q", err)
	}
}

func TestR54UnreadableSettings(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, SettingsFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %v", err)
	}
	dir = t.TempDir()
	path := write(t, dir, SettingsFile, "")
	if err := os.Truncate(path, maxFile+1); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestTemplateSaysTheDefaults(t *testing.T) {
	if _, problems := Parse("template", []byte(Template())); problems != nil {
		t.Fatalf("as it stands: %v", problems)
	}
	// With every "#" before a setting taken away it must still be right, and
	// what has a default must state it.
	var on []string
	for _, line := range strings.Split(Template(), "\n") {
		if rest, ok := strings.CutPrefix(line, "#"); ok && !strings.HasPrefix(rest, " ") {
			line = strings.ReplaceAll(rest, "…", "x")
		}
		on = append(on, line)
	}
	c, problems := Parse("template", []byte(strings.Join(on, "\n")))
	if problems != nil {
		t.Fatal(problems)
	}
	d := Default()
	if c.Every != d.Every || c.AtOnce != d.AtOnce || c.Window != d.Window || c.HalfLife != d.HalfLife || c.Instance != d.Instance || c.Theme != d.Theme || c.Icons != d.Icons {
		t.Errorf("the template states %+v, the default is %+v", c, d)
	}
	for name := range settings {
		if !strings.Contains(Template(), "\n#"+name+" =") && !strings.Contains(Template(), "\n#["+name+"]") {
			t.Errorf("the template does not mention %s", name)
		}
	}
}

func TestFindDirs(t *testing.T) {
	cwd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, t.TempDir(), "file", "")
	for name, c := range map[string]struct {
		config, data string
		env          map[string]string
		want         Dirs
		err          string
	}{
		"home":         {env: map[string]string{"HOME": "/h"}, want: Dirs{"/h/.config/weaktie", "/h/.local/share/weaktie"}},
		"xdg":          {env: map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"}, want: Dirs{"/c/weaktie", "/d/weaktie"}},
		"xdg relative": {env: map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "c"}, want: Dirs{"/h/.config/weaktie", "/h/.local/share/weaktie"}},
		"variables":    {env: map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "/c", "WEAKTIE_CONFIG": "/x", "WEAKTIE_DATA": "~/y"}, want: Dirs{"/x", "/h/y"}},
		"flags":        {config: "conf", data: "/flag", env: map[string]string{"HOME": "/h", "WEAKTIE_CONFIG": "/x"}, want: Dirs{filepath.Join(cwd, "conf"), "/flag"}},
		"no home, set": {config: "/a", data: "/b", want: Dirs{"/a", "/b"}},
		"no home":      {config: "/a", err: "HOME is not set; give --data DIR or set WEAKTIE_DATA"},
		"tilde alone":  {config: "~/a", data: "/b", err: "HOME is not set; write the whole path"},
		"a file":       {config: file, data: "/b", err: "is a file, but --config needs a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := FindDirs(c.config, c.data, func(k string) string { return c.env[k] })
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("got %v, want %q", err, c.err)
				}
				return
			}
			if err != nil || got != c.want {
				t.Fatalf("got %+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("every = \"1h\"\n[keys]\na.b = 1\n[[x]]\n"))
	f.Add([]byte("a = [\n1,\n\"\"\"\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		c, problems := Parse("f", body)
		if len(problems) == 0 && (c.AtOnce < minAtOnce || c.Every < minEvery || c.Window > maxWindow) {
			t.Errorf("out of range and no problem: %+v", c)
		}
		for _, p := range problems {
			if p.Line < 0 || p.Line > strings.Count(string(body), "\n")+1 || p.Msg == "" {
				t.Errorf("problem without a place: %+v", p)
			}
		}
	})
}

func TestHalfLifeMayBeTheNetworksOwn(t *testing.T) {
	c, problems := Parse("config.toml", []byte(`half_life = "auto"`))
	if len(problems) != 0 || c.HalfLife != AutoHalfLife {
		t.Errorf("%v, %v", c.HalfLife, problems)
	}
}
