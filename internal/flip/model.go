package flip

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// model.bin is written by go run ./internal/flip/train.
//
//go:embed model.bin
var trained []byte

// Model is the learned part of the judge: for each of the two sums a weight a
// feature, and what makes them log odds. The zero Model says nothing.
type Model struct {
	Market    Head
	Automated Head
	Category  [][]float32 // per category of Categories, by feature; nil is none
	FlipAt    float64     // threshold of the band flip; 0 is the default
}

// Head is one linear sum.
type Head struct {
	Weights []float32 // by bucket; empty says nothing
	Scale   float64   // from the sum to log odds
	Bias    float64   // added to the rules' bias
}

// Space is the number of buckets for hashed words and letters. A head has them
// first, then SenseSpace for senses. A category has CategorySpace.
const (
	Space         = 1 << spaceBits
	SenseSpace    = 1 << senseBits
	CategorySpace = 1 << categoryBits
)

// CategoryBucket folds a feature's bucket into the smaller space of the
// categories.
func CategoryBucket(b uint32) uint32 { return b >> (spaceBits - categoryBits) }

// magic begins the file: what it is and the version of the features.
const magic = "weaktie model 2\n"

// Encode writes the model, weights quantised to a byte.
func (m *Model) Encode(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString(magic)
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return fmt.Errorf("encode model: %w", err)
	}
	body := binary.LittleEndian.AppendUint64(nil, math.Float64bits(m.FlipAt))
	for _, h := range [...]Head{m.Market, m.Automated} {
		body = binary.LittleEndian.AppendUint64(body, math.Float64bits(h.Scale))
		body = binary.LittleEndian.AppendUint64(body, math.Float64bits(h.Bias))
		body = quantise(body, h.Weights[:min(len(h.Weights), Space)], Space)
		body = quantise(body, h.Weights[min(len(h.Weights), Space):], SenseSpace)
	}
	for _, ws := range m.Category {
		body = quantise(body, ws, CategorySpace)
	}
	if _, err := z.Write(body); err != nil {
		return fmt.Errorf("encode model: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("encode model: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func quantise(body []byte, ws []float32, n int) []byte {
	top := float32(0)
	for _, w := range ws {
		top = max(top, float32(math.Abs(float64(w))))
	}
	step := top / 127
	body = binary.LittleEndian.AppendUint32(body, math.Float32bits(step))
	for i := range n {
		q := int8(0)
		if i < len(ws) && step > 0 {
			q = int8(math.Round(float64(ws[i] / step)))
		}
		body = append(body, byte(q))
	}
	return body
}

var errModel = errors.New("the model file is damaged; train it anew with go run ./internal/flip/train")

// DecodeModel reads what Encode wrote.
func DecodeModel(b []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, errModel
	}
	const most = 8 << 20 // bytes unpacked; the file is part of the program, this guards a typo
	body, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(rest)), most))
	if err != nil {
		return nil, fmt.Errorf("decode model: %w", err)
	}
	d := reader{b: body}
	m := &Model{FlipAt: d.float64()}
	for _, h := range [...]*Head{&m.Market, &m.Automated} {
		h.Scale, h.Bias = d.float64(), d.float64()
		h.Weights = append(d.weights(Space), d.weights(SenseSpace)...)
	}
	for range Categories() {
		m.Category = append(m.Category, d.weights(CategorySpace))
	}
	if d.short || len(d.b) > 0 {
		return nil, errModel
	}
	return m, nil
}

// reader takes numbers off a slice and remembers when it ran out.
type reader struct {
	b     []byte
	short bool
}

func (d *reader) next(n int) []byte {
	if len(d.b) < n {
		d.short = true
		d.b = nil
		return make([]byte, n)
	}
	p := d.b[:n]
	d.b = d.b[n:]
	return p
}

func (d *reader) float64() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(d.next(8)))
}

func (d *reader) weights(n int) []float32 {
	step := math.Float32frombits(binary.LittleEndian.Uint32(d.next(4)))
	ws := make([]float32, n)
	for i, q := range d.next(n) {
		ws[i] = float32(int8(q)) * step
	}
	return ws
}

// Features are the hashed properties of a text that the model reads, for
// training.
func (j *Judge) Features(text string) []Feature {
	f := fold(text, j.lex)
	return vector(f.text, tokenize(f.text))
}
