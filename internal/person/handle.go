package person

import (
	"cmp"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"weaktie/internal/clean"
)

// Handle names a person: "ana@mastodon.social", "ana.example@bluesky",
// "blog.example@web". Lower case, cleaned, comparable.
type Handle string

// maxName is the longest name or server in bytes; DNS allows 253.
const maxName = 253

// NewHandle makes a Handle of a name and the network (or server) it is known
// on. A name that holds an @ already keeps its own server.
//
// The name may be what people and programs write for one: "@ana", a profile's
// address, "Ana Bee <ana@example.org>", "ana@example.org (Ana Bee)", a name
// with spaces. A Handle given as name stays as it is. "" is nobody.
func NewHandle(name, network string) Handle {
	name = written(clean.Line(name).String())
	network = server(clean.Line(network).String())
	if at, ok := address(name); ok {
		name, network = at.name, at.server
	}
	if name = cmp.Or(fold(name, "._-+~"), signs(name)); name == "" {
		return ""
	}
	if network == "" {
		return Handle(name)
	}
	return Handle(name + "@" + network)
}

// Name is the part before the @.
func (h Handle) Name() string { name, _, _ := strings.Cut(string(h), "@"); return name }

// Server is the part after the last @; "" when there is none.
func (h Handle) Server() string {
	if i := strings.LastIndexByte(string(h), '@'); i >= 0 {
		return string(h[i+1:])
	}
	return ""
}

// written takes away what stands around a name.
func written(s string) string {
	for _, scheme := range []string{"acct:", "mailto:"} {
		if rest, ok := cutFold(s, scheme); ok {
			s = rest
		}
	}
	if strings.Contains(s, "@") && strings.ContainsAny(s, "<(") {
		if a, err := mail.ParseAddress(s); err == nil {
			s = a.Address
		} else if before, _, ok := strings.Cut(s, " ("); ok {
			s = before
		}
	}
	return strings.TrimLeft(strings.TrimSpace(s), "@")
}

type place struct{ name, server string }

// address reads a name that says its own server: "ana@example.org", or the
// address of a profile or a site.
func address(s string) (place, bool) {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, ok := cutFold(s, scheme); ok {
			return profile(rest)
		}
	}
	name, at, ok := cutLast(s, "@")
	if !ok || name == "" || strings.ContainsAny(s, " /") {
		return place{}, false
	}
	host := server(at)
	return place{strings.ReplaceAll(name, "@", "-"), host}, host != ""
}

// networks are the servers whose profiles are known under a shorter name.
var networks = map[string]string{
	"bsky.app": "bluesky", "x.com": "x", "twitter.com": "x", "linkedin.com": "linkedin", "facebook.com": "facebook",
	"instagram.com": "instagram", "threads.net": "threads", "reddit.com": "reddit", "github.com": "github",
}

// profile reads the address of a profile, without its scheme. Any other page
// stands for its site.
func profile(s string) (place, bool) {
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	authority, path, _ := strings.Cut(s, "/")
	host := strings.TrimPrefix(server(authority), "www.")
	if host == "" {
		return place{}, false
	}
	path = strings.Trim(path, "/")
	first, rest, _ := strings.Cut(path, "/")
	network, known := networks[host]
	switch {
	case len(first) > 1 && first[0] == '@':
		first = first[1:]
		if name, at, ok := cutLast(first, "@"); ok && server(at) != "" {
			return place{name, server(at)}, true
		}
		if known {
			host = network
		}
		return place{first, host}, true
	case known && (first == "profile" || first == "in" || first == "company" || first == "user" || first == "u") && rest != "":
		rest, _, _ = strings.Cut(rest, "/")
		return place{rest, network}, true
	case known && first != "":
		return place{first, network}, true
	case first == "users" && rest != "" && !strings.Contains(rest, "/"): // ActivityPub's address of an actor
		return place{rest, host}, true
	}
	return place{host, "web"}, true
}

// server is the host or the network's name in what was given for it.
func server(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	if _, at, ok := cutLast(s, "@"); ok {
		s = at
	}
	return strings.Trim(fold(s, "._-:[]"), ".-")
}

// fold is s in lower case with every run of characters but letters, digits and
// those of extra replaced by a hyphen; "" when that leaves no letter or digit.
func fold(s, extra string) string {
	s = norm.NFC.String(strings.ToLower(norm.NFC.String(s)))
	var b strings.Builder
	named, owed, lettered := false, false, false
	for _, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		mark := unicode.IsMark(r) && lettered // a mark needs its letter
		if !letter && !mark && !strings.ContainsRune(extra, r) {
			owed, lettered = true, false
			continue
		}
		if owed && b.Len() > 0 {
			b.WriteByte('-')
		}
		owed, named, lettered = false, named || letter, letter || mark
		b.WriteRune(r)
	}
	if !named {
		return ""
	}
	return short(strings.Trim(b.String(), "-"))
}

// signs is a name of nothing but signs, emoji for instance. It stays, or all
// who have one would be one person.
func signs(s string) string {
	return short(clean.Line(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" @/<>()", r) {
			return -1
		}
		return r
	}, s)).String())
}

func short(s string) string {
	if len(s) <= maxName {
		return s
	}
	end := maxName
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
