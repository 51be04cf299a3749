package source

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// accountSource is what one account says and boosts, as one instance sees it.
type accountSource struct {
	instance
	name string // user or user@other.example
}

// accountID is the path under which an account was found before.
var accountID = regexp.MustCompile(`^/api/v1/accounts/[A-Za-z0-9_-]{1,64}/statuses$`)

func (s *accountSource) Poll(ctx context.Context, st State) (Answer, error) {
	st.Kind = KindAccount
	st.Home = s.page
	ans, err := s.statuses(ctx, &st)
	if err == nil {
		ans.State = st
		ans.NotModified = len(ans.Posts) == 0
		return ans, nil
	}
	status, notAPI := refusal(err)
	if !closed(status, notAPI) {
		return Answer{State: st}, err
	}
	ans, feedErr := s.feeds(ctx, st)
	switch {
	case feedErr == nil:
		return ans, nil
	case status == http.StatusNotFound && !notAPI:
		e := fail(Broken, err, "%s knows nobody called %s", hostWords(s.base), s.name)
		e.Status = status
		return Answer{State: st}, e
	case forMembers(status) && !notAPI:
		return Answer{State: st}, s.needsToken("@"+s.name, err)
	}
	return Answer{State: st}, err
}

// statuses reads the account by the API, finding its number first where it is
// not known yet. The number is remembered in st.Asked.
func (s *accountSource) statuses(ctx context.Context, st *State) (Answer, error) {
	token := s.c.token(s.base) != ""
	path := st.Asked
	if !accountID.MatchString(path) {
		found, err := s.lookUp(ctx, st, token)
		if err != nil {
			return Answer{}, err
		}
		path = found
	}
	st.ETag, st.LastModified = "", ""
	t := timeline{instance: s.instance, path: path, token: token, item: s.public}
	ans, err := t.read(ctx, st)
	if status, _ := refusal(err); status == http.StatusNotFound {
		st.Asked, st.Cursor = "", "" // a new number after the server was set up again
	} else if err == nil {
		st.Asked = path
	}
	return ans, err
}

func (s *accountSource) lookUp(ctx context.Context, st *State, token bool) (string, error) {
	r, err := s.api(ctx, "/api/v1/accounts/lookup", url.Values{"acct": {s.name}}, token, *st)
	if err != nil {
		return "", err
	}
	var who account
	path := ""
	if readJSON(r.body, &who) {
		path = "/api/v1/accounts/" + string(who.ID) + "/statuses"
	}
	if !accountID.MatchString(path) {
		return "", fail(Broken, errNotAPI, "%s sent something that is not an answer of the Mastodon API", hostWords(r.url))
	}
	p := s.person(&who)
	st.Title = orElse(p.Name.String(), string(p.Handle))
	return path, nil
}

// feeds tries the account's feeds: Mastodon's, then GoToSocial's, whose JSON
// form is the sound one.
func (s *accountSource) feeds(ctx context.Context, st State) (Answer, error) {
	if strings.Contains(s.name, "@") {
		return Answer{}, errNotAPI // only an account's own server has its feed
	}
	var ans Answer
	var err error
	for _, try := range []struct{ path, accept string }{
		{"/@" + s.name + ".rss", acceptFeed},
		{"/@" + s.name + "/feed.rss", acceptJSONFeed},
	} {
		u := *s.base
		u.Path = try.path
		ans, err = s.timelineFeed(ctx, st, u.String(), try.accept)
		if err == nil {
			ans.State.Home = s.page
			return ans, nil
		}
	}
	return ans, err
}
