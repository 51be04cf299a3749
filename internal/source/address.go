package source

import (
	"net/url"
	"regexp"
	"strings"
)

// place is what the form of an address says of it.
type place struct {
	kind  Kind
	base  *url.URL   // scheme, credentials and host
	name  string     // of the tag or the account
	query url.Values // the user's own parameters
}

var (
	tagPath     = regexp.MustCompile(`^(?:/web)?(?:/timelines)?/tags?/([^/.]+)/?$`)
	accountPath = regexp.MustCompile(`^(?:/web)?/@([^/@]+(?:@[^/@]+)?)/?$`)
	inboxPath   = regexp.MustCompile(`^(?:/web)?/(?:notifications(?:/mentions)?|conversations|direct)/?$`)
)

// otherAt are sites whose profiles also begin with an @ and which do not speak
// the Mastodon API.
var otherAt = map[string]bool{
	"medium.com": true, "youtube.com": true, "www.youtube.com": true, "m.youtube.com": true,
	"substack.com": true, "www.tiktok.com": true, "www.threads.net": true, "www.threads.com": true,
}

// at reads the form of an address. What it says is a guess until the server
// has answered: blogs have /tags/ pages too.
func at(u *url.URL) (place, bool) {
	p := place{base: &url.URL{Scheme: u.Scheme, User: u.User, Host: u.Host}, query: u.Query()}
	if strings.EqualFold(u.Hostname(), "bsky.app") || otherAt[strings.ToLower(u.Hostname())] {
		return p, false
	}
	if m := tagPath.FindStringSubmatch(u.Path); m != nil {
		p.kind, p.name = KindMastodon, m[1]
		// /tag/x is a page of many blogs, and of no Mastodon.
		return p, !strings.HasPrefix(u.Path, "/tag/")
	}
	if m := accountPath.FindStringSubmatch(u.Path); m != nil && !strings.HasSuffix(m[1], ".rss") {
		p.kind, p.name = KindAccount, m[1]
		return p, true
	}
	if inboxPath.MatchString(u.Path) {
		p.kind = KindInbox
		return p, true
	}
	return p, false
}

// page is the address of a place as a browser shows it and the sources file
// keeps it.
func (p place) page() string {
	u := *p.base
	u.RawQuery = p.query.Encode()
	switch p.kind {
	case KindMastodon:
		u.Path = "/tags/" + p.name
	case KindAccount:
		u.Path = "/@" + p.name
	case KindInbox:
		u.Path = "/notifications"
	}
	return u.String()
}

// special is the feed of a page on a few sites that announce none to programs;
// "" for every other address.
func special(u *url.URL) (string, error) {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch strings.ToLower(u.Hostname()) {
	case "bsky.app":
		if len(parts) == 2 && parts[0] == "profile" {
			return "https://bsky.app/profile/" + url.PathEscape(parts[1]) + "/rss", nil
		}
		if parts[0] == "hashtag" || parts[0] == "search" {
			return "", fail(NeedsLogin, nil, "Bluesky answers searches only to members, and weaktie cannot log in there: follow people by their profile, https://bsky.app/profile/NAME")
		}
	case "medium.com":
		if len(parts) == 1 && strings.HasPrefix(parts[0], "@") {
			return "https://medium.com/feed/" + parts[0], nil
		}
	}
	return "", nil
}
