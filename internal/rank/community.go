package rank

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

// maxEcho is how many of its best shares a community may count as. Without it
// 1 - Π(1 - share) of two hundred faint shares nears 1 whatever they are worth,
// and a ring outranks three strangers who shared a day ago. With it three
// unconnected voices of equal trust and age always count more (3 > 2).
const maxEcho = 2

// communities groups a link's voices by community and combines them.
func (t *table) communities(b *bucket, voices []chorus) []Community {
	at := make(map[string]int, len(voices))
	out := make([]Community, 0, len(voices))
	crowd := t.crowd(b, voices)
	for k, v := range voices {
		name := t.people[b.shares[v.parts[0]].who].group
		if crowd != nil && crowd[k] {
			name = NewVoices
		}
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, Community{Name: name})
		}
		out[i].Parts = t.parts(out[i].Parts, b, v)
	}
	for i := range out {
		c := &out[i]
		c.CountsAs = combine(c.Parts)
		c.People = peopleOf(c.Parts)
	}
	slices.SortFunc(out, func(a, b Community) int {
		return cmp.Or(cmp.Compare(b.CountsAs, a.CountsAs), strings.Compare(a.Name, b.Name))
	})
	return out
}

// Since lists the communities that took a link up after a time: none of their
// people had shared it before. New voices that nobody has heard of are none. It
// tells when a link that was decided may come back, and why.
func (r Ranked) Since(t time.Time) []Community {
	var out []Community
	for _, c := range r.Why.Communities {
		early := slices.ContainsFunc(c.Parts, func(p Part) bool { return !p.Time.After(t) })
		if !early && c.CountsAs > 0 && c.Name != NewVoices {
			out = append(out, c)
		}
	}
	return out
}

// parts appends the receipts of one voice.
func (t *table) parts(out []Part, b *bucket, v chorus) []Part {
	for k, i := range v.parts {
		s := b.shares[i]
		p := Part{
			Person: s.Person,
			Post:   s.Post,
			Time:   s.Time,
			Trust:  t.people[s.who].trust,
			Decay:  round(decay(t.in.Now.Sub(s.Time), t.in.HalfLife)),
			Own:    own(s),
		}
		if v.why != nil {
			p.Folded = v.why[k]
		}
		if i == v.best {
			p.Counts = round(p.Trust * p.Decay * p.Own)
		}
		out = append(out, p)
	}
	return out
}

// combine is 1 - Π(1 - share), at most maxEcho times the best share.
func combine(parts []Part) float64 {
	rest, top := 1.0, 0.0
	for _, p := range parts {
		rest *= 1 - p.Counts
		top = max(top, p.Counts)
	}
	return round(min(1-rest, maxEcho*top))
}

func peopleOf(parts []Part) []person.Handle {
	out := make([]person.Handle, 0, len(parts))
	for _, p := range parts {
		out = append(out, p.Person)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
