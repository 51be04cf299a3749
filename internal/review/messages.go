package review

import (
	"context"
	"fmt"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/store"
)

// Message is a post addressed to the curator, with its verdict.
type Message struct {
	Post    post.Post
	From    person.Person
	Tie     person.Tie
	Verdict flip.Verdict
	Status  Status
}

// NeedsLook reports whether a message wants the curator's eyes today: what
// flips, what is in doubt, what could not be judged, and what a person wrote.
func (m Message) NeedsLook() bool { return m.Verdict.Band != flip.Offer }

// MessageQuery asks for messages.
type MessageQuery struct {
	Since   time.Time
	Band    flip.Band // "" is all
	Decided bool
	Limit   int // 0 is 500
	Text    []string
}

const defaultMessages = 500

// Messages returns messages, newest first.
func (r *Review) Messages(ctx context.Context, q MessageQuery) ([]Message, error) {
	if q.Limit <= 0 {
		q.Limit = defaultMessages
	}
	items, err := r.Store.Posts(ctx, store.Query{Messages: true, Since: q.Since, Text: folded(q.Text)})
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	known, err := r.known(time.Time{})
	if err != nil {
		return nil, err
	}
	standing, err := r.Store.Standing(store.AboutPost)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	people, err := r.Store.People(authorsOf(items))
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	now := r.Now()
	letters := map[person.Handle]int{}
	for _, it := range items {
		if personal(it) {
			letters[it.Post.Author.Handle]++
		}
	}
	var out []Message
	for _, it := range items {
		m := Message{Post: it.Post, From: it.Post.Author, Verdict: it.Verdict}
		if p, ok := people[m.From.Handle]; ok {
			m.From = p
		}
		m.Tie = known.tieWith(m.From, letters[m.From.Handle])
		m.Status = statusOf(standing[MessageSubject(it.Post).Key], time.Time{})
		if known.mutedPeople[string(m.From.Handle)] && !q.Decided {
			continue
		}
		if (q.Band != "" && m.Verdict.Band != q.Band) || (!q.Decided && m.Status.Decided(now)) {
			continue
		}
		if out = append(out, m); len(out) == q.Limit {
			break
		}
	}
	return out, nil
}

// personal reports whether a person wrote a message: it makes a tie, and wants
// an answer. A machine's or a seller's does neither.
func personal(it store.Item) bool { return it.Verdict.Commercial() < 0.5 }

func authorsOf(items []store.Item) []person.Handle {
	out := make([]person.Handle, 0, len(items))
	seen := map[person.Handle]bool{}
	for _, it := range items {
		if h := it.Post.Author.Handle; h != "" && !seen[h] {
			seen[h] = true
			out = append(out, h)
		}
	}
	return out
}

func folded(words []string) []string {
	var out []string
	for _, w := range words {
		if f := strings.TrimSpace(clean.Fold(w)); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// around is what is known around a post, for the judge: for a message the tie
// (of k, which may be nil) and the history of both sides, for any post what the
// account declares. earlier are messages that came before it and are not stored
// yet. What cannot be read is unknown; the judge can live with that.
func (r *Review) around(ctx context.Context, p post.Post, k *known, earlier []store.Item) flip.Context {
	c := flip.Context{
		Network: p.Author.Network, Bot: p.Author.Bot, Brand: p.Author.Brand,
		OwnSites: p.Author.Sites, Public: !p.Message,
	}
	if !p.Message {
		return c
	}
	h, err := r.historyWith(ctx, p.Author.Handle, p.Time)
	if err != nil {
		return c
	}
	for _, it := range earlier {
		if it.Post.Author.Handle == p.Author.Handle && it.Post.Time.Before(p.Time) {
			recount(&h, it)
		}
	}
	if !p.Followed.IsZero() {
		seconds := int64(p.Time.Sub(p.Followed) / time.Second)
		c.SecondsAfterFollow = &seconds
	}
	c.History = h
	c.FirstContact = person.Known(h.FromThem+h.FromMe == 0)
	if k != nil {
		c.Tie = k.tieWith(p.Author, h.Social)
	}
	if n, err := r.senders(ctx, p); err == nil {
		c.SameTextRecipients = n
	}
	return c
}

// maxHistory is how many earlier messages of one person are looked at.
const maxHistory = 50

// historyWith counts the exchange with a person before a moment.
func (r *Review) historyWith(ctx context.Context, h person.Handle, before time.Time) (flip.History, error) {
	var out flip.History
	if h == "" {
		return out, nil
	}
	items, err := r.Store.Posts(ctx, store.Query{Messages: true, Person: h, Until: before, Limit: maxHistory})
	if err != nil {
		return out, fmt.Errorf("read messages: %w", err)
	}
	for _, it := range items {
		recount(&out, it)
	}
	return out, nil
}

// recount adds one earlier message to a history. A message that answers a post
// of mine shows that I had spoken.
func recount(h *flip.History, it store.Item) {
	h.FromThem++
	switch {
	case it.Verdict.Market >= 0.5 || it.Verdict.Automated >= 0.5:
		h.Market++
	case it.Verdict.Band == flip.Clear:
		h.Social++
	}
	if strings.Contains(it.Post.Text().String(), "?") {
		h.Asks++
	}
	if it.Post.ReplyTo != "" {
		h.Answered++
	}
}
