package poll

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/source"
)

const (
	defaultAtOnce = 128 // below that, latency and not the line decides
	lanesPerHost  = 2   // the same politeness as the client's
	flushEvery    = 500 // states written together
)

// job is one source of a run.
type job struct {
	ref     source.Ref
	state   source.State
	host    string
	suspect bool   // its parse is watched alone; see marks.go
	release func() // ends that watch
	done    bool   // its state is on disk or about to be; guarded by run.mu
}

// run is one Run.
type run struct {
	p       *Poller
	states  map[string]source.State
	jobs    []*job
	started time.Time
	cpu     chan struct{} // bodies read and judged at once
	alone   sync.Mutex    // held while a suspect is read and filed
	stop    context.CancelCauseFunc

	told sync.Mutex // one event at a time
	seen int        // events' Done

	mu        sync.Mutex
	sum       Summary
	marked    bool
	pending   map[string]source.State // to be written together
	unreached []failure               // kept back until it is known who is to blame
	reached   bool                    // somebody outside this machine answered
}

type failure struct {
	job  *job
	st   source.State
	err  error
	sure bool
}

func newRun(p *Poller, states map[string]source.State) *run {
	return &run{
		p: p, states: states, started: p.Now(),
		cpu:     make(chan struct{}, runtime.GOMAXPROCS(0)),
		pending: map[string]source.State{},
	}
}

// plan decides whom to ask.
func (r *run) plan(refs []source.Ref, req Request) error {
	wanted := map[string]bool{}
	for _, address := range req.Only {
		if !slices.ContainsFunc(refs, func(ref source.Ref) bool { return ref.URL == address }) {
			return fmt.Errorf("poll: %s is not one of the sources: add it first", clean.Address(address))
		}
		wanted[address] = true
	}
	taken := map[string]bool{}
	for _, ref := range refs {
		if taken[ref.URL] || len(wanted) > 0 && !wanted[ref.URL] {
			continue
		}
		taken[ref.URL] = true
		j := &job{ref: ref, host: source.Host(ref.URL)}
		j.state, j.suspect = r.recall(ref.URL)
		if until := mustWait(j.state, r.started); !until.IsZero() {
			r.p.Client.Hold(j.host, until)
		}
		asked := req.All && j.state.Health != source.Gone || wanted[ref.URL]
		if asked || due(j.state, r.started) && mustWait(j.state, r.started).IsZero() {
			r.jobs = append(r.jobs, j)
		} else {
			r.sum.Waiting++
		}
	}
	return nil
}

// all asks everybody: two lanes a host, so that a stuck one delays nobody
// else, and a bound on fetches over all of them.
func (r *run) all(ctx context.Context) (Summary, error) {
	r.tell(Event{Running: true})
	outer := ctx
	ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	atOnce := r.p.AtOnce
	if atOnce <= 0 {
		atOnce = defaultAtOnce
	}
	slots := make(chan struct{}, atOnce)
	var first, last []*job
	for _, j := range r.jobs {
		if unlucky(j.state) {
			last = append(last, j)
		} else {
			first = append(first, j)
		}
	}
	r.askAll(ctx, first, slots)
	r.askAll(ctx, last, slots)
	err := r.finish()
	switch {
	case outer.Err() != nil:
		err = fmt.Errorf("poll: %w", outer.Err())
	case err == nil && ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	sum := r.sum
	end := Event{Summary: &sum, Err: err}
	if err == nil && r.sum.Offline {
		end.Err = ErrOffline
	}
	r.tell(end)
	return r.sum, err
}

// askAll asks jobs, each host's in lanes of its own.
func (r *run) askAll(ctx context.Context, jobs []*job, slots chan struct{}) {
	var lanes sync.WaitGroup
	defer lanes.Wait()
	for _, queue := range byHost(jobs) {
		for range min(lanesPerHost, cap(queue)) {
			lanes.Go(func() {
				for j := range queue {
					select {
					case slots <- struct{}{}:
					case <-ctx.Done():
						return
					}
					r.ask(ctx, j)
					<-slots
				}
			})
		}
	}
}

// byHost makes a closed queue for each host, in the order of the sources.
func byHost(jobs []*job) []chan *job {
	index := map[string]int{}
	var groups [][]*job
	for _, j := range jobs {
		i, ok := index[j.host]
		if !ok {
			i = len(groups)
			index[j.host] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], j)
	}
	queues := make([]chan *job, len(groups))
	for i, g := range groups {
		queues[i] = make(chan *job, len(g))
		for _, j := range g {
			queues[i] <- j
		}
		close(queues[i])
	}
	return queues
}

// finish writes what is still to be written, and settles who is to blame for
// what could not be reached.
func (r *run) finish() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	hosts := map[string]bool{}
	sure := false
	for _, f := range r.unreached {
		hosts[f.job.host] = true
		sure = sure || f.sure
	}
	r.sum.Offline = !r.reached && len(hosts) > 0 && (sure || len(hosts) > 1)
	for _, f := range r.unreached {
		if !r.sum.Offline {
			r.pending[f.job.ref.URL] = cleared(r.p.failed(f.st, f.err, r.p.Now()))
			f.job.done = true
		}
	}
	if r.marked {
		for _, j := range r.jobs {
			if !j.done {
				r.pending[j.ref.URL] = j.before()
			}
		}
	}
	r.sum.Took = r.p.Now().Sub(r.started)
	return r.flush()
}

// before is the state of a job that counts as never having been asked.
func (j *job) before() source.State { return cleared(j.state) }

// flush writes the pending states; r.mu is held.
func (r *run) flush() error {
	if len(r.pending) == 0 {
		return nil
	}
	if err := r.p.Store.PutStates(r.pending); err != nil {
		return fmt.Errorf("poll: %w", err)
	}
	r.pending = map[string]source.State{}
	return nil
}

// keep puts a state among those that are written together.
func (r *run) keep(j *job, st source.State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	j.done = true
	r.pending[j.ref.URL] = cleared(st)
	if len(r.pending) >= flushEvery {
		if err := r.flush(); err != nil {
			r.stop(err)
		}
	}
}

// tell reports; Done and Total are filled in here.
func (r *run) tell(e Event) {
	r.told.Lock()
	defer r.told.Unlock()
	if e.Source != "" {
		r.seen++
		e.Running = true
	}
	e.Done, e.Total = r.seen, len(r.jobs)
	if r.p.Notify != nil {
		r.p.Notify(e)
	}
}

// failed is the state of a source after an error.
func (p *Poller) failed(st source.State, err error, now time.Time) source.State {
	st.LastPoll = now
	st.Health, st.Problem = source.Transient, clean.Line(err.Error()).String()
	var e *source.Error
	if errors.As(err, &e) {
		st.Health = e.Health
		if e.Host && e.Status == 0 {
			st.Next = e.Until // it was not even asked
			return st
		}
	}
	st.Failures++
	st.Next = p.retry(st.Failures, now)
	if e != nil && !e.Until.IsZero() {
		st.Next = e.Until
	}
	return st
}
