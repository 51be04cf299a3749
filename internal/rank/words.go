package rank

import (
	"hash/maphash"
	"strings"
	"unicode"
)

// words are the words of a text, lower case, without addresses, mentions and
// hashtag signs.
func words(text string) []string {
	var out []string
	for _, f := range strings.Fields(text) {
		if isAddress(f) || strings.HasPrefix(f, "@") {
			continue
		}
		for _, w := range strings.FieldsFunc(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '%' }) {
			if w = strings.Trim(strings.ToLower(w), "'"); w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}

func isAddress(field string) bool {
	return strings.Contains(field, "://") || strings.HasPrefix(field, "www.") ||
		(strings.Contains(field, "/") && strings.Contains(field, ".") && !strings.HasPrefix(field, "/"))
}

// headline is what a link's sharers may repeat without copying each other: the
// words of the article's title when it is known, else those spelled in the
// address's own path.
type headline struct {
	words map[string]bool
	known bool
}

func headlineOf(key string, a Article) headline {
	h := headline{words: map[string]bool{}}
	if a.Title != "" {
		h.known = true
		for _, w := range words(a.Title) {
			h.words[w] = true
		}
		return h
	}
	_, rest, _ := strings.Cut(key, "://")
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "?")
	for _, w := range strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		h.words[w] = true
	}
	return h
}

// ownWords takes the headline's words out, when the text repeats enough of it
// to be quoting it: half of a known title, or three words of an address.
func (h headline) ownWords(all []string) []string {
	hit := 0
	for _, w := range all {
		if h.words[w] {
			hit++
		}
	}
	if (h.known && 2*hit < len(h.words)) || (!h.known && hit < 3) {
		return all
	}
	own := make([]string, 0, len(all)-hit)
	for _, w := range all {
		if !h.words[w] {
			own = append(own, w)
		}
	}
	return own
}

// Texts are compared by their single words and pairs of neighbours. Below
// minCopied words two people may well hit on the same remark; from sameText
// on (about one word in eight changed) they did not.
const (
	minCopied = 5
	sameText  = 0.6
)

// wordSeed only has to be the same within one process: hashes are compared for
// equality and never ordered or kept.
type shingler struct{ seed maphash.Seed }

func (s shingler) of(ws []string) map[uint64]struct{} {
	set := make(map[uint64]struct{}, 2*len(ws))
	for i, w := range ws {
		h := maphash.String(s.seed, w)
		set[h] = struct{}{}
		if i > 0 {
			set[h*31+maphash.String(s.seed, ws[i-1])] = struct{}{}
		}
	}
	return set
}

func jaccard(a, b map[uint64]struct{}) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	both := 0
	for x := range a {
		if _, ok := b[x]; ok {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
