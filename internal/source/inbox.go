package source

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"weaktie/internal/person"
	"weaktie/internal/post"
)

// inboxSource is what is addressed to the curator on one instance: mentions
// and, among them, direct messages.
type inboxSource struct{ instance }

func (s *inboxSource) Poll(ctx context.Context, st State) (Answer, error) {
	st.Kind = KindInbox
	st.Home = s.page
	st.Title = "Messages on " + hostWords(s.base)
	if s.c.token(s.base) == "" {
		return Answer{State: st}, s.needsToken("messages", nil)
	}
	t := timeline{
		instance: s.instance, path: "/api/v1/notifications",
		query: url.Values{"types[]": {"mention", "follow"}}, token: true,
	}
	follows := map[person.Handle]time.Time{}
	t.item = func(raw json.RawMessage) (string, *post.Post, bool) { return s.message(raw, follows) }
	ans, err := t.read(ctx, &st)
	ans.State = st
	for i := range ans.Posts {
		p := &ans.Posts[i]
		if at, ok := follows[p.Author.Handle]; ok && !at.After(p.Time) {
			p.Followed = at
		}
	}
	if status, _ := refusal(err); status == http.StatusUnauthorized || status == http.StatusForbidden {
		return ans, s.needsToken("messages", err)
	}
	ans.NotModified = err == nil && len(ans.Posts) == 0
	return ans, err
}

// message reads a notification. Kinds that carry nothing to read are passed
// over, future ones included; of a new follower it notes since when.
func (s *inboxSource) message(raw json.RawMessage, follows map[person.Handle]time.Time) (string, *post.Post, bool) {
	var n struct {
		ID      words   `json:"id"`
		Type    words   `json:"type"`
		Created words   `json:"created_at"`
		Account account `json:"account"`
		Status  *status `json:"status"`
	}
	if !readJSON(raw, &n) || n.ID == "" {
		return "", nil, false
	}
	if n.Type == "follow" {
		at, err := time.Parse(time.RFC3339Nano, string(n.Created))
		if who := s.person(&n.Account).Handle; err == nil && who != "" {
			follows[who] = at.UTC()
		}
		return string(n.ID), nil, true
	}
	if n.Type != "mention" || n.Status == nil {
		return string(n.ID), nil, true
	}
	n.Status.Content = words(withoutGreeting(string(n.Status.Content)))
	p := s.post(n.Status, s.c.Now())
	if p == nil {
		return "", nil, false
	}
	p.Message = true
	p.Direct = n.Status.Visibility == "direct"
	return string(n.ID), p, true
}
