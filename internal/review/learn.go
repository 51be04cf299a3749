package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/store"
)

// Values of a mark on a message.
const (
	MarkFlip    = "flip"
	MarkNotFlip = "not-flip"
)

// judge is the judge with what the curator taught. It is made at the first
// need and again after a mark.
func (r *Review) judge(ctx context.Context) (*flip.Judge, error) {
	r.learning.Lock()
	defer r.learning.Unlock()
	if r.taught != nil {
		return r.taught, nil
	}
	base, err := r.Judge()
	if err != nil {
		return nil, err
	}
	marks, err := r.marks(ctx)
	if err != nil {
		return nil, err
	}
	r.taught = base.With(flip.Learn(marks))
	return r.taught, nil
}

// unlearn has the next judge made anew.
func (r *Review) unlearn() {
	r.learning.Lock()
	defer r.learning.Unlock()
	r.taught = nil
}

// marks are the corrections in force, oldest first. Each is named by its
// journal entry.
func (r *Review) marks(ctx context.Context) ([]flip.Mark, error) {
	standing, err := r.Store.Standing(store.AboutPost)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	marked := map[string]store.Decision{}
	for key, ds := range standing {
		for _, d := range ds {
			if d.Action == store.Marked && (d.Value == MarkFlip || d.Value == MarkNotFlip) {
				marked[key] = d
			}
		}
	}
	if len(marked) == 0 {
		return nil, nil
	}
	items, err := r.Store.Posts(ctx, store.Query{Messages: true})
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	var out []flip.Mark
	for _, it := range items {
		if d, ok := marked[MessageSubject(it.Post).Key]; ok {
			out = append(out, flip.Mark{ID: fmt.Sprint(d.Seq), Text: it.Post.Text().String(), Flip: d.Value == MarkFlip, At: d.Time})
		}
	}
	slices.SortFunc(out, func(a, b flip.Mark) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// Learned lists what the judge was taught, oldest first.
func (r *Review) Learned(ctx context.Context) (*flip.Learned, error) {
	marks, err := r.marks(ctx)
	if err != nil {
		return nil, err
	}
	return flip.Learn(marks), nil
}

// Forget takes back marks by their names (none is all of them), by marks that
// say nothing; one Undo brings them back. n is how many there were.
func (r *Review) Forget(ctx context.Context, ids ...string) (n int, err error) {
	standing, err := r.Store.Standing(store.AboutPost)
	if err != nil {
		return 0, fmt.Errorf("read decisions: %w", err)
	}
	var ds []store.Decision
	for key, list := range standing {
		for _, d := range list {
			if d.Action != store.Marked || d.Value == "" || (len(ids) > 0 && !slices.Contains(ids, fmt.Sprint(d.Seq))) {
				continue
			}
			ds = append(ds, store.Decision{Subject: store.Subject{About: store.AboutPost, Key: key}, Action: store.Marked, Label: d.Label})
		}
	}
	if len(ds) == 0 {
		return 0, nil
	}
	slices.SortFunc(ds, func(a, b store.Decision) int { return strings.Compare(a.Subject.Key, b.Subject.Key) })
	_, err = r.Decide(ctx, ds...)
	return len(ds), err
}

// publicWords is how much of a public post is judged: what it is shows in its
// first paragraphs, and whole articles come in feeds.
const publicWords = 800

// JudgePost judges a post with all that is known around it: a message whole, a
// public post by its title and its beginning. earlier are messages that came
// before it and are not stored yet. Evidence points into the post's text.
func (r *Review) JudgePost(ctx context.Context, p post.Post, earlier []store.Item) (flip.Verdict, error) {
	var k *known
	if p.Message {
		k, _ = r.known(time.Time{}) // the judge can live without
	}
	return r.judgePost(ctx, p, k, earlier)
}

func (r *Review) judgePost(ctx context.Context, p post.Post, k *known, earlier []store.Item) (flip.Verdict, error) {
	j, err := r.judge(ctx)
	if err != nil {
		return flip.Verdict{}, err
	}
	text := p.Text().String()
	c := r.around(ctx, p, k, earlier)
	if p.Message {
		return j.Judge(text, c), nil
	}
	title := p.Title.String() + "\n"
	v := j.Judge(title+beginning(text), c)
	for i := range v.Evidence {
		e := &v.Evidence[i]
		e.Start, e.End = max(0, e.Start-len(title)), max(0, e.End-len(title))
	}
	return v, nil
}

// beginning cuts a long text after a word.
func beginning(text string) string {
	if len(text) <= publicWords {
		return text
	}
	if i := strings.LastIndexByte(text[:publicWords], ' '); i > 0 {
		return text[:i]
	}
	return strings.ToValidUTF8(text[:publicWords], "")
}

const (
	// What a mark teaches shows on the messages still in the inbox; older ones
	// keep the verdict they were decided by.
	rejudgeSpan = 30 * 24 * time.Hour
	rejudgeMost = 500
)

// taughtBy reports whether decisions change what the judge has learned.
func taughtBy(ds []store.Decision) bool {
	return slices.ContainsFunc(ds, func(d store.Decision) bool {
		return d.Subject.About == store.AboutPost && (d.Action == store.Marked || d.Action == store.Cleared) ||
			d.Subject.About == store.AboutPerson && d.Action == store.Marked
	})
}

// rejudge judges the recent messages again.
func (r *Review) rejudge(ctx context.Context) error {
	r.unlearn()
	items, err := r.Store.Posts(ctx, store.Query{Messages: true, Since: r.Now().Add(-rejudgeSpan), Limit: rejudgeMost})
	if err != nil {
		return fmt.Errorf("read messages: %w", err)
	}
	k, err := r.known(time.Time{})
	if err != nil {
		return err
	}
	verdicts := map[post.ID]flip.Verdict{}
	for _, it := range items {
		v, err := r.judgePost(ctx, it.Post, k, nil)
		if err != nil {
			return err
		}
		if v.Band != it.Verdict.Band || v.Flip != it.Verdict.Flip {
			verdicts[it.Post.ID] = v
		}
	}
	if len(verdicts) == 0 {
		return nil
	}
	if err := r.Store.SetVerdicts(verdicts); err != nil {
		return fmt.Errorf("store verdicts: %w", err)
	}
	return nil
}

// RuleStat is how a rule did on the messages here.
type RuleStat struct{ Hits, Overruled int }

// RuleStats counts, by rule, the messages it spoke on and those that the
// curator then marked as not a flip.
func (r *Review) RuleStats(ctx context.Context) (map[string]RuleStat, error) {
	items, err := r.Store.Posts(ctx, store.Query{Messages: true})
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	standing, err := r.Store.Standing(store.AboutPost)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	out := map[string]RuleStat{}
	for _, it := range items {
		over := statusOf(standing[MessageSubject(it.Post).Key], time.Time{}).Marked == MarkNotFlip
		seen := map[string]bool{}
		for _, e := range it.Verdict.Evidence {
			if seen[e.Rule] {
				continue
			}
			seen[e.Rule] = true
			s := out[e.Rule]
			s.Hits++
			if over {
				s.Overruled++
			}
			out[e.Rule] = s
		}
	}
	return out, nil
}
