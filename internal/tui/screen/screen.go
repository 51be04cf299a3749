// Package screen holds the full-page views: Today, Links, Messages, Stream,
// People, Trends and Sources.
//
// A screen is a struct with Update(tea.Msg) tea.Cmd and View(w, h). It changes
// itself at once and returns a command for whatever takes time; only commands
// ask review. Input comes as Pressed, Clicked, Wheeled and Searched, to the
// front screen alone; every other message comes to all of them. What a screen
// wants of the frame around it, an overlay or a notice, it sends as a message.
package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/theme"
	"weaktie/internal/tui/keys"
)

// App is what the program can do. Functions that may be nil say so; their keys
// then answer with a sentence.
type App struct {
	Review *review.Review
	// Context is what commands run under; it ends with the program.
	Context func() context.Context
	Now     func() time.Time

	Poll     func(ctx context.Context, r poll.Request) (poll.Summary, error)
	Follow   func(ctx context.Context, address string) (sentence string, err error)
	Unfollow func(ctx context.Context, url string) (sentence string, err error)
	Edit     func(ctx context.Context, url string, r source.Ref) (sentence string, err error)
	Import   func(ctx context.Context, path string) (sentence string, err error)
	Open     func(url string) error
	AddPack  func(ctx context.Context, p Pack) (sentence string, err error)
	Demo     func(ctx context.Context) (sentence string, err error) // may be nil

	// After sends a message later; nil is tea.Tick.
	After func(d time.Duration, msg func(time.Time) tea.Msg) tea.Cmd

	Packs []Pack
	Keys  map[string][]string // action -> keys
	Theme theme.Pair
	ASCII bool // the locale is not UTF-8: draw with the keyboard's characters
	Plain bool // no colours (NO_COLOR)
}

// Pack is a bundle of sources to begin with.
type Pack struct {
	Name, About string
	Refs        []source.Ref
}

// Desk is what every screen has at hand. The frame alone changes it.
type Desk struct {
	App   App
	Keys  keys.Map
	Theme theme.Theme
}

// Screen is what the frame knows of a screen.
type Screen interface {
	Update(msg tea.Msg) tea.Cmd
	View(w, h int) string
	Place() keys.Where
	// Count is the number beside the name in the tab; alert marks it.
	Count() (n int, alert bool)
}

// All makes the screens in their order.
func All(d *Desk) []Screen {
	return []Screen{NewToday(d), NewLinks(d), NewMessages(d), NewStream(d), NewPeople(d), NewTrends(d), NewSources(d)}
}
