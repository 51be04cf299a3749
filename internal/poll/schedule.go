package poll

import (
	"math/rand/v2"
	"time"

	"weaktie/internal/source"
)

const (
	defaultEvery = time.Hour
	floorEvery   = 15 * time.Minute // whatever is set: more is bad manners
	slack        = time.Minute      // an hourly cron job comes a second early now and then

	firstRetry = 15 * time.Minute
	lastRetry  = 24 * time.Hour

	longestWait = 7 * 24 * time.Hour // the longest that a server may ask for
)

// due reports whether a source should be asked at now. A state from the
// future means that the clock has gone back: it is asked once, which sets its
// times right.
func due(st source.State, now time.Time) bool {
	if st.LastPoll.After(now.Add(slack)) {
		return true
	}
	if st.Health == source.Gone {
		return false
	}
	return !st.Next.After(now.Add(slack))
}

// mustWait reports until when a host's own wish keeps a source from being
// asked, whoever wants it; zero is not at all.
func mustWait(st source.State, now time.Time) time.Time {
	if st.Health != source.RateLimited || !st.Next.After(now) || st.Next.After(now.Add(longestWait)) {
		return time.Time{}
	}
	return st.Next
}

// next is when a source that answered is due again: the longer of what the
// user set and what the source wants.
func (p *Poller) next(st source.State, now time.Time) time.Time {
	every := p.Every
	if every == 0 {
		every = defaultEvery
	}
	at := now.Add(max(every, st.Every, floorEvery))
	if st.Next.After(at) && st.Next.Before(now.Add(longestWait)) {
		return st.Next // its host is nearly out of patience
	}
	return at
}

// retry is when to ask again after failures in a row: 15 minutes, doubling to
// a day, up to a fifth more so that what failed together does not come back
// together.
func (p *Poller) retry(failures int, now time.Time) time.Time {
	d := firstRetry
	for i := 1; i < failures && d < lastRetry; i++ {
		d *= 2
	}
	d = min(d, lastRetry)
	random := p.Rand
	if random == nil {
		random = rand.Float64
	}
	return now.Add(d + time.Duration(random()*float64(d)/5))
}
