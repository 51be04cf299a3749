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
	Cards   []Card // undecided: links best first, then messages, what flips first
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
	links, err := r.Links(ctx, LinkQuery{})
	if err != nil {
		return t, err
	}
	t.Hidden = links.Hidden
	n := 0
	for i := range links.Items {
		l := &links.Items[i]
		if l.Pitch {
			t.Hidden++
			continue
		}
		if n++; n <= todayLinks {
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
	return t, r.progress(&t)
}

// progress counts what was decided today and guesses what is left.
func (r *Review) progress(t *Today) error {
	journal, err := r.Store.Journal(paceEntries)
	if err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	now := r.Now().Local()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	undone := map[uint64]bool{}
	for _, d := range journal { // newest first
		if d.Redoes != 0 {
			undone[d.Redoes] = true // the undo itself is undone
			continue
		}
		if d.Undoes != 0 {
			if !undone[d.Seq] {
				undone[d.Undoes] = true
			}
			continue
		}
		if undone[d.Seq] || d.Time.Before(midnight) {
			continue
		}
		t.Done++
		if d.Action == store.Saved || d.Action == store.Reshared {
			t.Saved++
		}
	}
	left := time.Duration(len(t.Cards)) * pace(journal)
	t.Minutes = int((left + time.Minute - 1) / time.Minute)
	return nil
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
