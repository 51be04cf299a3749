package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"weaktie/internal/flip"
	"weaktie/internal/person"
)

// longestLine bounds one message on a line; longer ones are an error of theirs.
const longestLine = 4 << 20

// messageIn is a line of `weaktie check --jsonl`. What is missing is unknown.
type messageIn struct {
	ID                 json.RawMessage `json:"id"`
	Text               *string         `json:"text"`
	Network            string          `json:"network"`
	From               string          `json:"from"`
	Tie                string          `json:"tie"`
	Bot                *bool           `json:"bot"`
	Brand              *bool           `json:"brand"`
	FirstContact       *bool           `json:"first_contact"`
	SecondsAfterFollow *float64        `json:"seconds_after_follow"`
	SameTextRecipients int             `json:"same_text_recipients"`
	Outbound           bool            `json:"outbound"`
}

// messageOut is the answer to it.
type messageOut struct {
	ID json.RawMessage `json:"id"`
	verdictLine
	Error string `json:"error,omitempty"`
}

// checkLines judges messages given as lines of JSON, in their order.
func (a *app) checkLines(judge *flip.Judge, name string) error {
	in := a.in
	if name != "-" {
		f, err := os.Open(a.path(name))
		if err != nil {
			return exit{exitUsage, fmt.Errorf("read messages: %w", err)}
		}
		defer f.Close()
		in = f
	}
	w := bufio.NewWriter(a.out)
	out := newLines(w)
	flips := false
	r := bufio.NewReaderSize(in, 64<<10)
	for {
		line, err := readLine(r)
		if len(bytes.TrimSpace(line)) > 0 {
			answer := answerLine(judge, line)
			flips = flips || answer.Band == flip.Flip
			if err := out.put(answer); err != nil {
				return err
			}
		}
		if r.Buffered() == 0 { // whoever talks to it line by line gets an answer
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read messages: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if flips {
		return exit{exitNo, nil}
	}
	return nil
}

// readLine reads a line; of one that is too long it keeps the beginning, which
// is no JSON.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= longestLine {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

func answerLine(judge *flip.Judge, line []byte) messageOut {
	var m messageIn
	fail := func(err error) messageOut {
		id := m.ID
		if len(id) == 0 {
			id = json.RawMessage("null")
		}
		return messageOut{ID: id, verdictLine: verdictJSON(flip.Verdict{Band: flip.Unjudged}), Error: err.Error()}
	}
	if err := json.Unmarshal(line, &m); err != nil {
		return fail(fmt.Errorf("%w: %w", errNotJSON, err))
	}
	if m.Text == nil {
		return fail(errNotJSON)
	}
	kind, ok := tieKind(m.Tie)
	if !ok {
		return fail(fmt.Errorf("tie %q is not known; it is social, market or unknown", m.Tie))
	}
	c := flip.Context{
		Network: m.Network, Tie: person.Tie{Kind: kind}, Bot: maybe(m.Bot), Brand: maybe(m.Brand),
		FirstContact: maybe(m.FirstContact), SameTextRecipients: m.SameTextRecipients, Outbound: m.Outbound,
	}
	if m.SecondsAfterFollow != nil {
		s := int64(*m.SecondsAfterFollow)
		c.SecondsAfterFollow = &s
	}
	if len(m.ID) == 0 {
		m.ID = json.RawMessage("null")
	}
	return messageOut{ID: m.ID, verdictLine: verdictJSON(judge.Judge(*m.Text, c))}
}

func maybe(b *bool) person.Maybe {
	if b == nil {
		return person.Unknown
	}
	return person.Known(*b)
}
