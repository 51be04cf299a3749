package source

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"weaktie/internal/clean"
)

// ask is one question: an address and what goes with it.
type ask struct {
	url      string
	typed    string // the address the user vouches for, when url is another that a server named
	accept   string
	token    bool   // send the host's token
	etag     string // validators, sent only to the address they came from
	modified string
	from     string
	public   bool // it answered from a public address before
	local    bool // the address the user vouches for is a private one
	limit    int64
	failures int
}

// reply is an answer whose body was read whole.
type reply struct {
	status  int
	header  http.Header
	body    []byte
	url     *url.URL // the address that answered, without credentials
	moved   string   // where permanent redirects led; "" when there were none
	local   bool     // the source's own address was a private one
	waiting time.Time
}

// fetch asks and follows. The error is always an *Error; the reply is then
// what was learned on the way, and may be nil.
func (c *Client) fetch(ctx context.Context, a ask) (*reply, error) {
	at, err := parseAddress(a.url)
	if err != nil {
		return nil, err
	}
	walk := walk{c: c, ask: a, first: at, limits: c.Limits.withDefaults(), permanent: true}
	walk.limits.Body = orElse(a.limit, walk.limits.Body)
	if a.typed != "" {
		if walk.vouched, err = parseAddress(a.typed); err != nil {
			return nil, err
		}
	}
	for hop := 0; ; hop++ {
		r, next, err := walk.step(ctx, at, hop)
		if err != nil {
			return r, err
		}
		if next == nil {
			return r, nil
		}
		if hop == maxRedirects {
			return nil, fail(Broken, nil, "%s redirects more than %d times", hostWords(walk.first), maxRedirects)
		}
		at = next
	}
}

// walk is one fetch over its redirects.
type walk struct {
	c         *Client
	ask       ask
	first     *url.URL
	vouched   *url.URL
	limits    Limits
	permanent bool // every redirect so far was for good
	moved     string
	local     bool
}

// step asks one address. next is where a redirect leads.
func (w *walk) step(ctx context.Context, at *url.URL, hop int) (r *reply, next *url.URL, err error) {
	name := strings.ToLower(at.Host)
	now := w.c.Now()
	if until := w.c.Held(name); !until.IsZero() {
		return nil, nil, waitError(hostWords(at), until, now)
	}
	leave, err := w.c.enter(ctx, name)
	if err != nil {
		return nil, nil, fail(Transient, err, "asking %s was broken off", hostWords(at))
	}
	defer leave()
	if until := w.c.Held(name); !until.IsZero() { // refused while this one waited its turn
		return nil, nil, waitError(hostWords(at), until, now)
	}
	r, err = w.exchange(ctx, at, hop)
	if err != nil {
		return nil, nil, err
	}
	if until, low := spent(r.header, now); low {
		r.waiting = until
		w.c.Hold(name, until)
	}
	switch {
	case r.status == http.StatusOK, r.status == http.StatusNotModified:
		r.moved = w.moved
		return r, nil, nil
	case isRedirect(r.status):
		next, err = w.follow(at, r)
		return nil, next, err
	}
	e := statusError(hostWords(at), r, now, w.ask.failures)
	if e.Host {
		w.c.Hold(name, e.Until)
	}
	return r, nil, e
}

// exchange sends one request and reads its answer, both under the watch of the
// time limits.
func (w *walk) exchange(ctx context.Context, at *url.URL, hop int) (*reply, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	whole := time.AfterFunc(w.limits.Whole, func() { cancel(errWhole) })
	defer whole.Stop()
	headers := time.AfterFunc(w.limits.Headers, func() { cancel(errHeaders) })
	defer headers.Stop()

	if hop == 0 {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) {
			ap, err := netip.ParseAddrPort(i.Conn.RemoteAddr().String())
			w.local = err == nil && private(ap.Addr())
		}})
	}
	if w.mayBePrivate(at, hop) {
		ctx = anywhere(ctx)
	} else if ip, err := netip.ParseAddr(at.Hostname()); err == nil && private(ip) {
		return nil, netError(ctx, hostWords(at), w.limits, errPrivate)
	}
	req, err := w.request(ctx, at)
	if err != nil {
		return nil, fail(Broken, err, "%s is not an address that can be asked", clean.Address(at.String()))
	}
	// The transport alone: redirects are this package's decision, and a Client
	// would quote the Location in its errors.
	res, err := w.c.HTTP.Transport.RoundTrip(req)
	if err != nil {
		return nil, netError(ctx, hostWords(at), w.limits, err)
	}
	defer res.Body.Close()
	headers.Stop()

	r := &reply{status: res.StatusCode, header: res.Header, url: bare(at), local: w.local}
	if isRedirect(r.status) || r.status == http.StatusNotModified {
		return r, nil
	}
	limits := w.limits
	if r.status != http.StatusOK {
		limits.Body = refusalBytes
	}
	idle := time.AfterFunc(limits.Idle, func() { cancel(errIdle) })
	defer idle.Stop()
	r.body, err = readBody(res, limits, idle)
	if err != nil && r.status == http.StatusOK {
		return nil, netError(ctx, hostWords(at), limits, err)
	}
	return r, nil
}

