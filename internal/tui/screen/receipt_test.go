package screen

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
)

// ranked is what ranking makes of a small network: a circle of five that
// always shares alike, three strangers, one who pushes their own site, a boost.
func ranked() []review.Link {
	at := func(h int) time.Time { return before(time.Duration(h) * time.Hour) }
	var older, shares []rank.Share
	n := uint64(0)
	words := map[string]string{
		"r1": "Our favourite again, as ever.", "r2": "Could not agree more with this one!", "r3": "What everyone here should be reading tonight.",
		"r4": "Sharing because it deserves it.", "r5": "Wow.", "ana": "In 2025 we measured 40 teams; 23 % of trials ended on day nine.",
		"ben": "Settles an argument that I lost twice: the drop comes later than all of us said.", "cleo": "Dense, with a table at the end that I shall keep.",
	}
	share := func(who, link string, h int) rank.Share {
		n++
		return rank.Share{
			Link: "https://" + link, Person: person.Handle(who + "@social.example"), Time: at(h), Post: n, Identity: fmt.Sprint(n),
			Text: words[who],
		}
	}
	for i := range 8 {
		for _, who := range []string{"r1", "r2", "r3", "r4", "r5"} {
			older = append(older, share(who, fmt.Sprintf("ring.example/%d", i), 24*9+i))
		}
	}
	for i, who := range []string{"r1", "r2", "r3", "r4", "r5"} {
		shares = append(shares, share(who, "ring.example/new", 3+i))
	}
	for i, who := range []string{"ana", "ben", "cleo"} {
		shares = append(shares, share(who, "good.example/day-nine", 2+7*i))
	}
	boost := share("dan", "good.example/day-nine", 1)
	boost.BoostOf, boost.Text = shares[5].Identity, ""
	own := share("eve", "eve.example/me", 1)
	own.OwnSite, own.Text, own.Pitch, own.Category = true, "Register now for our webinar!", 0.9, "product-pitch"
	shares = append(shares, boost, own)
	rs := rank.Links(rank.Input{Shares: shares, History: older, Now: noon()})
	out := make([]review.Link, len(rs))
	for i, r := range rs {
		out[i] = review.Link{Ranked: r, Rank: i + 1, Open: r.Link, ToFirst: clean.Line(rank.ToFirst(rs, i).Sentence)}
	}
	return out
}

var sumLine = regexp.MustCompile(`([0-9.]+(?: [-+×] [0-9.]+)+) = ([0-9.]+)`)

// TestEveryLineOfTheReceiptAddsUp does the sums that the screen shows.
func TestEveryLineOfTheReceiptAddsUp(t *testing.T) {
	d := newDesk(t)
	for _, it := range ranked() {
		page := strings.Join(strings.Fields(grid(t, strings.Join(d.linkPage(&it, 90, true), "\n"), 90, 120)), " ")
		page = page[strings.Index(page, "Receipt"):]
		found := sumLine.FindAllStringSubmatch(page, -1)
		if len(found) < 3 {
			t.Errorf("%d sums in\n%s", len(found), page)
		}
		for _, m := range found {
			if got, want := reckon(t, m[1]), number(t, m[2]); math.Abs(got-want) > 0.5001e-4 {
				t.Errorf("%s: %s = %s, and it is %v", it.Link, m[1], m[2], got)
			}
		}
		if want := "= " + rank.Digits(it.Score); !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// reckon works a line out: products first, then from left to right.
func reckon(t *testing.T, line string) float64 {
	t.Helper()
	out, sign := 0.0, 1.0
	for _, term := range strings.SplitAfter(strings.NewReplacer(" - ", " -|", " + ", " +|").Replace(line), "|") {
		next := 1.0
		if strings.HasSuffix(term, "-|") {
			next = -1
		}
		product := 1.0
		for _, f := range strings.Split(strings.TrimRight(term, "+-| "), " × ") {
			product *= number(t, f)
		}
		out += sign * product
		sign = next
	}
	return out
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheReceiptSaysWhoAndWhy(t *testing.T) {
	d := newDesk(t)
	pages := ""
	for _, it := range ranked() {
		pages += grid(t, strings.Join(d.linkPage(&it, 80, true), "\n"), 80, 120)
	}
	pages = strings.Join(strings.Fields(pages), " ")
	for _, want := range []string{
		"5 people", "passed on by dan@social.example, whose word counts more", "× 0.25 =", "ahead of the next",
		"more unconnected voice", "held to twice its best share", "breadth × substance × affinity",
	} {
		if !strings.Contains(pages, want) {
			t.Errorf("no %q in\n%s", want, pages)
		}
	}
}

func TestReceiptsHoldAnyWidth(t *testing.T) {
	d := newDesk(t)
	for _, it := range ranked() {
		for w := 1; w < 100; w++ {
			wide(t, d.linkPage(&it, w, true), w)
		}
	}
}

func TestVariantsAndComingBackAreSaid(t *testing.T) {
	d := newDesk(t)
	all := someLinks()
	page := grid(t, strings.Join(d.linkPage(&all[0], 70, false), "\n"), 70, 80)
	for _, want := range []string{"Also at", "amp.mirror.example/why-trials-end", "Trials end on day nine", "The same article"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	back := grid(t, strings.Join(d.linkPage(&all[2], 70, false), "\n"), 70, 80)
	if strings.Count(back, "back:") != 1 || !strings.Contains(back, "jun shared it, a new independent voice") {
		t.Error(back)
	}
}
