package archive

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"weaktie/internal/clean"
	"weaktie/internal/source"
)

const (
	// maxOutlines is more than anybody reads and bounds what a file can plant.
	maxOutlines = 10_000
	// maxDepth is deeper than any reader's folders go.
	maxDepth = 32
	// maxOPML bounds the bytes read: ten thousand outlines of a kilobyte.
	maxOPML = 16 << 20
)

// OPML reads subscriptions: http and https only, at most 10,000 outlines, 32
// deep. Folders become tags. What it refused is in bad. The error is for what
// is no OPML at all; a file that breaks off gives what came before, and a Bad.
func OPML(r io.Reader) (refs []source.Ref, bad []Bad, err error) {
	d := xml.NewDecoder(bufio.NewReader(io.LimitReader(r, maxOPML)))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	w := walk{seen: map[string]bool{}}
	for {
		tok, err := d.Token()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if !w.root {
				return nil, nil, fmt.Errorf("not OPML: %w", err)
			}
			w.refuse(line, "breaks off here: "+clean.Line(err.Error()).String())
			break
		}
		if done, err := w.token(tok, line); done || err != nil {
			return w.refs, w.bad, err
		}
	}
	if !w.root {
		return nil, nil, errors.New("not OPML: the file is empty")
	}
	return w.refs, w.bad, nil
}

// walk goes through the outlines, keeping the folders above.
type walk struct {
	root    bool
	folders []string // one for each open outline; "" for a feed
	count   int
	depth   int
	seen    map[string]bool
	refs    []source.Ref
	bad     []Bad
}

func (w *walk) refuse(line int, msg string) {
	if len(w.bad) < maxBad {
		w.bad = append(w.bad, Bad{line, msg})
	}
}

func (w *walk) token(tok xml.Token, line int) (done bool, err error) {
	switch t := tok.(type) {
	case xml.StartElement:
		name := strings.ToLower(t.Name.Local)
		if !w.root {
			if name != "opml" {
				return true, fmt.Errorf("not OPML: the file begins with <%s>", clean.Line(t.Name.Local))
			}
			w.root = true
		}
		if w.depth++; w.depth > maxDepth+2 {
			w.refuse(line, fmt.Sprintf("is nested deeper than %d; the rest of the file is left out", maxDepth))
			return true, nil
		}
		if name != "outline" {
			return false, nil
		}
		if w.count++; w.count > maxOutlines {
			w.refuse(line, fmt.Sprintf("is more than the %d outlines that are read; the rest is left out", maxOutlines))
			return true, nil
		}
		w.outline(t.Attr, line)
	case xml.EndElement:
		w.depth--
		if strings.EqualFold(t.Name.Local, "outline") && len(w.folders) > 0 {
			w.folders = w.folders[:len(w.folders)-1]
		}
	}
	return false, nil
}

func (w *walk) outline(attrs []xml.Attr, line int) {
	get := func(names ...string) string {
		for _, name := range names {
			for _, a := range attrs {
				if strings.EqualFold(a.Name.Local, name) && strings.TrimSpace(a.Value) != "" {
					return strings.TrimSpace(a.Value)
				}
			}
		}
		return ""
	}
	title := clean.Line(get("title", "text")).String()
	address := get("xmlUrl")
	if address == "" {
		w.folders = append(w.folders, title)
		return
	}
	w.folders = append(w.folders, "")
	if msg := refused(address); msg != "" {
		w.refuse(line, msg)
		return
	}
	if w.seen[address] {
		return
	}
	w.seen[address] = true
	w.refs = append(w.refs, source.Ref{URL: address, Title: title, Tags: w.tags(get("category"))})
}

// tags are the folders above, then the outline's own categories.
func (w *walk) tags(category string) []string {
	var out []string
	add := func(tag string) {
		if tag = clean.Line(tag).String(); tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	for _, f := range w.folders {
		add(f)
	}
	for _, c := range strings.Split(category, ",") {
		add(c[strings.LastIndexByte(c, '/')+1:])
	}
	return out
}

// refused says why an address is not imported; "" is that it can be.
func refused(address string) string {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsFunc(address, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "has an address that cannot be read"
	}
	if s := strings.ToLower(u.Scheme); s != "http" && s != "https" || u.Host == "" {
		return fmt.Sprintf("%.60q is not an http or https address", clean.Address(address).String())
	}
	return ""
}

type opmlOut struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Title    string    `xml:"head>title"`
	Outlines []outline `xml:"body>outline"`
}

type outline struct {
	Type     string `xml:"type,attr"`
	Text     string `xml:"text,attr"`
	Title    string `xml:"title,attr,omitempty"`
	URL      string `xml:"xmlUrl,attr"`
	Category string `xml:"category,attr,omitempty"`
}

// WriteOPML writes subscriptions, without credentials: user and password go,
// and so do query values that are keys. Tags become categories, which keep
// their number, where folders could hold only one.
func WriteOPML(w io.Writer, title string, refs []source.Ref) error {
	out := opmlOut{Version: "2.0", Title: title}
	for _, r := range refs {
		address, ok := public(r.URL)
		if !ok {
			continue
		}
		text := r.Title
		if text == "" {
			text = address
		}
		var tags []string
		for _, t := range r.Tags {
			tags = append(tags, strings.NewReplacer(",", " ", "/", " ").Replace(t))
		}
		out.Outlines = append(out.Outlines, outline{Type: "rss", Text: text, Title: r.Title, URL: address, Category: strings.Join(tags, ",")})
	}
	body, err := xml.MarshalIndent(out, "", "  ")
	if err == nil {
		_, err = io.WriteString(w, xml.Header+string(body)+"\n")
	}
	if err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	return nil
}

// public is an address without what only its owner should know.
func public(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", false
	}
	var kept []string
	cut := u.User != nil
	u.User = nil
	for _, pair := range strings.Split(u.RawQuery, "&") {
		name, _, _ := strings.Cut(strings.ToLower(pair), "=")
		if secret(name) {
			cut = true
			continue
		}
		kept = append(kept, pair)
	}
	if !cut {
		return address, true
	}
	u.RawQuery = strings.Join(kept, "&")
	return u.String(), true
}

// secret reports whether a query value of that name is a key.
func secret(name string) bool {
	for _, s := range []string{"token", "secret", "passw", "apikey", "api_key", "signature"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return slices.Contains([]string{"key", "k", "auth", "jwt", "pass", "pw", "sig"}, name)
}
