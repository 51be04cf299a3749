package poll

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"testing"
	"time"

	"weaktie/internal/source"
)

func hashOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// watch runs Watch; each wait takes the next step, which moves the clock. The
// last step ends it.
func (b *bench) watch(steps ...func(d time.Duration)) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	defer cancel()
	b.Wait = func(_ context.Context, d time.Duration) error {
		if len(steps) == 0 {
			cancel()
			return ctx.Err()
		}
		steps[0](d)
		steps = steps[1:]
		return nil
	}
	if err := b.Watch(ctx); !errors.Is(err, context.Canceled) {
		b.t.Errorf("watch ended with %v", err)
	}
}

func TestR31WatchSurvivesClockJumps(t *testing.T) {
	srv, asked := instance(t, nil)
	b := newBench(t, srv.URL+"/tags/one")
	var polls []int64
	jump := func(d time.Duration) func(time.Duration) {
		return func(time.Duration) { polls = append(polls, asked.Swap(0)); b.forward(d) }
	}
	year := 365 * 24 * time.Hour
	b.watch(jump(time.Minute), jump(58*time.Minute), jump(8*time.Hour), jump(time.Minute), jump(year), jump(time.Minute), jump(-year), jump(time.Minute), jump(-time.Hour), jump(time.Minute), jump(0))
	want := []int64{1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0}
	for i := range want {
		if polls[i] != want[i] {
			t.Fatalf("polls after each step: %v, want %v", polls, want)
		}
	}
}

func TestWatchIsQuietWhenNothingIsDue(t *testing.T) {
	srv, _ := instance(t, nil)
	b := newBench(t, srv.URL+"/tags/one")
	b.run(Request{})
	b.take()
	minute := func(time.Duration) { b.forward(time.Minute) }
	b.watch(minute, minute, minute)
	if e := b.take(); len(e) != 0 {
		t.Errorf("events %+v without anything due", e)
	}
}

func TestWatchSaysAProblemOnce(t *testing.T) {
	b := newBench(t)
	b.Sources = func() ([]source.Ref, error) { return nil, errors.New("the sources file cannot be read") }
	minute := func(time.Duration) { b.forward(time.Minute) }
	b.watch(minute, minute, minute)
	if e := b.take(); len(e) != 1 || e[0].Err == nil {
		t.Errorf("events %+v, want the problem once", e)
	}
}

func TestR37NoStormWhileOffline(t *testing.T) {
	b := newBench(t, "https://a.example/feed")
	b.Client.HTTP.Transport = down{&net.DNSError{Err: "server misbehaving"}}
	var pauses []time.Duration
	step := func(d time.Duration) { pauses = append(pauses, d); b.forward(d) }
	b.watch(step, step)
	for _, d := range pauses {
		if d != offlinePause {
			t.Errorf("tried again after %v", d)
		}
	}
}

func TestWatchLetsWhatStoppedItComeUpAgain(t *testing.T) {
	srv, _ := instance(t, nil)
	address := srv.URL + "/tags/one"
	b := newBench(t, address)
	found := source.State{Parsing: true, BodyHash: hashOf("poison")}
	if err := b.Store.PutStates(map[string]source.State{address: found}); err != nil {
		t.Fatal(err)
	}
	var next []time.Time
	step := func(time.Duration) { next = append(next, b.state(address).Next); b.forward(time.Minute) }
	b.watch(step, step, step)
	if next[0].IsZero() || !next[2].Equal(next[0]) {
		t.Errorf("asked again at %v: the time moves away", next)
	}
}
