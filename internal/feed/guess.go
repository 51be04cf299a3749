package feed

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// guess tells the East Asian encodings of text that declares none, by what the
// text would say in each: kana, Hangul, or the commonest Chinese characters.
// It returns nil where none of them is likely.
func guess(b []byte) encoding.Encoding {
	const sample = 32 << 10
	b = b[:min(len(b), sample)]
	high, paired := 0, 0
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		high++
		if i > 0 && b[i-1] >= 0x80 || i+1 < len(b) && b[i+1] >= 0x80 {
			paired++
		}
	}
	if high < 8 || paired*2 < high {
		return nil // western letters stand alone
	}
	kana := func(r rune) bool { return r < 0xff00 && unicode.In(r, unicode.Hiragana, unicode.Katakana) }
	hangul := func(r rune) bool { return r >= 0xac00 && r <= 0xd7a3 }
	simple := func(r rune) bool {
		return strings.ContainsRune("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实", r)
	}
	full := func(r rune) bool {
		return strings.ContainsRune("的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實", r)
	}
	for _, c := range [...]struct {
		enc  encoding.Encoding
		is   func(rune) bool
		need int // of a hundred characters
	}{
		{japanese.EUCJP, kana, 20},
		{japanese.ShiftJIS, kana, 20},
		{korean.EUCKR, hangul, 80},
		{simplifiedchinese.GB18030, simple, 12},
		{traditionalchinese.Big5, full, 12},
	} {
		if share(b, c.enc, c.is) >= c.need {
			return c.enc
		}
	}
	return nil
}

// share is how many of a hundred characters beyond ASCII are of a kind, or -1
// when the bytes are not of that encoding.
func share(b []byte, enc encoding.Encoding, is func(rune) bool) int {
	text, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return -1
	}
	all, hits, bad := 0, 0, 0
	for _, r := range string(text) {
		switch {
		case r == unicode.ReplacementChar:
			bad++
		case r >= 0x80:
			all++
			if is(r) {
				hits++
			}
		}
	}
	if all == 0 || bad > 1+all/50 {
		return -1
	}
	return hits * 100 / all
}
