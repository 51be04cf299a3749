package link

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// address is a parsed http or https address. It is split here and not by
// net/url, which refuses what people really paste (a stray percent sign) and
// re-encodes what should stay as it is.
type address struct {
	scheme   string
	host     string // lower case, ASCII, without port
	port     string // "" is the scheme's own
	path     string // escaped, begins with "/"
	query    string // escaped, without "?"
	fragment string // escaped, without "#"
	from     string // host of the page it was found in; "" is unknown
}

func (a address) String() string {
	s := a.scheme + "://" + join(a.host, a.port) + a.path
	if a.query != "" {
		s += "?" + a.query
	}
	if a.fragment != "" {
		s += "#" + a.fragment
	}
	return s
}

// parse reads an address that people or programs wrote.
func parse(raw string) (address, bool) {
	if len(raw) > maxLength {
		return address{}, false
	}
	raw = trim(raw)
	scheme, rest, ok := strings.Cut(slashes(raw), "://")
	if !ok {
		return address{}, false
	}
	a := address{scheme: strings.ToLower(scheme)}
	if a.scheme != "http" && a.scheme != "https" {
		return address{}, false
	}
	rest, a.fragment, _ = strings.Cut(rest, "#")
	rest, a.query, _ = strings.Cut(rest, "?")
	authority := rest
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, a.path = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority = authority[i+1:]
	}
	if !a.setHost(authority) {
		return address{}, false
	}
	a.path = cleanPath(a.path)
	a.query = strings.Trim(repair(a.query, false), "&")
	a.fragment = repair(a.fragment, false)
	return a, true
}

func (a *address) setHost(authority string) bool {
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && !strings.HasSuffix(authority, "]") {
		host, port = authority[:i], authority[i+1:]
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return false
		}
		port = strconv.FormatUint(n, 10)
	}
	if a.scheme == "http" && port == "80" || a.scheme == "https" && port == "443" {
		port = ""
	}
	host, ok := cleanHost(host)
	a.host, a.port = host, port
	return ok
}

// cleanHost is the host in lower case and punycode; false when it is none.
func cleanHost(host string) (string, bool) {
	if inner, ok := strings.CutPrefix(host, "["); ok {
		ip, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		if err != nil || ip.Zone() != "" || !ip.Is6() {
			return "", false
		}
		return ip.String(), true
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for i := 0; i < len(host); i++ {
		if host[i] >= utf8.RuneSelf {
			ascii, err := idna.Lookup.ToASCII(host)
			if err != nil {
				return "", false
			}
			host = strings.TrimSuffix(ascii, ".")
			break
		}
	}
	if host == "" || len(host) > 253 || host[0] == '-' {
		return "", false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 {
			return "", false
		}
		for _, c := range label {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
				return "", false
			}
		}
	}
	return host, true
}

// trim takes away what surrounds an address where it was written: white space,
// angle brackets, quotes, brackets that were opened before it. Control and
// format characters go wherever they stand.
func trim(raw string) string {
	if !printable(raw) {
		raw = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				return -1
			}
			return r
		}, raw)
	}
	for {
		before := raw
		raw = strings.TrimSpace(raw)
		raw = strings.TrimLeft(raw, "<([{\"'“‘«")
		raw = strings.TrimRight(raw, ">\"'”’»…")
		raw = trimClosers(raw)
		if raw == before {
			return raw
		}
	}
}

// printable reports whether s is printable ASCII, as nearly all addresses are.
func printable(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// trimClosers drops closing brackets at the end that nothing in s opened.
func trimClosers(s string) string {
	for s != "" {
		open, last := "", s[len(s)-1:]
		switch last {
		case ")":
			open = "("
		case "]":
			open = "["
		case "}":
			open = "{"
		default:
			return s
		}
		if strings.Count(s, last) <= strings.Count(s, open) {
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// slashes turns backslashes before the query into slashes, as browsers do.
func slashes(raw string) string {
	end := strings.IndexAny(raw, "?#")
	if end < 0 {
		end = len(raw)
	}
	if strings.IndexByte(raw[:end], '\\') < 0 {
		return raw
	}
	return strings.ReplaceAll(raw[:end], `\`, "/") + raw[end:]
}

const upperHex = "0123456789ABCDEF"

// repair escapes what may not stand in an address. With full set it also
// normalises the escapes there are: unreserved characters are decoded, the rest
// written in upper case.
func repair(s string, full bool) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] != '%' && !mustEscape(s[i])
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			d := unhex(s[i+1])<<4 | unhex(s[i+2])
			switch {
			case !full:
				b.WriteString(s[i : i+3])
			case unreserved(d):
				b.WriteByte(d)
			default:
				b.WriteByte('%')
				b.WriteByte(upperHex[d>>4])
				b.WriteByte(upperHex[d&15])
			}
			i += 2
		case c == '%' || mustEscape(c):
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func mustEscape(c byte) bool {
	return c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>`{|}^\\", c) >= 0
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}

// unescape decodes percent-escapes once.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b.WriteByte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// cleanPath normalises the escapes of a path and resolves its dot segments.
func cleanPath(path string) string {
	if path == "" || path[0] != '/' {
		path = "/" + path
	}
	path = repair(path, true)
	if !strings.Contains(path, "/.") {
		return path
	}
	var out []string
	segments := strings.Split(path[1:], "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".":
			if last {
				out = append(out, "")
			}
		case "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	return "/" + strings.Join(out, "/")
}
