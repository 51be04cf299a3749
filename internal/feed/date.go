package feed

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// parseDate reads a date in any of the ways that feeds write one, in UTC; the
// zero time when it cannot. What names no zone is taken for UTC. Whether the
// date can be true is for post.Clamp to say.
func parseDate(s string) time.Time {
	const longest = 128
	s = strings.TrimSpace(s)
	if s == "" || len(s) > longest {
		return time.Time{}
	}
	if t, ok := mail(s); ok {
		return t
	}
	if t, ok := epoch(s); ok {
		return t
	}
	var d date
	if !d.iso(s) && !d.words(s) {
		return time.Time{}
	}
	return d.time()
}

// mail reads the one form that most of RSS is written in: a date of e-mail
// with its offset, or in GMT.
func mail(s string) (time.Time, bool) {
	const offset, greenwich = "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 GMT"
	if len(s) < len(greenwich) || s[3] != ',' {
		return time.Time{}, false
	}
	layout := greenwich
	if sign := s[len(s)-len("-0700")]; sign == '+' || sign == '-' {
		layout = offset
	} else if !strings.HasSuffix(s, " GMT") {
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s)
	return t.UTC(), err == nil && t.Year() > 0
}

// date is what was found in the text; -1 in month and day is missing.
type date struct {
	year, month, day     int
	hour, minute, second int
	nanos                int
	offset               int // seconds east
	pm, am               bool
	hasTime, hasZone     bool
	doubtful             bool // the month may be a day of the week
}

func (d *date) time() time.Time {
	if d.pm && d.hour < 12 {
		d.hour += 12
	}
	if d.am && d.hour == 12 {
		d.hour = 0
	}
	if d.month == 0 {
		d.month = 1
	}
	if d.day == 0 {
		d.day = 1
	}
	switch {
	case d.year < 1 || d.year > 9999, d.month < 1 || d.month > 12, d.day < 1 || d.day > 31:
		return time.Time{}
	case d.hour > 24 || d.minute > 59 || d.second > 60 || d.hour == 24 && d.minute+d.second > 0:
		return time.Time{}
	}
	// time.Date carries 24:00:00 and second 60 over to what comes next.
	return time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second-d.offset, d.nanos, time.UTC)
}

// epoch reads seconds or milliseconds since 1970.
func epoch(s string) (time.Time, bool) {
	whole, _, _ := strings.Cut(s, ".")
	if len(whole) < 9 || len(whole) > 13 || len(whole) == 12 || len(whole) == 11 || strings.Trim(whole, "0123456789") != "" {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	if len(whole) == 13 {
		return time.UnixMilli(n).UTC(), true
	}
	return time.Unix(n, 0).UTC(), true
}

// iso reads ISO 8601 in the loose ways it is met: 2006-01-02T15:04:05+07:00,
// 20060102, 2006/1/2 15:04, 2006-01, 2006, 2006-002.
func (d *date) iso(s string) bool {
	c := cursor{s: s}
	year, n := c.number(4)
	if n != 4 {
		return false
	}
	d.year = year
	if c.done() {
		return true
	}
	sep := c.peek()
	if sep >= '0' && sep <= '9' { // 20060102
		month, n := c.number(2)
		day, m := c.number(2)
		d.month, d.day = month, day
		return n == 2 && (m == 2 || m == 0 && c.done()) && c.clock(d)
	}
	if sep != '-' && sep != '/' && sep != '.' && sep != ':' {
		return false
	}
	c.i++
	month, n := c.number(3)
	switch {
	case n == 3: // day of the year
		if month < 1 || month > 366 {
			return false
		}
		d.month, d.day = 1, 1
		first := time.Date(d.year, 1, month, 0, 0, 0, 0, time.UTC)
		d.month, d.day = int(first.Month()), first.Day()
		return c.clock(d)
	case n == 0:
		return false
	}
	d.month = month
	if c.done() {
		return true
	}
	if c.peek() != sep {
		return false
	}
	c.i++
	if d.day, n = c.number(2); n == 0 {
		return false
	}
	return c.clock(d)
}

// cursor walks over a date.
type cursor struct {
	s string
	i int
}

func (c *cursor) done() bool { return c.i >= len(c.s) }

func (c *cursor) peek() byte {
	if c.done() {
		return 0
	}
	return c.s[c.i]
}

// number reads at most most digits and says how many there were.
func (c *cursor) number(most int) (value, digits int) {
	for digits < most && !c.done() && c.s[c.i] >= '0' && c.s[c.i] <= '9' {
		value = value*10 + int(c.s[c.i]-'0')
		c.i++
		digits++
	}
	return value, digits
}

// clock reads what follows a numeric date: nothing, or a time and a zone.
func (c *cursor) clock(d *date) bool {
	rest := strings.TrimSpace(strings.TrimLeft(c.s[c.i:], "Tt,; "))
	rest = strings.TrimPrefix(rest, "at ")
	if rest == "" {
		return true
	}
	if rest[0] < '0' || rest[0] > '9' {
		return d.zone(rest) || strings.TrimLeft(rest, "zZ") == ""
	}
	return d.rest(rest)
}

// rest reads a time and what stands behind it.
func (d *date) rest(s string) bool {
	c := cursor{s: s}
	var n int
	if d.hour, n = c.number(2); n == 0 {
		return false
	}
	d.hasTime = true
	for _, part := range [...]*int{&d.minute, &d.second} {
		if c.peek() != ':' && c.peek() != '.' {
			if q := c.peek(); q < '0' || q > '9' {
				break
			}
			c.i--
		}
		at := c.i
		c.i++
		if *part, n = c.number(2); n == 0 {
			c.i = at
			break
		}
	}
	if c.peek() == '.' || c.peek() == ',' {
		at := c.i
		c.i++
		fraction, digits := c.number(9)
		if digits == 0 {
			c.i = at
		}
		for ; digits > 0 && digits < 9; digits++ {
			fraction *= 10
		}
		d.nanos = fraction
		c.number(32)
	}
	for _, word := range strings.FieldsFunc(c.s[c.i:], func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' || r == ';' }) {
		if !d.word(word) {
			return false
		}
	}
	return true
}

// word takes a word that may follow a time: a half of the day, a zone.
func (d *date) word(w string) bool {
	switch strings.ToLower(strings.ReplaceAll(w, ".", "")) {
	case "am":
		d.am = true
	case "pm":
		d.pm = true
	case "":
	default:
		if d.zone(w) {
			return true
		}
		if n := len(w); n > 2 && (strings.EqualFold(w[:2], "am") || strings.EqualFold(w[:2], "pm")) {
			d.pm, d.am = w[0]|0x20 == 'p', w[0]|0x20 == 'a'
			return d.zone(w[2:])
		}
		return strings.EqualFold(w, "o'clock") || strings.EqualFold(w, "uhr")
	}
	return true
}

// roughDate is the first date inside an item, for putting items in order
// before they are parsed.
func roughDate(text []byte, item extent) time.Time {
	b := text[item.start:item.end]
	for _, tag := range []string{"<pubDate>", "<published>", "<updated>", "<dc:date>", "<modified>", "<issued>"} {
		_, rest, ok := bytes.Cut(b, []byte(tag))
		if !ok {
			continue
		}
		inside, _, _ := bytes.Cut(rest[:min(len(rest), 128)], []byte("<"))
		if t := parseDate(string(inside)); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
