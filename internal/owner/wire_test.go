package owner

import (
	"bytes"
	"maps"
	"slices"
	"testing"
)

// Whatever bytes come, reading a call ends, and what was read is what would be
// sent again.
func FuzzReceiveCall(f *testing.F) {
	for _, c := range []Call{{}, {Args: []string{"poll", "--all"}, Dir: "/here", Width: 80, Env: map[string]string{"TERM": "x"}, Stdin: []byte("in")}} {
		var b bytes.Buffer
		if err := c.send(&frames{w: &b}); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte("c\xff\xff\xff\xff"))
	f.Add([]byte("c\x00\x00\x00\x02{}g\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := receiveCall(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := c.send(&frames{w: &b}); err != nil {
			t.Fatal(err)
		}
		again, err := receiveCall(&b)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(again.Args, c.Args) || again.Dir != c.Dir || !maps.Equal(again.Env, c.Env) || again.Width != c.Width || !bytes.Equal(again.Stdin, c.Stdin) {
			t.Errorf("%+v became %+v", c, again)
		}
	})
}
