package source

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/feed"
	"weaktie/internal/link"
	"weaktie/internal/post"
)

// Found is what Find learned about an address.
type Found struct {
	Ref    Ref        // what to write into the sources file
	State  State      // Kind, Title and Home; no validators, so that the first poll brings everything
	Title  clean.Text // for the sentence "found …"
	Format string     // "rss 2.0", "Mastodon tag", …
	Items  int
	Newest time.Time
	Others []string // other feeds the page announces
}

// maxCandidates is how many announced feeds of one page are tried.
const maxCandidates = 3

// usualPaths are where sites keep a feed that they do not announce.
var usualPaths = []string{"/feed", "/rss", "/atom.xml", "/index.xml", "/feed.json", "/feed.xml", "/rss.xml"}

// Find looks at an address as a person would paste it: a feed, a page that
// announces one, a tag page, a profile, @user@host, or #tag with a default
// instance. It fetches, and says what it is.
func (c *Client) Find(ctx context.Context, address, instance string) (Found, error) {
	raw, err := asAddress(address, instance)
	if err != nil {
		return Found{}, err
	}
	u, err := parseAddress(raw)
	if err != nil && raw != strings.TrimSpace(address) {
		// The sentence is about what was typed, not about what was made of it.
		return Found{}, fail(Broken, err, "%s is not an address that can be read: give a feed, a page, #tag or @user@host", clean.Address(strings.TrimSpace(address)))
	}
	if err != nil {
		return Found{}, err
	}
	if p, ok := at(u); ok {
		found, err := c.findPlace(ctx, p)
		var e *Error
		if err == nil || !errors.As(err, &e) || !(errors.Is(err, errNotAPI) || e.Status == http.StatusNotFound) || p.kind == KindInbox {
			return found, err
		}
		// A blog has /tags/ pages too: perhaps it announces a feed.
		if page, pageErr := c.findPage(ctx, u); pageErr == nil {
			return page, nil
		}
		return found, err
	}
	feedAt, err := special(u)
	if err != nil {
		return Found{}, err
	}
	if feedAt != "" {
		if u, err = parseAddress(feedAt); err != nil {
			return Found{}, err
		}
	}
	return c.findPage(ctx, u)
}

// asAddress makes an address of the short forms that people type.
func asAddress(typed, instance string) (string, error) {
	raw := strings.Trim(strings.TrimSpace(typed), "<>")
	instance = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(instance, "https://"), "http://"), "/")
	switch {
	case raw == "":
		return "", fail(Broken, nil, "there is no address: give a feed, a page, #tag or @user@host")
	case strings.HasPrefix(raw, "#"):
		tag := strings.ToLower(raw[1:])
		if tag == "" || strings.ContainsAny(tag, "/.?#@ \t") {
			return "", fail(Broken, nil, "%s is not a hashtag: letters, digits and _ only", raw)
		}
		if instance == "" {
			return "", fail(Broken, nil, "on which server should %s be followed? paste the tag's page, or set instance in config.toml", raw)
		}
		return scheme(instance) + instance + "/tags/" + url.PathEscape(tag), nil
	case strings.HasPrefix(raw, "feed:"):
		raw = strings.TrimPrefix(strings.TrimPrefix(raw, "feed:"), "//")
	}
	for _, program := range []string{"exec:", "filter:", "query:", "file:"} {
		if strings.HasPrefix(strings.ToLower(raw), program) {
			return "", fail(Broken, nil, "%s addresses are not followed: weaktie runs no programs and reads no files for a source", program)
		}
	}
	for _, other := range []string{"mailto:", "tel:", "sms:", "javascript:", "data:"} {
		if strings.HasPrefix(strings.ToLower(raw), other) {
			return "", fail(Broken, nil, "%s addresses are not followed: give a feed, a page, #tag or @user@host", other)
		}
	}
	if name, isHandle := strings.CutPrefix(raw, "@"); isHandle && !strings.Contains(strings.Trim(name, "@"), "@") {
		return "", fail(Broken, nil, "%s names a user or a server but not both: write @user@host", raw)
	}
	if user, server, ok := strings.Cut(strings.TrimPrefix(raw, "@"), "@"); ok && !strings.ContainsAny(raw, "/ ") {
		return scheme(server) + server + "/@" + url.PathEscape(user), nil
	}
	if !strings.Contains(raw, "://") {
		host, _, _ := strings.Cut(raw, "/")
		raw = scheme(host) + raw
	}
	return raw, nil
}

