package trend

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Kind is what was found.
type Kind string

// The kinds of finding.
const (
	KindSpike    Kind = "spike"
	KindCampaign Kind = "campaign"
	KindChat     Kind = "chat"
)

// Finding is a spike, a campaign or a chat, for lists. A spike that is a
// campaign or a chat's hour is listed as that alone.
type Finding struct {
	Kind     Kind
	Subject  string // "#tag" or a host
	From, To time.Time
	Posts    int
	People   int
	Reason   string
}

// Findings lists what stands out in a window, latest first; chats, which are
// to come, by their next time.
func Findings(posts []Post, w Window, place *time.Location) []Finding {
	var out []Finding
	chats := map[string]bool{}
	for _, c := range Chats(posts, w, place) {
		chats["#"+c.Tag] = true
		out = append(out, Finding{KindChat, "#" + c.Tag, c.Next, c.Next.Add(time.Hour), 0, c.People, c.Reason})
	}
	type run struct {
		name string
		from time.Time
	}
	sold := map[run]bool{}
	for _, c := range Campaigns(posts, w) {
		sold[run{c.Name, c.From}] = true
		out = append(out, Finding{KindCampaign, c.Name, c.From, c.To, c.Posts, c.People, c.Reason})
	}
	for _, g := range grouped(posts, w, tagsOf) {
		t := Topic{Tag: g.name}
		if chats[t.String()] {
			continue
		}
		for _, s := range Volume(g.posts, t, w).Spikes() {
			if !sold[run{t.String(), s.From}] {
				out = append(out, Finding{KindSpike, t.String(), s.From, s.To, s.Posts, s.People, s.Reason})
			}
		}
	}
	slices.SortFunc(out, func(a, b Finding) int {
		return cmp.Or(b.From.Compare(a.From), cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Subject, b.Subject))
	})
	return out
}
