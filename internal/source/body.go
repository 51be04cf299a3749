package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/html"

	"weaktie/internal/clean"
)

// readBody reads an answer to its end, through at most one layer of gzip. It
// fails rather than cuts: half a feed must not pass for a whole one. Every
// read that brings something winds idle up again.
func readBody(res *http.Response, limits Limits, idle *time.Timer) ([]byte, error) {
	var in io.Reader = &winding{in: res.Body, idle: idle, after: limits.Idle}
	packed := false
	switch strings.ToLower(strings.TrimSpace(strings.Join(res.Header.Values("Content-Encoding"), ","))) {
	case "", "identity":
	case "gzip", "x-gzip":
		packed = true
	default:
		return nil, errCoding
	}
	buffered := bufio.NewReader(in)
	if magic, _ := buffered.Peek(2); !packed && bytes.Equal(magic, gzipMagic) {
		packed = true // a file served as it lies on the disk: feed.xml.gz
	}
	in = buffered
	if packed {
		z, err := gzip.NewReader(buffered)
		if errors.Is(err, io.EOF) {
			return nil, nil // no body at all
		}
		if err != nil {
			return nil, err
		}
		in = z
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(in, limits.Body+1))
	if err != nil {
		return nil, err
	}
	if n > limits.Body {
		return nil, errTooBig
	}
	if packed && bytes.HasPrefix(out.Bytes(), gzipMagic) {
		return nil, errCoding // a second layer: nobody honest does that
	}
	return out.Bytes(), nil
}

var gzipMagic = []byte{0x1f, 0x8b}

// winding resets a timer whenever bytes come.
type winding struct {
	in    io.Reader
	idle  *time.Timer
	after time.Duration
}

func (w *winding) Read(p []byte) (int, error) {
	n, err := w.in.Read(p)
	if n > 0 {
		w.idle.Reset(w.after)
	}
	return n, err
}

// bodyHash names a body, to know it again.
func bodyHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// isHTML reports whether a body is a web page, whatever its headers say.
func isHTML(body []byte) bool {
	head := bytes.TrimLeft(body[:min(len(body), 1024)], "\ufeff \t\r\n")
	for bytes.HasPrefix(head, []byte("<!--")) {
		_, rest, found := bytes.Cut(head, []byte("-->"))
		if !found {
			break
		}
		head = bytes.TrimLeft(rest, " \t\r\n")
	}
	head = bytes.ToLower(head[:min(len(head), 16)])
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<title"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return false
}

// pageTitle is what a web page calls itself, for the sentence that names it.
func pageTitle(body []byte) string {
	z := html.NewTokenizer(bytes.NewReader(body[:min(len(body), refusalBytes)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) != "title" {
				continue
			}
			if z.Next() == html.TextToken {
				return clean.Cut(clean.Line(string(z.Text())).String(), 60)
			}
			return ""
		}
	}
}

// pageWords is "an HTML page ('Just a moment')".
func pageWords(body []byte) string {
	if title := pageTitle(body); title != "" {
		return "an HTML page ('" + title + "')"
	}
	return "an HTML page"
}

// explanation is what a refusal says of itself: the title of its page, or the
// error of its JSON. Never more than a short line.
func explanation(r *reply) string {
	if isHTML(r.body) {
		return pageWords(r.body)
	}
	var said struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Message     string `json:"message"`
	}
	if json.Unmarshal(r.body, &said) != nil {
		return ""
	}
	words := orElse(said.Description, orElse(said.Message, said.Error))
	return clean.Cut(clean.Line(words).String(), 100)
}
