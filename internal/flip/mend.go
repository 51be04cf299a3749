package flip

import "strings"

// lexicon holds the words that rules look for: a disguised word is restored
// only when that makes one of them, so "gr8" and "b2b" stay what they are.
type lexicon map[string]bool

// longestWord bounds the restoring: longer runs are no words.
const longestWord = 24

// mend restores words written with digits for letters (fr33), stretched
// (freeee) or spaced out (f r e e), in place.
func (f *folder) mend(lex lexicon) {
	f.joinLetters()
	kept := 0
	for i := 0; i < len(f.out); {
		if !wordByte(f.out[i]) {
			kept = f.move(kept, i, i+1)
			i++
			continue
		}
		end := i
		for end < len(f.out) && wordByte(f.out[end]) {
			end++
		}
		kept = f.mendWord(kept, i, end, lex)
		i = end
	}
	f.cut(kept)
}

// wordByte includes the signs that stand for letters.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || isDigit(c) || c == '$' || c == '@' || c == '|' || c == '!'
}

func (f *folder) move(kept, from, to int) int {
	for i := from; i < to; i++ {
		f.out[kept], f.start[kept], f.end[kept] = f.out[i], f.start[i], f.end[i]
		kept++
	}
	return kept
}

func (f *folder) cut(n int) { f.out, f.start, f.end = f.out[:n], f.start[:n], f.end[:n] }

// mendWord copies out[from:to] to kept, restored when it needs to be.
func (f *folder) mendWord(kept, from, to int, lex lexicon) int {
	word := f.out[from:to]
	run, odd, letters := scanWord(word)
	if letters == 0 || len(word) > longestWord || (!odd && run < 3) {
		return f.move(kept, from, to)
	}
	plain := word
	if odd {
		for len(plain) > 0 && plain[len(plain)-1] == '!' { // "now!" is no disguise
			plain = plain[:len(plain)-1]
		}
		plain = []byte(unleet(string(plain), lex))
	}
	done := squeeze(string(plain), lex)
	if len(done) > len(word) {
		return f.move(kept, from, to)
	}
	// The restored word may be shorter: its last byte stands for the rest.
	last := int32(0)
	if len(done) > 0 {
		last = f.end[from+len(plain)-1]
	}
	for i := range len(done) {
		f.out[kept], f.start[kept], f.end[kept] = done[i], f.start[from+i], f.end[from+i]
		kept++
	}
	if len(done) > 0 {
		f.end[kept-1] = last
	}
	return f.move(kept, from+len(plain), to)
}

// scanWord says how long the longest run of one letter is, and whether digits
// or signs stand beside letters.
func scanWord(word []byte) (run int, odd bool, letters int) {
	same, signs := 0, false
	for i, c := range word {
		if isLetter(c) {
			letters++
			if i > 0 && word[i-1] == c {
				same++
			} else {
				same = 1
			}
			run = max(run, same)
			continue
		}
		signs = true
	}
	return run, signs && letters >= 2, letters
}

// unleet reads digits as the letters they are drawn like, when that makes a
// word that rules look for.
func unleet(word string, lex lexicon) string {
	for _, one := range [...]string{"i", "l"} {
		r := strings.NewReplacer("0", "o", "1", one, "3", "e", "4", "a", "5", "s", "7", "t", "$", "s", "@", "a", "!", one, "|", "l")
		if got := r.Replace(word); got != word && (lex[got] || lex[squeeze(got, lex)]) {
			return got
		}
	}
	return word
}

// squeeze shortens runs of three and more of a letter: to the one or two that
// make a known word, else to two.
func squeeze(word string, lex lexicon) string {
	two, one := make([]byte, 0, len(word)), make([]byte, 0, len(word))
	run, long := 0, false
	for i := range len(word) {
		if i > 0 && word[i] == word[i-1] {
			run++
		} else {
			run = 1
		}
		long = long || run > 2
		if run <= 2 {
			two = append(two, word[i])
		}
	}
	if !long {
		return word
	}
	for i := 0; i < len(word); {
		end := i
		for end < len(word) && word[end] == word[i] {
			end++
		}
		one = append(one, word[i])
		if end-i == 2 {
			one = append(one, word[i])
		}
		i = end
	}
	if !lex[string(two)] && lex[string(one)] {
		return string(one)
	}
	return string(two)
}

// joinLetters closes up words written as single letters: "f r e e", "f.r.e.e".
func (f *folder) joinLetters() {
	const least = 4 // "a b c" is an enumeration, four letters are a disguise
	kept := 0
	for i := 0; i < len(f.out); {
		end, letters := f.spaced(i)
		if letters < least {
			kept = f.move(kept, i, i+1)
			i++
			continue
		}
		for ; i < end; i += 2 {
			kept = f.move(kept, i, i+1)
		}
	}
	f.cut(kept)
}

// spaced finds single letters with one separator between them, from i on.
func (f *folder) spaced(i int) (end, letters int) {
	if i > 0 && isWord(f.out[i-1]) {
		return i, 0
	}
	for i < len(f.out) && f.out[i] >= 'a' && f.out[i] <= 'z' {
		alone := i+1 == len(f.out) || !isWord(f.out[i+1])
		if !alone {
			return end, letters
		}
		letters++
		end = i + 1
		if i+2 >= len(f.out) || (letters > 1 && f.out[i+1] != f.out[i-1]) || strings.IndexByte(" .-", f.out[i+1]) < 0 {
			return end, letters
		}
		i += 2
	}
	return end, letters
}
