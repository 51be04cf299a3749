package source

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// Client is the polite HTTP that all sources share. Safe for concurrent use;
// its fields are set before the first use.
type Client struct {
	HTTP   *http.Client
	Agent  string                   // User-Agent
	Now    func() time.Time         // time.Now in production
	Token  func(host string) string // bearer token for a host; nil is none
	Limits Limits

	dialer *net.Dialer
	mu     sync.Mutex
	hosts  map[string]*host
}

// Limits of one fetch; zero fields take the defaults.
type Limits struct {
	Body    int64         // decompressed bytes; 16 MiB
	Whole   time.Duration // one request with its answer; 30 s
	Headers time.Duration // until the answer begins; 15 s
	Idle    time.Duration // no bytes for; 10 s
	PerHost int           // requests at once to one host; 2
}

// The limits that are not settable, and the defaults of those that are.
const (
	dialTimeout   = 10 * time.Second // beyond that a host is down, not slow
	headerBytes   = 256 << 10        // an honest answer has 2 KiB of headers
	maxRedirects  = 5
	bodyBytes     = 16 << 20 // miniflux settled on 15 MiB; the largest honest feed seen has 9
	jsonBytes     = 5 << 20  // 80 statuses take 0.4 MiB
	refusalBytes  = 64 << 10 // enough of an error page to name it
	wholeTimeout  = 30 * time.Second
	headerTimeout = 15 * time.Second
	idleTimeout   = 10 * time.Second
	perHost       = 2
)

func (l Limits) withDefaults() Limits {
	l.Body = orElse(l.Body, bodyBytes)
	l.Whole = orElse(l.Whole, wholeTimeout)
	l.Headers = orElse(l.Headers, headerTimeout)
	l.Idle = orElse(l.Idle, idleTimeout)
	l.PerHost = orElse(l.PerHost, perHost)
	return l
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// NewClient makes a Client that refuses private addresses for anything but
// what the user typed, follows at most five redirects, keeps no cookies.
func NewClient(agent string, now func() time.Time, token func(string) string) *Client {
	c := &Client{
		Agent:  agent,
		Now:    now,
		Token:  token,
		dialer: &net.Dialer{Timeout: dialTimeout},
		hosts:  map[string]*host{},
	}
	c.HTTP = &http.Client{
		Transport:     newTransport(c),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// host is what is known of one host: who is asking it, and until when it wants
// to be left alone.
type host struct {
	slots chan struct{}
	until time.Time
}

func (c *Client) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		h = &host{slots: make(chan struct{}, c.Limits.withDefaults().PerHost)}
		c.hosts[name] = h
	}
	return h
}

// Hold keeps everybody from asking a host (as Host gives it) before until. An
// earlier time never shortens a wait. The poller gives back what it knows from
// before a restart.
func (c *Client) Hold(name string, until time.Time) {
	h := c.host(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	if until.After(h.until) {
		h.until = until
	}
}

// Held is until when a host must not be asked; zero when it may be.
func (c *Client) Held(name string) time.Time {
	h := c.host(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.Now()
	if !h.until.After(now) || h.until.After(now.Add(maxWait+time.Minute)) {
		return time.Time{} // over, or set by a clock that has since gone back
	}
	return h.until
}

// enter takes one of the host's slots; the returned function gives it back.
func (c *Client) enter(ctx context.Context, name string) (func(), error) {
	h := c.host(name)
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Open makes the Source for a reference, by what is known of it (st.Kind) and
// by the form of its address. It asks nothing.
func (c *Client) Open(r Ref, st State) (Source, error) {
	u, err := parseAddress(r.URL)
	if err != nil {
		return nil, err
	}
	p, fits := at(u)
	if st.Kind != "" {
		fits = p.kind == st.Kind
	}
	if !fits {
		address, err := special(u)
		if err != nil {
			return nil, err
		}
		return &feedSource{c: c, ref: r.URL, ask: orElse(address, r.URL), accept: acceptFeed}, nil
	}
	in := instance{c: c, ref: r.URL, base: p.base, page: bareAddress(p.page())}
	switch p.kind {
	case KindMastodon:
		return &tagSource{instance: in, name: p.name, query: p.query}, nil
	case KindAccount:
		return &accountSource{instance: in, name: p.name}, nil
	case KindInbox:
		return &inboxSource{instance: in}, nil
	}
	return &feedSource{c: c, ref: r.URL, ask: r.URL, accept: acceptFeed}, nil
}
