package trend

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"weaktie/internal/person"
)

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func post(at time.Time, who string, tags ...string) Post {
	return Post{Time: at, Person: person.Handle(who), Tags: tags}
}

func hours(n int) Window {
	return Window{From: monday, To: monday.Add(time.Duration(n) * time.Hour), Bucket: time.Hour}
}

func days(n int) Window {
	return Window{From: monday, To: monday.AddDate(0, 0, n), Bucket: 24 * time.Hour}
}

// murmur is some posts about a tag in every hour, by changing people.
func murmur(tag string, hours, each int) []Post {
	rng := rand.New(rand.NewPCG(7, 7))
	var out []Post
	for h := range hours {
		for range each/2 + rng.IntN(each+1) {
			out = append(out, post(monday.Add(time.Duration(h)*time.Hour+time.Duration(rng.IntN(3600))*time.Second), fmt.Sprintf("p%d", rng.IntN(50)), tag))
		}
	}
	return out
}

func burst(tag string, hour, n, people int) []Post {
	var out []Post
	for i := range n {
		out = append(out, post(monday.Add(time.Duration(hour)*time.Hour+time.Duration(i)*time.Second), fmt.Sprintf("b%d", i%people), tag))
	}
	return out
}

func TestVolume(t *testing.T) {
	posts := []Post{
		post(monday.Add(-time.Second), "before", "b2b"),
		post(monday, "ana", "b2b", "saas"),
		post(monday.Add(30*time.Minute), "ana", "b2b"),
		post(monday.Add(59*time.Minute), "ben", "b2b"),
		post(monday.Add(time.Hour), "cem", "b2b"),
		post(monday.Add(time.Hour), "dot", "saas"),
		post(monday.Add(3*time.Hour), "after", "b2b"),
	}
	s := Volume(posts, ParseTopic("#B2B"), hours(3))
	if !reflect.DeepEqual(s.Posts, []int{3, 1, 0}) || !reflect.DeepEqual(s.People, []int{2, 1, 0}) || s.Total != 4 || s.Heads != 3 {
		t.Errorf("%+v", s)
	}
	if got := Volume(posts, Topic{}, hours(3)); got.Total != 5 {
		t.Errorf("everything: %d posts, want 5", got.Total)
	}
	for _, w := range []Window{{}, {From: monday, To: monday, Bucket: time.Hour}, {From: monday, To: monday.Add(-time.Hour), Bucket: time.Hour}, {From: monday, To: monday.Add(time.Hour)}} {
		if s := Volume(posts, Topic{}, w); len(s.Posts) != 0 || s.Total != 0 {
			t.Errorf("window %+v: %+v", w, s)
		}
	}
	if s := Volume(nil, Topic{}, Window{From: monday, To: monday.AddDate(3000, 0, 0), Bucket: time.Second}); len(s.Posts) != maxBuckets {
		t.Errorf("%d buckets, want at most %d", len(s.Posts), maxBuckets)
	}
}

