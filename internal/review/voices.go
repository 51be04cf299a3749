package review

import (
	"maps"
	"slices"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/store"
)

// voices is what ranking knows of people: their record, and which of them are
// one voice.
func (b *board) voices() map[person.Handle]rank.Voice {
	out := make(map[person.Handle]rank.Voice, len(b.people))
	bySite := map[string][]person.Handle{}
	for h, p := range b.people {
		t := b.known.trust(h, b.at)
		out[h] = rank.Voice{
			Saves: t.Saves, Dismissals: t.Dismissals, Strength: b.ties[h].Strength,
			Bot: p.Bot == person.Yes, Followers: p.Followers, SameAs: b.known.joined(h),
		}
		for _, s := range p.Sites {
			bySite[s] = append(bySite[s], h)
		}
	}
	for _, site := range slices.Sorted(maps.Keys(bySite)) { // the first site to say who is who has the word
		hs := bySite[site]
		slices.Sort(hs)
		b.shareSite(out, site, hs)
	}
	return out
}

// shareSite says what it means that several accounts claim one site: the same
// name, or one account on each network, is one person; more is one employer.
func (b *board) shareSite(voices map[person.Handle]rank.Voice, site string, hs []person.Handle) {
	if len(hs) < 2 {
		return
	}
	one := len(hs) == 2 && b.people[hs[0]].Network != b.people[hs[1]].Network
	for _, h := range hs[1:] {
		v := voices[h]
		switch {
		case one || sameName(b.people[hs[0]], b.people[h]):
			if v.SameAs == "" {
				v.SameAs = hs[0]
			}
		default:
			v.Employer = site
			w := voices[hs[0]]
			w.Employer = site
			voices[hs[0]] = w
		}
		voices[h] = v
	}
}

func sameName(a, b person.Person) bool {
	x, y := clean.Fold(a.Name.String()), clean.Fold(b.Name.String())
	return strings.Contains(x, " ") && x == y // a first name alone is many people's
}

// joined is whom the curator said a person is the same as; "" is nobody.
func (k *known) joined(h person.Handle) person.Handle {
	for _, d := range k.people[string(h)] {
		if d.Action == store.Joined && (k.at.IsZero() || !d.Time.After(k.at)) {
			return person.Handle(d.Value)
		}
	}
	return ""
}
