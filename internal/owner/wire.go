package owner

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// On the wire: the owner says hello, a line; then both sides speak in frames,
// a kind, a length in four bytes, and that many bytes. The caller sends the
// call and its stdin in pieces, then nothing: whatever else comes from it, its
// going away above all, cancels the call. The owner sends output as it comes
// and the exit code last.
const hello = "weaktie owner 1\n"

// The kinds of frame.
const (
	kindCall   = 'c' // JSON of said
	kindStdin  = 'i'
	kindGo     = 'g' // everything was said
	kindStdout = 'o'
	kindStderr = 'e'
	kindExit   = 'x' // four bytes
)

const (
	frameLimit = 1 << 20  // a call's arguments, a piece of input or output
	pieceSize  = 64 << 10 // output is cut into these
	stdinLimit = 64 << 20 // an archive read from a pipe; larger ones are files
)

// frames writes frames, one at a time.
type frames struct {
	mu sync.Mutex
	w  io.Writer
}

func (f *frames) send(kind byte, body []byte) error {
	b := make([]byte, 0, 5+len(body))
	b = append(b, kind)
	b = binary.BigEndian.AppendUint32(b, uint32(len(body)))
	b = append(b, body...)
	f.mu.Lock()
	defer f.mu.Unlock()
	_, err := f.w.Write(b)
	return err
}

// stream is a Writer of one kind of frame.
type stream struct {
	f    *frames
	kind byte
}

func (s stream) Write(p []byte) (int, error) {
	sent := 0
	for sent < len(p) {
		n := min(pieceSize, len(p)-sent)
		if err := s.f.send(s.kind, p[sent:sent+n]); err != nil {
			return sent, err
		}
		sent += n
	}
	return sent, nil
}

func receive(r io.Reader) (kind byte, body []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > frameLimit {
		return 0, nil, fmt.Errorf("a frame of %d bytes: %w", n, ErrBig)
	}
	body = make([]byte, n)
	_, err = io.ReadFull(r, body)
	return head[0], body, err
}

// said is a Call as JSON. Arguments may be file names of any bytes, which a JSON
// string would change.
type said struct {
	Args  [][]byte          `json:"args"`
	Dir   []byte            `json:"dir"`
	Env   map[string]string `json:"env"`
	Width int               `json:"width"`
}

func (c Call) send(f *frames) error {
	if len(c.Stdin) > stdinLimit {
		return ErrBig
	}
	say := said{Dir: []byte(c.Dir), Env: safe(c.Env), Width: c.Width}
	for _, a := range c.Args {
		say.Args = append(say.Args, []byte(a))
	}
	body, err := json.Marshal(say)
	if err != nil {
		return err
	}
	if len(body) > frameLimit {
		return ErrBig
	}
	if err := f.send(kindCall, body); err != nil {
		return err
	}
	if _, err := (stream{f, kindStdin}).Write(c.Stdin); err != nil {
		return err
	}
	return f.send(kindGo, nil)
}

func receiveCall(r io.Reader) (Call, error) {
	var c Call
	for {
		kind, body, err := receive(r)
		if err != nil {
			return c, err
		}
		switch kind {
		case kindCall:
			var say said
			if err := json.Unmarshal(body, &say); err != nil {
				return c, err
			}
			c.Args, c.Dir, c.Env, c.Width = nil, string(say.Dir), safe(say.Env), say.Width
			for _, a := range say.Args {
				c.Args = append(c.Args, string(a))
			}
		case kindStdin:
			if len(c.Stdin)+len(body) > stdinLimit {
				return c, ErrBig
			}
			c.Stdin = append(c.Stdin, body...)
		case kindGo:
			return c, nil
		default:
			return c, fmt.Errorf("a frame of unknown kind %q", kind)
		}
	}
}
