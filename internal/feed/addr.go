package feed

import (
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"weaktie/internal/clean"
)

// maxString caps addresses and ids.
const maxString = 4096

// plain drops from an address, id or tag what no terminal should see: control
// characters, bidi controls, invisible ones, broken UTF-8. It differs from
// clean.Line in that it keeps the string whole up to 4 KiB: a shortened id
// would no longer be the id.
func plain(s string) string {
	s = strings.TrimSpace(clean.References(s, true))
	if len(s) > maxString {
		s = strings.ToValidUTF8(s[:maxString], "")
	}
	ok := utf8.ValidString(s)
	for i := 0; i < len(s) && ok; i++ {
		ok = s[i] >= 0x20 && s[i] < 0x7f
	}
	if ok {
		return s
	}
	if controlled(s) {
		s = clean.Strip(s) // whole sequences, not their first byte
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// resolve makes ref absolute against base. A base without a scheme is none.
func resolve(base, ref string) string {
	ref = strings.TrimSpace(ref)
	if base == "" {
		return ref
	}
	r, err := url.Parse(ref)
	if err != nil || r.IsAbs() {
		return ref
	}
	b, err := url.Parse(base)
	if err != nil || !b.IsAbs() || b.Opaque != "" {
		return ref
	}
	return b.ResolveReference(r).String()
}

// address is a reference made absolute, when that gives http or https, else "".
// A relative one without a base stays as it is: it is of use to nobody but
// shows what the feed said.
func address(base, ref string) string {
	ref = plain(ref)
	if ref == "" || len(ref) >= maxString {
		return ""
	}
	abs := plain(resolve(base, ref))
	scheme, _, found := strings.Cut(abs, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return abs
	}
	if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return ""
	}
	return abs
}

// web reports whether s is an absolute http or https address with a host.
func web(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return html.UnescapeString(s)
}

// base is what relative addresses of the document are relative to, before any
// xml:base: Content-Location, itself relative to the address asked for.
func (h Hints) base() string {
	if h.ContentLocation == "" {
		return h.URL
	}
	return resolve(h.URL, h.ContentLocation)
}
