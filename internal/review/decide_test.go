package review_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"weaktie/internal/review"
	"weaktie/internal/store"
)

func TestDismissingTakesBackASave(t *testing.T) {
	d := newDesk(t)
	d.say("ana", time.Hour, "I measured it again https://a.example/one-two-three")
	link := d.links(review.LinkQuery{})[0]
	kept := func() int {
		t.Helper()
		got, err := d.Digest(context.Background(), d.now.Add(-time.Hour), d.now.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		return len(got.Entries)
	}
	for i, step := range []struct {
		do   store.Action
		word string
		kept int
	}{
		{store.Saved, "saved", 1}, {store.Dismissed, "dismissed", 0}, {store.Saved, "saved", 1},
	} {
		d.now = d.now.Add(time.Minute)
		d.decide(link, step.do)
		if got := d.links(review.LinkQuery{Decided: true})[0].Status.Word(); got != step.word || kept() != step.kept {
			t.Errorf("step %d: %q, %d in the digest", i+1, got, kept())
		}
	}
	if today, err := d.Today(context.Background()); err != nil || today.Done != 1 || today.Saved != 1 {
		t.Errorf("one link decided three times counts as %d done, %d saved, %v", today.Done, today.Saved, err)
	}
	d.decide(link, store.Cleared)
	if today, err := d.Today(context.Background()); err != nil || today.Done != 0 || len(today.Cards) != 1 {
		t.Errorf("back to undecided: %d done, %d cards, %v", today.Done, len(today.Cards), err)
	}
}

func TestForgettingAMarkKeepsWhatElseWasDecided(t *testing.T) {
	d := newDesk(t)
	d.say("pat", time.Hour, "Lovely to meet you all last week, here are the slides we spoke about", toMe)
	ctx := context.Background()
	msgs, err := d.Messages(ctx, review.MessageQuery{})
	if err != nil {
		t.Fatal(err)
	}
	sub := review.MessageSubject(msgs[0].Post)
	for _, dec := range []store.Decision{{Action: store.Marked, Value: review.MarkFlip}, {Action: store.Dismissed}} {
		dec.Subject = sub
		if _, err := d.Decide(ctx, dec); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := d.Forget(ctx); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if msgs, err = d.Messages(ctx, review.MessageQuery{Decided: true}); err != nil || msgs[0].Status.Marked != "" || !msgs[0].Status.Dismissed {
		t.Errorf("%+v, %v", msgs[0].Status, err)
	}
	if n, err := d.Forget(ctx); n != 0 || err != nil {
		t.Errorf("forgetting again: %d, %v", n, err)
	}
	if s, ok, err := d.Undo(ctx); !ok || err != nil {
		t.Error(s, ok, err)
	}
	if msgs, _ = d.Messages(ctx, review.MessageQuery{Decided: true}); msgs[0].Status.Marked != review.MarkFlip {
		t.Errorf("after undo: %+v", msgs[0].Status)
	}
}

func TestTrendsRefuseAStepThatIsTooSmall(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Trends(context.Background(), review.TrendQuery{Since: 14 * 24 * time.Hour, Bucket: time.Millisecond}); err == nil {
		t.Error("a billion steps were drawn")
	}
}

// BenchmarkMark is what marking a message costs beside many others and many
// decisions.
func BenchmarkMark(b *testing.B) {
	d := &desk{t: &testing.T{}, now: noon, dir: b.TempDir()}
	d.open()
	b.Cleanup(func() { _ = d.Store.Close() })
	ctx := context.Background()
	for i := range 1000 {
		d.say(fmt.Sprintf("p%d", i%40), time.Hour, fmt.Sprintf("a chart https://h%d.example/one-two-three", i))
	}
	for i := range 300 {
		d.say(fmt.Sprintf("q%d", i), time.Duration(i)*time.Minute, fmt.Sprintf("Are you coming to dinner on Friday, as we said %d days ago?", i), toMe)
	}
	for _, l := range d.links(review.LinkQuery{Limit: 1000}) {
		d.decide(l, store.Saved)
	}
	msgs, err := d.Messages(ctx, review.MessageQuery{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Decide(ctx, store.Decision{Subject: review.MessageSubject(msgs[0].Post), Action: store.Marked, Value: review.MarkFlip}); err != nil {
			b.Fatal(err)
		}
	}
}
