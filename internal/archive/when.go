package archive

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode"
)

// layouts of times that exports write, most exact first. Without a zone a time
// is UTC.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02 15:04", "2006-01-02", time.RFC1123Z, time.RFC1123}

// millis is where a number of seconds would lie beyond the year 5000 and must
// be milliseconds.
const millis = 1e11

// when reads a time: text, or unix seconds as a number or in quotes. stated is
// the input's own text.
func when(raw json.RawMessage) (at time.Time, stated, msg string) {
	stated = scalar(raw)
	if stated == "" {
		return time.Time{}, "", `has no "time"`
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, stated); err == nil {
			return at.UTC(), stated, ""
		}
	}
	if sec, err := strconv.ParseFloat(stated, 64); err == nil && !math.IsNaN(sec) && math.Abs(sec) < millis*1000 {
		if math.Abs(sec) >= millis {
			sec /= 1000
		}
		whole, part := math.Modf(sec)
		return time.Unix(int64(whole), int64(part*1e9)).UTC(), stated, ""
	}
	return time.Time{}, "", fmt.Sprintf(`"time" is %.40q; write it as 2006-01-02T15:04:05Z or in unix seconds`, stated)
}

func tagRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
