package feed

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode turns the bytes into UTF-8. The order is byte order mark, shape of
// the first bytes, charset of the Content-Type, declaration, valid UTF-8,
// windows-1252. The note says when the bytes were not what was promised.
func decode(body []byte, contentType string) (text []byte, note string) {
	if enc, skip := byMark(body); enc != nil {
		return convert(body[skip:], enc), ""
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	labels := [...]string{charsetOf(contentType), declared(body)}
	valid := utf8.Valid(body)
	for _, label := range labels {
		if label == "" {
			continue
		}
		enc, utf8Label := byLabel(label)
		switch {
		case enc == nil:
			note = "unknown encoding " + quote(label)
			continue
		case utf8Label:
			if valid {
				return body, ""
			}
			return mend(body), "says UTF-8 and is not"
		case wide(enc):
			// The first bytes would have shown it.
			note = "says " + label + " and is not"
			continue
		case valid && multibyte(body) > 1:
			// Text in an older encoding is all but never valid UTF-8 by accident.
			return body, "says " + label + " and is UTF-8"
		}
		return convert(body, enc), ""
	}
	if valid {
		return body, note
	}
	if enc := guess(body); enc != nil {
		return convert(body, enc), "unknown encoding, guessed"
	}
	if note == "" {
		note = "unknown encoding, read as windows-1252"
	}
	return mend(body), note
}

// modern gives the quotes and dashes that were copied from windows-1252 as they
// are their right characters. Those that a terminal could take for the start
// of a sequence stay: they are cleaned away with what follows.
func modern(b []byte) []byte {
	if !bytes.Contains(b, []byte("\xc2")) {
		return b
	}
	for _, c := range []byte{0x80, 0x82, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99} {
		if old := []byte{0xc2, c}; bytes.Contains(b, old) {
			b = bytes.ReplaceAll(b, old, []byte(string(charmap.Windows1252.DecodeByte(c))))
		}
	}
	return b
}

// byMark tells the wide encodings and EBCDIC by their first bytes. UTF-32
// comes first: its mark begins with that of UTF-16.
func byMark(b []byte) (enc encoding.Encoding, skip int) {
	marks := [...]struct {
		prefix string
		enc    encoding.Encoding
		skip   int
	}{
		{"\x00\x00\xfe\xff", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 4},
		{"\xff\xfe\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 4},
		{"\x00\x00\x00<", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 0},
		{"<\x00\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 0},
		{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 2},
		{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 2},
		{"\x00<", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 0},
		{"<\x00", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 0},
		{"\x00{", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 0},
		{"{\x00", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 0},
		{"\x00\n\x00", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 0},
		{"\n\x00", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 0},
		{"\x4c\x6f\xa7\x94", charmap.CodePage037, 0},
	}
	for _, m := range marks {
		if bytes.HasPrefix(b, []byte(m.prefix)) {
			return m.enc, m.skip
		}
	}
	return nil, 0
}

// charsetOf is the charset that a Content-Type names.
func charsetOf(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["charset"]
	}
	_, rest, ok := strings.Cut(strings.ToLower(contentType), "charset=")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, ";")
	return strings.Trim(rest, ` "'`)
}

// declared is the encoding that the XML declaration names.
func declared(body []byte) string {
	const window = 4096 // rubbish may stand before the declaration
	head := body[:min(len(body), window)]
	i := bytes.Index(head, []byte("<?xml"))
	if i < 0 {
		return ""
	}
	head = head[i:]
	if end := bytes.Index(head, []byte("?>")); end >= 0 {
		head = head[:end]
	}
	i = bytes.Index(head, []byte("encoding"))
	if i < 0 {
		return ""
	}
	value := strings.TrimLeft(string(head[i+len("encoding"):]), " \t\r\n=")
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return ""
	}
	value, _, _ = strings.Cut(value[1:], value[:1])
	return strings.TrimSpace(value)
}

// byLabel finds an encoding by the names that browsers know, then by those
// that IANA does; nil when there is none.
func byLabel(label string) (enc encoding.Encoding, isUTF8 bool) {
	label = strings.TrimSpace(label)
	if enc, name := charset.Lookup(label); enc != nil && name != "replacement" {
		return enc, name == "utf-8"
	}
	for _, index := range [...]*ianaindex.Index{ianaindex.IANA, ianaindex.MIME} {
		if enc, err := index.Encoding(label); err == nil && enc != nil {
			return enc, false
		}
	}
	return nil, false
}

// wide reports whether enc writes ASCII in two or four bytes.
func wide(enc encoding.Encoding) bool {
	b, err := enc.NewEncoder().Bytes([]byte("<a"))
	return err == nil && len(b) > 2
}

// multibyte counts the continuation bytes of valid UTF-8, up to two or a few:
// more make no difference.
func multibyte(b []byte) int {
	n := 0
	for i := 0; i < len(b) && n < 2; {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRune(b[i:])
		i += size
		n += size - 1
	}
	return n
}

func convert(b []byte, enc encoding.Encoding) []byte {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return mend(b)
	}
	return bytes.TrimPrefix(out, []byte("\ufeff"))
}

// mend keeps what is UTF-8 and reads every other byte as windows-1252: one bad
// byte in one title spoils no other.
func mend(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/8)
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			out = append(out, b[0])
			b = b[1:]
			continue
		}
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		out = utf8.AppendRune(out, r)
		b = b[size:]
	}
	return out
}
