package source

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

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
		query: url.Values{"types[]": {"mention"}}, token: true, item: s.message,
	}
	ans, err := t.read(ctx, &st)
	ans.State = st
	if status, _ := refusal(err); status == http.StatusUnauthorized || status == http.StatusForbidden {
		return ans, s.needsToken("messages", err)
	}
	ans.NotModified = err == nil && len(ans.Posts) == 0
	return ans, err
}

// message reads a notification. Kinds that carry nothing to read are passed
// over, future ones included.
func (s *inboxSource) message(raw json.RawMessage) (string, *post.Post, bool) {
	var n struct {
		ID     words   `json:"id"`
		Type   words   `json:"type"`
		Status *status `json:"status"`
	}
	if !readJSON(raw, &n) || n.ID == "" {
		return "", nil, false
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
