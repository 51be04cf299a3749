package rank

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func titled(host, path, title string, ago time.Duration) Titled {
	return Titled{Key: "https://" + host + "/" + path, Title: title, Host: host, Time: noon.Add(-ago)}
}

// TestVariants says of pairs of links whether they are one article.
func TestVariants(t *testing.T) {
	h := time.Hour
	cases := []struct {
		name string
		a, b Titled
		want bool
	}{
		{"a reprint, word for word", titled("a.example", "x", "Why procurement teams stopped reading vendor newsletters", h), titled("b.example", "y", "Why procurement teams stopped reading vendor newsletters", 3*h), true},
		{"the site's name behind a bar", titled("review.example", "x", "Why procurement teams stopped reading vendor newsletters | Review", h), titled("b.example", "y", "Why Procurement Teams Stopped Reading Vendor Newsletters – B Example Daily", 3*h), true},
		{"punctuation and small words", titled("a.example", "x", "Procurement teams stopped reading the vendor newsletters: here's why", h), titled("b.example", "y", "Procurement teams stopped reading vendor newsletters – here's why", 3*h), true},
		{"retitled by a word", titled("a.example", "x", "Why procurement teams stopped reading vendor newsletters", h), titled("b.example", "y", "Why European procurement teams stopped reading vendor newsletters", 3*h), true},
		{"the printer's version", titled("a.example", "2026/stopped-reading/print", "Why procurement teams stopped reading vendor newsletters", h), titled("a.example", "2026/stopped-reading", "Why procurement teams stopped reading vendor newsletters", h), true},
		{"four shared words with a number", titled("a.example", "x", "Survey: 38% of procurement teams ignore every vendor newsletter", h), titled("b.example", "y", "Survey: 38% of procurement teams ignore vendor newsletter", 3*h), true},

		{"another firm", titled("a.example", "x", "How Acme tripled organic revenue with customer podcasts", h), titled("b.example", "y", "How Bolt tripled organic revenue with customer podcasts", 3*h), false},
		{"another number", titled("a.example", "x", "Weekly marketing briefing for busy founders and editors #12", h), titled("b.example", "y", "Weekly marketing briefing for busy founders and editors #13", 3*h), false},
		{"another quarter", titled("a.example", "x", "Quarterly results beat analyst estimates again at publisher group Q2", h), titled("b.example", "y", "Quarterly results beat analyst estimates again at publisher group Q3", 3*h), false},
		{"another year", titled("a.example", "x", "The complete guide to newsletter sponsorship pricing 2025", h), titled("b.example", "y", "The complete guide to newsletter sponsorship pricing 2026", 3*h), false},
		{"another count", titled("a.example", "x", "7 lessons learned launching paid communities for engineers", h), titled("b.example", "y", "9 lessons learned launching paid communities for engineers", 3*h), false},
		{"the opposite", titled("a.example", "x", "Gated content works for enterprise software buyers", h), titled("b.example", "y", "Gated content fails for enterprise software buyers", 3*h), false},
		{"turned around", titled("a.example", "x", "Editors trust marketers less than readers trust algorithms", h), titled("b.example", "y", "Marketers trust editors less than algorithms trust readers", 3*h), false},
		{"too general", titled("a.example", "x", "What is content marketing?", h), titled("b.example", "y", "What is content marketing?", 3*h), false},
		{"a month later", titled("a.example", "x", "Why procurement teams stopped reading vendor newsletters", h), titled("b.example", "y", "Why procurement teams stopped reading vendor newsletters", 30*24*h), false},
		{"two pages of one host", titled("a.example", "part-one", "Why procurement teams stopped reading vendor newsletters", h), titled("a.example", "part-two", "Why procurement teams stopped reading vendor newsletters", h), false},
		{"no title", titled("a.example", "x", "", h), titled("b.example", "x", "", h), false},
		{"two words added", titled("a.example", "x", "Procurement teams stopped reading vendor newsletters", h), titled("b.example", "y", "Procurement teams stopped reading angry long vendor newsletters", 3*h), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := len(Variants([]Titled{c.a, c.b})) == 1; got != c.want {
				t.Errorf("%q and %q: one article is %v, want %v", c.a.Title, c.b.Title, got, c.want)
			}
		})
	}
}

func TestASeriesIsNoArticle(t *testing.T) {
	const week = "The week in business publishing everybody talks about"
	links := []Titled{
		titled("a.example", "w1", week, time.Hour),
		titled("a.example", "w2", week, 100*time.Hour),
		titled("b.example", "other", week, 2*time.Hour),
	}
	if got := Variants(links); got != nil {
		t.Errorf("a series folds into %v", got)
	}
}

// Headlines made from one pattern by putting in another word never merge.
func TestPatternsDoNotMerge(t *testing.T) {
	names := []string{"acme", "bolt", "corvid", "delta", "ember", "fjord", "gale", "heron"}
	patterns := []string{
		"How %s rebuilt its customer onboarding around honest pricing",
		"Inside %s: what a bootstrapped publisher learned about churn",
		"%s raises seed round to fix broken procurement software",
		"Interview with the founder of %s about slow marketing budgets",
	}
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.SampledFrom(patterns).Draw(t, "pattern")
		var links []Titled
		for i, name := range names {
			links = append(links, titled(fmt.Sprintf("h%d.example", i), "x", fmt.Sprintf(pattern, name), time.Duration(rapid.IntRange(0, 70).Draw(t, "ago"))*time.Hour))
		}
		if got := Variants(links); got != nil {
			t.Errorf("%q merges %v", pattern, got)
		}
	})
}

func TestVariantsDoNotDependOnOrder(t *testing.T) {
	base := []Titled{
		titled("a.example", "x", "Why procurement teams stopped reading vendor newsletters", 5*time.Hour),
		titled("b.example", "x", "Why procurement teams stopped reading vendor newsletters", 4*time.Hour),
		titled("c.example", "x", "Why European procurement teams stopped reading vendor newsletters", 3*time.Hour),
		titled("d.example", "x", "How Acme tripled organic revenue with customer podcasts", 3*time.Hour),
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		links := slices.Clone(base)
		rng.Shuffle(len(links), func(i, j int) { links[i], links[j] = links[j], links[i] })
		got := Variants(links)
		if len(got) != 1 || len(got[0]) != 3 || links[got[0][0]].Host != "a.example" {
			t.Fatalf("%v of %v", got, links)
		}
	}
}
