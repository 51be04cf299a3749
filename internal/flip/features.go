package flip

import (
	"math"

	"github.com/kljensen/snowball/english"
)

// Sizes of the hashed feature spaces, in bits. Words and letters have 128 Ki
// buckets in common, senses as many again, the categories 8 Ki each.
const (
	spaceBits    = 17
	senseBits    = 17
	categoryBits = 13
)

// Seeds keep the kinds of feature apart in the common space. They are part of
// the trained weights: changing one means training anew.
const (
	seedWord   = 0x9e3779b97f4a7c15
	seedPair   = 0xc2b2ae3d27d4eb4f
	seedApart  = 0x94d049bb133111eb
	seedLetter = 0x165667b19e3779f9
	seedSense  = 0x27d4eb2f165667c5
)

// Feature is one hashed property of a text.
type Feature struct {
	Bucket uint32
	Value  float32
	word   int32 // which word of the text it comes from
}

// standIns are names and words that stand in the collected texts for what
// was taken out; they say who collected the text, not what it is.
const standIns = " sam acme example tool_name name company first_name "

// tokens are the words of a folded text as the model reads them.
type token struct {
	from, to int // in the folded text
	stem     string
}

// tokenize splits a folded text into words. Addresses, emoji and numbers are
// left out: in collected texts they tell the collection, not the register.
// Only a price and a percentage stay, as a sign without the figure. The name
// after a greeting goes as well.
func tokenize(text string) []token {
	words := make([]token, 0, len(text)/5+1)
	greeted := false
	for i := 0; i < len(text); {
		c := text[i]
		if !isWord(c) {
			i++
			continue
		}
		from := i
		for i < len(text) && isWord(text[i]) {
			i++
		}
		word := text[from:i]
		switch {
		case c >= 'A' && c <= 'Z': // a token such as URL
			continue
		case isDigit(c):
			if sign := amount(text, from, i); sign != "" {
				words = append(words, token{from, i, sign})
			}
			continue
		case len(word) > longestWord, isStandIn(word):
			continue
		case greeted && len(words) == 1 && (i == len(text) || text[i] == ',' || text[i] == '!'):
			greeted = false
			continue
		}
		greeted = len(words) == 0 && (word == "hi" || word == "hey" || word == "hello" || word == "dear")
		words = append(words, token{from, i, english.Stem(word, true)})
	}
	return words
}

func isStandIn(word string) bool {
	const longest = 10
	return len(word) <= longest && containsWord(standIns, word)
}

// containsWord reports whether list, words between spaces, holds word.
func containsWord(list, word string) bool {
	for i := 0; i+len(word)+1 < len(list); i++ {
		if list[i] == ' ' && list[i+1+len(word)] == ' ' && list[i+1:i+1+len(word)] == word {
			return true
		}
	}
	return false
}

// amount names a number that is a price or a share.
func amount(text string, from, to int) string {
	before := text[max(0, from-3):from]
	switch {
	case len(before) > 0 && before[len(before)-1] == '$', len(before) >= 2 && before[len(before)-2:] == "£", before == "€":
		return "$0"
	case to < len(text) && text[to] == '%':
		return "%0"
	}
	return ""
}

// vector makes the features of tokens: stems, pairs of stems, runs of three to
// five letters within a word, and senses. Each kind is scaled to length one, so that a long text has no more to say than a short one.
func vector(text string, words []token) []Feature {
	fs := make([]Feature, 0, len(words)*12)
	var last, before uint64
	for i, w := range words {
		h := hashFrom(seedWord, w.stem)
		fs = append(fs, Feature{bucket(h), 1, int32(i)})
		if i > 0 {
			fs = append(fs, Feature{bucket(mix(last*31 + h ^ seedPair)), 1, int32(i)})
		}
		if i > 1 {
			fs = append(fs, Feature{bucket(mix(before*31 + h ^ seedApart)), 1, int32(i)})
		}
		last, before = h, last
	}
	say := min(1, math.Sqrt(float64(len(words))/fewWords))
	scale(fs, say)
	n := len(fs)
	for i, w := range words {
		fs = letters(fs, text[w.from:w.to], int32(i))
	}
	scale(fs[n:], say*letterShare)
	n = len(fs)
	for i, w := range words {
		fs = append(fs, Feature{SenseBucket(text[w.from:w.to]), 1, int32(i)})
	}
	scale(fs[n:], say)
	return fs
}

// fewWords is how many words a text needs for the model's full say. Of fewer,
// each counts as it would among that many: one or two words decide nothing.
const fewWords = 12

// SenseBucket is where the sense of a word is kept: what words that are used
// alike have in common, so that a word nobody trained on still speaks.
func SenseBucket(word string) uint32 {
	return Space + uint32(hashFrom(seedSense, word)>>(64-senseBits))
}

// letterShare is how much letters weigh beside words: they are many and say
// the same again, but see through a misspelling.
const letterShare = 0.7

// letters appends the runs of letters of one word, its edges marked.
func letters(fs []Feature, word string, at int32) []Feature {
	const edge = '^'
	var buf [longestWord + 2]byte
	b := append(buf[:0], edge)
	b = append(b, word...)
	b = append(b, edge)
	for i := range b {
		h := uint64(seedLetter)
		for k := i; k < len(b) && k < i+5; k++ {
			h = (h ^ uint64(b[k])) * 1099511628211
			if k-i >= 2 {
				fs = append(fs, Feature{bucket(mix(h)), 1, at})
			}
		}
	}
	return fs
}

func scale(fs []Feature, share float64) {
	if len(fs) == 0 {
		return
	}
	v := float32(share / math.Sqrt(float64(len(fs))))
	for i := range fs {
		fs[i].Value = v
	}
}

func bucket(h uint64) uint32 { return uint32(h >> (64 - spaceBits)) }

func hashFrom(seed uint64, s string) uint64 {
	h := seed
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}
