package review

import (
	"context"
	"fmt"

	"weaktie/internal/clean"
	"weaktie/internal/source"
)

// Source is one source with its health.
type Source struct {
	Ref    source.Ref
	State  source.State
	Title  clean.Text
	PerDay float64
	Days   []int // posts a day, oldest first
}

// volumeDays is the span of a source's spark.
const volumeDays = 14

// SourceList lists the sources file with what is known of each.
func (r *Review) SourceList(context.Context) ([]Source, error) {
	refs, err := r.Sources()
	if err != nil {
		return nil, fmt.Errorf("read sources file: %w", err)
	}
	states, err := r.Store.States()
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	volume, err := r.Store.Volume(volumeDays)
	if err != nil {
		return nil, fmt.Errorf("count posts: %w", err)
	}
	out := make([]Source, 0, len(refs))
	for _, ref := range refs {
		s := Source{Ref: ref, State: states[ref.URL], Days: volume[ref.URL]}
		s.Title = clean.Line(ref.Title)
		if s.Title.Empty() {
			s.Title = clean.Line(s.State.Title)
		}
		if s.Title.Empty() {
			s.Title = clean.Address(ref.URL)
		}
		for _, n := range s.Days {
			s.PerDay += float64(n) / float64(len(s.Days))
		}
		out = append(out, s)
	}
	return out, nil
}
