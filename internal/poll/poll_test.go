package poll

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// bench is a poller over a real store, with a clock that stands still.
type bench struct {
	*Poller
	t      *testing.T
	dir    string
	at     atomic.Pointer[time.Time]
	mu     sync.Mutex
	events []Event
	refs   []source.Ref
}

func newBench(t *testing.T, addresses ...string) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir()}
	b.set(noon)
	for _, a := range addresses {
		b.refs = append(b.refs, source.Ref{URL: a})
	}
	b.start()
	return b
}

// start makes everything anew on the same folder, as a restart does.
func (b *bench) start() {
	b.t.Helper()
	if b.Poller != nil {
		if err := b.Store.Close(); err != nil {
			b.t.Fatal(err)
		}
	}
	st, err := store.Open(b.dir, store.Options{Now: b.now})
	if err != nil {
		b.t.Fatal(err)
	}
	c := source.NewClient("weaktie/test", b.now, func(string) string { return "token" })
	b.t.Cleanup(func() {
		c.HTTP.CloseIdleConnections()
		_ = st.Close() // closed before on a restart
	})
	b.Poller = &Poller{
		Store: st, Client: c, Judge: plainly(flip.New()), Now: b.now, Rand: func() float64 { return 0 },
		Sources: func() ([]source.Ref, error) { return b.refs, nil },
		Notify: func(e Event) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.events = append(b.events, e)
		},
	}
}

func (b *bench) now() time.Time          { return *b.at.Load() }
func (b *bench) set(t time.Time)         { b.at.Store(&t) }
func (b *bench) forward(d time.Duration) { b.set(b.now().Add(d)) }

func (b *bench) run(r Request) Summary {
	b.t.Helper()
	sum, err := b.Run(b.t.Context(), r)
	if err != nil {
		b.t.Fatal(err)
	}
	return sum
}

func (b *bench) state(address string) source.State {
	b.t.Helper()
	states, err := b.Store.States()
	if err != nil {
		b.t.Fatal(err)
	}
	return states[address]
}

func (b *bench) posts() int {
	b.t.Helper()
	items, err := b.Store.Posts(b.t.Context(), store.Query{})
	if err != nil {
		b.t.Fatal(err)
	}
	return len(items)
}

// take returns the events since the last call.
func (b *bench) take() []Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.events
	b.events = nil
	return e
}

// instance is a loopback server with one post under every tag.
func instance(t *testing.T, before http.HandlerFunc) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	var srv *httptest.Server
	srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if before != nil {
			seen := &peek{ResponseWriter: w}
			if before(seen, r); seen.done {
				return
			}
		}
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Query().Has("min_id") {
			fmt.Fprint(w, "[]")
			return
		}
		name := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		if name == "notifications" {
			fmt.Fprintf(w, `[{"id":"1","type":"mention","status":%s}]`, status(srv.URL, "note"))
			return
		}
		fmt.Fprintf(w, "[%s]", status(srv.URL, name))
	}))
	t.Cleanup(srv.Close)
	return srv, &asked
}

func status(base, name string) string {
	return fmt.Sprintf(`{"id":"1","uri":"%[1]s/s/%[2]s","url":"%[1]s/@ana/%[2]s","created_at":"2026-11-21T09:00:00Z","visibility":"direct%[3]s",
		"content":"<p>On %[2]s: https://blog.example/%[2]s</p>","account":{"acct":"ana","url":"%[1]s/@ana"}}`, base, name, map[bool]string{true: "", false: "-not"}[name == "note"])
}

// peek notes whether anything was answered.
type peek struct {
	http.ResponseWriter
	done bool
}

func (p *peek) WriteHeader(code int) { p.done = true; p.ResponseWriter.WriteHeader(code) }

func (p *peek) Write(b []byte) (int, error) { p.done = true; return p.ResponseWriter.Write(b) }

