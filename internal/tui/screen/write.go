package screen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/person"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

// blank is a text about nothing here, to nobody in particular.
func blank() tea.Cmd { return send(Composing{Title: "Write"}) }

// letter is a text to a person.
func letter(p person.Person) tea.Cmd {
	return send(Composing{Title: "Write to " + called(p).String(), To: p.Handle})
}

// reshare is the brief of a reshare: the title, the address, and who surfaced
// it; the curator's own sentence goes before them.
func (d *Desk) reshare(it *review.Link) tea.Cmd {
	c := Composing{
		Title: "Reshare", Text: strings.TrimSpace(credits([]*review.Link{it})), Link: it.Open,
		Done: []store.Decision{d.linkDecision(keys.Reshare, it)},
	}
	if named(it) {
		c.LinkTitle = it.Title.String()
	}
	if it.Status.Reshared {
		c.Title += ": you did " + d.Ago(it.Status.At)
	}
	if p, ok := surfaced(it); ok {
		c.credit(p, first(it))
	}
	return send(c)
}

// credit has a person credited while word stands in the text.
func (c *Composing) credit(p person.Person, word string) {
	if word == "" || p.Handle == "" {
		return
	}
	c.CreditWord = word
	c.Credit = []store.Decision{{Subject: review.PersonSubject(p.Handle), Action: store.Credited, Label: called(p).String()}}
}

// reshareEntry is the brief for a post of the stream.
func (d *Desk) reshareEntry(e *review.Entry) tea.Cmd {
	dec, ok := d.entryDecision(keys.Reshare, e)
	if !ok || e.Post.Message {
		return complain("there is nothing to reshare: it carries no link")
	}
	l := e.Post.Links[0]
	it := review.Link{
		Open: l.Open, Title: e.Post.Headline(), Status: e.Status,
		Sharers: []review.Sharer{{Person: e.Post.Author}},
	}
	it.Link = l.Key
	c := Composing{
		Title: "Reshare", Text: strings.TrimSpace(credits([]*review.Link{&it})), Link: l.Open,
		LinkTitle: e.Post.Headline().String(), Done: []store.Decision{dec},
	}
	c.credit(e.Post.Author, first(&it))
	return send(c)
}

// reply is the answer to a message, judged with the sender's tie.
func (d *Desk) reply(m *review.Message) tea.Cmd {
	return send(Composing{
		Title: fmt.Sprintf("Answer %s", sender(m)), To: m.From.Handle,
		Answered: answers(m),
	})
}

// answers says that a message was answered. It also leaves the queue: what was
// answered waits for no look.
func answers(m *review.Message) []store.Decision {
	sub, label := review.MessageSubject(m.Post), "message from "+sender(m).String()
	return []store.Decision{
		{Subject: sub, Action: store.Answered, Label: label},
		{Subject: sub, Action: store.Dismissed, Label: label},
	}
}
