package rank

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weaktie/internal/person"
)

const day = 24 * time.Hour

func TestUseful(t *testing.T) {
	shares := []Share{
		share("kept", "ana", 3*day), share("kept", "ana", 2*day), share("reshared", "ana", day), share("left", "ana", day),
		share("kept", "ben", day), share("dismissed", "ben", day), share("dismissed2", "ben", day),
		share("left", "cem", day),
	}
	got := Useful(shares, map[string]Deed{"kept": Saved, "reshared": Reshared, "dismissed": Dismissed, "dismissed2": Dismissed})
	if len(got) != 3 || got[0].Person != "ana" || got[1].Person != "ben" {
		t.Fatalf("%+v", got)
	}
	ana := got[0]
	if ana.Shared != 3 || ana.Kept != 2 || ana.Reshared != 1 || ana.Dismissed != 0 || ana.KeptLinks[0] != "reshared" {
		t.Errorf("ana: %+v", ana)
	}
	if got[1].Rate >= got[2].Rate {
		t.Errorf("ben kept 1 of 3 with two dismissed (%v) stands under cem, whom nobody judged (%v)", got[1].Rate, got[2].Rate)
	}
}

func TestEarlyVoices(t *testing.T) {
	var shares []Share
	for k := range 4 { // four links that became consensus a week ago; scout had three of them days before
		link := fmt.Sprintf("hit%d", k)
		if k < 3 {
			shares = append(shares, share(link, "scout", 12*day))
		}
		for i := range 5 {
			shares = append(shares, share(link, fmt.Sprintf("p%d", i), 7*day-time.Duration(i)*time.Hour))
		}
	}
	for k := range 30 { // who shares everything has some early too
		shares = append(shares, share(fmt.Sprintf("any%d", k), "firehose", 10*day))
	}
	shares = append(shares, share("hit3", "firehose", 12*day))
	for i := range 6 { // a circle that agrees with itself
		shares = append(shares, share("circle", fmt.Sprintf("member%d", i), time.Duration(i*2)*day))
	}
	g := &Groups{name: map[person.Handle]string{}}
	for i := range 6 {
		g.name[person.Handle(fmt.Sprintf("member%d", i))] = "member0"
	}
	got := Early(shares, g)
	if len(got) != 2 || got[0].Person != "scout" || got[0].Times != 3 || got[0].Shared != 3 || got[0].Lead < 4*day {
		t.Errorf("want scout first with three finds: %+v", got)
	}
	if len(got) == 2 && (got[1].Person != "firehose" || got[1].Times != 1) {
		t.Errorf("want the firehose second: %+v", got[1])
	}
}

func TestBridges(t *testing.T) {
	var shares []Share
	g := &Groups{name: map[person.Handle]string{}, members: map[string][]person.Handle{}}
	for _, circle := range []string{"red", "blue", "green"} {
		for i := range 5 {
			who := person.Handle(fmt.Sprintf("%s%d", circle, i))
			g.name[who] = circle
			g.members[circle] = append(g.members[circle], who)
			for k := range 4 {
				shares = append(shares, share(fmt.Sprintf("%s-%d", circle, k), string(who), day))
			}
		}
	}
	for _, circle := range []string{"red", "blue"} {
		for k := range 3 {
			shares = append(shares, share(fmt.Sprintf("%s-%d", circle, k), "bridge", day))
		}
	}
	shares = append(shares, share("green-0", "bridge", day)) // one link reaches nobody
	got := Bridges(shares, g)
	if len(got) != 1 || got[0].Person != "bridge" || len(got[0].Communities) != 2 {
		t.Fatalf("want the bridge alone, between red and blue: %+v", got)
	}
	if p := got[0].Participation; p < 0.49 || p > 0.51 {
		t.Errorf("participation %v, want one half", p)
	}
}

