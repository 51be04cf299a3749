package review

import (
	"context"
	"fmt"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/person"
)

// Draft judges what the curator is about to send, as it is being written. What
// is known of the receiver is read once.
type Draft struct {
	judge *flip.Judge
	c     flip.Context
}

// Judge says how the text would read. It is quick enough for every keystroke.
func (d *Draft) Judge(text string) flip.Verdict { return d.judge.Judge(text, d.c) }

// Draft begins a text to a person ("" is nobody in particular) on a network
// ("" is the receiver's, or unknown).
func (r *Review) Draft(ctx context.Context, to person.Handle, network string) (*Draft, error) {
	j, err := r.judge(ctx)
	if err != nil {
		return nil, err
	}
	d := &Draft{judge: j, c: flip.Context{Network: network, Outbound: true}}
	if to == "" {
		return d, nil
	}
	known, err := r.known(time.Time{})
	if err != nil {
		return nil, err
	}
	people, err := r.Store.People([]person.Handle{to})
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	p, ok := people[to]
	if !ok {
		p.Handle = to
	}
	if d.c.History, err = r.historyWith(ctx, to, r.Now()); err != nil {
		return nil, err
	}
	d.c.Tie, d.c.Bot, d.c.Brand = known.tieWith(p, d.c.History.Social), p.Bot, p.Brand
	if d.c.Network == "" {
		d.c.Network = p.Network
	}
	d.c.FirstContact = person.Known(d.c.History.FromThem+d.c.History.FromMe == 0)
	return d, nil
}

// Check judges one finished text.
func (r *Review) Check(ctx context.Context, text string, to person.Handle, network string) (flip.Verdict, error) {
	d, err := r.Draft(ctx, to, network)
	if err != nil {
		return flip.Verdict{}, err
	}
	return d.Judge(text), nil
}
