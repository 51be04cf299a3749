package review

import (
	"context"
	"fmt"
	"sort"
	"time"

	"weaktie/internal/store"
)

// Card is one thing in today's queue: a link or a message.
type Card struct {
	Link    *Link
	Message *Message
}

// Today is the daily review: finite.
type Today struct {
	Cards   []Card // undecided: links best first, at most 20 a day, then messages, what flips first
	Done    int    // decided since midnight, local time
	Saved   int    // of these
	Minutes int    // what is left, by the curator's own pace; at least 1 while there is a card
	Hidden  int    // decided, muted, or only pitched
}

const (
	todayLinks    = 20                 // what one sitting can read
	todayMessages = 7 * 24 * time.Hour // older messages are in the inbox, not in the queue

	// Without a pace of one's own: a headline, a preview and a key.
	defaultPace = 20 * time.Second
	// A longer pause between two decisions was not spent deciding.
	longestPause = 3 * time.Minute
	paceEntries  = 200
)

// Today makes the queue: the best undecided links and every message that needs
// a look. Links that are nothing but pitches stay out and are counted.
func (r *Review) Today(ctx context.Context) (Today, error) {
	var t Today
	journal, err := r.Store.Journal(paceEntries)
	if err != nil {
		return t, fmt.Errorf("read journal: %w", err)
	}
	room := todayLinks
	for _, about := range []string{store.AboutLink, store.AboutPost} {
		decided, err := r.Store.Standing(about)
		if err != nil {
			return t, fmt.Errorf("read decisions: %w", err)
		}
		n := t.count(decided, midnight(r.Now()))
		if about == store.AboutLink {
			room -= n // the queue does not fill up again
		}
	}
	links, err := r.Links(ctx, LinkQuery{})
	if err != nil {
		return t, err
	}
	t.Hidden = links.Hidden
	for i := range links.Items {
		l := &links.Items[i]
		switch {
		case l.Pitch:
			t.Hidden++
		case room > 0 || !l.Again.Empty():
			room--
			t.Cards = append(t.Cards, Card{Link: l})
		}
	}
	msgs, err := r.Messages(ctx, MessageQuery{Since: r.Now().Add(-todayMessages)})
	if err != nil {
		return t, err
	}
	sort.SliceStable(msgs, func(i, j int) bool { return msgs[i].Verdict.Flip > msgs[j].Verdict.Flip })
	for i := range msgs {
		if msgs[i].NeedsLook() {
			t.Cards = append(t.Cards, Card{Message: &msgs[i]})
		} else {
			t.Hidden++
		}
	}
	left := time.Duration(len(t.Cards)) * pace(journal)
	t.Minutes = int((left + time.Minute - 1) / time.Minute)
	return t, nil
}

func midnight(now time.Time) time.Time {
	now = now.Local()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

// count adds what was decided since a moment and stands, each subject once
// however often it was decided; n is how many.
func (t *Today) count(standing map[string][]store.Decision, since time.Time) (n int) {
	for _, ds := range standing {
		s := statusOf(ds, time.Time{})
		if s.Word() == "" || s.At.Before(since) {
			continue
		}
		n++
		if s.Saved || s.Reshared {
			t.Saved++
		}
	}
	t.Done += n
	return n
}

// pace is the median pause between the curator's own decisions.
func pace(journal []store.Decision) time.Duration {
	var gaps []time.Duration
	for i := 1; i < len(journal); i++ {
		if g := journal[i-1].Time.Sub(journal[i].Time); g > time.Second && g <= longestPause {
			gaps = append(gaps, g)
		}
	}
	const enough = 10 // fewer pauses say more about luck than about pace
	if len(gaps) < enough {
		return defaultPace
	}
	sort.Slice(gaps, func(i, j int) bool { return gaps[i] < gaps[j] })
	return gaps[len(gaps)/2]
}
