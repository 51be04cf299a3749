// Package keys holds every key binding as data: what it is called, the keys
// that do it, where it works and the words for it.
//
// The help line, the help page, the command palette and docs/keys.md are made
// from this table, so they cannot lie. A screen asks a Map what a key means
// where it stands and gets an Action; it never compares key names.
package keys

// Action is what a key does; the name by which the config remaps it.
type Action string

// The actions.
const (
	Up       Action = "up"
	Down     Action = "down"
	Top      Action = "top"
	Bottom   Action = "bottom"
	HalfUp   Action = "half-up"
	HalfDown Action = "half-down"
	PageUp   Action = "page-up"
	PageDown Action = "page-down"
	In       Action = "in"
	Out      Action = "out"
	Pane     Action = "pane"
	Search   Action = "search"
	Next     Action = "next-match"
	Previous Action = "previous-match"
	Filter   Action = "filter"

	Open    Action = "open"
	Yank    Action = "yank"
	Save    Action = "save"
	Reshare Action = "reshare"
	Dismiss Action = "dismiss"
	Snooze  Action = "snooze"
	Mark    Action = "mark"
	Why     Action = "why"
	Select  Action = "select"
	Digest  Action = "digest"
	Compose Action = "compose"

	Tie    Action = "tie"
	Credit Action = "credited"
	Answer Action = "answered"
	Mute   Action = "mute"
	Join   Action = "join"

	Add    Action = "add"
	Edit   Action = "edit"
	Remove Action = "remove"
	Retry  Action = "retry"
	Import Action = "import"

	Today    Action = "today"
	Links    Action = "links"
	Messages Action = "messages"
	Stream   Action = "stream"
	People   Action = "people"
	Trends   Action = "trends"
	Sources  Action = "sources"

	Poll    Action = "poll"
	Undo    Action = "undo"
	Redo    Action = "redo"
	Palette Action = "palette"
	Help    Action = "help"
	Suspend Action = "suspend"
	Quit    Action = "quit"
)

// Where is a place that gives keys a meaning.
type Where string

// The places. Everywhere holds in all of them, but a place's own binding of
// the same key wins.
const (
	Everywhere Where = "everywhere"
	AtToday    Where = "Today"
	AtLinks    Where = "Links"
	AtMessages Where = "Messages"
	AtStream   Where = "Stream"
	AtPeople   Where = "People"
	AtTrends   Where = "Trends"
	AtSources  Where = "Sources"
)

// Binding is one row of the table.
type Binding struct {
	Action Action
	Keys   []string // as Bubble Tea names them: "j", "ctrl+d", "space"
	Words  string   // one or two words, for the help line
	Long   string   // a phrase, for the help page
	Where  []Where
	Line   int // place in the help line, lowest first; 0 is not shown there
}

// At reports whether the binding works in a place.
func (b Binding) At(w Where) bool {
	for _, in := range b.Where {
		if in == w || in == Everywhere {
			return true
		}
	}
	return false
}

// Own reports whether the binding names the place itself.
func (b Binding) Own(w Where) bool {
	for _, in := range b.Where {
		if in == w {
			return true
		}
	}
	return false
}

// Places lists the screens in their order.
func Places() []Where {
	return []Where{AtToday, AtLinks, AtMessages, AtStream, AtPeople, AtTrends, AtSources}
}
