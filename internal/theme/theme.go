// Package theme turns a palette file into named styles. A palette names
// roles, not colours of places; every style is built from the roles, so a
// palette that changes one role stays coherent.
//
// A terminal without colours gets Plain: the same roles told apart by bold,
// underline and reverse only.
package theme

import "charm.land/lipgloss/v2"

// Theme is the styles the screens use, by role.
type Theme struct {
	Name string
	Dark bool

	Text, Dim, Faint, Bold             lipgloss.Style // on the plain background
	Accent, Good, Warn, Bad            lipgloss.Style // words that carry meaning
	Link, Person, Number               lipgloss.Style
	Title                              lipgloss.Style // a screen's or pane's title
	Selected, SelectedDim              lipgloss.Style // the row under the cursor; in a pane without focus
	Marked                             lipgloss.Style // rows picked with space
	Tab, TabActive                     lipgloss.Style
	Status, StatusKey                  lipgloss.Style // status bar; help keys
	Border, BorderFocus                lipgloss.Style // colours of frames
	Market, Social, Automated          lipgloss.Style // evidence in a text, meter
	MeterClear, MeterNotice, MeterFlip lipgloss.Style
	Input, Cursor                      lipgloss.Style
	Series                             []lipgloss.Style // charts
}

// build makes the styles of a whole palette.
func build(p palette) Theme {
	c := p.Colors
	base := lipgloss.NewStyle()
	fg := func(v *string) lipgloss.Style {
		if v == nil || *v == "" {
			return base
		}
		return base.Foreground(lipgloss.Color(*v))
	}
	bg := func(st lipgloss.Style, v *string) lipgloss.Style {
		if v == nil || *v == "" {
			return st
		}
		return st.Background(lipgloss.Color(*v))
	}
	t := Theme{
		Name: p.Name, Dark: p.Dark,
		Text: fg(c.Text), Dim: fg(c.Dim), Faint: fg(c.Faint), Bold: fg(c.Text).Bold(true),
		Accent: fg(c.Accent), Good: fg(c.Good), Warn: fg(c.Warn), Bad: fg(c.Bad),
		Link: fg(c.Link), Person: fg(c.Person), Number: fg(c.Number),
		Title:    fg(c.Accent).Bold(true),
		Selected: bg(base, c.Selection), SelectedDim: bg(base, c.SelectionDim),
		Marked: bg(base, c.Mark),
		Tab:    fg(c.Dim), TabActive: bg(fg(c.Accent), c.Selection).Bold(true),
		Status: bg(fg(c.Dim), c.Bar), StatusKey: fg(c.Accent),
		Border: fg(c.Border), BorderFocus: fg(c.BorderFocus),
		Market: fg(c.Market).Underline(true), Social: fg(c.Social).Underline(true),
		Automated:  fg(c.Automated).Underline(true),
		MeterClear: fg(c.Social), MeterNotice: fg(c.Warn), MeterFlip: fg(c.Bad),
		Input: fg(c.Text), Cursor: fg(c.Accent),
	}
	for _, v := range c.Series {
		t.Series = append(t.Series, base.Foreground(lipgloss.Color(v)))
	}
	return t
}

// Plain is the theme for a terminal without colours (NO_COLOR): what colour
// says elsewhere is said here by bold, underline and reverse.
func Plain() Theme {
	base := lipgloss.NewStyle()
	bold, under := base.Bold(true), base.Underline(true)
	return Theme{
		Name: "plain", Dark: true,
		Text: base, Dim: base, Faint: base, Bold: bold,
		Accent: base, Good: base, Warn: bold, Bad: bold,
		Link: base, Person: base, Number: base, Title: bold,
		Selected: base.Reverse(true), SelectedDim: bold, Marked: bold,
		Tab: base, TabActive: base.Reverse(true),
		Status: base, StatusKey: bold, Border: base, BorderFocus: bold,
		Market: under, Social: base, Automated: under,
		MeterClear: base, MeterNotice: bold, MeterFlip: bold,
		Input: base, Cursor: base.Reverse(true),
		Series: []lipgloss.Style{base},
	}
}
