package rank

// OwnHostFactor is what a share of one's own site counts: publishing is not
// recommending.
const OwnHostFactor = 0.25

// chorus is one voice on one link: the shares that fold into it, of which the
// best counts.
type chorus struct {
	parts []int  // numbers of shares in the bucket, in order of time
	rules []rule // beside parts: how each joined; the first began the voice
	why   []string
	best  int // of parts the one that counts
	raw   float64
}

// fold tells independent voices from echoes. Shares are taken in order of
// time; each either starts a voice or joins the first voice it echoes. So a
// later echo can never merge two voices that were apart before.
func (t *table) fold(b *bucket) []chorus {
	if len(b.shares) == 1 {
		return []chorus{{parts: []int{0}, raw: t.worth(b.shares[0])}}
	}
	clear(t.claim)
	f := folder{t: t, b: b, rush: rushes(t, b), texts: texts{t: t}}
	for i := range b.shares {
		f.add(i)
	}
	for i := range f.voices {
		f.settle(&f.voices[i])
	}
	return f.voices
}

// echo is something two shares can have in common.
type echo struct {
	rule rule
	what string
	nth  int32
}

// rule is a reason to fold, in the order they are tried.
type rule uint8

const (
	samePerson rule = iota
	sameBoost
	sameEmployer
	ownSite
	copied
	sameMinute
)

type folder struct {
	t      *table
	b      *bucket
	rush   []int32 // beside shares: number of the rush it was part of, or -1; nil is none
	texts  texts
	voices []chorus
	echoes []echo // of the share at hand
}

func (f *folder) add(i int) {
	f.echoesOf(i)
	voice, why := -1, rule(0)
	for _, e := range f.echoes {
		if v, ok := f.t.claim[e]; ok {
			voice, why = v, e.rule
			break
		}
	}
	if voice < 0 {
		voice = len(f.voices)
		f.voices = append(f.voices, chorus{})
	}
	v := &f.voices[voice]
	v.parts = append(v.parts, i)
	v.rules = append(v.rules, why)
	for _, e := range f.echoes {
		if _, taken := f.t.claim[e]; !taken {
			f.t.claim[e] = voice
		}
	}
}

func (f *folder) echoesOf(i int) {
	s := f.b.shares[i]
	p := &f.t.people[s.who]
	out := append(f.echoes[:0], echo{rule: samePerson, nth: p.one})
	if s.BoostOf != "" {
		out = append(out, echo{rule: sameBoost, what: s.BoostOf})
	} else if s.Identity != "" {
		out = append(out, echo{rule: sameBoost, what: s.Identity})
	}
	if p.voice.Employer != "" {
		out = append(out, echo{rule: sameEmployer, what: p.voice.Employer})
	}
	if s.OwnSite {
		out = append(out, echo{rule: ownSite})
	}
	if s.BoostOf == "" && s.Text != "" {
		if first, ok := f.texts.like(f.b, i); ok {
			out = append(out, echo{rule: copied, nth: first})
		}
	}
	if f.rush != nil && f.rush[i] >= 0 {
		out = append(out, echo{rule: sameMinute, nth: f.rush[i]})
	}
	f.echoes = out
}

// sentence says why s folded into a voice that other speaks for or began.
func (f *folder) sentence(why rule, s, other entry) string {
	switch why {
	case samePerson:
		if s.Person != other.Person {
			return "the same person as " + string(other.Person)
		}
		if s.Time.Before(other.Time) {
			return "shared it again later"
		}
		return "shared it before"
	case sameBoost:
		if s.BoostOf != "" && s.BoostOf == other.Identity {
			return "passes on the post of " + string(other.Person)
		}
		if s.BoostOf == "" {
			return "passed on by " + string(other.Person) + ", whose word counts more"
		}
		return "passes on the same post as " + string(other.Person)
	case sameEmployer:
		return "one employer, " + f.t.people[s.who].voice.Employer + ", with " + string(other.Person)
	case ownSite:
		return "publishes it, as does " + string(other.Person)
	case copied:
		return "nearly the same words as " + string(other.Person)
	default:
		return "within the same minute as " + string(other.Person)
	}
}

// settle picks the share that counts, which is the one that is worth most, the
// earliest of equals, and says of the others why they fold.
func (f *folder) settle(v *chorus) {
	v.raw = -1
	at := 0
	for k, i := range v.parts {
		if x := f.t.worth(f.b.shares[i]); x > v.raw {
			v.raw, v.best, at = x, i, k
		}
	}
	if len(v.parts) == 1 {
		return
	}
	v.why = make([]string, len(v.parts))
	for k, i := range v.parts {
		switch {
		case k == at:
		case k == 0:
			v.why[k] = f.sentence(v.rules[at], f.b.shares[i], f.b.shares[v.best])
		default:
			v.why[k] = f.sentence(v.rules[k], f.b.shares[i], f.b.shares[v.parts[0]])
		}
	}
}

// worth is what a share counts before rounding.
func (t *table) worth(s entry) float64 {
	return t.people[s.who].trust * own(s) * decay(t.in.Now.Sub(s.Time), t.in.HalfLife)
}

func own(s entry) float64 {
	if s.OwnSite {
		return OwnHostFactor
	}
	return 1
}
