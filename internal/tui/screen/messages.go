package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

// Pressed is a key that means something where the front screen stands.
type Pressed struct{ Action keys.Action }

// Clicked is a click, in the screen's own cells.
type Clicked struct{ X, Y int }

// Wheeled is a turn of the wheel; Rows is negative upwards.
type Wheeled struct{ X, Y, Rows int }

// Searched is what stands in the search line; Done when enter closed it.
type Searched struct {
	Text string
	Done bool
}

// Sized is the room a screen has.
type Sized struct{ W, H int }

// Shown reaches a screen that comes to the front.
type Shown struct{}

// Settled says that decisions or posts have changed what was loaded, and that
// nothing more came for a moment: what is stale is loaded again.
type Settled struct{}

// Ticked comes twice a minute, so that ages stay true.
type Ticked struct{}

// Restyled says that the theme changed.
type Restyled struct{}

// Noticed asks for a line in the status bar.
type Noticed struct {
	Text string
	Bad  bool
}

// Decided is the outcome of a decision, an undo or a redo.
type Decided struct {
	Subjects []store.Subject // nil for undo and redo
	Sentence string
	Err      error
	Back     bool // an undo or a redo: anything may have changed
}

// Changed is the outcome of a change to the sources.
type Changed struct {
	Sentence string
	Err      error
	Poll     bool // and there is something new to poll
}

// Known is what the status bar shows of the sources.
type Known struct {
	Sources, Failing int
	Last, Next       time.Time
}

// Asked opens a form. Run gets the fields' values off the UI goroutine; its
// error stays in the form, its sentence becomes a notice.
type Asked struct {
	Title  string
	About  string
	Fields []Field
	Busy   string // what is being done while Run runs
	Poll   bool   // when it worked there is something new to poll
	Run    func(ctx context.Context, values []string) (string, error)
}

// Field is one input of a form.
type Field struct {
	Label, Value, Hint string
}

// Doubted asks for a yes before Do.
type Doubted struct {
	Question string
	About    string
	Yes      string // the word for doing it
	Do       tea.Cmd
}

// notice sends a line to the status bar.
func notice(text string) tea.Cmd {
	return func() tea.Msg { return Noticed{Text: text} }
}

// complain sends a line that must be seen.
func complain(text string) tea.Cmd {
	return func() tea.Msg { return Noticed{Text: text, Bad: true} }
}

// send makes a command of a message.
func send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
