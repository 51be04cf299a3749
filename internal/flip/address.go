package flip

import "strings"

// endings are the last labels that make a bare name a host: "shop.example.io"
// is an address, "e.g" and "end.Then" are not.
const endings = " com net org io co uk us de fr eu ai app dev me tv ly gg info biz shop store online site xyz club live link page tech blog media agency ca au in br ru cn nl se ch it es pl be edu gov gl be st fm to cc ws mobi example test "

// address finds the first address in a chunk without white space: what it is
// (URL, MAIL, AT; "" when there is none) and where.
func address(chunk string) (token string, from, to int) {
	if i := scheme(chunk); i >= 0 {
		return "URL", i, trimEnd(chunk, i, len(chunk))
	}
	lead := 0
	for lead < len(chunk) && !isWord(chunk[lead]) && chunk[lead] != '@' {
		lead++
	}
	rest := chunk[lead:]
	if len(rest) < 2 {
		return "", 0, 0
	}
	if rest[0] == '@' {
		if n := handle(rest[1:]); n > 0 {
			return "AT", lead, lead + 1 + n
		}
		return "", 0, 0
	}
	at := strings.IndexByte(rest, '@')
	end := trimEnd(chunk, lead, len(chunk))
	if at > 0 && strings.IndexByte(rest[at:], '.') > 0 {
		return "MAIL", lead, end
	}
	if at < 0 && bareHost(chunk[lead:end]) {
		return "URL", lead, end
	}
	return "", 0, 0
}

// scheme is where an address with a scheme, or with www, begins; -1 is nowhere.
func scheme(s string) int {
	if len(s) < 5 || (strings.IndexByte(s, ':') < 0 && strings.IndexByte(s, '.') < 0) {
		return -1
	}
	for i := 0; i+4 < len(s); i++ {
		switch s[i] | 0x20 {
		case 'h':
			rest := s[i:min(len(s), i+8)]
			if equalFold(rest, "https://") || (len(rest) >= 7 && equalFold(rest[:7], "http://")) {
				return i
			}
		case 'w':
			if (i == 0 || !isWord(s[i-1])) && equalFold(s[i:i+4], "www.") {
				return i
			}
		}
	}
	return -1
}

func equalFold(s, lower string) bool { return len(s) == len(lower) && strings.EqualFold(s, lower) }

// trimEnd leaves the punctuation of the sentence out of the address.
func trimEnd(s string, from, to int) int {
	for to > from+1 && strings.IndexByte(`.,!?;:)]}>"'*_`, s[to-1]) >= 0 {
		to--
	}
	return to
}

// handle is the length of a handle, as after an @.
func handle(s string) int {
	n := 0
	for n < len(s) && (isWord(s[n]) && s[n] < 0x80 || s[n] == '_' || s[n] == '.' || s[n] == '-' || s[n] == '@') {
		n++
	}
	for n > 0 && (s[n-1] == '.' || s[n-1] == '-') {
		n--
	}
	return n
}

// bareHost reports "shop.example" or "shop.example/path".
func bareHost(s string) bool {
	host, _, _ := strings.Cut(s, "/")
	host, _, _ = strings.Cut(host, "?")
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || dot+2 > len(host)-1 {
		return false
	}
	letters := false
	for i := range len(host) {
		c := host[i]
		if !isLetter(c) && !isDigit(c) && c != '-' && c != '.' {
			return false
		}
		if i < dot {
			letters = letters || isLetter(c)
		}
	}
	if strings.Contains(host, "..") || !letters {
		return false
	}
	ending := host[dot+1:]
	// A sentence without a space after its stop ("done.In the") begins a new
	// one with a capital; a host's ending is written like its name.
	if ending[0] >= 'A' && ending[0] <= 'Z' && host[dot-1] >= 'a' {
		return false
	}
	return strings.Contains(endings, " "+strings.ToLower(ending)+" ")
}

// paid reports an address that pays or hides whoever gave it: a referral mark,
// or a shortener that shows advertisements.
func paid(address string) bool {
	address = strings.ToLower(address)
	for _, mark := range [...]string{"?ref=", "&ref=", "#ref=", "/ref/", "?r=", "?aff", "&aff", "/aff/", "referral", "invite=", "friend=", "?tag=", "linkbucks", "adf.ly", "shorte.st"} {
		if strings.Contains(address, mark) {
			return true
		}
	}
	return false
}
