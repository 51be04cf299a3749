package demo

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"
)

// The entities of Mastodon's API, with the fields that clients read.

// id is a snowflake, as Mastodon makes them: the milliseconds, then a number.
func (n *Network) id(p *said) string {
	return strconv.FormatInt(n.start.Add(p.at).UnixMilli()<<16|int64(p.seq), 10)
}

func (n *Network) stamp(p *said) string {
	return n.start.Add(p.at).Format("2006-01-02T15:04:05.000Z")
}

func (n *Network) url(p *said) string { return p.who.page() + "/" + n.id(p) }

func (n *Network) status(p *said) map[string]any {
	out := map[string]any{
		"id": n.id(p), "created_at": n.stamp(p), "edited_at": nil, "in_reply_to_id": nil, "in_reply_to_account_id": nil,
		"sensitive": false, "spoiler_text": "", "visibility": visibility(p), "language": language(p.text),
		"uri": "https://" + p.who.server + "/users/" + p.who.name + "/statuses/" + n.id(p), "url": n.url(p),
		"replies_count": 0, "reblogs_count": 0, "favourites_count": 0, "content": "", "reblog": nil, "poll": nil,
		"account": n.account(p.who), "media_attachments": []any{}, "mentions": n.mentions(p), "tags": n.tags(p), "card": nil,
	}
	if p.boost != nil {
		out["reblog"] = n.status(p.boost)
		return out
	}
	h := hash(p.text + p.who.name)
	out["content"] = n.content(p)
	out["replies_count"], out["favourites_count"], out["reblogs_count"] = h%4, h%17, n.boosts(p)
	if p.art != nil {
		out["card"] = map[string]any{
			"url": p.art.url, "title": p.art.title, "description": p.art.about, "type": "link", "provider_name": "", "authors": []any{}, "image": nil,
		}
	}
	return out
}

func visibility(p *said) string {
	if p.how == "dm" {
		return "direct"
	}
	return "public"
}

// language is what the author's client declares: nearly everybody's is set to
// English, whatever they write.
func language(text string) string {
	if strings.HasPrefix(text, "En français") {
		return "fr"
	}
	return "en"
}

// boosts counts who passed a post on so far.
func (n *Network) boosts(p *said) int {
	return len(n.visible(n.story.posts, func(b *said) bool { return b.boost == p }))
}

func (n *Network) account(h *human) map[string]any {
	fields := []any{}
	if h.site != "" {
		fields = append(fields, map[string]any{
			"name": "Site", "value": fmt.Sprintf(`<a href="https://%s/" rel="me nofollow noopener">%s</a>`, h.site, h.site), "verified_at": "2024-03-01T08:00:00.000Z",
		})
	}
	return map[string]any{
		"id": h.id, "username": h.name, "acct": h.acct(), "display_name": h.shown, "bot": h.bot, "locked": false, "group": false,
		"created_at": "2022-11-05T00:00:00.000Z", "note": "", "url": h.page(), "uri": "https://" + h.server + "/users/" + h.name,
		"followers_count": h.followers, "following_count": 40 + hash(h.name)%400, "statuses_count": 100 + hash(h.shown)%4000, "fields": fields,
	}
}

func (n *Network) tags(p *said) []any {
	out := []any{}
	for _, t := range p.tags {
		out = append(out, map[string]string{"name": t, "url": "https://" + domain + "/tags/" + t})
	}
	return out
}

// mentions are the people whom a post names with an @.
func (n *Network) mentions(p *said) []any {
	out := []any{}
	for _, w := range strings.Fields(p.text) {
		if acct, page := n.mentioned(w); acct != "" {
			name, _, _ := strings.Cut(acct, "@")
			out = append(out, map[string]string{"id": "1", "username": name, "acct": acct, "url": page})
		}
	}
	return out
}

func (n *Network) mentioned(word string) (acct, page string) {
	name, ok := strings.CutPrefix(word, "@")
	if !ok {
		return "", ""
	}
	if name == "you" {
		return me, "https://" + domain + "/@you"
	}
	if h := n.story.humans[name]; h != nil {
		return h.acct(), h.page()
	}
	return "", ""
}

// content is the markup of a post, as Mastodon writes it.
func (n *Network) content(p *said) string {
	var b strings.Builder
	for _, row := range strings.Split(p.text, "\n") {
		b.WriteString("<p>")
		for i, w := range strings.Fields(row) {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(n.word(w))
		}
		b.WriteString("</p>")
	}
	if p.art != nil {
		fmt.Fprintf(&b, "<p>%s</p>", anchor(tracked(p)))
	}
	if own := hashtags(p.text); len(p.tags) > len(own) && p.how == "" {
		b.WriteString("<p>")
		for i, t := range p.tags[:len(p.tags)-len(own)] {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(n.word("#" + t))
		}
		b.WriteString("</p>")
	}
	return b.String()
}

func (n *Network) word(w string) string {
	switch acct, at := n.mentioned(w); {
	case acct != "":
		name, _, _ := strings.Cut(acct, "@")
		return fmt.Sprintf(`<span class="h-card"><a href="%s" class="u-url mention">@<span>%s</span></a></span>`, at, name)
	case strings.HasPrefix(w, "https://"):
		return anchor(w)
	case strings.HasPrefix(w, "#") && len(hashtags(w)[0]) > 0:
		tag := strings.TrimRight(w[1:], ".,!?")
		return fmt.Sprintf(`<a href="https://%s/tags/%s" class="mention hashtag" rel="tag">#<span>%s</span></a>%s`, domain, strings.ToLower(tag), tag, w[1+len(tag):])
	}
	return html.EscapeString(w)
}

// anchor writes an address as Mastodon does, its scheme hidden.
func anchor(address string) string {
	a := html.EscapeString(address)
	return fmt.Sprintf(`<a href="%s" rel="nofollow noopener" translate="no" target="_blank"><span class="invisible">https://</span><span>%s</span></a>`, a, strings.TrimPrefix(a, "https://"))
}

// tracked is the address as it was pasted: every third person's copy brings a
// tracker along.
func tracked(p *said) string {
	if h := hash(p.who.name + p.art.url); h%3 == 0 && !strings.Contains(p.art.url, "?") {
		return p.art.url + "?utm_source=" + []string{"mastodon", "newsletter", "slack"}[h/3%3] + "&utm_medium=social"
	}
	return p.art.url
}

// clock is what the network takes for now.
func (n *Network) clock() time.Time { return n.start.Add(n.elapsed()) }
