package source

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Draft is a text on its way to a network's own share page.
type Draft struct {
	Text  string // as written, the link's address in it or not
	Link  string // http or https; may be empty
	Title string // of the link; for networks that want one, and a mail's subject
	// Instance is the server where the user has an account, for Mastodon, whose
	// share page is everywhere else.
	Instance string
}

// Target is a network that can be handed a draft.
type Target struct {
	Name string
	URL  string // of its share page with the draft in it
	Says string // what it takes, where that is not all of the draft
}

// linkedInLongest is the longest address LinkedIn takes.
const linkedInLongest = 1024

// Targets lists the share pages that can take a draft, weaktie's own users'
// networks first. Opening one sends nothing: the network shows the text and
// asks.
func Targets(d Draft) []Target {
	whole := withLink(d)
	var out []Target
	add := func(name, says, page string, pairs ...string) {
		out = append(out, Target{Name: name, URL: page + params(pairs), Says: says})
	}
	if host := homeOf(d.Instance); host != "" {
		add("Mastodon, "+host, "", "https://"+host+"/share", "text", whole)
	}
	add("Bluesky", tooLong(whole, 300), "https://bsky.app/intent/compose", "text", whole)
	if d.Link != "" && len(d.Link) <= linkedInLongest {
		add("LinkedIn", "only the link; paste the text", "https://www.linkedin.com/sharing/share-offsite/", "url", d.Link)
	}
	add("X", tooLong(whole, 280), "https://twitter.com/intent/tweet", "text", without(d), "url", d.Link)
	add("Threads", tooLong(whole, 500), "https://www.threads.net/intent/post", "text", whole)
	if d.Link != "" {
		add("Reddit", "the link and its title", "https://www.reddit.com/submit", "url", d.Link, "title", titled(d))
		add("Hacker News", "the link and its title", "https://news.ycombinator.com/submitlink", "u", d.Link, "t", titled(d))
		add("Lobsters", "the link and its title", "https://lobste.rs/stories/new", "url", d.Link, "title", titled(d))
		add("Facebook", "only the link; paste the text", "https://www.facebook.com/sharer.php", "u", d.Link)
	}
	add("mail", "", "mailto:", "subject", titled(d), "body", whole)
	return out
}

// params writes pairs of names and values, without empty values, so that every
// target reads them: a space is %20, which mail needs.
func params(pairs []string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			parts = append(parts, pairs[i]+"="+strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "+", "%20"))
		}
	}
	return "?" + strings.Join(parts, "&")
}

// withLink is the text with the link's address in it, once.
func withLink(d Draft) string {
	if d.Link == "" || strings.Contains(d.Text, d.Link) {
		return d.Text
	}
	return strings.TrimSpace(d.Text + "\n" + d.Link)
}

// without is the text without the address, for networks that add it.
func without(d Draft) string {
	if d.Link == "" {
		return d.Text
	}
	lines := strings.Split(strings.ReplaceAll(d.Text, d.Link, ""), "\n")
	kept := lines[:0]
	for i, l := range lines {
		if strings.TrimSpace(l) != "" || (i > 0 && len(kept) > 0 && strings.TrimSpace(kept[len(kept)-1]) != "") {
			kept = append(kept, strings.TrimRight(l, " "))
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

func titled(d Draft) string {
	if d.Title != "" {
		return d.Title
	}
	first, _, _ := strings.Cut(strings.TrimSpace(d.Text), "\n")
	return first
}

// tooLong says how far a text is over a network's limit. Characters are an
// estimate of what the network counts.
func tooLong(text string, limit int) string {
	if n := utf8.RuneCountInString(text); n > limit {
		return fmt.Sprintf("%d characters, it takes %d", n, limit)
	}
	return ""
}

// homeOf is a server's bare name; "" when it is none.
func homeOf(s string) string {
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "https://"), "/")
	u, err := url.Parse("https://" + s)
	if err != nil || u.Host != s || !strings.Contains(s, ".") || u.User != nil {
		return ""
	}
	return s
}
