package poll

import (
	"context"
	"time"
)

const (
	tick         = time.Minute     // how often the wall clock is looked at
	offlinePause = 5 * time.Minute // between tries while nothing can be reached
)

// Watch runs on schedule until ctx ends, and returns its error. It looks at
// the wall clock every minute instead of sleeping until something is due:
// timers stand still while a machine sleeps. Clock jumps cause no storm.
func (p *Poller) Watch(ctx context.Context) error {
	wait := p.Wait
	if wait == nil {
		wait = sleep
	}
	told := ""
	pause := time.Duration(0)
	for {
		sum, err := p.once(ctx, Request{}, true)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		// A settings file in the middle of an edit is no reason to stop; once
		// is enough to say so.
		if err != nil && err.Error() != told && p.Notify != nil {
			p.Notify(Event{Err: err})
		}
		told = ""
		if err != nil {
			told = err.Error()
		}
		pause = tick
		if sum.Offline {
			pause = offlinePause
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