func TestTerms(t *testing.T) {
	cases := []struct {
		topic, text string
		tags        []string
		want        bool
	}{
		{"social media", "On Social  Media, nobody listens", nil, true},
		{"social media", "social, media", nil, true},
		{"social media", "antisocial media", nil, false},
		{"social media", "social mediation", nil, false},
		{"social media", "nothing", []string{"socialmedia"}, true},
		{"Émigré", "an émigré's tale of an émigré", nil, true},
		{"#b2b", "b2b", nil, false},
		{"#b2b", "", []string{"b2b"}, true},
	}
	for _, c := range cases {
		p := Post{Text: c.text, Tags: c.tags}
		if got := ParseTopic(c.topic).in(&p); got != c.want {
			t.Errorf("%q in %q %v: %v, want %v", c.topic, c.text, c.tags, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	var posts []Post
	for d := range 10 { // networking goes, media comes
		for i := range 10 {
			text := "social networking"
			if i < d {
				text = "social media"
			}
			posts = append(posts, Post{Time: monday.AddDate(0, 0, d), Person: person.Handle(fmt.Sprint(i)), Text: text})
		}
	}
	posts = append(posts, Post{Time: monday, Person: "x", Text: "social media is not social networking"})
	c := Compare(posts, ParseTopic("social media"), ParseTopic("social networking"), days(10))
	if c.A.Total != 46 || c.B.Total != 56 || c.Both != 1 || c.Growth < 0.3 || !strings.HasSuffix(c.Reason, "social media gains") {
		t.Errorf("%d against %d, both %d, growth %v: %s", c.A.Total, c.B.Total, c.Both, c.Growth, c.Reason)
	}
	if c := Compare(nil, ParseTopic("a"), ParseTopic("b"), days(10)); !strings.HasPrefix(c.Reason, "neither") {
		t.Errorf("nothing: %q", c.Reason)
	}
}

func TestShareOfVoice(t *testing.T) {
	var posts []Post
	for i := range 100 { // ana says half of it
		who := "ana"
		if i%2 == 1 {
			who = fmt.Sprintf("p%d", i)
		}
		p := post(monday.Add(time.Duration(i)*time.Minute), who, "b2b")
		p.Hosts = []string{"acme.example", "acme.example"}
		if i%4 == 0 {
			p.Hosts = []string{"other.example"}
		}
		posts = append(posts, p)
	}
	voices := Voices(posts, ParseTopic("#b2b"), hours(24), 0)
	if voices[0].Name != "ana" || voices[0].Part != 0.5 || len(voices) != 51 {
		t.Errorf("%+v of %d", voices[0], len(voices))
	}
	if few, all := Elite(voices); few != 1 || all != 51 {
		t.Errorf("%d of %d make half of it, want 1 of 51", few, all)
	}
	hosts := Hosts(posts, Topic{}, hours(24), 1)
	if len(hosts) != 1 || hosts[0].Name != "acme.example" || hosts[0].Part != 0.75 {
		t.Errorf("hosts %+v", hosts)
	}
	if tags := Tags(posts, hours(24), 0); len(tags) != 1 || tags[0].Posts != 100 || tags[0].People != 51 {
		t.Errorf("tags %+v", tags)
	}
}

func TestSpikes(t *testing.T) {
	cases := []struct {
		name  string
		posts []Post
		want  []int // hours they begin
	}{
		{"a murmur", murmur("b2b", 48, 4), nil},
		{"a burst over a murmur", append(murmur("b2b", 48, 4), burst("b2b", 30, 40, 20)...), []int{30}},
		{"two bursts: the first does not hide the second", append(append(murmur("b2b", 48, 4), burst("b2b", 20, 400, 100)...), burst("b2b", 40, 40, 20)...), []int{20, 40}},
		{"two hours are one spike", append(append(murmur("b2b", 48, 2), burst("b2b", 30, 40, 20)...), burst("b2b", 31, 40, 20)...), []int{30}},
		{"out of silence", burst("b2b", 30, 12, 6), []int{30}},
		{"one person, a hundred posts", append(murmur("b2b", 48, 2), burst("b2b", 30, 100, 1)...), nil},
		{"four posts", burst("b2b", 30, 4, 4), nil},
		{"too little past", burst("b2b", 3, 40, 20), nil},
	}
	for _, c := range cases {
		var got []int
		for _, s := range Volume(c.posts, ParseTopic("#b2b"), hours(48)).Spikes() {
			got = append(got, int(s.From.Sub(monday)/time.Hour))
			if s.Reason == "" || s.Peak == 0 || s.Sigma < spikeSigma {
				t.Errorf("%s: %+v", c.name, s)
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: spikes at %v, want %v", c.name, got, c.want)
		}
	}
}

// Every morning at nine is not a spike, once weeks of it are known.
func TestEveryMorningIsNoSpike(t *testing.T) {
	var posts []Post
	for d := range 21 {
		posts = append(posts, burst("b2b", 24*d+9, 20, 10)...)
	}
	posts = append(posts, burst("b2b", 24*20+9, 200, 60)...)
	s := Volume(posts, ParseTopic("#b2b"), hours(24*21)).Spikes()
	late := 0
	for _, x := range s {
		if x.From.After(monday.AddDate(0, 0, 8)) {
			late++
		}
	}
	if late != 1 || s[len(s)-1].Peak != 220 {
		t.Errorf("after the first week want the one spike of the last day: %+v", s)
	}
}

func promo(posts []Post) []Post {
	for i := range posts {
		posts[i].Promo = i%4 != 0
	}
	return posts
}

func TestCampaigns(t *testing.T) {
	host := func(posts []Post) []Post {
		for i := range posts {
			posts[i].Hosts, posts[i].Tags = []string{"contest.example"}, nil
		}
		return posts
	}
	theme, lingers := promo(burst("b2b", 30, 40, 20)), promo(burst("b2b", 30, 30, 20))
	for h := 31; h < 48; h++ {
		theme = append(theme, burst("b2b", h, 25, 15)...)
		lingers = append(lingers, burst("b2b", h, 9, 9)...)
	}
	cases := []struct {
		name  string
		posts []Post
		want  string
		over  bool
	}{
		{"a contest that collapses", append(murmur("b2b", 48, 2), promo(burst("b2b", 30, 60, 40))...), "#b2b", true},
		{"pushed by its host", host(promo(burst("x", 30, 60, 40))), "contest.example", true},
		{"still running", append(murmur("b2b", 48, 2), promo(burst("b2b", 47, 60, 40))...), "#b2b", false},
		{"a real theme", append(murmur("b2b", 48, 2), burst("b2b", 30, 60, 40)...), "", false},
		{"it began with a contest and became a theme", theme, "", false},
		{"it began with a contest and lingers", append(murmur("b2b", 48, 10), lingers...), "", false},
		{"somebody always sells", promo(murmur("b2b", 48, 4)), "", false},
	}
	for _, c := range cases {
		got := Campaigns(c.posts, hours(48))
		switch {
		case c.want == "" && len(got) == 0:
		case len(got) != 1 || got[0].Name != c.want || got[0].Over != c.over || got[0].Reason == "":
			t.Errorf("%s: %+v, want %q over %v", c.name, got, c.want, c.over)
		}
	}
}

func TestChats(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	rng := rand.New(rand.NewPCG(3, 3))
	weekly := func(tag string, weeks []int, day, hour, people int) []Post {
		var out []Post
		for _, w := range weeks {
			for i := range people * 3 {
				// By the wall clock, over the change to summer time on 29 March.
				at := time.Date(2026, 3, 2+7*w+day, hour, -10+rng.IntN(80), 0, 0, berlin)
				out = append(out, post(at, fmt.Sprintf("%s%d", tag, i%people), tag))
			}
		}
		return out
	}
	always := murmur("b2b", 24*42, 2)
	cases := []struct {
		name  string
		posts []Post
		want  bool
	}{
		{"Tuesdays at eight", weekly("chat", []int{0, 1, 2, 3, 4, 5}, 1, 20, 8), true},
		{"one week missed", weekly("chat", []int{0, 1, 3, 4, 5}, 1, 20, 8), true},
		{"with a little talk between", append(weekly("chat", []int{0, 1, 2, 3, 4, 5}, 1, 20, 8), burst("chat", 300, 20, 10)...), true},
		{"twice only", weekly("chat", []int{0, 1}, 1, 20, 8), false},
		{"now and then", weekly("chat", []int{0, 2, 5}, 1, 20, 8), false},
		{"one person's column", weekly("chat", []int{0, 1, 2, 3, 4, 5}, 1, 20, 1), false},
		{"spoken of always", always, false},
	}
	w := Window{From: monday, To: monday.AddDate(0, 0, 42), Bucket: time.Hour}
	for _, c := range cases {
		got := Chats(c.posts, w, berlin)
		if (len(got) == 1) != c.want {
			t.Errorf("%s: %+v, want a chat: %v", c.name, got, c.want)
			continue
		}
		if !c.want {
			continue
		}
		chat := got[0]
		next := time.Date(2026, 4, 14, 20, 0, 0, 0, berlin)
		if chat.Weekday != time.Tuesday || chat.Hour != 20 || !chat.Next.Equal(next) {
			t.Errorf("%s: %+v, want Tuesday at 20, next %v", c.name, chat, next)
		}
	}
}

func TestOrderOfPostsDoesNotMatter(t *testing.T) {
	posts := append(append(murmur("b2b", 24*21, 3), promo(burst("b2b", 200, 60, 40))...), burst("b2b", 300, 50, 30)...)
	w := hours(24 * 21)
	campaigns, spikes, chats := Campaigns(posts, w), Volume(posts, Topic{}, w).Spikes(), Chats(posts, w, time.UTC)
	rng := rand.New(rand.NewPCG(5, 5))
	rng.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
	if !reflect.DeepEqual(campaigns, Campaigns(posts, w)) || !reflect.DeepEqual(spikes, Volume(posts, Topic{}, w).Spikes()) || !reflect.DeepEqual(chats, Chats(posts, w, time.UTC)) {
		t.Error("the findings depend on the order of the posts")
	}
}

// What stands out in three weeks: a chat, a campaign, a theme; each once.
func TestFindings(t *testing.T) {
	var posts []Post
	for week := range 3 {
		for i := range 24 {
			posts = append(posts, post(monday.AddDate(0, 0, 7*week+1).Add(20*time.Hour+time.Duration(i*2)*time.Minute), fmt.Sprintf("c%d", i%8), "chat"))
		}
	}
	posts = append(posts, murmur("b2b", 24*21, 2)...)
	posts = append(posts, burst("b2b", 400, 40, 20)...)
	posts = append(posts, promo(burst("win", 300, 60, 40))...)
	got := Findings(posts, hours(24*21), time.UTC)
	var list []string
	for _, f := range got {
		list = append(list, string(f.Kind)+" "+f.Subject)
		if f.Reason == "" || !f.To.After(f.From) {
			t.Errorf("%+v", f)
		}
	}
	if want := []string{"chat #chat", "spike #b2b", "campaign #win"}; !reflect.DeepEqual(list, want) {
		t.Errorf("found %q, want %q", list, want)
	}
}
