package link

import "strings"

// redirectors pass the reader on to the address in a parameter. Known from
// what their networks put into links that leave them.
var redirectors = []struct {
	host, path string // path "" is any
	params     []string
}{
	{"google.*", "/url", []string{"url", "q"}},
	{"youtube.com", "/redirect", []string{"q"}},
	{"l.facebook.com", "/l.php", []string{"u"}},
	{"lm.facebook.com", "/l.php", []string{"u"}},
	{"l.instagram.com", "", []string{"u"}},
	{"l.threads.net", "", []string{"u"}},
	{"l.threads.com", "", []string{"u"}},
	{"linkedin.com", "/redir/redirect", []string{"url"}},
	{"linkedin.com", "/safety/go", []string{"url"}},
	{"medium.com", "/m/global-identity", []string{"redirecturl"}},
	{"medium.com", "/m/global-identity-2", []string{"redirecturl"}},
	{"out.reddit.com", "", []string{"url"}},
	{"steamcommunity.com", "/linkfilter", []string{"url", "u"}},
	{"safelinks.protection.outlook.com", "", []string{"url"}},
	{"vk.com", "/away.php", []string{"to"}},
	{"slack-redir.net", "/link", []string{"url"}},
	{"duckduckgo.com", "/l", []string{"uddg"}},
}

// unwrap is the address that a redirector leads to.
func unwrap(a address) (address, bool) {
	for _, r := range redirectors {
		if under(a.host, r.host) && (r.path == "" || strings.TrimSuffix(a.path, "/") == r.path) {
			return parse(a.param(r.params...))
		}
	}
	switch {
	case a.host == "href.li" || a.host == "anonym.to" || a.host == "www.anonym.to":
		if a.path == "/" {
			return parse(unescapedOnce(a.query))
		}
	case under(a.host, "urldefense.com") || under(a.host, "urldefense.proofpoint.com"):
		return defended(a)
	case strings.HasSuffix(a.host, ".cdn.ampproject.org"):
		for _, kind := range []string{"/c/", "/v/", "/i/"} {
			if rest, ok := strings.CutPrefix(a.path, kind); ok {
				return amp(a, rest)
			}
		}
	case strings.HasPrefix(a.path, "/amp/") && under(a.host, "google.*"):
		if rest, ok := strings.CutPrefix(a.path, "/amp/"); ok && strings.Contains(strings.TrimPrefix(rest, "s/"), ".") {
			return amp(a, rest)
		}
	}
	return address{}, false
}

// unescapedOnce decodes an address that was escaped as a whole, and leaves one
// that was not.
func unescapedOnce(s string) string {
	if strings.Contains(s, "://") {
		return s
	}
	return unescape(s)
}

// amp is the page behind an address of an AMP cache: [s/]host/path.
func amp(a address, rest string) (address, bool) {
	scheme := "http://"
	if r, ok := strings.CutPrefix(rest, "s/"); ok {
		scheme, rest = "https://", r
	}
	if a.query != "" {
		rest += "?" + a.query
	}
	return parse(scheme + rest)
}

// defended is the address inside one that a mail filter rewrote.
func defended(a address) (address, bool) {
	if rest, ok := strings.CutPrefix(a.path, "/v3/__"); ok {
		target, tail, ok := strings.Cut(rest, "__;")
		// A star stands for characters kept elsewhere, in a form of its own.
		if !ok || strings.Contains(target, "*") && !strings.HasPrefix(tail, "!!") {
			return address{}, false
		}
		target = strings.Replace(target, ":/", "://", 1)
		return parse(strings.Replace(target, ":///", "://", 1))
	}
	if strings.HasPrefix(a.path, "/v2/") {
		u := strings.ReplaceAll(a.param("u"), "_", "/")
		return parse(unescape(strings.ReplaceAll(u, "-", "%")))
	}
	return address{}, false
}

// archived is the page whose copy an archive keeps. The copy is what should be
// opened, so this is for the key only.
func archived(a address) (address, bool) {
	if a.host != "web.archive.org" {
		return address{}, false
	}
	rest, ok := strings.CutPrefix(a.path, "/web/")
	if !ok {
		return address{}, false
	}
	_, target, ok := strings.Cut(rest, "/")
	if !ok {
		return address{}, false
	}
	scheme, tail, ok := strings.Cut(target, ":/")
	if !ok {
		return address{}, false
	}
	target = scheme + "://" + strings.TrimLeft(tail, "/")
	if a.query != "" {
		target += "?" + a.query
	}
	return parse(target)
}
