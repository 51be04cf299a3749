package review

import (
	"context"
	"fmt"
	"sort"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/digest"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/store"
)

// Digest collects the links saved or reshared in [from, to), in the order they
// were kept.
func (r *Review) Digest(_ context.Context, from, to time.Time) (digest.Digest, error) {
	out := digest.Digest{From: from, To: to}
	standing, err := r.Store.Standing(store.AboutLink)
	if err != nil {
		return out, fmt.Errorf("read decisions: %w", err)
	}
	var keys []string
	kept := map[string]Status{}
	for key, ds := range standing {
		s := statusOf(ds, time.Time{})
		at := keptAt(ds, s)
		if at.IsZero() || at.Before(from) || !at.Before(to) {
			continue
		}
		s.At = at
		kept[key] = s
		keys = append(keys, key)
	}
	links, err := r.Store.Links(keys)
	if err != nil {
		return out, fmt.Errorf("read links: %w", err)
	}
	for _, key := range keys {
		e, err := r.digestEntry(links[key], key, kept[key])
		if err != nil {
			return out, err
		}
		out.Entries = append(out.Entries, e)
	}
	sort.Slice(out.Entries, func(i, j int) bool {
		a, b := out.Entries[i], out.Entries[j]
		if !a.Saved.Equal(b.Saved) {
			return a.Saved.Before(b.Saved)
		}
		return a.URL < b.URL
	})
	return out, nil
}

// keptAt is when a link was first kept, by the decisions in force; zero when it
// is not.
func keptAt(ds []store.Decision, s Status) time.Time {
	var at time.Time
	for _, d := range ds {
		kept := d.Action == store.Saved && s.Saved || d.Action == store.Reshared && s.Reshared
		if kept && (at.IsZero() || d.Time.Before(at)) {
			at = d.Time
		}
	}
	return at
}

// creditsShown is how many people a digest names for one link.
const creditsShown = 3

func (r *Review) digestEntry(l store.Link, key string, s Status) (digest.Entry, error) {
	e := digest.Entry{
		Title: clean.Line(l.Title), URL: l.Open, Note: clean.Body(s.Note),
		Source: clean.Line(link.Host(key)), Saved: s.At, Reshared: s.Reshared,
	}
	if e.URL == "" {
		e.URL = key
	}
	if e.Title.Empty() {
		e.Title = addressTitle(e.URL)
	}
	shares, err := r.Store.SharesOf(key)
	if err != nil {
		return e, fmt.Errorf("read shares: %w", err)
	}
	var handles []person.Handle
	seen := map[person.Handle]bool{}
	for _, sh := range shares { // oldest first: who surfaced it comes first
		if !sh.Message && !seen[sh.Person] {
			seen[sh.Person] = true
			handles = append(handles, sh.Person)
		}
	}
	e.Shared = len(handles)
	people, err := r.Store.People(handles)
	if err != nil {
		return e, fmt.Errorf("read people: %w", err)
	}
	for i, h := range handles {
		if i == creditsShown {
			break
		}
		p := people[h]
		p.Handle = h
		e.Via = append(e.Via, clean.Line(nameOf(p)))
	}
	return e, nil
}
