package trend

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

// Campaign is a spike that lives on contests, giveaways or press releases and
// collapses when they end.
type Campaign struct {
	Name     string // "#tag" or the host that is pushed
	From, To time.Time
	Posts    int
	People   int
	Promo    float64 // part of its posts that sell
	Left     float64 // what is left afterwards above the usual, as a part of the peak
	Over     bool    // the window shows that it collapsed; else it still runs
	Reason   string
}

// What a campaign takes: half of the spike sells, and within as long again as
// it lasted (collapseAfter buckets at least) less than a fifth of the peak is
// left.
const (
	campaignPromo = 0.5
	campaignLeft  = 0.2
	collapseAfter = 3
)

// Campaigns finds campaigns among the tags and hosts of a window, largest
// first. A real theme spikes as well; its posts don't sell, and it lingers.
func Campaigns(posts []Post, w Window) []Campaign {
	var out []Campaign
	for _, g := range grouped(posts, w, tagsOf) {
		t := Topic{Tag: g.name}
		out = append(out, campaigns(Volume(g.posts, t, w), t.String())...)
	}
	for _, g := range grouped(posts, w, hostsOf) {
		s := Volume(g.posts, Topic{}, w)
		s.Topic = Topic{Term: g.name}
		out = append(out, campaigns(s, g.name)...)
	}
	slices.SortFunc(out, func(a, b Campaign) int {
		return cmp.Or(cmp.Compare(b.Posts, a.Posts), a.From.Compare(b.From), strings.Compare(a.Name, b.Name))
	})
	return out
}

func campaigns(s Series, name string) []Campaign {
	var out []Campaign
	for _, x := range s.Spikes() {
		if x.Promo < campaignPromo {
			continue
		}
		c := Campaign{Name: name, From: x.From, To: x.To, Posts: x.Posts, People: x.People, Promo: x.Promo}
		after := max(collapseAfter, x.last-x.first+1)
		rest := s.Posts[x.last+1 : min(len(s.Posts), x.last+1+after)]
		if len(rest) == after {
			c.Left = max(0, mean(rest)-x.Usual) / (float64(x.Peak) - x.Usual)
			c.Over = c.Left <= campaignLeft
			if !c.Over {
				continue // it lingers: people took the theme up
			}
		}
		c.Reason = fmt.Sprintf("%s: %d posts, %.0f %% of them contests, giveaways or releases", name, c.Posts, 100*c.Promo)
		if c.Over {
			c.Reason += fmt.Sprintf("; %.0f %% of the peak was left afterwards", 100*c.Left)
		} else {
			c.Reason += "; still running"
		}
		out = append(out, c)
	}
	return out
}

func mean(xs []int) float64 { return float64(sum(xs)) / float64(max(len(xs), 1)) }

// Chat is a tag that wakes every week at one hour.
type Chat struct {
	Tag     string
	Weekday time.Weekday
	Hour    int // local to the location asked for
	Weeks   int // in which it woke
	Of      int // weeks seen from the first to the last
	Part    float64
	People  int // the usual number, by the median of its weeks
	Next    time.Time
	Reason  string
}

// What a chat takes: it woke in at least three weeks and in two of three, with
// three people or more, and 60 % of its posts fall into one slot of a week: an
// hour, and half an hour to both sides for those who come early and stay late.
const (
	chatWeeks  = 3
	chatOf     = 2.0 / 3
	chatPeople = 3
	chatPart   = 0.6
	chatSlot   = 2 * time.Hour
)

// Chats finds tags that wake weekly, by the clock of a place, so that a chat at
// eight stays at eight when clocks change. Next is the first after the window.
func Chats(posts []Post, w Window, place *time.Location) []Chat {
	var out []Chat
	for _, g := range grouped(posts, w, tagsOf) {
		if c, ok := chat(g, w, place); ok {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Chat) int {
		return cmp.Or(cmp.Compare(b.People, a.People), strings.Compare(a.Tag, b.Tag))
	})
	return out
}

// slot is a time of the week in half hours from Sunday midnight.
func slot(t time.Time) int { return int(t.Weekday())*48 + t.Hour()*2 + t.Minute()/30 }

const slots = 7 * 48

func chat(g group, w Window, place *time.Location) (Chat, bool) {
	var by [slots]int
	var mine []Post
	for _, p := range g.posts {
		p.Time = p.Time.In(place)
		mine = append(mine, p)
		by[slot(p.Time)]++
	}
	// The slot begins half an hour before the chat's hour.
	const width = int(chatSlot / (30 * time.Minute))
	best, top := 0, -1
	for b := range slots {
		n := 0
		for k := range width {
			n += by[(b+k)%slots]
		}
		// The middle counts twice, so that the slot is centred on the hour.
		n = 2*n + by[(b+1)%slots] + by[(b+2)%slots]
		if n > top {
			best, top = b, n
		}
	}
	begin := (best + 1) % slots
	c := Chat{Tag: g.name, Weekday: time.Weekday(begin / 48), Hour: begin % 48 / 2}
	c.weigh(mine, best, width)
	if c.Weeks < chatWeeks || float64(c.Weeks) < chatOf*float64(c.Of) || c.Part < chatPart || c.People < chatPeople {
		return Chat{}, false
	}
	c.Next = next(w.To.In(place), c.Weekday, c.Hour)
	c.Reason = fmt.Sprintf("#%s wakes on %ss around %d:00: %d of %d weeks, %.0f %% of its posts, usually %d people",
		c.Tag, c.Weekday, c.Hour, c.Weeks, c.Of, 100*c.Part, c.People)
	return c, true
}

// weigh counts the weeks in which a tag woke in its slot.
func (c *Chat) weigh(posts []Post, best, width int) {
	in := 0
	weeks := map[int]map[person.Handle]bool{}
	first, last := 1<<31, -1
	for _, p := range posts {
		week := weekOf(p.Time, best)
		first, last = min(first, week), max(last, week)
		if (slot(p.Time)-best+slots)%slots >= width {
			continue
		}
		in++
		if weeks[week] == nil {
			weeks[week] = map[person.Handle]bool{}
		}
		weeks[week][p.Person] = true
	}
	var people []float64
	for _, who := range weeks {
		if len(who) >= 2 {
			c.Weeks++
			people = append(people, float64(len(who)))
		}
	}
	c.Of = last - first + 1
	c.Part = float64(in) / float64(max(len(posts), 1))
	if len(people) > 0 {
		c.People = int(middle(people))
	}
}

// weekOf numbers the weeks that begin at a slot.
func weekOf(t time.Time, best int) int {
	days := int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
	sunday := days - int(t.Weekday())
	week := (sunday + 4) / 7 // Sundays are 3 days after a multiple of 7 from the epoch
	if slot(t) < best {
		week--
	}
	return week
}

func next(after time.Time, day time.Weekday, hour int) time.Time {
	ahead := (int(day) - int(after.Weekday()) + 7) % 7
	t := time.Date(after.Year(), after.Month(), after.Day()+ahead, hour, 0, 0, 0, after.Location())
	if t.Before(after) {
		t = time.Date(after.Year(), after.Month(), after.Day()+ahead+7, hour, 0, 0, 0, after.Location())
	}
	return t
}
