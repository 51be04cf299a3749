package clean

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// maxAddress is the longest address kept; the same limit as link's.
const maxAddress = 4 << 10

// secretWords mark query parameters whose values are not for showing.
var secretWords = []string{"key", "token", "auth", "sig", "password", "passwd", "pwd", "secret", "session", "credential", "code", "hash"}

// Address is the shown form of a URL: userinfo and secret query values cut,
// the host in punycode when its scripts mix.
func Address(raw string) Text {
	raw = Line(raw).s
	u, err := url.Parse(raw)
	if err != nil {
		return Line(unparsed(raw))
	}
	if u.Host == "" {
		return Text{raw}
	}
	var b strings.Builder
	if u.Scheme != "" {
		b.WriteString(u.Scheme + ":")
	}
	b.WriteString("//" + shownHost(u.Hostname()))
	if port := u.Port(); port != "" {
		b.WriteString(":" + port)
	}
	b.WriteString(shownPath(u))
	if u.RawQuery != "" {
		b.WriteString("?" + shownQuery(u.RawQuery))
	}
	if u.Fragment != "" {
		b.WriteString("#" + shownQuery(u.EscapedFragment()))
	}
	return Line(b.String())
}

// unparsed cuts the places where an address that cannot be parsed may hold a
// secret.
func unparsed(raw string) string {
	if i := strings.IndexAny(raw, "?#"); i >= 0 {
		raw = raw[:i] + raw[i:i+1] + ellipsis
	}
	if scheme, rest, ok := strings.Cut(raw, "//"); ok {
		authority, path, _ := strings.Cut(rest, "/")
		if i := strings.LastIndexByte(authority, '@'); i >= 0 {
			raw = scheme + "//" + authority[i+1:]
			if path != "" {
				raw += "/" + path
			}
		}
	}
	return raw
}

// shownPath hides the path of a Google Alerts feed: whoever has it can read
// the alert.
func shownPath(u *url.URL) string {
	path := u.EscapedPath()
	if i := strings.Index(path, "/alerts/feeds/"); i >= 0 && strings.Contains(u.Hostname(), "google.") {
		return path[:i] + "/alerts/feeds/" + ellipsis
	}
	return path
}

func shownQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if ok && value != "" && secretName(name) {
			pairs[i] = name + "=" + ellipsis
		}
	}
	return strings.Join(pairs, "&")
}

func secretName(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	for _, word := range secretWords {
		if name == word || len(word) > 2 && strings.Contains(name, word) && !strings.HasPrefix(name, "keyword") {
			return true
		}
	}
	return name == "pw" || name == "pass" || name == "sid"
}

// shownHost decodes punycode where the name can be read as only one thing.
func shownHost(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		if isASCII(host) {
			return host
		}
		ascii, err = idna.Punycode.ToASCII(host)
		if err != nil {
			return host
		}
	}
	if !strings.Contains(ascii, "xn--") {
		return ascii
	}
	decoded, err := idna.Lookup.ToUnicode(ascii)
	if err != nil {
		return ascii
	}
	labels := strings.Split(decoded, ".")
	tld := scriptOf(labels[len(labels)-1])
	for _, label := range labels {
		if !readable(scriptOf(label), tld) {
			return ascii
		}
	}
	return decoded
}

// script is the writing system of a label, as far as mixing matters.
type script uint8

const (
	latin   script = iota // or only digits and hyphens
	eastern               // scripts whose letters look like no Latin ones
	alike                 // Greek, Cyrillic and others that imitate Latin
	mixed
)

// readable reports whether a label of script s under a top-level domain of
// script tld cannot be taken for another.
func readable(s, tld script) bool {
	return s == latin || s == eastern || s == alike && tld == alike
}

func scriptOf(label string) script {
	found := latin
	var one *unicode.RangeTable
	for _, r := range label {
		if r < 0x80 && (r < 'a' || r > 'z') {
			continue
		}
		table, kind := unicode.Latin, latin
		switch {
		case unicode.Is(unicode.Latin, r):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul):
			table, kind = unicode.Han, eastern
		case unicode.Is(unicode.Cyrillic, r):
			table, kind = unicode.Cyrillic, alike
		case unicode.Is(unicode.Greek, r):
			table, kind = unicode.Greek, alike
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Thai, unicode.Devanagari, unicode.Bengali, unicode.Tamil):
			table, kind = tableOf(r), eastern
		case unicode.Is(unicode.Mn, r):
			continue
		default:
			return mixed
		}
		if one != nil && one != table {
			return mixed
		}
		one, found = table, kind
	}
	return found
}

func tableOf(r rune) *unicode.RangeTable {
	for _, t := range []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Thai, unicode.Devanagari, unicode.Bengali} {
		if unicode.Is(t, r) {
			return t
		}
	}
	return unicode.Tamil
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// breaks are what browsers ignore inside an address.
var breaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// absolute resolves ref against base. "" where the outcome is not http, https
// or mailto.
func absolute(base *url.URL, ref string) string {
	ref = scrubMarkup(breaks.Replace(ref))
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > maxAddress {
		return ""
	}
	end := strings.IndexAny(ref, "?#")
	if end < 0 {
		end = len(ref)
	}
	ref = strings.ReplaceAll(ref[:end], `\`, "/") + ref[end:]
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	switch u.Scheme {
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
		return u.String()
	case "http", "https":
	default:
		return ""
	}
	if u.Host == "" || u.Opaque != "" {
		return ""
	}
	if !isASCII(u.Host) {
		host, err := idna.Lookup.ToASCII(u.Hostname())
		if err != nil {
			return ""
		}
		if port := u.Port(); port != "" {
			host += ":" + port
		}
		u.Host = host
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.Zone() != "" {
		return ""
	}
	u.User = nil
	return u.String()
}

// parseBase is base as a URL to resolve against; nil when it is none.
func parseBase(base string) *url.URL {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}
