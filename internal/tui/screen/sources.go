package screen

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/tui/keys"
)

// Sources is what is polled, and how it fares.
type Sources struct {
	board
	all     []review.Source
	items   []review.Source // what the filter lets through
	failing bool            // only what does not fare well
	asking  map[string]bool // being polled by a retry
	gen     int
	here    bool
	bad     string
	stale   bool
}

// NewSources is an empty list.
func NewSources(d *Desk) *Sources {
	return &Sources{board: board{desk: d}, stale: true, asking: map[string]bool{}}
}

type sourcesLoaded struct {
	gen  int
	list []review.Source
	err  error
}

type retried struct {
	urls []string
	err  error
}

// Place names the screen.
func (s *Sources) Place() keys.Where { return keys.AtSources }

// Count is the sources that need a look.
func (s *Sources) Count() (int, bool) {
	n := 0
	for i := range s.all {
		if ailing(&s.all[i]) {
			n++
		}
	}
	return n, n > 0
}

func ailing(it *review.Source) bool {
	h := it.State.Health
	return h != "" && h != source.OK
}

// Update takes a message in.
func (s *Sources) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sourcesLoaded:
		return s.take(msg)
	case retried:
		for _, u := range msg.urls {
			delete(s.asking, u)
		}
		s.stale = true
		s.touch()
		if msg.err != nil {
			return complain(msg.err.Error())
		}
		return s.load()
	case Changed:
		s.stale = true
		return nil
	case poll.Event:
		s.stale = true
		return nil
	case Settled, Shown:
		if s.stale {
			return s.load()
		}
		return nil
	}
	if done, cmd := s.common(s, msg); done {
		return cmd
	}
	if p, ok := msg.(Pressed); ok {
		return s.act(p.Action)
	}
	return nil
}

func (s *Sources) load() tea.Cmd {
	s.gen++
	s.stale = false
	app, gen := s.desk.App, s.gen
	return func() tea.Msg {
		list, err := app.Review.SourceList(app.Context())
		return sourcesLoaded{gen, list, err}
	}
}

func (s *Sources) take(m sourcesLoaded) tea.Cmd {
	if m.gen != s.gen {
		return nil
	}
	s.here = true
	if m.err != nil {
		s.bad = m.err.Error()
		return complain(s.bad)
	}
	s.bad, s.all = "", m.list
	s.relist()
	return send(s.known())
}

func (s *Sources) relist() {
	s.items = s.items[:0:0]
	var names []string
	for _, it := range s.all {
		if s.failing && !ailing(&it) {
			continue
		}
		s.items = append(s.items, it)
		names = append(names, it.Ref.URL)
	}
	s.list.Set(names)
	s.drawn.rows = nil
}

// known sums the sources up for the status bar.
func (s *Sources) known() Known {
	k := Known{Sources: len(s.all)}
	for i := range s.all {
		st := &s.all[i].State
		if ailing(&s.all[i]) {
			k.Failing++
		}
		if st.LastPoll.After(k.Last) {
			k.Last = st.LastPoll
		}
		if !st.Next.IsZero() && (k.Next.IsZero() || st.Next.Before(k.Next)) {
			k.Next = st.Next
		}
	}
	return k
}

func (s *Sources) current() *review.Source {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return &s.items[i]
	}
	return nil
}

func (s *Sources) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Add:
		return send(Follow(s.desk, ""))
	case keys.Import:
		return s.imports()
	case keys.Filter:
		s.failing = !s.failing
		s.relist()
		return nil
	}
	it := s.current()
	if it == nil {
		return complain("no source is under the cursor: a adds one")
	}
	switch a {
	case keys.Edit:
		return s.edit(it)
	case keys.Remove:
		return s.remove(s.list.Chosen())
	case keys.Retry:
		return s.retry(s.list.Chosen())
	case keys.Open:
		if it.State.Home != "" {
			return s.desk.open(it.State.Home)
		}
		return s.desk.open(it.Ref.URL)
	case keys.Yank:
		return s.desk.yank(it.Ref.URL, "the source's address")
	}
	return nil
}

// Follow is the form that follows an address.
func Follow(d *Desk, address string) Asked {
	follow := d.App.Follow
	return Asked{
		Title:  "Follow",
		About:  "A feed, a page that announces one, a tag page or #tag, a profile or @user@host.",
		Fields: []Field{{Label: "address", Value: clean.Line(address).String(), Hint: "https://…  #b2b  @ana@mastodon.social"}},
		Busy:   "looking at what is there …",
		Poll:   true,
		Run: func(ctx context.Context, v []string) (string, error) {
			if follow == nil {
				return "", fmt.Errorf("sources cannot be changed here")
			}
			if v[0] == "" {
				return "", fmt.Errorf("write or paste an address")
			}
			return follow(ctx, v[0])
		},
	}
}

