package config

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Ranges of the settings. A poll more often than every five minutes is rude to
// any server and brings nothing; the upper ends only catch slips of the pen.
const (
	minEvery, maxEvery       = 5 * time.Minute, 30 * 24 * time.Hour
	minAtOnce, maxAtOnce     = 1, 256
	minWindow, maxWindow     = time.Hour, 366 * 24 * time.Hour
	minHalfLife, maxHalfLife = time.Hour, 90 * 24 * time.Hour
)

// report notes what is wrong with a setting, or with one entry of a table.
type report func(sub, msg string)

// settings is what config.toml may hold.
var settings = map[string]func(c *Config, v any, bad report){
	"every":  func(c *Config, v any, bad report) { duration(&c.Every, "every", v, minEvery, maxEvery, bad) },
	"window": func(c *Config, v any, bad report) { duration(&c.Window, "window", v, minWindow, maxWindow, bad) },
	"half_life": func(c *Config, v any, bad report) {
		if v == "auto" {
			c.HalfLife = AutoHalfLife
			return
		}
		duration(&c.HalfLife, "half_life", v, minHalfLife, maxHalfLife, bad)
	},
	"at_once":   atOnce,
	"instance":  instance,
	"theme":     theme,
	"icons":     icons,
	"topics":    func(c *Config, v any, bad report) { words(&c.Topics, "topics", v, bad) },
	"me":        func(c *Config, v any, bad report) { words(&c.Me, "me", v, bad) },
	"off_rules": func(c *Config, v any, bad report) { words(&c.OffRules, "off_rules", v, bad) },
	"contact":   contact,
	"tokens":    tokens,
	"keys":      keys,
}

func duration(to *time.Duration, name string, v any, low, high time.Duration, bad report) {
	s, ok := v.(string)
	if !ok {
		bad("", fmt.Sprintf(`%s is a length of time in quotes, such as "30m", "36h" or "7d"`, name))
		return
	}
	d, err := ParseDuration(s)
	switch {
	case err != nil:
		bad("", fmt.Sprintf("%s: %v", name, err))
	case d < low || d > high:
		bad("", fmt.Sprintf("%s is %s, but it must lie between %s and %s", name, s, plainly(low), plainly(high)))
	default:
		*to = d
	}
}

// plainly writes a duration as a person would: whole days, hours or minutes.
func plainly(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

// maxDuration keeps sums of durations far from overflow.
const maxDuration = 100 * 366 * 24 * time.Hour

// ParseDuration reads "30m", "36h", "7d", "2w" and sums such as "1d12h".
func ParseDuration(s string) (time.Duration, error) {
	wrong := fmt.Errorf(`%q is not a length of time; write "30m", "36h" or "7d"`, s)
	rest := strings.TrimSpace(s)
	if rest == "" {
		return 0, wrong
	}
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	var sum time.Duration
	for rest != "" {
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i < 1 {
			return 0, wrong
		}
		n, err := strconv.ParseInt(rest[:i], 10, 64)
		unit, ok := units[rest[i]]
		if err != nil || !ok || n > int64(maxDuration/unit) {
			return 0, wrong
		}
		if sum += time.Duration(n) * unit; sum > maxDuration {
			return 0, wrong
		}
		rest = rest[i+1:]
	}
	return sum, nil
}

func atOnce(c *Config, v any, bad report) {
	n, ok := v.(int64)
	if !ok || n < minAtOnce || n > maxAtOnce {
		bad("", fmt.Sprintf("at_once is a whole number from %d to %d", minAtOnce, maxAtOnce))
		return
	}
	c.AtOnce = int(n)
}

func instance(c *Config, v any, bad report) {
	s, _ := v.(string)
	host, ok := hostname(s)
	if !ok {
		bad("", `instance is the host of a Mastodon server, such as "mastodon.social"`)
		return
	}
	c.Instance = host
}

// hostname reads a host, tolerating a pasted address of it.
func hostname(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.User != nil {
		return "", false
	}
	return u.Host, !strings.ContainsAny(u.Host, " \t\"'<>")
}

func theme(c *Config, v any, bad report) {
	s, ok := v.(string)
	if !ok || s == "" || strings.ContainsAny(s, `/\`) || strings.HasPrefix(s, ".") {
		bad("", `theme is "auto", "dark", "light" or the name of a file in the themes folder`)
		return
	}
	c.Theme = s
}

func icons(c *Config, v any, bad report) {
	b, ok := v.(bool)
	if !ok {
		bad("", "icons is true or false, without quotes")
		return
	}
	c.Icons = b
}

func contact(c *Config, v any, bad report) {
	s, ok := v.(string)
	if !ok || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		bad("", "contact is an address in plain ASCII that servers see, such as a page or a mail address")
		return
	}
	c.Contact = s
}

func words(to *[]string, name string, v any, bad report) {
	list, ok := stringList(v)
	if !ok {
		bad("", fmt.Sprintf(`%s is a list of words in quotes, such as ["one", "two"]`, name))
		return
	}
	*to = list
}

func tokens(c *Config, v any, bad report) {
	table, ok := v.(map[string]any)
	if !ok {
		bad("", `tokens is a table: a line [tokens], then lines such as "mastodon.social" = "…"`)
		return
	}
	for name, value := range table {
		s, ok := value.(string)
		host, isHost := hostname(name)
		switch {
		case !isHost:
			bad(name, fmt.Sprintf("tokens: %q is not a host", name))
		case !ok && strings.Count(name, ".") == 0:
			bad(name, fmt.Sprintf(`tokens: put quotes round the host: "%s.…" = "…"`, name))
		case !ok || s == "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
			// The token itself is never repeated.
			bad(name, fmt.Sprintf("tokens: the token of %s is not one word in quotes", name))
		default:
			c.Tokens[host] = s
		}
	}
}

func keys(c *Config, v any, bad report) {
	table, ok := v.(map[string]any)
	if !ok {
		bad("", `keys is a table: a line [keys], then lines such as save = ["s", "ctrl+s"]`)
		return
	}
	for action, value := range table {
		if one, ok := value.(string); ok {
			value = []any{one}
		}
		list, ok := stringList(value)
		if !ok || len(list) == 0 {
			bad(action, fmt.Sprintf(`keys: %s needs a key or a list of keys in quotes, such as ["s"]`, action))
			continue
		}
		c.Keys[action] = list
	}
}

func stringList(v any) ([]string, bool) {
	items, ok := v.([]any)
	if !ok {
		return nil, false
	}
	list := make([]string, 0, len(items))
	for _, it := range items {
		s, ok := it.(string)
		if !ok || strings.TrimSpace(s) == "" {
			return nil, false
		}
		list = append(list, strings.TrimSpace(s))
	}
	return list, true
}

// unknown names the setting that was probably meant.
func unknown(name string) string {
	best, distance := "", len(name)
	for key := range settings {
		d := editDistance(strings.ToLower(name), key)
		if d < distance || d == distance && key < best {
			best, distance = key, d
		}
	}
	if best != "" && distance <= max(2, len(best)/3) {
		return fmt.Sprintf("there is no setting %q; did you mean %q?", name, best)
	}
	names := make([]string, 0, len(settings))
	for key := range settings {
		names = append(names, key)
	}
	slices.Sort(names)
	return fmt.Sprintf("there is no setting %q; there are %s", name, strings.Join(names, ", "))
}

// editDistance counts the letters to insert, drop or change to make b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
