package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// paletteLimit is far above any palette; what is larger is some other file.
const paletteLimit = 64 << 10

// palette is a palette file: a colour for each role.
type palette struct {
	Name   string `toml:"name"`
	Dark   bool   `toml:"dark"`
	Colors colors `toml:"colors"`
}

type colors struct {
	Text         *string  `toml:"text"`
	Dim          *string  `toml:"dim"`
	Faint        *string  `toml:"faint"`
	Accent       *string  `toml:"accent"`
	Good         *string  `toml:"good"`
	Warn         *string  `toml:"warn"`
	Bad          *string  `toml:"bad"`
	Link         *string  `toml:"link"`
	Person       *string  `toml:"person"`
	Number       *string  `toml:"number"`
	Border       *string  `toml:"border"`
	BorderFocus  *string  `toml:"border_focus"`
	Selection    *string  `toml:"selection"`
	SelectionDim *string  `toml:"selection_dim"`
	Mark         *string  `toml:"mark"`
	Bar          *string  `toml:"bar"`
	Market       *string  `toml:"market"`
	Automated    *string  `toml:"automated"`
	Social       *string  `toml:"social"`
	Series       []string `toml:"series"`
}

// roles lists the single colours by the name a palette file gives them.
func (c *colors) roles() map[string]**string {
	return map[string]**string{
		"text": &c.Text, "dim": &c.Dim, "faint": &c.Faint, "accent": &c.Accent,
		"good": &c.Good, "warn": &c.Warn, "bad": &c.Bad,
		"link": &c.Link, "person": &c.Person, "number": &c.Number,
		"border": &c.Border, "border_focus": &c.BorderFocus,
		"selection": &c.Selection, "selection_dim": &c.SelectionDim,
		"mark": &c.Mark, "bar": &c.Bar,
		"market": &c.Market, "automated": &c.Automated, "social": &c.Social,
	}
}

// parse reads a palette file and says everything that is wrong with it, by
// line where the file has one.
func parse(name string, r io.Reader) (palette, error) {
	data, err := io.ReadAll(io.LimitReader(r, paletteLimit+1))
	if err != nil {
		return palette{}, fmt.Errorf("read theme %s: %w", name, err)
	}
	if len(data) > paletteLimit {
		return palette{}, fmt.Errorf("%s: larger than %d KiB, so it is no theme", name, paletteLimit>>10)
	}
	var p palette
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&p); err != nil {
		return palette{}, tomlProblem(name, err)
	}
	return p, p.check(name)
}

func tomlProblem(name string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) {
		var all []error
		for i := range strict.Errors {
			e := &strict.Errors[i]
			row, _ := e.Position()
			all = append(all, fmt.Errorf("%s: line %d: there is no role %q", name, row, strings.Join(e.Key(), ".")))
		}
		return errors.Join(all...)
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		row, _ := bad.Position()
		return fmt.Errorf("%s: line %d: %s", name, row, strings.TrimPrefix(bad.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (p *palette) check(name string) error {
	var all []error
	roles := p.Colors.roles()
	names := make([]string, 0, len(roles))
	for role := range roles {
		names = append(names, role)
	}
	sort.Strings(names)
	for _, role := range names {
		if v := *roles[role]; v != nil && !isColor(*v) {
			all = append(all, fmt.Errorf("%s: %s: %q is no colour: write \"#rrggbb\", a number from 0 to 255, or \"\"", name, role, *v))
		}
	}
	for _, v := range p.Colors.Series {
		if !isColor(v) || v == "" {
			all = append(all, fmt.Errorf("%s: series: %q is no colour: write \"#rrggbb\" or a number from 0 to 255", name, v))
		}
	}
	return errors.Join(all...)
}

// isColor reports whether s is something lipgloss makes a colour of.
func isColor(s string) bool {
	if s == "" {
		return true
	}
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		_, err := strconv.ParseUint(hex, 16, 32)
		return err == nil && len(hex) == 6
	}
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 255
}

// over fills the roles that p leaves out from base.
func (p palette) over(base palette) palette {
	mine, theirs := p.Colors.roles(), base.Colors.roles()
	for role, v := range mine {
		if *v == nil {
			*v = *theirs[role]
		}
	}
	if len(p.Colors.Series) == 0 {
		p.Colors.Series = base.Colors.Series
	}
	return p
}
