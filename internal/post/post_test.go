package post_test

import (
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/post"
)

func TestR30ClampTrustsOnlyATimeThatCanBe(t *testing.T) {
	seen := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name         string
		stated, want time.Time
	}{
		{"said an hour ago", seen.Add(-time.Hour), seen.Add(-time.Hour)},
		{"unsaid", time.Time{}, seen},
		{"a clock a little fast", seen.Add(59 * time.Minute), seen.Add(59 * time.Minute)},
		{"tomorrow", seen.Add(24 * time.Hour), seen},
		{"year one", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), seen},
		{"before the web", time.Date(1989, 12, 31, 0, 0, 0, 0, time.UTC), seen},
		{"year 9999", time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), seen},
	} {
		if got := post.Clamp(tt.stated, seen); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestHeadlineIsTheTitleOrTheFirstWords(t *testing.T) {
	p := post.Post{HTML: clean.Sanitize("<p>First words</p><p>and more</p>", "")}
	if got := p.Headline().String(); got != "First words and more" {
		t.Errorf("without a title: %q", got)
	}
	p.Title = clean.Line("The title")
	if got := p.Headline().String(); got != "The title" {
		t.Errorf("with one: %q", got)
	}
}
