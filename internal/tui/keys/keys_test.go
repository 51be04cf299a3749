package keys

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/keys.md")

func defaults(t *testing.T) Map {
	t.Helper()
	m, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLookup(t *testing.T) {
	m := defaults(t)
	for _, tc := range []struct {
		at   Where
		key  string
		want Action
	}{
		{AtLinks, "j", Down},
		{AtLinks, "s", Save},
		{AtMessages, "s", ""},
		{AtMessages, "m", Mark},
		{AtLinks, "m", ""},
		{AtSources, "R", Retry},
		{AtLinks, "R", Poll},
		{AtToday, "z", Undo},
		{AtToday, "ctrl+d", HalfDown},
		{AtStream, "7", Sources},
		{AtStream, "5", People},
		{AtTrends, "6", Trends},
		{AtPeople, "t", Tie},
		{AtLinks, "t", ""},
		{AtStream, "f13", ""},
	} {
		if got := m.Lookup(tc.at, tc.key); got != tc.want {
			t.Errorf("%s on %s: %q, want %q", tc.key, tc.at, got, tc.want)
		}
	}
}

func TestEveryBindingSpeaks(t *testing.T) {
	for _, b := range Table() {
		if b.Words == "" || b.Long == "" || len(b.Where) == 0 || len(b.Keys) == 0 {
			t.Errorf("%+v lacks words, places or keys", b)
		}
		for _, k := range b.Keys {
			if err := check(k); err != nil {
				t.Errorf("%s: %v", b.Action, err)
			}
		}
	}
}

func TestRemap(t *testing.T) {
	m, err := New(map[string][]string{"save": {"ctrl+s", "S"}, "snooze": {}})
	if err != nil {
		t.Fatal(err)
	}
	if m.Lookup(AtLinks, "S") != Save || m.Lookup(AtLinks, "s") != "" || m.Lookup(AtLinks, "b") != "" {
		t.Error("the remap does not hold")
	}
	for _, b := range m.Line(AtLinks) {
		if b.Action == Snooze {
			t.Error("an action without keys is in the help line")
		}
	}
	if defaults(t).Lookup(AtLinks, "s") != Save {
		t.Error("a remap changed the table itself")
	}
}

func TestRemapSaysWhatIsWrong(t *testing.T) {
	for _, tc := range []struct {
		remap map[string][]string
		want  string
	}{
		{map[string][]string{"sav": {"S"}}, `there is no action "sav"; did you mean "save"?`},
		{map[string][]string{"make-coffee": {"c"}}, `there is no action "make-coffee"; docs/keys.md lists them`},
		{map[string][]string{"save": {"x"}}, `"x" is both save and dismiss (Today): give one of them another key`},
		{map[string][]string{"save": {"hyper+x"}}, `"hyper+x" is no key: "hyper" is no modifier`},
		{map[string][]string{"save": {"return"}}, `"return" is no key`},
		{map[string][]string{"save": {""}}, `"" is no key`},
		{map[string][]string{"quit": {"ctrl+c"}}, `ctrl+c always quits and cannot be given away`},
		{map[string][]string{"save": {"f99"}}, `"f99" is no key`},
	} {
		_, err := New(tc.remap)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v: %v, want %s", tc.remap, err, tc.want)
		}
	}
	_, err := New(map[string][]string{"sav": {"S"}, "opne": {"O"}})
	if err == nil || strings.Count(err.Error(), "did you mean") != 2 {
		t.Errorf("not all problems at once: %v", err)
	}
}

func TestOddKeysAreFine(t *testing.T) {
	if _, err := New(map[string][]string{"save": {"+", "ctrl++", "é", "alt+shift+s", "f12"}}); err != nil {
		t.Error(err)
	}
}

func TestAPlaceShadowsEverywhere(t *testing.T) {
	m := defaults(t)
	for _, b := range m.At(AtSources) {
		for _, k := range b.Keys {
			if b.Action == Poll && k == "R" {
				t.Error("the help page of Sources offers R as poll, which it is not there")
			}
		}
	}
}

func TestFill(t *testing.T) {
	m, err := New(map[string][]string{"save": {"S"}, "snooze": {}})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Fill("{save} saves, {snooze} waits, {page-down} turns, {nothing} stays"); got != "S saves, “snooze” waits, page down turns, {nothing} stays" {
		t.Error(got)
	}
}

func TestLineIsInItsOrder(t *testing.T) {
	last := 0
	for _, b := range defaults(t).Line(AtToday) {
		if b.Line < last {
			t.Errorf("%s comes after a later one", b.Action)
		}
		last = b.Line
	}
	if last == 0 {
		t.Error("an empty help line")
	}
}

func TestDocsAreTheTable(t *testing.T) {
	const path = "../../../docs/keys.md"
	var b bytes.Buffer
	if err := Markdown(&b, defaults(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Error("docs/keys.md differs from the table; go test ./internal/tui/keys -update writes it anew")
	}
}
