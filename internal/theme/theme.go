// Package theme turns a palette file into named styles. A palette names
// roles, not colours of places; every style is built from the roles.
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
