package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"weaktie/internal/config"
	"weaktie/internal/flip"
)

//go:embed story/*.txt
var files embed.FS

// human is somebody on the network.
type human struct {
	id        string
	name      string // before the @; unique in the story
	server    string
	shown     string
	followers int
	site      string
	bot       bool
	group     string
}

func (h *human) acct() string { return h.name + "@" + h.server }
func (h *human) page() string { return "https://" + h.server + "/@" + h.name }

// article is an address that is shared.
type article struct {
	url, title, about string
	tags              []string
	feed              string // name of the feed that published it; "" is none
	at                time.Duration
}

// said is one post, boost or message.
type said struct {
	seq   int
	at    time.Duration // from the start; negative is before
	who   *human
	text  string
	tags  []string
	art   *article // what it shares; nil is nothing
	boost *said    // what it passes on; nil is its own words

	how  string // "dm" or "mention" for what is addressed to the curator, "follow" for a new follower
	kind string // what a message is: a category, or genuine, offer, turn
}

// journal is a feed.
type journal struct {
	name, format, server, path string
	title, site, about, tag    string
}

// story is everything that the files tell.
type story struct {
	humans   map[string]*human
	groups   map[string][]*human
	articles []*article
	posts    []*said // oldest first
	messages []*said // oldest first
	notes    []*said // the messages and the new followers among them, oldest first
	feeds    []*journal
	hostile  []string
	tags     []string // most used first
}

func load() (*story, error) {
	s := &story{humans: map[string]*human{}, groups: map[string][]*human{}}
	for _, part := range []struct {
		file string
		read func(line string) error
	}{
		{"people", s.people()}, {"feeds", s.journals()}, {"links", s.shares()}, {"history", s.shares()}, {"messages", s.letters()}, {"hostile", s.hostiles},
	} {
		name := "story/" + part.file + ".txt"
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(body), "\n") {
			if strings.HasPrefix(line, "##") { // a comment; one # begins tags
				continue
			}
			if err := part.read(strings.TrimSpace(line)); err != nil {
				return nil, fmt.Errorf("%s: line %d: %w", name, i+1, err)
			}
		}
	}
	s.arrange()
	return s, nil
}

// machineAfter is how soon after following a machine writes.
const machineAfter = 7 * time.Second

// followers are the follows that came just before the messages of machines.
func followers(messages []*said) []*said {
	var out []*said
	for _, m := range messages {
		switch flip.Category(m.kind) {
		case flip.LuckyToKnowMe, flip.GenuinelyInterested, flip.CashGrab, flip.FalseHumility, flip.Creepy, flip.ValidationWall:
			out = append(out, &said{at: m.at - machineAfter, who: m.who, how: "follow"})
		}
	}
	return out
}

// arrange puts everything in the order of time and counts the tags.
func (s *story) arrange() {
	s.publish()
	byTime := func(a, b *said) int { return int(a.at/time.Millisecond - b.at/time.Millisecond) }
	slices.SortStableFunc(s.posts, byTime)
	slices.SortStableFunc(s.messages, byTime)
	s.notes = append(followers(s.messages), s.messages...)
	slices.SortStableFunc(s.notes, byTime)
	uses := map[string]int{}
	for i, p := range s.posts {
		p.seq = i + 1
		for _, t := range p.tags {
			uses[t]++
		}
	}
	for i, m := range s.notes {
		m.seq = len(s.posts) + i + 1
	}
	for t := range uses {
		s.tags = append(s.tags, t)
	}
	slices.SortFunc(s.tags, func(a, b string) int {
		if uses[a] != uses[b] {
			return uses[b] - uses[a]
		}
		return strings.Compare(a, b)
	})
}

// publish puts an article that is on a feed's own site into that feed, an hour
// before anybody shared it, where the story does not say so itself.
func (s *story) publish() {
	for _, a := range s.articles {
		i := slices.IndexFunc(s.feeds, func(f *journal) bool { return strings.HasPrefix(a.url, f.site) })
		if a.feed != "" || i < 0 {
			continue
		}
		a.feed = s.feeds[i].name
		for _, p := range s.posts {
			if p.art == a && (a.at == 0 || p.at-time.Hour < a.at) {
				a.at = p.at - time.Hour
			}
		}
	}
}

// servers are the names of the servers, the instance first.
func (s *story) servers() []string {
	names := []string{instance}
	for _, f := range s.feeds {
		if !slices.Contains(names, f.server) {
			names = append(names, f.server)
		}
	}
	return names
}

// later are the moments after the start at which something appears.
func (s *story) later() []time.Duration {
	var out []time.Duration
	for _, list := range [][]*said{s.posts, s.messages} {
		for _, p := range list {
			if p.at > 0 {
				out = append(out, p.at)
			}
		}
	}
	for _, a := range s.articles {
		if a.at > 0 {
			out = append(out, a.at)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moment reads "-5h20m" or "2m30s".
func moment(word string) (time.Duration, error) {
	rest, before := strings.CutPrefix(word, "-")
	d, err := config.ParseDuration(strings.TrimPrefix(rest, "+"))
	if before {
		d = -d
	}
	return d, err
}

// people reads "[group] …" and "name@server | shown | followers | site | bot".
func (s *story) people() func(string) error {
	group := ""
	return func(line string) error {
		if line == "" {
			return nil
		}
		if rest, ok := strings.CutPrefix(line, "["); ok {
			group, _, _ = strings.Cut(rest, "]")
			return nil
		}
		cells := append(strings.Split(line, "|"), "", "", "", "")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		h := &human{shown: cells[1], site: cells[3], bot: cells[4] == "bot", group: group, id: strconv.Itoa(1000 + len(s.humans))}
		h.name, h.server, _ = strings.Cut(cells[0], "@")
		n, err := strconv.Atoi(cells[2])
		if err != nil || h.server == "" || h.shown == "" || s.humans[h.name] != nil {
			return fmt.Errorf("%q is not a new person", line)
		}
		h.followers = n
		s.humans[h.name] = h
		s.groups[group] = append(s.groups[group], h)
		return nil
	}
}

// journals reads "[name] format server /path", the title, then "site | about | tag".
func (s *story) journals() func(string) error {
	var f *journal
	return func(line string) error {
		switch {
		case line == "":
		case strings.HasPrefix(line, "["):
			words := strings.Fields(line)
			if len(words) != 4 {
				return fmt.Errorf("%q is not a feed", line)
			}
			f = &journal{name: strings.Trim(words[0], "[]"), format: words[1], server: words[2], path: words[3]}
			s.feeds = append(s.feeds, f)
		case f == nil:
			return fmt.Errorf("%q belongs to no feed", line)
		case f.title == "":
			f.title = line
		default:
			cells := strings.Split(line, " | ")
			if len(cells) != 3 {
				return fmt.Errorf("%q is not a page, a description and a tag", line)
			}
			f.site, f.about, f.tag = cells[0], cells[1], cells[2]
		}
		return nil
	}
}

func (s *story) hostiles(line string) error {
	if line == "" {
		return nil
	}
	title, err := strconv.Unquote(line)
	s.hostile = append(s.hostile, title)
	return err
}
