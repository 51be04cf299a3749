package source

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
)

type reachKey struct{}

// anywhere marks a request whose address the user vouches for: it alone may go
// to a private or loopback address.
func anywhere(ctx context.Context) context.Context {
	return context.WithValue(ctx, reachKey{}, true)
}

// transport keeps two pools of connections, so that one opened for an address
// that the user typed is never reused for one that a server named.
type transport struct{ anywhere, public http.RoundTripper }

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Context().Value(reachKey{}) != nil {
		return t.anywhere.RoundTrip(r)
	}
	return t.public.RoundTrip(r)
}

func newTransport(c *Client) *transport {
	var proxies sync.Map // addresses of configured proxies, which may be private
	plain := &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			u, err := http.ProxyFromEnvironment(r)
			if u != nil {
				proxies.Store(dialAddress(u), true)
			}
			return u, err
		},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return c.dialer.DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout:    dialTimeout,
		MaxResponseHeaderBytes: headerBytes,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    perHost,
		IdleConnTimeout:        wholeTimeout,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decompressed here, one layer, counted
	}
	guarded := plain.Clone()
	guarded.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		d := *c.dialer
		if _, proxy := proxies.Load(address); !proxy {
			d.Control = refusePrivate
		}
		return d.DialContext(ctx, network, address)
	}
	return &transport{anywhere: plain, public: guarded}
}

func dialAddress(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// refusePrivate looks at the address that is about to be connected, after
// DNS, so that no name can hide a private one.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || private(ap.Addr()) {
		return errPrivate
	}
	return nil
}

// notPublic are the ranges that netip has no name for.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carriers' own
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("fec0::/10"), // site-local, withdrawn but routed
	netip.MustParsePrefix("2001::/32"), // Teredo: carries an IPv4 address
	netip.MustParsePrefix("::/96"),
}

func private(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return true // loopback, link-local (cloud metadata), multicast, unspecified
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return true
		}
	}
	b := a.As16()
	switch {
	case netip.MustParsePrefix("64:ff9b::/96").Contains(a):
		return private(netip.AddrFrom4([4]byte(b[12:16])))
	case netip.MustParsePrefix("2002::/16").Contains(a):
		return private(netip.AddrFrom4([4]byte(b[2:6])))
	}
	return false
}

// AtHome reports whether an address is on this machine or its own network by
// name: reaching it proves nothing about the network outside.
func AtHome(address string) bool {
	u, err := url.Parse(address)
	return err == nil && homely(u.Hostname())
}

// homely reports whether a name can only mean a machine at home: an address,
// a name without dots, or one of the endings kept for local networks.
func homely(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if _, err := netip.ParseAddr(name); err == nil || !strings.Contains(name, ".") {
		return true
	}
	for _, end := range []string{".localhost", ".local", ".lan", ".internal", ".home.arpa", ".home", ".intranet", ".corp"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
