package clean

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const (
	maxAttributes = 32      // looked at in one tag
	maxValue      = 4 << 10 // bytes of one value
)

// attributes are the harmless attributes of the tag, by name, each once.
func (s *sanitizer) attributes(z *html.Tokenizer) []html.Attribute {
	var attrs []html.Attribute
	for range maxAttributes {
		key, value, more := z.TagAttr()
		if a, ok := s.attribute(string(key), string(value)); ok &&
			!slices.ContainsFunc(attrs, func(b html.Attribute) bool { return b.Key == a.Key }) {
			attrs = append(attrs, a)
		}
		if !more {
			break
		}
	}
	slices.SortFunc(attrs, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	return attrs
}

func (s *sanitizer) attribute(name, value string) (html.Attribute, bool) {
	a := html.Attribute{Key: name}
	switch {
	case addressAttributes[name]:
		a.Val = absolute(s.base, value)
		if name == "action" {
			a.Val = "" // nothing typed into a post is sent anywhere
		}
		return a, true
	case name == "style":
		a.Val = style(Line(value).s)
		return a, a.Val != ""
	case allowedAttributes[name]:
		a.Val = head(strings.ReplaceAll(scrubMarkup(value), "\t", " "), maxValue)
		return a, true
	}
	return a, false
}

// tracker reports whether an image is there to be counted, not to be seen.
func tracker(attrs []html.Attribute) bool {
	small := 0
	for _, a := range attrs {
		if a.Key != "width" && a.Key != "height" {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(a.Val), "px"))
		if err == nil && n <= 1 {
			small++
		}
	}
	return small == 2
}
