package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/theme"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// overlay is a box over the screen that takes all input until it closes.
// Messages that are not input reach it too.
type overlay interface {
	update(msg tea.Msg) (closed bool, cmd tea.Cmd)
	// view draws the box for a body of w by h cells; the cursor is inside it.
	view(w, h int) (box []string, cursor *tea.Cursor)
}

// hinter is an overlay with keys of its own for the help line.
type hinter interface{ hints() []hint }

// widest is the width of an overlay that would like n columns.
func widest(n, w int) int { return max(min(n, w-4), min(w, 20)) }

// boxed frames rows of an overlay, each w-4 wide, with a blank cell at both
// sides, cut to the height of the body.
func boxed(th *theme.Theme, title string, rows []string, w, h int) []string {
	rows = rows[:max(min(len(rows), h-2), 0)]
	padded := make([]string, len(rows))
	for i, r := range rows {
		padded[i] = " " + r + " "
	}
	return screen.Box(th, w, len(rows)+2, title, padded)
}

// prose wraps our own words into rows of w cells.
func prose(rows []string, st interface{ Render(...string) string }, words string, w int) []string {
	for _, r := range clean.Wrap(clean.Body(words), max(w, 1)) {
		rows = append(rows, st.Render(r)+strings.Repeat(" ", max(w-clean.Width(r), 0)))
	}
	return rows
}

// newInput is a text input with a real cursor, in the theme's colours.
func newInput(d *screen.Desk, prompt, value, hint string) textinput.Model {
	in := textinput.New()
	in.Prompt = prompt
	in.Placeholder = hint
	in.SetVirtualCursor(false)
	th := d.Theme
	st := textinput.StyleState{Text: th.Input, Placeholder: th.Faint, Suggestion: th.Faint, Prompt: th.Accent}
	in.SetStyles(textinput.Styles{Focused: st, Blurred: st})
	in.CharLimit = inputLimit
	in.SetValue(value)
	in.CursorEnd()
	in.Focus()
	return in
}

// inputLimit is room for any address there is; addresses beyond 4 KiB are
// refused anyway.
const inputLimit = 4096

// inputRow draws an input in exactly w cells.
func inputRow(in *textinput.Model, w int) string {
	in.SetWidth(max(w-clean.Width(in.Prompt)-1, 1))
	s := clean.Cut(strings.TrimRight(in.View(), "\n"), w)
	return s + strings.Repeat(" ", max(w-clean.Width(s), 0))
}

// doubt asks for a yes.
type doubt struct {
	desk *screen.Desk
	ask  screen.Doubted
}

func newDoubt(d *screen.Desk, ask screen.Doubted) *doubt { return &doubt{d, ask} }

func (o *doubt) update(msg tea.Msg) (bool, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false, nil
	}
	switch k.String() {
	case "y", "Y":
		return true, o.ask.Do
	case "n", "N", "esc", "q", "h":
		return true, nil
	}
	return false, nil
}

func (o *doubt) view(w, h int) ([]string, *tea.Cursor) {
	bw := widest(60, w)
	th := &o.desk.Theme
	rows := prose(nil, th.Bold, o.ask.Question, bw-4)
	if o.ask.About != "" {
		rows = prose(rows, th.Dim, o.ask.About, bw-4)
	}
	rows = append(rows, strings.Repeat(" ", bw-4))
	rows = append(rows, list.NewLine(bw-4, nil).Add(th.StatusKey, "y").Add(th.Text, " "+o.ask.Yes).
		Gap(3).Add(th.StatusKey, "esc").Add(th.Text, " leave it").String())
	return boxed(th, "Sure?", rows, bw, h), nil
}

func (o *doubt) hints() []hint { return []hint{{"y", o.ask.Yes}, {"esc", "leave it"}} }

// finder is the search line, in the place of the status bar.
type finder struct {
	desk *screen.Desk
	in   textinput.Model
}

func newFinder(d *screen.Desk, w keys.Where) *finder {
	hint := ""
	switch w {
	case keys.AtTrends:
		hint = "#b2b, or two topics: social media | social networking"
	case keys.AtStream:
		hint = "words from:ana host:x.example tag:b2b since:24h is:saved"
	}
	return &finder{d, newInput(d, "/", "", hint)}
}

func (f *finder) update(msg tea.Msg) (said screen.Searched, closed bool, cmd tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			return screen.Searched{}, true, nil
		case "enter":
			return screen.Searched{Text: f.in.Value(), Done: true}, true, nil
		}
	}
	f.in, cmd = f.in.Update(msg)
	return screen.Searched{Text: f.in.Value()}, false, cmd
}

func (f *finder) view(w int) (string, *tea.Cursor) {
	row := inputRow(&f.in, max(w-1, 1))
	cur := f.in.Cursor()
	if cur != nil {
		cur.X++
	}
	return list.NewLine(1, nil).String() + row, cur
}
