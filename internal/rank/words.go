package rank

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words appends the words of a text to buf, lower case, without addresses,
// mentions and hashtag signs. They share one string.
func words(buf []string, text string) []string {
	text = strings.ToLower(text)
	for len(text) > 0 {
		field := text
		if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
			field, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		if field == "" || field[0] == '@' || isAddress(field) {
			continue
		}
		buf = split(buf, field)
	}
	return buf
}

// split appends the words of a field without spaces.
func split(buf []string, field string) []string {
	start := -1
	for i, r := range field {
		in := 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '\'' || r == '%' ||
			r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			buf = appendWord(buf, field[start:i])
			start = -1
		}
	}
	if start >= 0 {
		buf = appendWord(buf, field[start:])
	}
	return buf
}

func appendWord(buf []string, w string) []string {
	if w = strings.Trim(w, "'"); w != "" {
		buf = append(buf, w)
	}
	return buf
}

func isAddress(field string) bool {
	slash := strings.IndexByte(field, '/')
	if slash < 0 {
		return strings.HasPrefix(field, "www.")
	}
	return slash > 0 && strings.IndexByte(field, '.') >= 0 || strings.Contains(field, "://")
}

// headline is what a link's sharers may repeat without copying each other: the
// words of the article's title when it is known, else those spelled in the
// address's own path.
type headline struct {
	words []string
	known bool
}

func headlineOf(key string, a Article) headline {
	h := headline{known: a.Title != ""}
	if h.known {
		h.words = words(nil, a.Title)
	} else {
		_, rest, _ := strings.Cut(key, "://")
		_, path, _ := strings.Cut(rest, "/")
		path, _, _ = strings.Cut(path, "?")
		h.words = split(nil, strings.ToLower(path))
	}
	slices.Sort(h.words)
	h.words = slices.Compact(h.words)
	return h
}

func (h headline) has(w string) bool {
	_, ok := slices.BinarySearch(h.words, w)
	return ok
}

// own takes the headline's words out of all, in place, when the text repeats
// enough of it to be quoting it: half of a known title, or three words of an
// address.
func (h headline) own(all []string) []string {
	hit := 0
	for _, w := range all {
		if h.has(w) {
			hit++
		}
	}
	if hit == 0 || (h.known && 2*hit < len(h.words)) || (!h.known && hit < 3) {
		return all
	}
	return slices.DeleteFunc(all, h.has)
}

// Texts are compared by their single words and pairs of neighbours. Below
// minCopied words two people may well hit on the same remark; from sameText
// on (about one word in eight changed) they did not.
const (
	minCopied = 5
	sameText  = 0.6
)

// shingles are the sorted hashes of a text's words and pairs of neighbours.
func shingles(ws []string) []uint64 {
	set := make([]uint64, 0, 2*len(ws))
	var before uint64
	for i, w := range ws {
		h := fnv(w)
		set = append(set, h)
		if i > 0 {
			set = append(set, (before*0x9e3779b97f4a7c15)^h)
		}
		before = h
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// fnv is the 64-bit FNV-1a hash, which is the same in every process.
func fnv(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}

// jaccard is what two sorted sets have in common, of what they have.
func jaccard(a, b []uint64) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(max(len(a)+len(b)-both, 1))
}

// texts finds near-identical words among the shares of one link.
type texts struct {
	t     *table
	head  *headline
	seen  map[uint64][]int32 // shingle -> texts that hold it
	sets  [][]uint64
	first []int32 // beside sets: the share that said it first
}

// maxAlike is how many texts one shingle may lead to: beyond it the shingle
// is in everyone's words and tells nothing.
const maxAlike = 64

// like returns the number of the first share that said nearly the same; its
// own when it is the first. False when it says too little to have copied it.
func (x *texts) like(b *bucket, share int) (int32, bool) {
	if x.head == nil {
		h := headlineOf(b.key, x.t.in.Articles[b.key])
		x.head, x.seen = &h, map[uint64][]int32{}
	}
	x.t.buf = words(x.t.buf[:0], b.shares[share].Text)
	ws := x.head.own(x.t.buf)
	if len(ws) < minCopied {
		return 0, false
	}
	set := shingles(ws)
	found := int32(-1)
	for _, h := range set {
		for _, k := range x.seen[h] {
			if (found < 0 || k < found) && jaccard(set, x.sets[k]) >= sameText {
				found = k
			}
		}
	}
	if found >= 0 {
		return x.first[found], true
	}
	k := int32(len(x.sets))
	x.sets, x.first = append(x.sets, set), append(x.first, int32(share))
	for _, h := range set {
		if len(x.seen[h]) < maxAlike {
			x.seen[h] = append(x.seen[h], k)
		}
	}
	return int32(share), true
}