func TestRunStoresAndReports(t *testing.T) {
	srv, _ := instance(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/broken") {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	b := newBench(t, srv.URL+"/tags/one", srv.URL+"/tags/two", srv.URL+"/tags/two", srv.URL+"/tags/broken")
	sum := b.run(Request{})
	if sum.Sources != 3 || sum.New != 2 || sum.Failed != 1 || sum.Bytes == 0 || sum.Waiting != 0 || sum.Offline {
		t.Errorf("summary %+v", sum)
	}
	if b.posts() != 2 {
		t.Errorf("%d posts stored, want 2", b.posts())
	}
	events := b.take()
	if len(events) != 5 || events[0].Source != "" || !events[0].Running || events[0].Total != 3 {
		t.Fatalf("events %+v", events)
	}
	for i, e := range events[1:4] {
		if e.Done != i+1 || e.Total != 3 || !e.Running || e.Source == "" || e.Title == "" {
			t.Errorf("event %d: %+v", i, e)
		}
		if (e.Err != nil) != strings.HasSuffix(e.Source, "broken") || (len(e.New) != 1) != (e.Err != nil) {
			t.Errorf("event %+v", e)
		}
	}
	if last := events[4]; last.Running || last.Summary == nil || last.Summary.New != 2 || last.Done != 3 {
		t.Errorf("last event %+v", last)
	}
	if again := b.run(Request{}); again.Sources != 0 || again.Waiting != 3 {
		t.Errorf("again at once: %+v, want nothing due", again)
	}
	if all := b.run(Request{All: true}); all.Sources != 3 || all.NotModified != 2 || all.New != 0 {
		t.Errorf("all: %+v", all)
	}
	st := b.state(srv.URL + "/tags/one")
	if st.Health != source.OK || !st.LastOK.Equal(noon) || !st.Next.Equal(noon.Add(time.Hour)) || st.Parsing || st.Cursor != "1" || st.LastNew.IsZero() {
		t.Errorf("state %+v", st)
	}
	if _, err := b.Run(t.Context(), Request{Only: []string{"https://unknown.example"}}); err == nil || !strings.Contains(err.Error(), "not one of the sources") {
		t.Errorf("an unknown source: %v", err)
	}
}

func TestR29PostsOutliveFailuresAndEmptyAnswers(t *testing.T) {
	answer := 0
	srv, _ := instance(t, func(w http.ResponseWriter, _ *http.Request) {
		switch answer {
		case 200:
			fmt.Fprint(w, "[]")
		case 404:
			w.WriteHeader(404)
			fmt.Fprint(w, "<!doctype html><title>Gone fishing</title>")
		case 410:
			w.WriteHeader(410)
		}
	})
	address := srv.URL + "/tags/one"
	b := newBench(t, address)
	b.run(Request{})
	for _, answer = range []int{200, 404, 410} {
		b.forward(25 * time.Hour)
		b.run(Request{})
		if b.posts() != 1 {
			t.Fatalf("after %d: %d posts", answer, b.posts())
		}
	}
	if st := b.state(address); st.Health != source.Gone || st.Problem == "" {
		t.Errorf("after 410: %+v", st)
	}
	b.forward(100 * 24 * time.Hour)
	if sum := b.run(Request{All: true}); sum.Sources != 0 {
		t.Errorf("R34: a source that is gone was asked again: %+v", sum)
	}
	answer = 0
	if sum := b.run(Request{Only: []string{address}}); sum.Sources != 1 || b.state(address).Health != source.OK {
		t.Errorf("asked for by name: %+v", sum)
	}
}

func TestR18StuckSourcesDelayNobody(t *testing.T) {
	const hosts, each, stuckHosts = 20, 10, 2
	release := make(chan struct{})
	var addresses []string
	for h := range hosts {
		srv, _ := instance(t, func(_ http.ResponseWriter, r *http.Request) {
			if h < stuckHosts {
				select {
				case <-release:
				case <-r.Context().Done():
				}
			}
		})
		for i := range each {
			addresses = append(addresses, fmt.Sprintf("%s/tags/t%d", srv.URL, i))
		}
	}
	b := newBench(t, addresses...)
	b.AtOnce = 8
	var done atomic.Int64
	b.Notify = func(e Event) {
		// Exactly when everybody else has been heard are the stuck ones let go.
		if e.Source != "" && done.Add(1) == (hosts-stuckHosts)*each {
			close(release)
		}
	}
	if sum := b.run(Request{}); sum.Sources != hosts*each || sum.New != hosts*each || sum.Failed != 0 {
		t.Errorf("summary %+v", sum)
	}
}

func TestR33WaitsSurviveRestartAndInsistence(t *testing.T) {
	limited := true
	srv, asked := instance(t, func(w http.ResponseWriter, _ *http.Request) {
		if limited {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	b := newBench(t, srv.URL+"/tags/one", srv.URL+"/tags/two", srv.URL+"/tags/three")
	b.refs = b.refs[:1]
	b.run(Request{})
	b.refs = append(b.refs, source.Ref{URL: srv.URL + "/tags/two"}, source.Ref{URL: srv.URL + "/tags/three"})
	limited = false
	for range 3 {
		before := asked.Load()
		b.take()
		sum := b.run(Request{All: true})
		if asked.Load() != before || sum.Sources != 0 || sum.Waiting != 3 || sum.Failed != 0 {
			t.Errorf("%d requests while the host wants none: %+v", asked.Load()-before, sum)
		}
		for _, e := range b.take() {
			if e.Source != "" && (e.Err == nil || !strings.Contains(e.Err.Error(), "asks to wait until 13:00")) {
				t.Errorf("event %+v does not say until when", e)
			}
		}
		b.forward(10 * time.Minute)
		b.start()
	}
	if n := b.state(srv.URL + "/tags/one").Failures; n != 1 {
		t.Errorf("%d failures counted for one refusal", n)
	}
	b.set(noon.Add(time.Hour))
	if sum := b.run(Request{}); sum.New != 3 {
		t.Errorf("after the hour: %+v", sum)
	}
}

func TestFailuresBackOff(t *testing.T) {
	srv, _ := instance(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	address := srv.URL + "/tags/one"
	b := newBench(t, address)
	for i, want := range []time.Duration{15, 30, 60, 120, 240, 480, 960, 24 * 60, 24 * 60} {
		b.run(Request{})
		st := b.state(address)
		if got := st.Next.Sub(b.now()); got != want*time.Minute || st.Failures != i+1 {
			t.Errorf("failure %d: next in %v, want %v", st.Failures, got, want*time.Minute)
		}
		b.set(st.Next)
	}
	b.Rand = func() float64 { return 1 }
	if got := b.retry(1, noon).Sub(noon); got != 18*time.Minute {
		t.Errorf("spread to %v, want a fifth more", got)
	}
}

func TestNextHonoursTheLongerWish(t *testing.T) {
	for _, row := range []struct{ every, wish, want time.Duration }{
		{0, 0, time.Hour}, {0, 2 * time.Hour, 2 * time.Hour}, {3 * time.Hour, time.Hour, 3 * time.Hour}, {time.Second, 0, 15 * time.Minute},
	} {
		p := &Poller{Every: row.every}
		if got := p.next(source.State{Every: row.wish}, noon).Sub(noon); got != row.want {
			t.Errorf("every %v, wish %v: %v, want %v", row.every, row.wish, got, row.want)
		}
	}
	held := source.State{Next: noon.Add(5 * time.Hour)}
	if got := (&Poller{}).next(held, noon); !got.Equal(held.Next) {
		t.Errorf("a host at its limit is asked at %v", got)
	}
}

// down is a network that is not there.
type down struct{ err error }

func (d down) RoundTrip(*http.Request) (*http.Response, error) { return nil, d.err }

func TestR37OfflineIsOneNotice(t *testing.T) {
	for name, row := range map[string]struct {
		err       error
		addresses []string
		offline   bool
	}{
		"no resolver":           {&net.DNSError{Err: "server misbehaving", IsTemporary: true}, []string{"https://a.example/feed"}, true},
		"nothing is known":      {&net.DNSError{Err: "no such host", IsNotFound: true}, []string{"https://a.example/feed", "https://b.example/feed"}, true},
		"one typing error":      {&net.DNSError{Err: "no such host", IsNotFound: true}, []string{"https://a.example/feed"}, false},
		"everybody is just odd": {errors.New("odd"), []string{"https://a.example/feed", "https://b.example/feed"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, row.addresses...)
			b.Client.HTTP.Transport = down{row.err}
			sum := b.run(Request{})
			events := b.take()
			last := events[len(events)-1]
			if sum.Offline != row.offline || errors.Is(last.Err, ErrOffline) != row.offline {
				t.Errorf("offline %v, last event %+v", sum.Offline, last)
			}
			for _, a := range row.addresses {
				if counted := b.state(a).Failures > 0; counted == row.offline {
					t.Errorf("%s: failure counted %v", a, counted)
				}
			}
		})
	}
}

func TestTwoRunsAreOne(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	srv, asked := instance(t, func(http.ResponseWriter, *http.Request) {
		arrived <- struct{}{}
		<-release
	})
	b := newBench(t, srv.URL+"/tags/one")
	sums := make(chan Summary, 2)
	run := func() {
		sum, err := b.Run(t.Context(), Request{All: true})
		if err != nil {
			t.Error(err)
		}
		sums <- sum
	}
	go run()
	<-arrived
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Run(ctx, Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a waiting run that is cancelled: %v", err)
	}
	go run()
	close(release)
	first, second := <-sums, <-sums
	if first.New+second.New < 1 || asked.Load() > 2 {
		t.Errorf("summaries %+v and %+v after %d requests", first, second, asked.Load())
	}
}

func TestARunOutlivesTheOneItWaitedFor(t *testing.T) {
	arrived := make(chan struct{})
	var once sync.Once
	srv, _ := instance(t, func(_ http.ResponseWriter, r *http.Request) {
		once.Do(func() {
			close(arrived)
			<-r.Context().Done()
		})
	})
	b := newBench(t, srv.URL+"/tags/one")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() {
		_, err := b.Run(ctx, Request{})
		ended <- err
	}()
	<-arrived
	second := make(chan error, 1)
	go func() {
		sum, err := b.Run(t.Context(), Request{All: true})
		if sum.Sources != 1 || sum.New == 0 {
			err = errors.Join(err, fmt.Errorf("summary %+v", sum))
		}
		second <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
	if err := <-second; err != nil {
		t.Errorf("the second: %v", err)
	}
}

func TestCancelKeepsWhatIsFinished(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	srv, _ := instance(t, func(_ http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/slow") {
			<-r.Context().Done()
		}
	})
	other, _ := instance(t, nil)
	b := newBench(t, srv.URL+"/tags/slow", other.URL+"/tags/quick")
	b.Notify = func(e Event) {
		if strings.HasSuffix(e.Source, "quick") {
			cancel()
		}
	}
	sum, err := b.Run(ctx, Request{})
	if !errors.Is(err, context.Canceled) || sum.New != 1 || sum.Failed != 0 {
		t.Errorf("summary %+v, error %v", sum, err)
	}
	if st := b.state(srv.URL + "/tags/slow"); st.Parsing || st.Failures != 0 || !st.LastPoll.IsZero() {
		t.Errorf("the unfinished source was left as %+v", st)
	}
	if b.posts() != 1 {
		t.Errorf("%d posts, want the finished one", b.posts())
	}
}

// plainly judges words alone.
func plainly(j *flip.Judge) func(context.Context, post.Post, []store.Item) (flip.Verdict, error) {
	return func(_ context.Context, p post.Post, _ []store.Item) (flip.Verdict, error) {
		return j.Judge(p.Text().String(), flip.Context{Public: !p.Message}), nil
	}
}

func TestR51APanicIsOneSourcesFailure(t *testing.T) {
	srv, _ := instance(t, nil)
	b := newBench(t, srv.URL+"/notifications", srv.URL+"/tags/one")
	well := b.Judge
	b.Judge = func(ctx context.Context, p post.Post, earlier []store.Item) (flip.Verdict, error) {
		if p.Message {
			panic("poison")
		}
		return well(ctx, p, earlier)
	}
	sum := b.run(Request{})
	if sum.Failed != 1 || sum.New != 1 {
		t.Errorf("summary %+v", sum)
	}
	if st := b.state(srv.URL + "/notifications"); st.Health != source.Broken || st.Failures != 1 {
		t.Errorf("state %+v", st)
	}
	b.Judge = well
	b.forward(time.Hour)
	if sum := b.run(Request{}); sum.Failed != 0 {
		t.Errorf("afterwards: %+v", sum)
	}
}

func TestR52ThePoisonIsKnownAtTheThirdStart(t *testing.T) {
	body := `[` + status("https://x.example", "poison") + `]`
	srv, asked := instance(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/poison") {
			fmt.Fprint(w, body)
		}
	})
	poison, fine := srv.URL+"/tags/poison", srv.URL+"/tags/fine"
	b := newBench(t, poison, fine)

	// While a run reads its first body, everything it has yet to file is marked.
	marked := map[string]bool{}
	b.Notify = func(e Event) {
		if e.Source != "" {
			for _, a := range []string{poison, fine} {
				marked[a] = marked[a] || b.state(a).Parsing
			}
		}
	}
	b.AtOnce = 1
	b.run(Request{})
	if !marked[poison] && !marked[fine] {
		t.Error("nothing was marked while bodies were read")
	}
	if b.state(poison).Parsing || b.state(fine).Parsing {
		t.Error("filing left a mark behind")
	}

	// The process was killed in that run: both are suspects, and both are read.
	put := func(change func(*source.State)) {
		states := map[string]source.State{}
		for _, a := range []string{poison, fine} {
			st := source.State{Kind: source.KindMastodon, Parsing: true}
			if a == poison {
				change(&st)
			}
			states[a] = st
		}
		if err := b.Store.PutStates(states); err != nil {
			t.Fatal(err)
		}
	}
	put(func(*source.State) {})
	b.start()
	if sum := b.run(Request{}); sum.Failed != 0 || b.state(poison).Parsing || b.state(poison).BodyHash != "" {
		t.Errorf("suspects that are harmless: %+v, %+v", sum, b.state(poison))
	}

	// It was killed again, with one marked alone: that may be bad luck, so that
	// one is read once more, last and marked for good.
	put(func(st *source.State) { st.BodyHash = hashOf(body) + perhaps })
	b.start()
	var order []string
	alone := ""
	b.Notify = func(e Event) {
		if e.Source != "" {
			order = append(order, e.Source)
		}
		if e.Source == fine {
			alone = b.state(poison).BodyHash
		}
	}
	if sum := b.run(Request{}); sum.Failed != 0 || sum.Sources != 2 || len(order) != 2 || order[1] != poison {
		t.Errorf("an unlucky one: %+v, in the order %v", sum, order)
	}
	if st := b.state(poison); alone != hashOf(body)+perhaps || st.BodyHash != "" || st.Health != source.OK {
		t.Errorf("an unlucky one is %+v afterwards, marked %q before", st, alone)
	}
	b.Notify = nil

	// It was killed a third time, in the last try: that one is not read.
	put(func(st *source.State) { st.BodyHash = hashOf(body) })
	b.start()
	before := asked.Load()
	if sum := b.run(Request{}); sum.Sources != 1 || sum.Waiting != 1 || asked.Load() != before+1 {
		t.Errorf("third start: %+v", sum)
	}
	if st := b.state(poison); st.Health != source.Broken || st.Parsing || st.Failures != 1 {
		t.Errorf("the culprit is %+v", st)
	}
	if sum := b.run(Request{Only: []string{poison}}); sum.Failed != 1 || !strings.Contains(b.state(poison).Problem, "until it changes") {
		t.Errorf("asked for by name: %+v, %+v", sum, b.state(poison))
	}
	body = `[` + status("https://x.example", "cured") + `]`
	if sum := b.run(Request{Only: []string{poison}}); sum.Failed != 0 || b.state(poison).BodyHash != "" {
		t.Errorf("after it changed: %+v, %+v", sum, b.state(poison))
	}
}

func TestAStoreThatFailsEndsTheRun(t *testing.T) {
	srv, _ := instance(t, nil)
	b := newBench(t, srv.URL+"/tags/one", srv.URL+"/tags/two")
	b.Notify = func(e Event) {
		if e.Running && e.Source == "" {
			if err := b.Store.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := b.Run(t.Context(), Request{}); err == nil {
		t.Error("a closed store is no error")
	}
}

func TestR52TheLastTryIsMarkedForGood(t *testing.T) {
	b := newBench(t, "https://a.example/tags/x")
	j := &job{ref: source.Ref{URL: "https://a.example/tags/x"}, suspect: true}
	for _, c := range []struct{ before, body, after string }{
		{"", "h", "h" + perhaps},
		{"h" + perhaps, "h", "h"},
		{"h" + perhaps, "other", "other" + perhaps},
	} {
		j.state, j.release = source.State{BodyHash: c.before}, nil
		r := newRun(b.Poller, nil)
		if err := r.markAlone(j, source.Body{Hash: func() string { return c.body }}); err != nil {
			t.Fatal(err)
		}
		if st := b.state(j.ref.URL); st.BodyHash != c.after || !st.Parsing {
			t.Errorf("%q, reading %q: %+v", c.before, c.body, st)
		}
		j.release()
	}
}
