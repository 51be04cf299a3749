package screen

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/trend"
	"weaktie/internal/tui/keys"
)

// Trends is what is talked about over time: tags on the left, the chart of the
// one under the cursor on the right.
type Trends struct {
	board
	rows   []trendRow
	base   review.Trends
	pages  map[string]*review.Trends // by row, of this window; what was looked at
	asked  string                    // a topic or two that were asked for
	window int                       // into trendWindows
	gen    int
	wanted bool // it was in front once: until then nobody needs the count
	here   bool
	bad    string
	stale  bool
	resting
}

// trendRow is a topic in the list.
type trendRow struct {
	key    string
	name   clean.Text
	series *trend.Series // nil is not counted yet
	count  trend.Count
	found  []trend.Finding // about it
}

// Keys of rows that are no tag.
const (
	wholeRow = "*"
	askedRow = "="
)

// trendWindow is how far back the charts look.
type trendWindow struct {
	name string
	span time.Duration
}

func trendWindows() []trendWindow {
	const day = 24 * time.Hour
	return []trendWindow{{"14 days", 14 * day}, {"28 days", 28 * day}, {"24 hours", day}, {"7 days", 7 * day}}
}

// NewTrends is an empty screen.
func NewTrends(d *Desk) *Trends {
	return &Trends{board: board{desk: d}, stale: true, pages: map[string]*review.Trends{}}
}

type (
	trendsLoaded struct {
		gen    int
		trends review.Trends
		err    error
	}
	topicLoaded struct {
		gen    int
		key    string
		trends review.Trends
		err    error
	}
)

// Place names the screen.
func (s *Trends) Place() keys.Where { return keys.AtTrends }

// Count says nothing: a trend waits for nobody.
func (s *Trends) Count() (int, bool) { return 0, false }

// Update takes a message in.
func (s *Trends) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case trendsLoaded:
		s.take(msg)
		return s.rest()
	case topicLoaded:
		return s.counted(msg)
	case rested:
		if msg.key == s.restingOn {
			return s.count(msg.key)
		}
		return nil
	case Decided, Changed:
		return nil
	case Settled, Shown:
		_, shown := msg.(Shown)
		s.wanted = s.wanted || shown
		if s.stale && s.wanted {
			return s.load()
		}
		return nil
	case Searched:
		return s.ask(msg)
	}
	if done, cmd := s.common(s, msg); done {
		return tea.Batch(cmd, s.rest())
	}
	if p, ok := msg.(Pressed); ok {
		return s.act(p.Action)
	}
	return markStale(msg, &s.stale)
}

// load counts everything and each of the most used tags.
func (s *Trends) load() tea.Cmd {
	s.gen++
	s.stale = false
	s.pages = map[string]*review.Trends{}
	app, gen, span := s.desk.App, s.gen, trendWindows()[s.window].span
	all := func() tea.Msg {
		t, err := app.Review.Trends(app.Context(), review.TrendQuery{Since: span})
		if err == nil {
			topics := []string{""} // everything
			for _, c := range t.Tags {
				topics = append(topics, "#"+c.Name)
			}
			t, err = app.Review.Trends(app.Context(), review.TrendQuery{Since: span, Topics: topics})
		}
		return trendsLoaded{gen, t, err}
	}
	if s.asked == "" {
		return all
	}
	return tea.Batch(all, s.count(askedRow))
}

func (s *Trends) take(m trendsLoaded) {
	if m.gen != s.gen {
		return
	}
	s.here = true
	if m.err != nil {
		s.bad = m.err.Error()
		return
	}
	s.bad, s.base = "", m.trends
	s.relist()
}

func (s *Trends) relist() {
	s.rows = s.rows[:0:0]
	if s.asked != "" {
		s.rows = append(s.rows, trendRow{key: askedRow, name: clean.Line(s.asked)})
	}
	if s.base.Posts > 0 {
		s.rows = append(s.rows, trendRow{
			key: wholeRow, name: clean.Line("everything"), found: s.base.Findings, series: s.series(0),
			count: trend.Count{Posts: s.base.Posts, People: s.heads()},
		})
		for i, c := range s.base.Tags {
			r := trendRow{key: "#" + c.Name, name: clean.Line("#" + c.Name), count: c, series: s.series(i + 1)}
			for _, f := range s.base.Findings {
				if f.Subject == r.key {
					r.found = append(r.found, f)
				}
			}
			s.rows = append(s.rows, r)
		}
	}
	names := make([]string, len(s.rows))
	for i := range s.rows {
		names[i] = s.rows[i].key
	}
	s.list.Set(names)
	s.touch()
}

func (s *Trends) series(i int) *trend.Series {
	if i < len(s.base.Series) {
		return &s.base.Series[i]
	}
	return nil
}

func (s *Trends) heads() int {
	if all := s.series(0); all != nil {
		return all.Heads
	}
	return 0
}

// topics are what a row asks for.
func (s *Trends) topics(key string) []string {
	switch key {
	case wholeRow:
		return []string{""}
	case askedRow:
		var out []string
		for _, t := range strings.Split(s.asked, "|") {
			if t = strings.TrimSpace(t); t != "" && len(out) < 2 {
				out = append(out, t)
			}
		}
		return out
	}
	return []string{key}
}

// rest counts the topic under the cursor once it rests there.
func (s *Trends) rest() tea.Cmd {
	key := s.list.Key()
	if key == wholeRow || s.pages[key] != nil {
		key = ""
	}
	return s.restOn(s.desk, key)
}

func (s *Trends) count(key string) tea.Cmd {
	topics := s.topics(key)
	if len(topics) == 0 {
		return nil
	}
	app, gen, span := s.desk.App, s.gen, trendWindows()[s.window].span
	return func() tea.Msg {
		t, err := app.Review.Trends(app.Context(), review.TrendQuery{Since: span, Topics: topics})
		return topicLoaded{gen, key, t, err}
	}
}

func (s *Trends) counted(m topicLoaded) tea.Cmd {
	if m.gen != s.gen {
		return nil
	}
	if m.err != nil {
		return complain(m.err.Error())
	}
	s.pages[m.key] = &m.trends
	s.touch()
	return nil
}

// ask makes what was typed a row of its own: a topic, or two with a | between
// them. An empty line takes it away.
func (s *Trends) ask(m Searched) tea.Cmd {
	if !m.Done {
		return nil
	}
	s.asked = strings.TrimSpace(m.Text)
	delete(s.pages, askedRow)
	s.relist()
	s.list.To(0)
	s.scroll = 0
	if len(s.topics(askedRow)) == 0 {
		s.asked = ""
		s.relist()
		return s.rest()
	}
	return s.count(askedRow)
}

func (s *Trends) current() *trendRow {
	if i := s.list.Cursor(); i >= 0 && i < len(s.rows) {
		return &s.rows[i]
	}
	return nil
}

func (s *Trends) act(a keys.Action) tea.Cmd {
	if a == keys.Filter {
		s.window = (s.window + 1) % len(trendWindows())
		return tea.Batch(s.load(), notice("trends: the last "+trendWindows()[s.window].name))
	}
	r := s.current()
	if r == nil {
		return complain("nothing is under the cursor")
	}
	switch a {
	case keys.Open:
		return complain(s.desk.Keys.Fill(fmt.Sprintf("a topic has no page of its own; {stream} with tag:%s shows its posts", strings.TrimPrefix(r.name.String(), "#"))))
	case keys.Yank:
		return s.desk.yank(r.name.String(), "the topic")
	}
	return nil
}
