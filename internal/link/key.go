package link

import (
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// key is the address under which everything that shows the same page is
// grouped. It is never opened.
func (a address) key() string {
	for range maxRedirects {
		if target, ok := archived(a); ok {
			a = target
		}
	}
	a.scheme = "https"
	if a.port == "443" || a.port == "80" {
		a.port = ""
	}
	a.query = a.filter(a.query, true)
	a.fragment = a.keyFragment()
	a.host = foldName(a.host)
	a.path = keyPath(a.path)
	a.same()
	return a.String()
}

// keyPath drops the ends of a path that change the form of a page, not the
// page, and the punctuation of the sentence it stood in.
func keyPath(path string) string {
	for {
		p := path
		p = strings.TrimRight(p, ".,;:!'")
		p = strings.TrimSuffix(p, "/")
		for _, index := range []string{"/index.html", "/index.htm", "/index.php", "/amp"} {
			p = strings.TrimSuffix(p, index)
		}
		p = strings.TrimSuffix(p, ".amp")
		if p == "" {
			return "/"
		}
		if p == path {
			return p
		}
		path = p
	}
}

// variants are the names under which sites show the same pages to telephones.
var variants = []string{"www.", "m.", "mobile.", "amp."}

// foldName is the host without the part that names a variant of the site.
func foldName(host string) string {
	for {
		folded := host
		for _, v := range variants {
			rest, ok := strings.CutPrefix(host, v)
			if ok && (owned(rest) || v == "www." && sharedSuffixes[rest]) {
				folded = rest
				break
			}
		}
		if i := strings.Index(folded, ".m."); i > 0 && strings.HasPrefix(folded[i:], ".m.wiki") {
			folded = folded[:i] + folded[i+2:]
		}
		if folded == host {
			return alias(host)
		}
		host = folded
	}
}

// owned reports whether host is a domain of somebody, not a suffix below which
// the part before it is the name of a user.
func owned(host string) bool {
	if !strings.Contains(host, ".") || isIP(host) {
		return false
	}
	if sharedSuffixes[host] {
		return false
	}
	_, err := publicsuffix.EffectiveTLDPlusOne(host)
	return err == nil
}

// aliases are other names of the same site.
var aliases = map[string]string{
	"old.reddit.com": "reddit.com", "np.reddit.com": "reddit.com", "new.reddit.com": "reddit.com",
	"twitter.com": "x.com", "music.youtube.com": "youtube.com", "youtube-nocookie.com": "youtube.com",
	"dx.doi.org": "doi.org",
}

func alias(host string) string {
	if to, ok := aliases[host]; ok {
		return to
	}
	if strings.HasPrefix(host, "nitter.") {
		return "x.com"
	}
	// A blog of blogspot is served under the suffix of the reader's country.
	if name, _, ok := strings.Cut(host, ".blogspot."); ok && !strings.Contains(name, ".") {
		return name + ".blogspot.com"
	}
	return host
}

var (
	arxivPaper  = regexp.MustCompile(`^/(?:abs|pdf|html)/((?:[a-z-]+(?:\.[A-Za-z]{2})?/\d{7}|\d{4}\.\d{4,5}))(?:v\d+)?(?:\.pdf)?$`)
	mediumPost  = regexp.MustCompile(`(?:-|^/p/)([0-9a-f]{10,12})$`)
	amazonItem  = regexp.MustCompile(`/(?:dp|gp/product|gp/aw/d)/([A-Z0-9]{10})(?:/|$)`)
	redditPost  = regexp.MustCompile(`^(?:/r/[^/]+)?/comments/([a-z0-9]+)(?:/[^/]*)?$`)
	xStatus     = regexp.MustCompile(`^/(?:i/web|i|[A-Za-z0-9_]+)/status(?:es)?/(\d+)(?:/(?:photo|video)/\d+)?$`)
	stackThread = regexp.MustCompile(`^/questions/(\d+)(?:/[^/]*)?$`)
	youtubeClip = regexp.MustCompile(`^/(?:shorts|live|embed|v)/([A-Za-z0-9_-]{11})$`)
)

// same rewrites the addresses of sites that show one thing in several places.
func (a *address) same() {
	switch {
	case a.host == "youtu.be" && len(a.path) > 1:
		a.video(strings.TrimPrefix(a.path, "/"))
	case a.host == "youtube.com":
		if m := youtubeClip.FindStringSubmatch(a.path); m != nil {
			a.video(m[1])
		}
	case a.host == "arxiv.org":
		a.rewrite(arxivPaper, "/abs/")
	case a.host == "github.com":
		a.path = strings.TrimSuffix(a.path, ".git")
	case a.host == "reddit.com":
		a.rewrite(redditPost, "/comments/")
	case a.host == "redd.it" && !strings.Contains(a.path[1:], "/") && len(a.path) > 1:
		a.host, a.path = "reddit.com", "/comments"+a.path
	case a.host == "x.com":
		a.rewrite(xStatus, "/i/status/")
	case a.host == "medium.com" || strings.HasSuffix(a.host, ".medium.com"):
		if m := mediumPost.FindStringSubmatch(a.path); m != nil {
			a.host, a.path = "medium.com", "/p/"+m[1]
		}
	case a.host == "open.substack.com":
		if parts := strings.Split(a.path, "/"); len(parts) == 5 && parts[1] == "pub" && parts[3] == "p" {
			if host, ok := cleanHost(parts[2] + ".substack.com"); ok {
				a.host, a.path = host, "/p/"+parts[4]
			}
		}
	case a.host == "stackoverflow.com" || strings.HasSuffix(a.host, ".stackexchange.com"):
		a.rewrite(stackThread, "/questions/")
	case strings.HasPrefix(a.host, "amazon."):
		if m := amazonItem.FindStringSubmatch(a.path); m != nil {
			a.path, a.query = "/dp/"+m[1], ""
		}
	}
}

func (a *address) rewrite(form *regexp.Regexp, prefix string) {
	if m := form.FindStringSubmatch(a.path); m != nil {
		a.path = prefix + m[1]
	}
}

// video makes the address of a clip that of its page; the place in it stays.
func (a *address) video(id string) {
	query := "v=" + id
	for _, p := range pairs(a.query) {
		if p.name == "t" || p.name == "list" || p.name == "index" {
			query += "&" + p.raw
		}
	}
	a.host, a.path = "youtube.com", "/watch"
	a.query = a.filter(query, true)
}

// untracked drops the part of a path that only counts: "/ref=…" of a shop.
func (a address) untracked() string {
	if i := strings.Index(a.path, "/ref="); i > 0 && under(a.host, "amazon.*") {
		return a.path[:i]
	}
	return a.path
}
