package source

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxHrefs is how many links of one status are looked at; more is a list, not
// a recommendation.
const maxHrefs = 50

// sharedHrefs are the addresses linked in a status's markup, without the links
// that mentions and hashtags are made of.
func sharedHrefs(markup string) []string {
	var out []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for len(out) < maxHrefs {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data != "a" || hasClass(t, "mention") || hasClass(t, "hashtag") || hasWord(t, "rel", "tag") {
				continue
			}
			if href := attr(t, "href"); href != "" {
				out = append(out, href)
			}
		}
	}
	return out
}

// withoutGreeting cuts the mentions that a message begins with. They say who
// it is sent to, not what is said, and on a microblog every message has them.
func withoutGreeting(markup string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	cards, inMention, leading := 0, false, true
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		t := z.Token()
		switch {
		case inMention:
			inMention = t.Data != "a" || kind != html.EndTagToken
		case cards > 0 && kind == html.EndTagToken && t.Data == "span":
			cards--
		case !leading:
			out.WriteString(raw)
		case kind == html.StartTagToken && t.Data == "a" && hasClass(t, "mention") && !hasClass(t, "hashtag"):
			inMention = true
		case kind == html.StartTagToken && t.Data == "span" && hasClass(t, "h-card"):
			cards++
		case kind == html.StartTagToken && t.Data == "p":
			out.WriteString(raw)
		case t.Data == "br":
		case kind == html.TextToken:
			rest := strings.TrimLeft(raw, " \t\r\n,:\u00a0")
			leading = rest == ""
			out.WriteString(rest)
		default:
			leading = false
			out.WriteString(raw)
		}
	}
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasWord(t html.Token, name, word string) bool {
	return slices.Contains(strings.Fields(strings.ToLower(attr(t, name))), word)
}

func hasClass(t html.Token, class string) bool { return hasWord(t, "class", class) }
