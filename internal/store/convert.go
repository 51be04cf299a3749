package store

import (
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

func count64(n *int) *int64 {
	if n == nil {
		return nil
	}
	v := int64(*n)
	return &v
}

func countInt(n *int64) *int {
	if n == nil {
		return nil
	}
	v := int(*n)
	return &v
}

// address is a stored address for the outside: http or https, without
// anything that a terminal or a shell could take for more; else "".
func address(s string) string {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return ""
	}
	for _, r := range s {
		if r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\ufffd' {
			return ""
		}
	}
	return s
}

// word is a stored token for the outside: an identity, a tag, a language.
func word(s string) string {
	for _, r := range s {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return clean.Line(s).String()
		}
	}
	return s
}

func words(list []string) []string {
	for i, s := range list {
		list[i] = word(s)
	}
	return list
}

func (r *personRecord) person() person.Person {
	return person.Person{
		Handle: person.Handle(word(r.Handle)), Name: clean.Line(r.Name), Network: word(r.Network), URL: address(r.URL), Sites: words(r.Sites),
		Bot: person.Maybe(r.Bot), Brand: person.Maybe(r.Brand), Followers: countInt(r.Followers),
		FirstSeen: at(r.First), LastSeen: at(r.Last),
	}
}

func newVerdictRecord(v flip.Verdict) verdictRecord {
	r := verdictRecord{
		Band: string(v.Band), Flip: v.Flip, Market: v.Market, Automated: v.Automated, SocialTie: v.SocialTie,
		Category: string(v.Category), Language: v.Language, Why: v.Why,
	}
	for _, e := range atMost(v.Evidence) {
		r.Evidence = append(r.Evidence, evidenceRecord{
			Rule: e.Rule, Start: e.Start, End: e.End, Reason: e.Reason, Kinder: e.Kinder, Severity: string(e.Severity), Kind: string(e.Kind), Weight: e.Weight,
		})
	}
	return r
}

func (r *verdictRecord) verdict() flip.Verdict {
	v := flip.Verdict{
		Band: flip.Band(word(r.Band)), Flip: r.Flip, Market: r.Market, Automated: r.Automated, SocialTie: r.SocialTie,
		Category: flip.Category(word(r.Category)), Language: word(r.Language), Why: clean.Line(r.Why).String(),
	}
	for _, e := range r.Evidence {
		v.Evidence = append(v.Evidence, flip.Evidence{
			Rule: word(e.Rule), Start: e.Start, End: e.End, Reason: clean.Line(e.Reason).String(), Kinder: clean.Line(e.Kinder).String(),
			Severity: flip.Severity(word(e.Severity)), Kind: flip.Kind(word(e.Kind)), Weight: e.Weight,
		})
	}
	return v
}

// item puts a post back together; what belongs to it and does not check is
// left out of it.
func (t *txn) item(id post.ID, r *postRecord) Item {
	it := Item{Post: post.Post{
		ID: id, Source: t.source(r.Source), GUID: r.GUID, URL: address(r.URL),
		Title: clean.Line(r.Title), HTML: clean.Sanitize(r.HTML, ""), Card: clean.Line(r.Card),
		Tags: words(r.Tags), Language: word(r.Language),
		Time: at(r.Time), Stated: clean.Line(r.Stated).String(), Seen: at(r.Seen),
		Message: r.Message, Direct: r.Direct, Followed: at(r.Followed), ReplyTo: r.ReplyTo, BoostOf: r.BoostOf,
		Replies: countInt(r.Replies), Boosts: countInt(r.Boosts), Likes: countInt(r.Likes),
	}}
	for _, s := range r.Enclosed {
		if s = address(s); s != "" {
			it.Post.Enclosed = append(it.Post.Enclosed, s)
		}
	}
	for _, n := range r.Links {
		if l := t.link(n).rec; l != nil {
			it.Post.Links = append(it.Post.Links, l.link())
		}
	}
	it.Post.Author = t.author(r.Author)
	for _, n := range r.Also {
		it.Also = append(it.Also, t.source(n))
	}
	it.Verdict = t.verdict(id)
	return it
}

// verdict is what the judge said of a post; zero when it was not judged.
func (t *txn) verdict(id post.ID) flip.Verdict {
	var v verdictRecord
	if !t.get(bVerdicts, key64(uint64(id)), &v) {
		return flip.Verdict{}
	}
	return v.verdict()
}

// source is the address of a numbered source.
func (t *txn) source(n uint32) string {
	name, ok := t.sources[n]
	if !ok {
		name = string(t.bucket(bSourceNames).Get(key32(n)))
		t.sources[n] = name
	}
	return name
}
