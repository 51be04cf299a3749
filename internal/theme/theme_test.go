package theme

import (
	"image/color"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
)

func TestOpenFollowsTheBackground(t *testing.T) {
	for _, tc := range []struct {
		choice      string
		onDark, not string
	}{
		{"auto", "dark", "light"},
		{"", "dark", "light"},
		{"dark", "dark", "dark"},
		{"light", "light", "light"},
	} {
		p, err := Open(tc.choice, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if p.For(true).Name != tc.onDark || p.For(false).Name != tc.not {
			t.Errorf("%q: %s and %s", tc.choice, p.For(true).Name, p.For(false).Name)
		}
	}
}

// TestBuiltInsNameEveryRole keeps the two palettes whole, so that a palette of
// the user's own can leave out any role.
func TestBuiltInsNameEveryRole(t *testing.T) {
	for _, name := range []string{"dark", "light"} {
		p, err := builtIn(name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != name || p.Dark != (name == "dark") || len(p.Colors.Series) < 4 {
			t.Errorf("%s: %+v", name, p)
		}
		for role, v := range p.Colors.roles() {
			if *v == nil {
				t.Errorf("%s does not name %s", name, role)
			}
		}
	}
}

func TestEveryStyleIsBuilt(t *testing.T) {
	p, err := Open("auto", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, th := range []Theme{p.Dark, p.Light} {
		for _, tc := range []struct {
			name string
			st   lipgloss.Style
		}{{"selected", th.Selected}, {"marked", th.Marked}, {"status", th.Status}} {
			if _, none := tc.st.GetBackground().(lipgloss.NoColor); none {
				t.Errorf("%s: %s has no background", th.Name, tc.name)
			}
		}
		if reflect.DeepEqual(th.Selected.GetBackground(), th.SelectedDim.GetBackground()) {
			t.Errorf("%s: the focus cannot be told", th.Name)
		}
	}
}

// TestWordsCanBeRead holds every colour of words to a contrast against the
// background it is meant for: 4.5 for reading, 2.2 for what is faint.
func TestWordsCanBeRead(t *testing.T) {
	grounds := map[string]color.Color{"dark": lipgloss.Color("#12161c"), "light": lipgloss.Color("#fcfcfa")}
	for name, ground := range grounds {
		p, err := builtIn(name)
		if err != nil {
			t.Fatal(err)
		}
		c := p.Colors
		for role, v := range map[string]*string{
			"dim": c.Dim, "accent": c.Accent, "good": c.Good, "warn": c.Warn, "bad": c.Bad, "link": c.Link,
			"person": c.Person, "number": c.Number, "market": c.Market, "automated": c.Automated, "social": c.Social,
		} {
			if r := contrast(lipgloss.Color(*v), ground); r < 4.5 {
				t.Errorf("%s: %s has a contrast of %.1f", name, role, r)
			}
			if r := contrast(lipgloss.Color(*v), lipgloss.Color(*c.Selection)); r < 4 {
				t.Errorf("%s: %s has a contrast of %.1f on the selected row", name, role, r)
			}
		}
		if r := contrast(lipgloss.Color(*c.Faint), ground); r < 2.2 {
			t.Errorf("%s: faint has a contrast of %.1f", name, r)
		}
	}
}

// contrast is WCAG's ratio of relative luminances.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 { // gamma 2.2 is near enough to sRGB's curve here
		x := float64(v) / 0xffff
		return x * x * (0.2*x + 0.8)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestOwnPalette(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "mine.toml", "dark = false\n[colors]\naccent = \"#aa0000\"\nbad = \"9\"\n")
	p, err := Open("mine", dir)
	if err != nil {
		t.Fatal(err)
	}
	th := p.For(true)
	if th.Name != "mine" || th.Dark {
		t.Errorf("%s, dark %v", th.Name, th.Dark)
	}
	if got := th.Accent.GetForeground(); !reflect.DeepEqual(got, lipgloss.Color("#aa0000")) {
		t.Errorf("accent is %v", got)
	}
	light, err := Open("light", "")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(th.Link.GetForeground(), light.Dark.Link.GetForeground()) {
		t.Error("a role left out does not come from the light palette")
	}
}

func TestWrongPalettesSayWhy(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "colour.toml", "[colors]\naccent = \"red\"\nbad = \"#12\"\nseries = [\"999\"]\n")
	write(t, dir, "role.toml", "[colors]\nacent = \"#aa0000\"\n")
	write(t, dir, "syntax.toml", "name = \"x\"\n[colors\n")
	write(t, dir, "huge.toml", strings.Repeat("# nothing\n", paletteLimit/8))
	for _, tc := range []struct{ choice, want string }{
		{"none", "there is no"},
		{"../role", "without folders"},
		{".hidden", "without folders"},
		{"colour", `accent: "red" is no colour`},
		{"colour", `bad: "#12" is no colour`},
		{"colour", `series: "999" is no colour`},
		{"role", `line 2: there is no role "colors.acent"`},
		{"syntax", "line 2"},
		{"huge", "larger than"},
	} {
		_, err := Open(tc.choice, dir)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %s", tc.choice, err, tc.want)
		}
	}
}

func TestPlainHasNoColour(t *testing.T) {
	th := Plain()
	for _, st := range []lipgloss.Style{th.Selected, th.Bad, th.Market, th.Title, th.Tab, th.Series[0]} {
		if s := st.Render("x"); strings.Contains(s, "38;") || strings.Contains(s, "48;") {
			t.Errorf("%q has a colour", s)
		}
	}
	if th.Selected.Render("x") == "x" {
		t.Error("the row under the cursor cannot be told")
	}
}

func write(t *testing.T, dir, name, body string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}
