package screen

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/digest"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

// markStale notes that a poll brought something.
func markStale(msg tea.Msg, stale *bool) tea.Cmd {
	if e, ok := msg.(poll.Event); ok && (len(e.New) > 0 || e.Summary != nil && e.Summary.New > 0) {
		*stale = true
	}
	return nil
}

// linkDecision is what a key decides about a link.
func (d *Desk) linkDecision(a keys.Action, it *review.Link) store.Decision {
	dec := store.Decision{Subject: review.LinkSubject(it.Link), Label: title(it).String()}
	d.fill(&dec, a)
	return dec
}

func (d *Desk) fill(dec *store.Decision, a keys.Action) {
	switch a {
	case keys.Save:
		dec.Action = store.Saved
	case keys.Reshare:
		dec.Action = store.Reshared
	case keys.Dismiss:
		dec.Action = store.Dismissed
	case keys.Snooze:
		dec.Action, dec.Until = store.Snoozed, d.morning()
	}
}

// messageDecision is what a key decides about a message. A mark says the
// opposite of the verdict in force.
func (d *Desk) messageDecision(a keys.Action, m *review.Message) store.Decision {
	dec := store.Decision{Subject: review.MessageSubject(m.Post), Label: "message from " + sender(m).String()}
	if a == keys.Mark {
		dec.Action, dec.Value = store.Marked, opposite(m)
		return dec
	}
	d.fill(&dec, a)
	return dec
}

func opposite(m *review.Message) string {
	switch m.Status.Marked {
	case "flip":
		return "not-flip"
	case "not-flip":
		return "flip"
	}
	if m.Verdict.Band == "flip" || m.Verdict.Band == "notice" {
		return "not-flip"
	}
	return "flip"
}

// named reports whether a link has a title that is more than its address.
func named(it *review.Link) bool {
	return !it.Title.Empty() && it.Title != clean.Address(it.Open)
}

// title is the link's title, or its address where it has none, without what
// every address begins with.
func title(it *review.Link) clean.Text {
	if named(it) {
		return it.Title
	}
	return bare(it.Open)
}

func sender(m *review.Message) clean.Text { return called(m.From) }

// called is how a person is named in a row.
func called(p person.Person) clean.Text {
	if !p.Name.Empty() {
		return p.Name
	}
	return clean.Line(string(p.Handle))
}

// withCredit ends the sentence of a reshare.
const withCredit = "; copied with its credit"

// credits is what a reshare copies: each link with who surfaced it.
func credits(links []*review.Link) string {
	var b strings.Builder
	for _, it := range links {
		if named(it) {
			fmt.Fprintf(&b, "%s\n", it.Title)
		}
		b.WriteString(it.Open)
		if via := first(it); via != "" {
			fmt.Fprintf(&b, "\nvia %s", via)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// surfaced is who shared a link first. Publishing is not surfacing: the site
// itself is named only when nobody else is there to be.
func surfaced(it *review.Link) (person.Person, bool) {
	site := link.Site(it.Open)
	for i := len(it.Sharers) - 1; i >= 0; i-- {
		if p := it.Sharers[i].Person; !publishes(p, site) {
			return p, true
		}
	}
	if n := len(it.Sharers); n > 0 {
		return it.Sharers[n-1].Person, true
	}
	return person.Person{}, false
}

// publishes reports whether a site is a person's own.
func publishes(p person.Person, site string) bool {
	if site == "" {
		return false
	}
	return slices.Contains(p.Sites, site) || p.Handle.Server() == "web" && link.Site("https://"+p.Handle.Name()) == site
}

// first is how whoever surfaced a link is named in a post.
func first(it *review.Link) string {
	p, ok := surfaced(it)
	if !ok {
		return ""
	}
	h := p.Handle
	if strings.HasSuffix(string(h), "@web") {
		return h.Name()
	}
	return "@" + clean.Line(string(h)).String()
}

type digestMade struct {
	text  string
	links int
	err   error
}

// today is the digest of the day so far.
func (app *App) today() (digest.Digest, error) {
	n := app.Now().Local()
	from := time.Date(n.Year(), n.Month(), n.Day(), 0, 0, 0, 0, n.Location())
	return app.Review.Digest(app.Context(), from, from.AddDate(0, 0, 1))
}

// copyDigest makes today's digest; whoever is in front copies it.
func (d *Desk) copyDigest() tea.Cmd {
	app := d.App
	return func() tea.Msg {
		dg, err := app.today()
		if err != nil {
			return digestMade{err: err}
		}
		var b bytes.Buffer
		err = digest.Markdown(&b, dg)
		return digestMade{b.String(), len(dg.Entries), err}
	}
}

// copied answers digestMade; Today alone does, whoever asked.
func (d *Desk) copied(m digestMade) tea.Cmd {
	switch {
	case m.err != nil:
		return complain("the digest could not be made: " + m.err.Error())
	case m.links == 0:
		return complain(d.Keys.Fill("nothing saved today yet: {save} saves a link for the digest"))
	}
	return tea.Batch(tea.SetClipboard(m.text),
		notice("copied today's digest, "+plural(m.links, "link", "links")+", as Markdown"))
}