// mayBePrivate decides for one hop. The user's own address may be private,
// unless its name looks public and answered from a public address before: then
// somebody else's DNS changed. Where a server leads may not be, except back to
// the same private host.
func (w *walk) mayBePrivate(at *url.URL, hop int) bool {
	own := w.first
	if w.vouched != nil {
		own = w.vouched
	}
	trusted := homely(own.Hostname()) || !w.ask.public
	same := strings.EqualFold(at.Hostname(), own.Hostname())
	switch {
	case w.vouched != nil:
		return same && w.ask.local
	case hop == 0:
		return trusted
	}
	return same && trusted && w.local
}

func (w *walk) request(ctx context.Context, at *url.URL) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, bare(at).String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", w.c.Agent)
	req.Header.Set("Accept-Encoding", "gzip")
	if w.ask.accept != "" {
		req.Header.Set("Accept", w.ask.accept)
	}
	if bare(at).String() == bareAddress(w.ask.from) {
		if w.ask.etag != "" {
			req.Header.Set("If-None-Match", w.ask.etag)
		}
		if w.ask.modified != "" {
			req.Header.Set("If-Modified-Since", w.ask.modified)
		}
	}
	w.authorize(req, at)
	return req, nil
}

// authorize adds credentials for the source's own host and no other, and a
// token never over a line that others can read.
func (w *walk) authorize(req *http.Request, at *url.URL) {
	if !strings.EqualFold(at.Host, w.first.Host) || at.Scheme != w.first.Scheme {
		return
	}
	if user := w.first.User; user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	if w.ask.token && (at.Scheme == "https" || homely(at.Hostname())) {
		if token := w.c.token(at); token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
	}
}

// token is the user's token for the host of an address.
func (c *Client) token(u *url.URL) string {
	if c.Token == nil {
		return ""
	}
	if t := c.Token(strings.ToLower(u.Host)); t != "" {
		return t
	}
	return c.Token(strings.ToLower(u.Hostname()))
}

// follow reads where a redirect leads, and refuses what no feed needs.
func (w *walk) follow(at *url.URL, r *reply) (*url.URL, error) {
	host := hostWords(at)
	where := r.header.Get("Location")
	next, err := at.Parse(where)
	if err != nil || where == "" || len(where) > maxAddress {
		return nil, fail(Broken, err, "%s redirects to nowhere", host)
	}
	next.Fragment, next.RawFragment = "", ""
	next.User = nil
	switch {
	case next.Scheme != "http" && next.Scheme != "https", next.Host == "":
		return nil, fail(Broken, nil, "%s redirects to something that is not a web address", host)
	case at.Scheme == "https" && next.Scheme == "http":
		return nil, fail(Broken, nil, "%s redirects to an address without encryption, which is refused", host)
	}
	forGood := r.status == http.StatusMovedPermanently || r.status == http.StatusPermanentRedirect
	w.permanent = w.permanent && forGood
	if w.permanent {
		w.moved = next.String()
	}
	return next, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// maxAddress is the longest address that is asked: browsers stop at 2 to 64
// KiB, servers at 8.
const maxAddress = 4 << 10

func parseAddress(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || len(raw) > maxAddress || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		if err == nil {
			err = errors.New("not an http address")
		}
		if strings.HasPrefix(raw, "http://") || strings.HasPrefix(raw, "https://") {
			return nil, fail(Broken, innermost(err), "%s is not an address that can be read: copy it from the browser again", clean.Address(raw))
		}
		return nil, fail(Broken, innermost(err), "%s is not a web address: it should begin with https://", clean.Address(raw))
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// bare is u without credentials.
func bare(u *url.URL) *url.URL {
	b := *u
	b.User = nil
	return &b
}

// bareAddress is raw without credentials; "" when it is no address.
func bareAddress(raw string) string {
	u, err := parseAddress(raw)
	if err != nil {
		return ""
	}
	return bare(u).String()
}

// hostWords is the host of an address as it is shown.
func hostWords(u *url.URL) string {
	return strings.TrimPrefix(clean.Address("https://"+u.Host).String(), "https://")
}
