package review

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/store"
)

// Entry is one row of the stream.
type Entry struct {
	Post    post.Post
	Verdict flip.Verdict
	Source  clean.Text // the source's title
	Status  Status     // of its first link, or of the message
}

// StreamQuery asks for a page of the stream.
type StreamQuery struct {
	Query  string // words, from:ana host:x.example tag:b2b source:word since:24h until:… is:saved is:flip is:message
	Before store.Cursor
	Limit  int // 0 is 200
}

const (
	defaultStream = 200
	// A page is filled from at most this many posts, so that a query which
	// matches nothing still answers; the cursor goes on from there.
	streamScan = 20000
)

// Filter is a parsed query.
type Filter struct {
	Words           []string
	From, Host      string
	Tag, Source     string
	Since, Until    time.Time
	Saved, Messages bool
	Reshared        bool
	Pitch           bool // reads as selling
	Band            flip.Band
}

// ParseQuery reads a query; the error says which part is not understood.
func ParseQuery(q string, now time.Time) (Filter, error) {
	var f Filter
	for _, part := range splitQuoted(q) {
		field, value, ok := strings.Cut(part, ":")
		if !ok || value == "" || strings.HasPrefix(value, "//") {
			f.Words = append(f.Words, part)
			continue
		}
		if err := f.set(strings.ToLower(field), value, now); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f *Filter) set(field, value string, now time.Time) (err error) {
	switch field {
	case "from":
		f.From = clean.Fold(strings.TrimPrefix(value, "@"))
	case "host":
		f.Host = strings.ToLower(value)
	case "tag":
		f.Tag = strings.ToLower(strings.TrimPrefix(value, "#"))
	case "source":
		f.Source = clean.Fold(value)
	case "since":
		f.Since, err = parseWhen(value, now)
	case "until":
		f.Until, err = parseWhen(value, now)
	case "is":
		err = f.is(value)
	default:
		f.Words = append(f.Words, field+":"+value)
	}
	return err
}

func (f *Filter) is(value string) error {
	switch strings.ToLower(value) {
	case "saved":
		f.Saved = true
	case "reshared":
		f.Reshared = true
	case "message":
		f.Messages = true
	case "pitch":
		f.Pitch = true
	case "flip", "notice", "clear", "offer", "unjudged":
		f.Band = flip.Band(strings.ToLower(value))
	default:
		return fmt.Errorf("is:%s is not known; try is:saved, is:reshared, is:message, is:pitch, is:flip, is:notice, is:offer", clean.Line(value))
	}
	return nil
}

// parseWhen reads "24h", "7d" (ago) or a day "2026-11-20".
func parseWhen(s string, now time.Time) (time.Time, error) {
	if d, ok := ParseSpan(s); ok {
		return now.Add(-d), nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, now.Location())
	if err != nil {
		return t, fmt.Errorf("“%s” is no time; write 24h, 7d or 2026-11-20", clean.Line(s))
	}
	return t, nil
}

// ParseSpan reads a span such as 90m, 24h, 7d or 2w.
func ParseSpan(s string) (time.Duration, bool) {
	if n := len(s) - 1; n > 0 && (s[n] == 'd' || s[n] == 'w') {
		days, err := strconv.Atoi(s[:n])
		if err != nil || days <= 0 || days > 36500 {
			return 0, false
		}
		if s[n] == 'w' {
			days *= 7
		}
		return time.Duration(days) * 24 * time.Hour, true
	}
	d, err := time.ParseDuration(s)
	return d, err == nil && d > 0
}

// splitQuoted cuts at spaces outside double quotes.
func splitQuoted(q string) []string {
	var out []string
	var b strings.Builder
	quoted := false
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range q {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ' ' && !quoted:
			flush()
		default:
			b.WriteRune(r)
		}
	}
	flush()
	return out
}

// Stream returns a page, newest first; next continues it and is zero at the
// end.
func (r *Review) Stream(ctx context.Context, q StreamQuery) (page []Entry, next store.Cursor, err error) {
	f, err := ParseQuery(q.Query, r.Now())
	if err != nil {
		return nil, next, err
	}
	if q.Limit <= 0 {
		q.Limit = defaultStream
	}
	d, err := r.dresser()
	if err != nil {
		return nil, next, err
	}
	sq := store.Query{Since: f.Since, Until: f.Until, Tag: f.Tag, Messages: f.Messages, Text: folded(f.Words), Before: q.Before, Limit: q.Limit}
	for scanned := 0; scanned < streamScan; {
		items, err := r.Store.Posts(ctx, sq)
		if err != nil {
			return nil, next, fmt.Errorf("read posts: %w", err)
		}
		for _, it := range items {
			next = store.Cursor{Time: it.Post.Time, ID: it.Post.ID}
			e := d.dress(it)
			if f.keeps(e) {
				if page = append(page, e); len(page) == q.Limit {
					return page, next, nil
				}
			}
		}
		if len(items) < sq.Limit {
			return page, store.Cursor{}, nil
		}
		scanned += len(items)
		sq.Before = next
	}
	return page, next, nil
}

// dresser adds to posts what the stream shows beside them.
type dresser struct {
	titles       map[string]clean.Text
	links, posts map[string][]store.Decision
}

func (r *Review) dresser() (*dresser, error) {
	states, err := r.Store.States()
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	d := &dresser{titles: map[string]clean.Text{}}
	for address, st := range states {
		d.titles[address] = clean.Line(st.Title)
	}
	if refs, err := r.Sources(); err == nil {
		for _, ref := range refs {
			if ref.Title != "" {
				d.titles[ref.URL] = clean.Line(ref.Title)
			}
		}
	}
	if d.links, err = r.Store.Standing(store.AboutLink); err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	if d.posts, err = r.Store.Standing(store.AboutPost); err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	return d, nil
}

func (d *dresser) dress(it store.Item) Entry {
	e := Entry{Post: it.Post, Verdict: it.Verdict, Source: d.titles[it.Post.Source]}
	if e.Source.Empty() {
		e.Source = clean.Address(it.Post.Source)
	}
	if it.Post.Message {
		e.Status = statusOf(d.posts[MessageSubject(it.Post).Key], time.Time{})
	} else if len(it.Post.Links) > 0 {
		e.Status = statusOf(d.links[it.Post.Links[0].Key], time.Time{})
	}
	return e
}

// keeps applies what the store does not know.
func (f Filter) keeps(e Entry) bool {
	if f.Band != "" && e.Verdict.Band != f.Band {
		return false
	}
	if f.Pitch && e.Verdict.Commercial() < sells {
		return false
	}
	if (f.Saved && !e.Status.Saved) || (f.Reshared && !e.Status.Reshared) {
		return false
	}
	if f.From != "" && !fromMatches(e.Post.Author, f.From) {
		return false
	}
	if f.Source != "" && !strings.Contains(clean.Fold(e.Source.String()+" "+e.Post.Source), f.Source) {
		return false
	}
	return f.Host == "" || hasHost(e.Post, f.Host)
}

func fromMatches(p person.Person, want string) bool {
	return strings.Contains(clean.Fold(string(p.Handle)), want) || strings.Contains(clean.Fold(p.Name.String()), want)
}

func hasHost(p post.Post, want string) bool {
	for _, l := range p.Links {
		if h := link.Host(l.Key); h == want || strings.HasSuffix(h, "."+want) {
			return true
		}
	}
	return false
}
