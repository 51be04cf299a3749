package screen

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/source"
	"weaktie/internal/tui/list"
)

// offer lists the share pages.
func (c *Composer) offer() tea.Cmd {
	if strings.TrimSpace(c.text.text) == "" {
		return complain("there is nothing to share yet")
	}
	c.targets = source.Targets(source.Draft{Text: c.text.text, Link: c.ask.Link, Title: c.ask.LinkTitle, Instance: c.home()})
	c.target, c.stage = min(c.target, len(c.targets)-1), choosing
	return nil
}

// home is the server of the curator's own account, as the settings name it.
func (c *Composer) home() string {
	for _, me := range c.desk.App.Review.Me {
		me = strings.TrimPrefix(me, "@")
		if name, host, ok := strings.Cut(me, "@"); ok && name != "" && host != "bluesky" {
			return host
		}
	}
	return ""
}

func (c *Composer) choose(key string) (bool, tea.Cmd) {
	if c.stage == confirming {
		switch key {
		case "y", "Y", "enter":
			return c.hand()
		default:
			c.stage = choosing
		}
		return false, nil
	}
	switch key {
	case "esc", "q", "h":
		c.stage = writing
	case "j", "down", "ctrl+n", "tab":
		c.target = min(c.target+1, len(c.targets)-1)
	case "k", "up", "ctrl+p", "shift+tab":
		c.target = max(c.target-1, 0)
	case "enter", "l", "o":
		c.stage = confirming
	}
	return false, nil
}

// hand opens the chosen share page. A mail's address is for a mail program and
// not for the browser, so it is copied.
func (c *Composer) hand() (bool, tea.Cmd) {
	t := c.targets[c.target]
	if strings.HasPrefix(t.URL, "mailto:") {
		return true, tea.Batch(tea.SetClipboard(t.URL), c.record("copied as a mailto address"))
	}
	if c.desk.App.Open == nil {
		c.stage = writing
		return false, c.desk.open(t.URL)
	}
	return true, tea.Batch(c.desk.open(t.URL), c.record("opened "+t.Name))
}

// pages lists the share pages, or asks before one is opened.
func (c *Composer) pages(s *sheet, inner int) {
	if c.stage == confirming {
		t := c.targets[c.target]
		what := "Open the share page of " + t.Name + "?"
		if strings.HasPrefix(t.URL, "mailto:") {
			what = "Copy the text as a mailto address?"
		}
		s.say(s.th.Bold, what)
		s.say(s.th.Dim, "weaktie posts nothing: the page shows the text, and you send it there. The reshare is recorded; undo takes that back.")
		s.indent(s.th.Link, clean.Address(t.URL), 0, max(inner-7, 1))
		if t.Says != "" {
			s.say(s.th.Warn, t.Says)
		}
		s.gap()
		c.yes(s, "open it", "back")
		return
	}
	s.say(s.th.Dim, "Where to? The network's own page opens in the browser.")
	room := max(inner-2, 1)
	top := max(0, c.target-room+1)
	for i := top; i < len(c.targets) && i < top+room; i++ {
		t := c.targets[i]
		l := list.NewLine(s.w, nil)
		sign := " "
		if i == c.target {
			l = list.NewLine(s.w, &s.th.Selected)
			sign = "┃"
		}
		l.Add(s.th.Accent, sign).Col(s.th.Text, clean.Line(t.Name).String(), max(min(30, s.w/2), 8)).Gap(1).Add(s.th.Dim, t.Says)
		s.rows = append(s.rows, l.String())
	}
}
