package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

// Source is the source of every imported post, whatever file it came from, so
// that the same post out of two files is one post.
const Source = "import"

const (
	// maxLine is far above any post and bounds what one line can cost.
	maxLine = 1 << 20
	// maxBad is how many bad lines are kept; a file that is no JSON at all
	// would otherwise come back whole as complaints.
	maxBad = 1000
	// maxURLs bounds the links of one post.
	maxURLs = 100
)

// line is one object of the input. IDs may be numbers; times may be text or
// unix seconds.
type line struct {
	ID        json.RawMessage `json:"id"`
	Author    string          `json:"author"`
	Network   string          `json:"network"`
	Text      string          `json:"text"`
	Title     string          `json:"title"`
	URLs      []string        `json:"urls"`
	Time      json.RawMessage `json:"time"`
	To        string          `json:"to"`
	ReplyTo   json.RawMessage `json:"in_reply_to"`
	ReshareOf json.RawMessage `json:"reshare_of"`
	Followers *int            `json:"followers"`
}

// Posts reads lines of JSON as contracts has them: {"id"?,"author","network"?,
// "text"?,"title"?,"urls":[…],"time","to"?,"in_reply_to"?,"reshare_of"?,
// "followers"?}. yield gets each good line; the rest are returned. An error of
// yield ends the reading and is returned as it is.
//
// A post is known by its id, or without one by what it says: the same line
// gives the same GUID from any file, on any day. name is not part of it and
// only stands in the error of a file that cannot be read.
func Posts(r io.Reader, name string, seen time.Time, yield func(post.Post) error) (bad []Bad, err error) {
	br := bufio.NewReaderSize(r, 64<<10)
	complain := func(n int, msg string) {
		if len(bad) < maxBad {
			bad = append(bad, Bad{n, msg})
		}
	}
	for n := 1; ; n++ {
		raw, tooLong, err := readLine(br)
		if err != nil && !errors.Is(err, io.EOF) {
			return bad, fmt.Errorf("read %s: line %d: %w", name, n, err)
		}
		last := err != nil
		if n == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
		}
		raw = bytes.TrimSpace(raw)
		switch {
		case tooLong:
			complain(n, fmt.Sprintf("is longer than %d bytes", maxLine))
		case len(raw) > 0:
			p, msg := read(raw, seen)
			if msg != "" {
				complain(n, msg)
			} else if err := yield(p); err != nil {
				return bad, err
			}
		}
		if last {
			return bad, nil
		}
	}
}

// readLine reads up to a newline, keeping at most maxLine bytes.
func readLine(br *bufio.Reader) (raw []byte, tooLong bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if len(raw)+len(part) > maxLine+2 {
			tooLong = true
		}
		if !tooLong {
			raw = append(raw, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return raw, tooLong, err
		}
	}
}

// read makes a post of one line, or says in words what is wrong with it.
func read(raw []byte, seen time.Time) (post.Post, string) {
	if !utf8.Valid(raw) {
		return post.Post{}, "is not UTF-8"
	}
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		return post.Post{}, jsonProblem(err)
	}
	network := strings.ToLower(strings.TrimSpace(l.Network))
	author := person.NewHandle(strings.TrimSpace(l.Author), networkOr(network))
	if author == "" {
		return post.Post{}, `has no "author"`
	}
	at, stated, msg := when(l.Time)
	if msg != "" {
		return post.Post{}, msg
	}
	if l.Text == "" && l.Title == "" && len(l.URLs) == 0 {
		return post.Post{}, `says nothing: it has no "text", "title" or "urls"`
	}
	p := post.Post{
		Source:  Source,
		Author:  person.Person{Handle: author, Network: network, Followers: l.Followers},
		Title:   clean.Line(l.Title),
		HTML:    clean.Escape(l.Text),
		Links:   links(l),
		Tags:    tags(l.Text),
		Time:    post.Clamp(at, seen),
		Stated:  stated,
		Seen:    seen,
		Message: strings.TrimSpace(l.To) != "",
		Direct:  strings.TrimSpace(l.To) != "",
		ReplyTo: identity(network, scalar(l.ReplyTo)),
		BoostOf: identity(network, scalar(l.ReshareOf)),
	}
	if id := scalar(l.ID); id != "" {
		p.GUID = identity(network, id)
	} else {
		p.GUID = digest(l, author, at)
	}
	return p, ""
}

// networkOr is where a bare author name lives.
func networkOr(network string) string {
	if network == "" {
		return Source
	}
	return network
}

// identity keeps ids of different networks apart; an address is its own.
func identity(network, id string) string {
	if id == "" || network == "" || strings.Contains(id, "://") {
		return id
	}
	return network + ":" + id
}

// digest is the identity of a post without an id.
func digest(l line, author person.Handle, at time.Time) string {
	sum := sha256.New()
	for _, part := range append([]string{string(author), l.To, at.UTC().Format(time.RFC3339Nano), l.Title, l.Text}, l.URLs...) {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return "sha256:" + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:18])
}

// scalar is the text of a JSON string or number; "" for anything else.
func scalar(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s)
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

// links are the addresses of a line and those in its text, each once, in order.
func links(l line) []link.Link {
	var out []link.Link
	add := func(k link.Link) {
		if len(out) < maxURLs && !slices.ContainsFunc(out, func(o link.Link) bool { return o.Key == k.Key }) {
			out = append(out, k)
		}
	}
	for _, u := range l.URLs {
		if k, ok := link.Clean(strings.TrimSpace(u)); ok {
			add(k)
		}
	}
	for _, s := range link.Find(l.Text) {
		add(s.Link)
	}
	return out
}

// tags are the hashtags of a text, each once. A tag follows white space or a
// bracket and holds a letter, so that neither "#1" nor a fragment counts.
func tags(text string) []string {
	var out []string
	for _, word := range strings.Fields(text) {
		rest, ok := strings.CutPrefix(strings.TrimLeft(word, "([{\"'“"), "#")
		if !ok {
			continue
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return !tagRune(r) })
		if end >= 0 {
			rest = rest[:end]
		}
		rest = strings.ToLower(rest)
		if strings.Trim(rest, "0123456789_") != "" && !slices.Contains(out, rest) {
			out = append(out, rest)
		}
	}
	return out
}

func jsonProblem(err error) string {
	var te *json.UnmarshalTypeError
	if errors.As(err, &te) {
		if te.Field == "" {
			return "is JSON, but not an object"
		}
		return fmt.Sprintf("%q cannot be a %s", te.Field, te.Value)
	}
	return "is not JSON: " + strings.TrimPrefix(err.Error(), "json: ")
}
