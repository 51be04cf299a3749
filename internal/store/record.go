package store

//go:generate go tool msgp -unexported -io=false -tests=false -o record_gen.go

// A list in a record is never near this long; a length that claims to be is
// not allocated.
//
//msgp:limit arrays:65536 maps:256

// The records are what the file holds, apart from the nouns: a noun may grow a
// method or change a type without touching the file. Times are Unix
// nanoseconds, 0 for none. People, links and sources are numbers here.

type postRecord struct {
	Source   uint32   `msg:"s"`
	Also     []uint32 `msg:"a,omitempty"` // other sources that brought it
	GUID     string   `msg:"g,omitempty"`
	URL      string   `msg:"u,omitempty"`
	Author   uint32   `msg:"p,omitempty"`
	Title    string   `msg:"t,omitempty"`
	HTML     string   `msg:"h,omitempty"`
	Links    []uint64 `msg:"l,omitempty"`
	Card     string   `msg:"c,omitempty"`
	Tags     []string `msg:"k,omitempty"`
	Language string   `msg:"n,omitempty"`
	Time     int64    `msg:"d"`
	Stated   string   `msg:"w,omitempty"`
	Seen     int64    `msg:"f"`
	Message  bool     `msg:"m,omitempty"`
	Direct   bool     `msg:"i,omitempty"`
	Followed int64    `msg:"fo,omitempty"`
	ReplyTo  string   `msg:"r,omitempty"`
	BoostOf  string   `msg:"b,omitempty"`
	Replies  *int64   `msg:"cr,omitempty"`
	Boosts   *int64   `msg:"cb,omitempty"`
	Likes    *int64   `msg:"cl,omitempty"`
	Enclosed []string `msg:"e,omitempty"`
}

type personRecord struct {
	Handle    string   `msg:"h"`
	Name      string   `msg:"n,omitempty"`
	Network   string   `msg:"w,omitempty"`
	URL       string   `msg:"u,omitempty"`
	Sites     []string `msg:"s,omitempty"`
	Bot       uint8    `msg:"b,omitempty"`
	Brand     uint8    `msg:"c,omitempty"`
	Followers *int64   `msg:"f,omitempty"`
	First     int64    `msg:"x"`
	Last      int64    `msg:"y"`
}

type linkRecord struct {
	Key    string `msg:"k"`
	Open   string `msg:"o"`
	Title  string `msg:"t,omitempty"`
	First  int64  `msg:"x"`
	Last   int64  `msg:"y"`
	Shares int64  `msg:"n"`
}

//msgp:tuple shareRecord
type shareRecord struct {
	Link     uint64
	Person   uint32
	Source   uint32
	Message  bool
	BoostOf  string
	Pitch    float32
	Category string
}

type evidenceRecord struct {
	Rule     string  `msg:"r"`
	Start    int     `msg:"s,omitempty"`
	End      int     `msg:"e,omitempty"`
	Reason   string  `msg:"y,omitempty"`
	Kinder   string  `msg:"k,omitempty"`
	Severity string  `msg:"v,omitempty"`
	Kind     string  `msg:"d,omitempty"`
	Weight   float64 `msg:"w"`
}

type verdictRecord struct {
	Band      string           `msg:"b"`
	Flip      float64          `msg:"f"`
	Market    float64          `msg:"m"`
	Automated float64          `msg:"a"`
	SocialTie float64          `msg:"s"`
	Category  string           `msg:"c,omitempty"`
	Language  string           `msg:"l,omitempty"`
	Why       string           `msg:"w,omitempty"`
	Evidence  []evidenceRecord `msg:"e,omitempty"`
}

type stateRecord struct {
	Kind         string   `msg:"kind,omitempty"`
	Title        string   `msg:"title,omitempty"`
	Home         string   `msg:"home,omitempty"`
	Asked        string   `msg:"asked,omitempty"`
	ETag         string   `msg:"etag,omitempty"`
	LastModified string   `msg:"modified,omitempty"`
	Cursor       string   `msg:"cursor,omitempty"`
	Every        int64    `msg:"every,omitempty"`
	Moved        string   `msg:"moved,omitempty"`
	MovedOn      []string `msg:"movedon,omitempty"`
	LastPoll     int64    `msg:"poll,omitempty"`
	LastNew      int64    `msg:"new,omitempty"`
	LastOK       int64    `msg:"ok,omitempty"`
	Next         int64    `msg:"next,omitempty"`
	Failures     int      `msg:"failures,omitempty"`
	Health       string   `msg:"health,omitempty"`
	Problem      string   `msg:"problem,omitempty"`
	Items        int      `msg:"items,omitempty"`
	Damaged      string   `msg:"damaged,omitempty"`
	Parsing      bool     `msg:"parsing,omitempty"`
	BodyHash     string   `msg:"bodyhash,omitempty"`
	Public       bool     `msg:"public,omitempty"`
}

type decisionRecord struct {
	Time   int64  `msg:"t"`
	About  string `msg:"a"`
	Key    string `msg:"k"`
	Action string `msg:"x"`
	Value  string `msg:"v,omitempty"`
	Until  int64  `msg:"u,omitempty"`
	Label  string `msg:"l,omitempty"`
	Group  uint64 `msg:"g"`
	Undoes uint64 `msg:"z,omitempty"`
	Redoes uint64 `msg:"r,omitempty"`
}

// standingRecord is what is in force about one subject: numbers of journal
// entries, oldest first.
type standingRecord struct {
	About string   `msg:"a"`
	Key   string   `msg:"k"`
	Seqs  []uint64 `msg:"s"`
}

type countsRecord struct {
	Posts     int64 `msg:"posts"`
	Messages  int64 `msg:"messages"`
	Links     int64 `msg:"links"`
	People    int64 `msg:"people"`
	Decisions int64 `msg:"decisions"`
}
