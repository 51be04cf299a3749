package flip

import (
	"math/bits"
)

// nearBits is how many of 64 bits may differ between two texts that are the
// same but for a name, a greeting or an address.
const nearBits = 8

// Simhash is a fingerprint of what a text says: the same but for names,
// addresses, numbers and decoration gives nearly the same bits. Texts of
// fewer than three words have none (0).
func Simhash(text string) uint64 {
	words := tokenize(fold(text, nil).text)
	if len(words) < 3 {
		return 0
	}
	var sum [64]int
	for i, w := range words {
		vote(&sum, hash64(w.stem))
		if i > 0 {
			vote(&sum, hash64(words[i-1].stem+" "+w.stem))
		}
	}
	var h uint64
	for i, n := range sum {
		if n > 0 {
			h |= 1 << i
		}
	}
	return max(h, 1)
}

// Near reports whether two fingerprints are of nearly the same text.
func Near(a, b uint64) bool {
	return a != 0 && b != 0 && bits.OnesCount64(a^b) <= nearBits
}

func vote(sum *[64]int, h uint64) {
	for i := range sum {
		if h>>i&1 == 1 {
			sum[i]++
		} else {
			sum[i]--
		}
	}
}

// hash64 is FNV-1a with a final mix; the same everywhere and for ever, as
// fingerprints and trained weights are kept.
func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}