func (s *Sources) imports() tea.Cmd {
	run := s.desk.App.Import
	if run == nil {
		return complain("importing is not possible here; weaktie import FILE does it in the shell")
	}
	return send(Asked{
		Title:  "Import",
		About:  "An OPML file, a newsboat urls file, or an archive you asked a network for.",
		Fields: []Field{{Label: "file", Hint: "~/feeds.opml"}},
		Busy:   "reading the file …",
		Poll:   true,
		Run: func(ctx context.Context, v []string) (string, error) {
			if v[0] == "" {
				return "", fmt.Errorf("write the file's path")
			}
			return run(ctx, v[0])
		},
	})
}

func (s *Sources) edit(it *review.Source) tea.Cmd {
	run, ref := s.desk.App.Edit, it.Ref
	if run == nil {
		return complain("sources cannot be changed here")
	}
	return send(Asked{
		Title: "Edit source",
		About: clean.Address(ref.URL).String(),
		Fields: []Field{
			{Label: "title", Value: clean.Line(ref.Title).String(), Hint: it.Title.String()},
			{Label: "tags", Value: strings.Join(ref.Tags, ", "), Hint: "marketing, people"},
		},
		Busy: "writing the sources file …",
		Run: func(ctx context.Context, v []string) (string, error) {
			next := source.Ref{URL: ref.URL, Title: v[0]}
			for t := range strings.SplitSeq(v[1], ",") {
				if t = strings.TrimSpace(t); t != "" {
					next.Tags = append(next.Tags, t)
				}
			}
			return run(ctx, ref.URL, next)
		},
	})
}

// remove asks first: undo does not reach the sources file.
func (s *Sources) remove(urls []string) tea.Cmd {
	app := s.desk.App
	if app.Unfollow == nil {
		return complain("sources cannot be changed here")
	}
	question := fmt.Sprintf("Stop following %s?", plural(len(urls), "source", "sources"))
	if it := s.current(); len(urls) == 1 && it != nil {
		question = fmt.Sprintf("Stop following %s?", name(it))
	}
	return send(Doubted{
		Question: question,
		About:    "Its line leaves the sources file. What it brought stays.",
		Yes:      "stop following",
		Do: func() tea.Msg {
			sentence := ""
			for _, u := range urls {
				said, err := app.Unfollow(app.Context(), u)
				if err != nil {
					return Changed{Err: err}
				}
				sentence = said
			}
			if len(urls) > 1 {
				sentence = "stopped following " + plural(len(urls), "source", "sources")
			}
			return Changed{Sentence: sentence}
		},
	})
}

func (s *Sources) retry(urls []string) tea.Cmd {
	app := s.desk.App
	if app.Poll == nil {
		return complain("polling is not possible here")
	}
	for _, u := range urls {
		s.asking[u] = true
	}
	s.list.Unmark()
	s.touch()
	return func() tea.Msg {
		_, err := app.Poll(app.Context(), poll.Request{All: true, Only: urls})
		return retried{urls, err}
	}
}

// name is what a source is called.
func name(it *review.Source) string {
	if !it.Title.Empty() {
		return it.Title.String()
	}
	return clean.Address(it.Ref.URL).String()
}

// View draws the screen.
func (s *Sources) View(w, h int) string { return s.view(s, w, h) }

func (s *Sources) loaded() (bool, string) { return s.here, s.bad }
func (s *Sources) share() int             { return 58 }
func (s *Sources) empty() (string, string) {
	if s.failing {
		return "All sources are well.", "f shows them all."
	}
	return "Nothing is followed yet.", "a follows a feed, a page, a tag or a profile; i imports a list."
}

func (s *Sources) titles() (pane, pane) {
	lp := pane{title: "Sources"}
	if s.failing {
		lp.title += " · needing a look"
	}
	if s.here {
		lp.right = plural(len(s.items), "source", "sources")
	}
	return lp, pane{title: "Health"}
}

func (s *Sources) words(i int) string {
	it := &s.items[i]
	return name(it) + " " + it.Ref.URL + " " + strings.Join(it.Ref.Tags, " ")
}

// overdue is when a source without news for so long is worth a word.
const overdue = 60 * 24 * time.Hour
