package screen

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
)

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
		About:    s.desk.Keys.Fill("Its line leaves the sources file; what it brought stays. {add} with the same address follows it again."),
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
