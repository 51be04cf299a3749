package review

import (
	"net/url"
	"path"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/store"
)

func spark(shares []store.Share, at time.Time, window time.Duration) []int {
	out := make([]int, sparkBuckets)
	step := window / sparkBuckets
	if step <= 0 {
		return out
	}
	start := at.Add(-window)
	for _, s := range shares {
		i := int(s.Time.Sub(start) / step)
		out[max(0, min(sparkBuckets-1, i))]++
	}
	return out
}

// titleOf picks the words a link is known by: the article's own title, else
// its address.
func titleOf(kept store.Link, open string) clean.Text {
	if kept.Title != "" {
		return clean.Line(kept.Title)
	}
	return addressTitle(open)
}

// addressTitle makes words of a path: "/2026/11/why-weak-ties" -> "why weak
// ties", or the address when the path says nothing.
func addressTitle(address string) clean.Text {
	u, err := url.Parse(address)
	if err != nil {
		return clean.Address(address)
	}
	slug := strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path))
	words := strings.FieldsFunc(slug, func(r rune) bool { return r == '-' || r == '_' || r == '+' })
	if len(words) < 3 {
		return clean.Address(address)
	}
	return clean.Line(strings.Join(words, " "))
}

func matches(l Link, words []string) bool {
	if len(words) == 0 {
		return true
	}
	hay := clean.Fold(l.Title.String() + " " + l.Open)
	for _, w := range words {
		if !strings.Contains(hay, clean.Fold(w)) {
			return false
		}
	}
	return true
}
