package flip

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// What a mark may do, in log odds. One mark on the very same text moves it by
// markWeight; all marks together by at most markCap; texts that share less
// than leastAlike with the marked one are not moved.
const (
	markWeight = 4.0
	markCap    = 6.0
	leastAlike = 0.35
)

// LikeThis is the rule id of what was learned from marks.
const LikeThis = "learned.like-this"

// Mark is a correction: the curator called a text a flip, or not a flip.
type Mark struct {
	ID   string    `json:"id"` // names the decision, so that one can be listed and taken back
	Text string    `json:"text"`
	Flip bool      `json:"flip"`
	At   time.Time `json:"at"`
}

// Learned is what a set of marks teaches. It is a value made of the marks
// alone: without one of them it is made anew by Learn, with none it is nil.
// It never leaves the machine unless it is exported.
type Learned struct {
	marks   []Mark
	buckets [][]uint32 // per mark, sorted
}

// Learn makes what marks teach. A text marked twice counts as last marked.
func Learn(marks []Mark) *Learned {
	l := &Learned{}
	for _, m := range marks {
		f := fold(m.Text, nil)
		b := wordBuckets(f.text)
		if len(b) == 0 {
			continue
		}
		if i := slices.IndexFunc(l.buckets, func(o []uint32) bool { return slices.Equal(o, b) }); i >= 0 {
			l.marks, l.buckets = slices.Delete(l.marks, i, i+1), slices.Delete(l.buckets, i, i+1)
		}
		l.marks, l.buckets = append(l.marks, m), append(l.buckets, b)
	}
	if len(l.marks) == 0 {
		return nil
	}
	return l
}

// Marks lists what was learned from, oldest first.
func (l *Learned) Marks() []Mark {
	if l == nil {
		return nil
	}
	return slices.Clone(l.marks)
}

// Export writes the marks as lines of JSON, which Learn can be fed again.
func (l *Learned) Export(w io.Writer) error {
	e := json.NewEncoder(w)
	for _, m := range l.Marks() {
		if err := e.Encode(m); err != nil {
			return fmt.Errorf("export what was learned: %w", err)
		}
	}
	return nil
}

// With is the judge with what was learned; nil forgets everything.
func (j *Judge) With(l *Learned) *Judge {
	c := *j
	c.learned = l
	return &c
}

// apply books the nudge of the marks that are like the text.
func (l *Learned) apply(s *sums, f *folded) {
	if l == nil {
		return
	}
	b := wordBuckets(f.text)
	if len(b) == 0 {
		return
	}
	sum, nearest, likeness := 0.0, -1, 0.0
	for i, marked := range l.buckets {
		a := alike(b, marked)
		if a < leastAlike {
			continue
		}
		if a > likeness {
			nearest, likeness = i, a
		}
		if l.marks[i].Flip {
			sum += markWeight * a
		} else {
			sum -= markWeight * a
		}
	}
	sum = math.Max(-markCap, math.Min(markCap, sum))
	if nearest < 0 || sum == 0 {
		return
	}
	said, kind := "not a flip", KindSocial
	if sum > 0 {
		said, kind = "a flip", KindMarket
		if s.automated > s.market {
			kind = KindAutomated
		}
	}
	reason := fmt.Sprintf("You marked a text like this as %s (%.0f %% the same words): %+.1f.", said, 100*likeness, sum)
	s.add(Evidence{Rule: LikeThis, Reason: reason, Severity: Info, Weight: sum}, kind, "")
}

// wordBuckets are the hashed stems and pairs of a text, sorted, each once.
func wordBuckets(folded string) []uint32 {
	words := tokenize(folded)
	var b []uint32
	var last uint64
	for i, w := range words {
		h := hashFrom(seedWord, w.stem)
		b = append(b, uint32(h))
		if i > 0 {
			b = append(b, uint32(mix(last*31+h)))
		}
		last = h
	}
	slices.Sort(b)
	return slices.Compact(b)
}

// alike is the cosine of two sorted sets.
func alike(a, b []uint32) float64 {
	common := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] == b[k]:
			common++
			i++
			k++
		case a[i] < b[k]:
			i++
		default:
			k++
		}
	}
	return float64(common) / math.Sqrt(float64(len(a))*float64(len(b)))
}
