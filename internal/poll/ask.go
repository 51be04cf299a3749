package poll

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"weaktie/internal/post"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// ask polls one source and files its answer. A panic of a source is that
// source's failure and nobody else's.
func (r *run) ask(ctx context.Context, j *job) {
	defer func() {
		if recover() != nil {
			r.failed(j, j.before(), &source.Error{Health: source.Broken, Msg: errCrashed.Error(), Err: errCrashed})
		}
		if j.release != nil {
			j.release()
		}
	}()
	ans, err := r.poll(ctx, j)
	r.count(func(s *Summary) { s.Bytes += ans.Bytes })
	if err != nil {
		if ctx.Err() == nil {
			r.failed(j, ans.State, err)
		}
		return
	}
	r.noteReached(j)
	now := r.p.Now()
	st := ans.State
	st.LastPoll, st.LastOK = now, now
	st.Failures, st.Health, st.Problem, st.Parsing = 0, source.OK, "", false
	st.Next = r.p.next(st, now)
	title := orElse(j.ref.Title, st.Title)
	if ans.NotModified {
		r.keep(j, st)
		r.count(func(s *Summary) { s.Sources++; s.NotModified++ })
		r.tell(Event{Source: j.ref.URL, Title: title, NotModified: true})
		return
	}
	added, err := r.file(ctx, j, st, ans.Posts)
	if err != nil {
		// What was fetched is not lost: the old state asks for it again.
		err = fmt.Errorf("nothing of it was saved: %w", err)
		r.count(func(s *Summary) { s.Sources++; s.Failed++ })
		r.tell(Event{Source: j.ref.URL, Title: title, Err: err})
		r.stop(fmt.Errorf("poll: %w", err))
		return
	}
	fresh := make([]post.ID, len(added.New))
	for i, it := range added.New {
		fresh[i] = it.Post.ID
	}
	r.count(func(s *Summary) { s.Sources++; s.New += len(fresh); s.Updated += added.Updated })
	r.tell(Event{Source: j.ref.URL, Title: title, New: fresh})
}

// errCrashed is the failure of a source that panicked.
var errCrashed = errors.New("crashed on parse: please report this source")

func (r *run) poll(ctx context.Context, j *job) (source.Answer, error) {
	before := j.before()
	before.Next = time.Time{} // so that what comes back in it is the source's own wish
	src, err := r.p.Client.Open(j.ref, before)
	if err != nil {
		return source.Answer{State: before}, err
	}
	return src.Poll(source.Reading(ctx, r.watch(ctx, j)), before)
}

// failed notes a source's failure. One that looks like this machine's network
// being down is kept back until everybody was asked.
func (r *run) failed(j *job, st source.State, err error) {
	e := Event{Source: j.ref.URL, Title: orElse(j.ref.Title, st.Title), Err: err}
	var typed *source.Error
	errors.As(err, &typed)
	if typed != nil && typed.Host && typed.Status == 0 {
		r.keep(j, r.p.failed(st, err, r.p.Now()))
		r.count(func(s *Summary) { s.Waiting++ })
		r.tell(e)
		return
	}
	r.count(func(s *Summary) { s.Sources++; s.Failed++ })
	if off, sure := source.Offline(err); off {
		r.mu.Lock()
		r.unreached = append(r.unreached, failure{job: j, st: st, err: err, sure: sure})
		r.mu.Unlock()
		r.tell(e)
		return
	}
	if typed == nil || typed.Status != 0 {
		r.noteReached(j)
	}
	r.keep(j, r.p.failed(st, err, r.p.Now()))
	r.tell(e)
}

// noteReached remembers that the network is up; a server on this machine
// proves nothing.
func (r *run) noteReached(j *job) {
	if !source.AtHome(j.ref.URL) {
		r.mu.Lock()
		r.reached = true
		r.mu.Unlock()
	}
}

func (r *run) count(f func(*Summary)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f(&r.sum)
}

// file judges posts and stores them with their source's state, in one
// transaction.
func (r *run) file(ctx context.Context, j *job, st source.State, posts []post.Post) (store.Added, error) {
	for _, p := range posts {
		if p.Time.After(st.LastNew) {
			st.LastNew = p.Time
		}
	}
	items, err := r.judge(ctx, j, st.Home, posts)
	if err != nil {
		return store.Added{}, err
	}
	batch := store.Batch{Source: j.ref.URL, State: st, Items: items}
	r.mu.Lock()
	delete(r.pending, j.ref.URL) // older than what is filed now
	r.mu.Unlock()
	added, err := r.p.Store.Add(batch)
	if err != nil {
		return added, err
	}
	r.mu.Lock()
	j.done = true
	r.mu.Unlock()
	return added, nil
}

// judge says what each post is; it takes a processor, as reading does. Posts
// are judged oldest first, so that what came before in the same answer is
// history for what follows; what is stored unchanged keeps its verdict.
func (r *run) judge(ctx context.Context, j *job, home string, posts []post.Post) ([]store.Item, error) {
	known, err := r.p.Store.Known(j.ref.URL, home, posts)
	if err != nil {
		return nil, err
	}
	r.cpu <- struct{}{}
	defer func() { <-r.cpu }()
	var items, earlier []store.Item
	for _, i := range oldestFirst(posts) {
		it := store.Item{Post: posts[i]}
		it.Post.Source = j.ref.URL
		if !known[i] {
			if it.Verdict, err = r.p.Judge(ctx, it.Post, earlier); err != nil {
				return nil, fmt.Errorf("judge its posts: %w", err)
			}
		}
		if it.Post.Message && !known[i] {
			earlier = append(earlier, it)
		}
		items = append(items, it)
	}
	return items, nil
}

// oldestFirst is the order of posts in time.
func oldestFirst(posts []post.Post) []int {
	order := make([]int, len(posts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return posts[a].Time.Compare(posts[b].Time) })
	return order
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
