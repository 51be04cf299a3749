package poll

import (
	"context"
	"fmt"
	"strings"

	"weaktie/internal/source"
)

// Some answers kill the process that reads them, and then no code runs that
// could say which one it was. So what is about to be read is on disk first, at
// a price of one commit a run:
//
//   - Before a run reads its first body, everything that it has yet to file is
//     marked, in one transaction. Filing takes a mark away.
//   - Marks that are still there at the next start are suspects: the process
//     was killed while some of them were being read. Suspects are read and
//     filed one at a time, each marked alone with the hash of its body.
//   - One that was being read alone when the process died again may only have
//     been unlucky: somebody may have killed the process. Its hash is kept with
//     a question mark, and it is read once more, after everybody else was filed.
//   - If that kills the process too, the next start knows the culprit by its
//     hash. It is not read again until it sends something else.

// recall is what a source remembers, and whether it is a suspect.
func (r *run) recall(address string) (source.State, bool) {
	st := r.states[address]
	suspect := st.Parsing || st.BodyHash != ""
	if st.Parsing && st.BodyHash != "" && !unlucky(st) {
		st = r.p.failed(st, &source.Error{
			Health: source.Broken,
			Msg:    "reading this source stopped weaktie: it is left alone until it sends something else",
		}, r.started)
		r.pending[address] = cleared(st)
	}
	return cleared(st), suspect
}

// perhaps ends the hash of a body that was read alone once when the process
// died; no hash of a body ends so.
const perhaps = "?"

func unlucky(st source.State) bool { return strings.HasSuffix(st.BodyHash, perhaps) }

func cleared(st source.State) source.State {
	st.Parsing = false
	return st
}

// watch is what surrounds the reading of j's answers: a bound on the
// processors, and the marks.
func (r *run) watch(ctx context.Context, j *job) func(source.Body, func()) error {
	return func(b source.Body, read func()) error {
		if err := r.mark(j, b); err != nil {
			r.stop(err)
			return err
		}
		select {
		case r.cpu <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		defer func() { <-r.cpu }()
		read()
		return nil
	}
}

func (r *run) mark(j *job, b source.Body) error {
	if j.suspect {
		return r.markAlone(j, b)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.marked {
		return nil
	}
	marks := map[string]source.State{}
	for _, other := range r.jobs {
		if !other.done && !other.suspect {
			st := other.state
			st.Parsing = true
			marks[other.ref.URL] = st
		}
	}
	if err := r.p.Store.PutStates(marks); err != nil {
		return fmt.Errorf("poll: %w", err)
	}
	r.marked = true
	return nil
}

func (r *run) markAlone(j *job, b source.Body) error {
	if j.release == nil {
		r.alone.Lock()
		j.release = r.alone.Unlock
	}
	st := j.state
	st.Parsing = true
	if hash := b.Hash(); j.state.BodyHash == hash+perhaps {
		st.BodyHash = hash
	} else {
		st.BodyHash = hash + perhaps
	}
	if err := r.p.Store.PutStates(map[string]source.State{j.ref.URL: st}); err != nil {
		return fmt.Errorf("poll: %w", err)
	}
	r.mu.Lock()
	r.marked = true
	r.mu.Unlock()
	return nil
}