// scheme is what to ask a host with that came without one: machines at home
// seldom have a certificate.
func scheme(host string) string {
	name, _, _ := strings.Cut(host, ":")
	if _, err := netip.ParseAddr(name); err == nil || name == "localhost" || strings.HasPrefix(host, "[") {
		return "http://"
	}
	return "https://"
}

// findPlace asks for a tag, an account or an inbox once.
func (c *Client) findPlace(ctx context.Context, p place) (Found, error) {
	if p.kind == KindMastodon {
		p.name = strings.ToLower(p.name)
	}
	ref := Ref{URL: p.page()}
	src, err := c.Open(ref, State{Kind: p.kind})
	if err != nil {
		return Found{}, err
	}
	ans, err := src.Poll(ctx, State{Kind: p.kind})
	if err != nil {
		return Found{}, err
	}
	f := Found{
		Ref:    ref,
		State:  State{Kind: p.kind, Title: ans.State.Title, Home: ans.State.Home, Public: ans.State.Public},
		Title:  clean.Line(ans.State.Title),
		Format: map[Kind]string{KindMastodon: "Mastodon tag", KindAccount: "Mastodon account", KindInbox: "Mastodon inbox"}[p.kind],
		Items:  len(ans.Posts),
		Newest: newest(ans.Posts),
	}
	return f, nil
}

func newest(posts []post.Post) time.Time {
	var t time.Time
	for _, p := range posts {
		if p.Time.After(t) {
			t = p.Time
		}
	}
	return t
}

// findPage fetches an address that should be a feed, or lead to one.
func (c *Client) findPage(ctx context.Context, u *url.URL) (Found, error) {
	r, err := c.fetch(ctx, ask{url: u.String(), accept: acceptFeed + ", text/html;q=0.5"})
	if err != nil {
		return Found{}, err
	}
	ref := u.String()
	if r.moved == r.url.String() && link.Site(r.moved) == link.Site(ref) {
		ref = withUser(r.url, u.User)
	}
	found, err := c.asFeed(ctx, ref, r)
	if err == nil || !isHTML(r.body) {
		return found, err
	}
	candidates := feed.Discover(r.body, r.url.String())
	var others []string
	for _, cand := range candidates {
		others = append(others, cand.URL)
	}
	for i, at := range others[:min(len(others), maxCandidates)] {
		at = signedIn(at, u)
		if found, ok := c.try(ctx, at, u.String(), r.local); ok {
			found.Others = append(append([]string{}, others[:i]...), others[i+1:]...)
			return found, nil
		}
	}
	if len(candidates) == 0 {
		for _, path := range usualPaths {
			at := *r.url
			at.Path, at.RawPath, at.RawQuery = path, "", ""
			if found, ok := c.try(ctx, signedIn(at.String(), u), u.String(), r.local); ok {
				return found, nil
			}
			if ctx.Err() != nil {
				return Found{}, fail(Transient, ctx.Err(), "asking %s was broken off", hostWords(u))
			}
		}
	}
	return Found{}, fail(Broken, nil, "%s sent %s that announces no feed: paste the feed's own address", hostWords(u), pageWords(r.body))
}

// try fetches a feed that a server named; typed is the address that the user
// gave, local whether it was a private one.
func (c *Client) try(ctx context.Context, address, typed string, local bool) (Found, bool) {
	r, err := c.fetch(ctx, ask{url: address, typed: typed, accept: acceptFeed, local: local})
	if err != nil {
		return Found{}, false
	}
	found, err := c.asFeed(ctx, address, r)
	return found, err == nil
}

// asFeed reads an answer as a feed.
func (c *Client) asFeed(ctx context.Context, ref string, r *reply) (Found, error) {
	st := State{Kind: KindFeed, Public: !r.local}
	f, posts, err := c.parseFeed(ctx, &st, ref, r)
	if err != nil {
		return Found{}, err
	}
	st.Title, st.Home = f.Title.String(), f.Link
	return Found{
		Ref: Ref{URL: ref}, State: st, Title: f.Title, Format: f.Format,
		Items: len(f.Items), Newest: newest(posts),
	}, nil
}

// signedIn is address with the credentials of u where u's own host has it: a
// page behind a password has its feed behind the same.
func signedIn(address string, u *url.URL) string {
	at, err := url.Parse(address)
	if err != nil || u.User == nil || at.User != nil || at.Scheme != u.Scheme || !strings.EqualFold(at.Host, u.Host) {
		return address
	}
	return withUser(at, u.User)
}

func withUser(u *url.URL, user *url.Userinfo) string {
	own := *u
	own.User = user
	return own.String()
}
