package link

import (
	"slices"
	"strings"
)

// pair is one parameter of a query as it was written.
type pair struct {
	raw   string // "Name=Value"
	name  string // decoded, lower case
	value string // as written
}

func pairs(query string) []pair {
	if query == "" {
		return nil
	}
	out := make([]pair, 0, 8)
	for raw := range strings.SplitSeq(query, "&") {
		if raw == "" {
			continue
		}
		name, value, _ := strings.Cut(raw, "=")
		out = append(out, pair{raw, strings.ToLower(unescape(name)), value})
	}
	return out
}

// param is the decoded value of the first parameter of that name.
func (a address) param(names ...string) string {
	for _, name := range names {
		for _, p := range pairs(a.query) {
			if p.name == name && p.value != "" {
				return unescape(p.value)
			}
		}
	}
	return ""
}

// opened is the address for the browser: trackers gone, order and encoding of
// the rest kept.
func (a address) opened() address {
	a.query = a.filter(a.query, false)
	a.fragment = a.openFragment()
	a.path = a.untracked()
	return a
}

// filter drops the trackers among the parameters; for a key also those that
// matter to the reader but not to what is read.
func (a address) filter(query string, key bool) string {
	if query == "" {
		return ""
	}
	scopes := a.scopes()
	var kept []string
	for _, p := range pairs(query) {
		if a.tracks(p, scopes, key) {
			continue
		}
		if key {
			p.raw = closers.Replace(repair(p.raw, true))
		}
		kept = append(kept, p.raw)
	}
	if key {
		slices.Sort(kept)
	}
	return strings.Join(kept, "&")
}

// closers are escaped in keys wherever they stand: at the end they would look
// like punctuation, and what stands at the end depends on the sorting.
var closers = strings.NewReplacer("'", "%27", ")", "%29", "]", "%5D")

func (a address) tracks(p pair, scopes []scope, key bool) bool {
	if unsubscribes(a.path) && (p.name == "mkt_tok" || p.name == "ck_subscriber_id") {
		return false
	}
	if trackers[p.name] {
		return true
	}
	for _, prefix := range trackerPrefixes {
		if strings.HasPrefix(p.name, prefix) {
			return true
		}
	}
	for _, s := range scopes {
		if s.covers(p, key) {
			return true
		}
	}
	switch p.name {
	case "__s": // Drip's subscriber id; shorter values are somebody else's parameter
		return len(p.value) >= 6 && alphanumeric(p.value)
	case "ck_subscriber_id":
		return true
	case "source":
		return countsReaders(a.path, p.value)
	case "ref":
		return sameSite(p.value, a.host) || a.from != "" && sameSite(p.value, a.from) || key && domainLike(p.value) && !keepsRef(a.host)
	case "amp", "outputtype":
		return key && (p.value == "" || p.value == "1" || p.value == "true" || p.value == "amp")
	}
	return false
}

func unsubscribes(path string) bool { return strings.Contains(strings.ToLower(path), "unsubscribe") }

func alphanumeric(s string) bool {
	for i := 0; i < len(s); i++ {
		if !unreserved(s[i]) || strings.IndexByte("-._~", s[i]) >= 0 {
			return false
		}
	}
	return s != ""
}

// openFragment keeps the place in the page, and drops what marks words in it
// or counts who came.
func (a address) openFragment() string {
	f, _, _ := strings.Cut(a.fragment, ":~:")
	if strings.HasPrefix(f, "xtor=") || strings.HasPrefix(f, "utm_") || strings.HasPrefix(f, "Echobox=") || strings.HasPrefix(f, "?utm_") {
		return ""
	}
	return f
}

// keyFragment is the part of the fragment that names another page: the routes
// of programs that run in the browser.
func (a address) keyFragment() string {
	f := strings.TrimRight(repair(a.openFragment(), true), "/")
	if len(f) > 1 && (f[0] == '!' || f[0] == '/') {
		return f
	}
	return ""
}
