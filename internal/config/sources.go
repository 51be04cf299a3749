package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Source is one line of the sources file, in newsboat's urls syntax.
type Source struct {
	URL   string
	Title string // from "~Title"
	Tags  []string
	Line  int // 1-based
}

// Sources reads the sources file; a missing file is empty. Lines it cannot use
// (exec:, filter:, query:) are in problems, and do not stop the others.
func Sources(dir string) (list []Source, problems []Problem, err error) {
	path := filepath.Join(dir, SourcesFile)
	body, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the sources: %w", err)
	}
	list, problems = ParseSources(path, body)
	return list, problems, nil
}

// ParseSources reads the text of a urls file; file is only named in problems.
func ParseSources(file string, body []byte) (list []Source, problems []Problem) {
	first := map[string]int{}
	for i, line := range splitLines(body) {
		s, msg := parseLine(string(line))
		s.Line = i + 1
		if msg == "" && s.URL != "" {
			if earlier := first[s.URL]; earlier > 0 {
				msg = fmt.Sprintf("is the same address as line %d", earlier)
			} else {
				first[s.URL] = s.Line
			}
		}
		switch {
		case msg != "":
			problems = append(problems, Problem{file, s.Line, msg})
		case s.URL != "":
			list = append(list, s)
		}
	}
	return list, problems
}

// splitLines gives the lines without their endings.
func splitLines(body []byte) [][]byte {
	lines := bytes.Split(bytes.TrimPrefix(body, []byte("\ufeff")), []byte("\n"))
	for i := range lines {
		lines[i] = bytes.TrimSuffix(lines[i], []byte("\r"))
	}
	return lines
}

// parseLine reads one line: a source, or nothing (URL ""), or what is wrong.
func parseLine(line string) (s Source, msg string) {
	words, _, closed := split(line)
	if len(words) == 0 {
		return Source{}, ""
	}
	if !closed {
		return Source{}, `has a quote (") that is never closed`
	}
	if !utf8.ValidString(strings.Join(words, " ")) {
		return Source{}, "is not UTF-8; save the file as UTF-8"
	}
	if msg := usable(words[0]); msg != "" {
		return Source{}, msg
	}
	s.URL = words[0]
	for _, w := range words[1:] {
		if title, ok := strings.CutPrefix(w, "~"); ok {
			s.Title = title
		} else if w != "" {
			s.Tags = append(s.Tags, w)
		}
	}
	return s, ""
}

// usable says why an address cannot be a source; "" is that it can.
func usable(address string) string {
	for scheme, why := range map[string]string{
		"exec:":   "would run a program",
		"filter:": "would run a program",
		"query:":  "is a query over other feeds",
		"file:":   "is a file on this machine; weaktie import reads those",
	} {
		if strings.HasPrefix(strings.ToLower(address), scheme) {
			return strings.TrimSuffix(scheme, ":") + " " + why + "; weaktie follows http and https addresses only"
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		// The parser's own error repeats the address, with any password in it.
		return "is not an address that can be read"
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Sprintf("%q is not a web address; begin it with https://", clip(u.Redacted()))
	}
	return ""
}

// clip shortens an address for a sentence.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// split splits a line into words as newsboat does: white space divides, a
// quoted word may hold it, a backslash in quotes takes the next character as
// it is (n, r and t are newline, return and tab), and a # where a word would
// begin starts a comment. comment is its offset, or len(line).
func split(line string) (words []string, comment int, closed bool) {
	closed = true
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '#':
			return words, i, closed
		case c == '"':
			var w string
			w, i, closed = quoted(line, i+1)
			words = append(words, w)
		default:
			end := i + strings.IndexAny(line[i:]+" ", " \t\r")
			words = append(words, line[i:end])
			i = end
		}
	}
	return words, len(line), closed
}

// quoted reads up to the closing quote; next is the offset behind it.
func quoted(line string, from int) (word string, next int, closed bool) {
	var b strings.Builder
	for i := from; i < len(line); i++ {
		switch line[i] {
		case '"':
			return b.String(), i + 1, true
		case '\\':
			if i+1 == len(line) {
				return b.String(), len(line), false
			}
			i++
			if at := strings.IndexByte("nrt", line[i]); at >= 0 {
				b.WriteByte("\n\r\t"[at])
			} else {
				b.WriteByte(line[i])
			}
		default:
			b.WriteByte(line[i])
		}
	}
	return b.String(), len(line), false
}

// format writes a source as a line, without its ending.
func format(s Source) string {
	var b strings.Builder
	if strings.ContainsAny(s.URL, " \t\"") {
		b.WriteString(quote(s.URL))
	} else {
		b.WriteString(s.URL)
	}
	for _, t := range s.Tags {
		b.WriteString(" " + quote(t))
	}
	if s.Title != "" {
		b.WriteString(" " + quote("~"+s.Title))
	}
	return b.String()
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ").Replace(s) + `"`
}