func TestWarm(t *testing.T) {
	useful := Use{Shared: 6, Kept: 4, Rate: 0.75}
	ok := Known{Person: "ok", Tie: person.Tie{Strength: person.Weak}, Use: useful, LastExchange: noon.Add(-40 * day)}
	change := func(who string, f func(*Known)) Known { k := ok; k.Person = person.Handle(who); f(&k); return k }
	got := Warm([]Known{
		ok,
		change("bridge", func(k *Known) { k.Bridges = 0.5 }),
		change("close", func(k *Known) { k.Tie.Strength = person.Warm }),
		change("shop", func(k *Known) { k.Tie.Kind = person.KindMarket }),
		change("bot", func(k *Known) { k.Bot = true }),
		change("spoken", func(k *Known) { k.LastExchange = noon.Add(-day) }),
		change("once", func(k *Known) { k.Use.Kept = 1 }),
		change("never", func(k *Known) { k.LastExchange = time.Time{}; k.Use.Kept = 3 }),
	}, noon)
	var who []string
	for _, w := range got {
		who = append(who, string(w.Person))
	}
	if strings.Join(who, " ") != "bridge ok never" {
		t.Errorf("worth warming: %v", got)
	}
	if got[1].Reason != "you kept 4 of their 6; no word for 40 days" {
		t.Errorf("reason: %q", got[1].Reason)
	}
}

func TestLedger(t *testing.T) {
	at := func(d int) time.Time { return noon.Add(-time.Duration(d) * day) }
	cases := []struct {
		name string
		es   []Exchange
		owed float64
		want string
	}{
		{"nothing open", []Exchange{{"p", TheyWrote, at(3), "m"}, {"p", IAnswered, at(2), "m"}}, 0, ""},
		{"wrote and never got an answer", []Exchange{{"p", IAnswered, at(9), "m"}, {"p", TheyWrote, at(0), "m"}}, 1.5, "answer p: wrote once since 10 March"},
		{"reshared and never credited", []Exchange{{"p", ITookTheirs, at(0), "a"}, {"p", ITookTheirs, at(0), "b"}}, 2, "credit p: you reshared 2 links from them, last b"},
		{"credited since", []Exchange{{"p", ITookTheirs, at(3), "a"}, {"p", ICredited, at(2), "a"}}, 0, ""},
		{"credited before", []Exchange{{"p", ICredited, at(4), "a"}, {"p", ITookTheirs, at(0), "a"}}, 1, "credit p: you reshared a link from them, last a"},
		{"passed mine on", []Exchange{{"p", TheyTookMine, at(0), "mine"}}, 0.5, "thank p: passed yours on once"},
		{"a month ago", []Exchange{{"p", TheyWrote, at(30), "m"}}, 0.75, "answer p: wrote once since 8 February"},
		{"tomorrow is not yet", []Exchange{{"p", IAnswered, at(1), "m"}, {"p", TheyWrote, at(-1), "m"}}, 0, ""},
	}
	for _, c := range cases {
		got := Ledger(c.es, noon)
		if len(got) != 1 || got[0].Owed != c.owed || got[0].Sentence != c.want {
			t.Errorf("%s: %+v, want %v %q", c.name, got, c.owed, c.want)
		}
	}
	both := Ledger([]Exchange{{"even", IAnswered, at(0), ""}, {"owed", TheyWrote, at(20), ""}}, noon)
	if both[0].Person != "owed" {
		t.Errorf("whom to thank today: %+v", both)
	}
}

func TestADecidedLinkComesBackForANewCommunityOnly(t *testing.T) {
	decided := noon.Add(-day)
	shares := []Share{share("l", "ana", 2*day), share("l", "ben", 30*time.Hour), share("l", "echo", time.Hour), share("l", "cem", time.Hour)}
	g := &Groups{name: map[person.Handle]string{"ana": "ana", "echo": "ana"}}
	got := Links(Input{Shares: shares, Now: noon, Groups: g})[0].Since(decided)
	if len(got) != 1 || got[0].Name != "cem" {
		t.Errorf("new since it was decided: %+v, want cem alone", got)
	}
}
