package link

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Site is the registrable domain of an address ("blog.acme.co.uk" ->
// "acme.co.uk"): what one publisher owns. Hosts that give each user a
// sub-domain or a path of their own (substack.com, github.io, medium.com/@ana)
// count as the user's, by the public suffix list's private section and a short
// list of paths. A host without a domain, such as a loopback server, is a site
// of its own with its port.
func Site(raw string) string {
	a, ok := parse(raw)
	if !ok {
		return ""
	}
	if !strings.Contains(a.host, ".") || isIP(a.host) {
		return join(a.host, a.port)
	}
	site := registrable(foldName(a.host))
	if user := a.userPath(site); user != "" {
		return site + user
	}
	return site
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// sharedSuffixes give each user a sub-domain, and are not all on the public
// suffix list.
var sharedSuffixes = set(`
	substack.com medium.com beehiiv.com ghost.io wordpress.com tumblr.com blogspot.com bearblog.dev write.as
	hashnode.dev buttondown.email micro.blog github.io gitlab.io neocities.org livejournal.com`)

// registrable is the domain that one publisher registered or was given.
func registrable(host string) string {
	for suffix := host; ; {
		_, parent, ok := strings.Cut(suffix, ".")
		if !ok {
			break
		}
		if sharedSuffixes[parent] {
			if strings.HasPrefix(suffix, "www.") {
				return parent
			}
			return suffix
		}
		suffix = parent
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}
	return site
}

// icannSite is the registrable domain by the ICANN section alone.
func icannSite(host string) string {
	for h := host; ; {
		suffix, icann := publicsuffix.PublicSuffix(h)
		if icann || !strings.Contains(suffix, ".") {
			rest := strings.TrimSuffix(strings.TrimSuffix(host, suffix), ".")
			return rest[strings.LastIndexByte(rest, '.')+1:] + "." + suffix
		}
		if h == suffix { // a private suffix itself, such as github.io
			_, h, _ = strings.Cut(h, ".")
			continue
		}
		h = suffix
	}
}

// userPaths are sites where the first segment of the path is a person's or a
// publication's own place; the value says after which segment it begins.
var userPaths = map[string][]string{
	"github.com":    {""},
	"gitlab.com":    {""},
	"codeberg.org":  {""},
	"dev.to":        {""},
	"medium.com":    {""},
	"x.com":         {""},
	"twitter.com":   {""},
	"instagram.com": {""},
	"facebook.com":  {""},
	"linkedin.com":  {"in", "company", "school", "newsletters"},
	"bsky.app":      {"profile"},
	"youtube.com":   {"c", "channel", "user"},
	"reddit.com":    {"user", "u", "r"},
}

// userPath is the part of the path that belongs to one user of a shared site.
func (a address) userPath(site string) string {
	first, rest, _ := strings.Cut(a.path[1:], "/")
	if first == "" {
		return ""
	}
	if len(first) > 1 && first[0] == '@' {
		return "/" + strings.ToLower(first)
	}
	for _, under := range userPaths[site] {
		if under == "" {
			return "/" + strings.ToLower(first)
		}
		if second, _, _ := strings.Cut(rest, "/"); first == under && second != "" {
			return "/" + first + "/" + strings.ToLower(second)
		}
	}
	return ""
}

// sameSite reports whether a value names the host itself.
func sameSite(value, host string) bool {
	value = strings.ToLower(value)
	if value == "" || !strings.Contains(value, ".") {
		return false
	}
	return foldName(value) == foldName(host) || value == registrable(host)
}

// domainLike reports whether a value is a domain name of a known suffix.
func domainLike(value string) bool {
	host, ok := cleanHost(unescape(value))
	if !ok || !strings.Contains(host, ".") || isIP(host) {
		return false
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	return (icann || strings.Contains(suffix, ".")) && suffix != host
}
