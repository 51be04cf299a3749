package demo

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// shares reads the links and who shared them.
func (s *story) shares() func(string) error {
	var a *article
	return func(line string) error {
		mark, rest, _ := strings.Cut(line, " ")
		if a == nil && mark != "=" && line != "" {
			return fmt.Errorf("%q comes before any link", line)
		}
		switch mark {
		case "":
		case "=":
			a = &article{url: rest}
			s.articles = append(s.articles, a)
		case ">":
			a.title = rest
		case "~":
			a.about = rest
		case "#":
			a.tags = strings.Fields(rest)
		case "@":
			feed, when, _ := strings.Cut(rest, " ")
			at, err := moment(when)
			if err != nil {
				return err
			}
			a.feed, a.at = feed, at
		default:
			return s.share(a, mark, rest)
		}
		return nil
	}
}

// share reads "-5h +3m ana,[gurus] words | other words" or "… boosts ana".
func (s *story) share(a *article, when, rest string) error {
	at, err := moment(when)
	if err != nil {
		return err
	}
	who, words, _ := strings.Cut(rest, " ")
	step := time.Duration(0)
	if strings.HasPrefix(who, "+") {
		if step, err = moment(who); err != nil {
			return err
		}
		who, words, _ = strings.Cut(words, " ")
	}
	people, err := s.named(who)
	if err != nil {
		return err
	}
	var first *said
	if name, ok := strings.CutPrefix(words, "boosts "); ok {
		for _, p := range s.posts {
			if p.art == a && p.who.name == name && p.boost == nil {
				first = p
			}
		}
		if first == nil {
			return fmt.Errorf("%q boosts what was not shared before", rest)
		}
		people = slices.DeleteFunc(slices.Clone(people), func(h *human) bool { return h == first.who })
	}
	texts := strings.Split(words, " | ")
	for i, h := range people {
		p := &said{at: at + time.Duration(i)*step + sway(h.name+a.url, step), who: h, art: a, boost: first, tags: a.tags}
		if first == nil {
			p.text = texts[i%len(texts)]
			if p.text == "=" {
				p.text = a.title
			}
			if p.text == "" {
				return fmt.Errorf("%s says nothing", h.name)
			}
			p.tags = append(slices.Clone(a.tags), hashtags(p.text)...)
		}
		s.posts = append(s.posts, p)
	}
	return nil
}

// named reads "ana,ben" or "[group]".
func (s *story) named(who string) ([]*human, error) {
	var out []*human
	for _, name := range strings.Split(who, ",") {
		if group := s.groups[strings.Trim(name, "[]")]; strings.HasPrefix(name, "[") && group != nil {
			out = append(out, group...)
		} else if h := s.humans[name]; h != nil {
			out = append(out, h)
		} else {
			return nil, fmt.Errorf("nobody is called %q", name)
		}
	}
	return out, nil
}

// sway moves a time by up to a quarter of the step, always the same way for
// the same words, so that people do not post by the clock. Machines, which
// step by seconds, do.
func sway(words string, step time.Duration) time.Duration {
	if step < time.Minute {
		return 0
	}
	return time.Duration(hash(words) % uint64(step/4)).Truncate(time.Second)
}

func hash(words string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(words)) // never fails
	return h.Sum64()
}

// hashtags are the tags written in a text.
func hashtags(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		if tag, ok := strings.CutPrefix(w, "#"); ok {
			out = append(out, strings.ToLower(strings.TrimRight(tag, ".,!?")))
		}
	}
	return out
}

// letters reads "-2h ana dm category" and the words below it.
func (s *story) letters() func(string) error {
	var m *said
	return func(line string) error {
		if line == "" {
			m = nil
			return nil
		}
		if m != nil {
			m.text = strings.TrimSpace(m.text + "\n" + line)
			return nil
		}
		words := strings.Fields(line)
		if len(words) != 4 || words[2] != "dm" && words[2] != "mention" {
			return fmt.Errorf("%q does not say when, who, how and what", line)
		}
		at, err := moment(words[0])
		if err != nil {
			return err
		}
		h := s.humans[words[1]]
		if h == nil {
			return fmt.Errorf("nobody is called %q", words[1])
		}
		m = &said{at: at, who: h, how: words[2], kind: words[3]}
		s.messages = append(s.messages, m)
		return nil
	}
}
