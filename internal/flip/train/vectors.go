package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"

	"weaktie/internal/flip"
)

// dims of a word vector, and how many of the commonest words have one: rarer
// ones are names.
const (
	dims       = 100
	vocabulary = 30000
)

// vectors are word vectors by the bucket of the word's sense. Nil is none.
type vectors struct {
	by map[uint32][]float32
}

// readVectors reads the JSON file of a package of GloVe vectors:
// {"vectors": {word: [100 numbers, length, rank]}}.
func readVectors(path string) (*vectors, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read word vectors: %w", err)
	}
	defer f.Close()
	d := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	ranks := make([][]float32, vocabulary)
	words := make([]string, vocabulary)
	if err := seek(d, "vectors"); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for d.More() {
		word, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		var v []float32
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s: %v: %w", path, word, err)
		}
		name, _ := word.(string)
		if len(v) != dims+2 || int(v[dims+1]) >= vocabulary || !plain(name) {
			continue
		}
		ranks[int(v[dims+1])], words[int(v[dims+1])] = v[:dims], name
	}
	return arrange(ranks, words), nil
}

// seek moves d into the object under key.
func seek(d *json.Decoder, key string) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if name == key {
			_, err := d.Token()
			return err
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return err
		}
	}
	return fmt.Errorf("no %q in it", key)
}

func plain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return word != ""
}

// arrange centres the vectors, scales them to one length, and lets the
// commonest words speak less, as they say least.
func arrange(ranks [][]float32, words []string) *vectors {
	mean, n := make([]float64, dims), 0.0
	for _, v := range ranks {
		for k, x := range v {
			mean[k] += float64(x)
		}
		if v != nil {
			n++
		}
	}
	vs := &vectors{by: make(map[uint32][]float32, vocabulary)}
	for rank, v := range ranks {
		if v == nil {
			continue
		}
		b := flip.SenseBucket(words[rank])
		if _, taken := vs.by[b]; taken { // the commoner word keeps the bucket
			continue
		}
		length := 0.0
		for k := range v {
			d := float64(v[k]) - mean[k]/n
			length += d * d
		}
		share := 0.1 / float64(rank+2) // of all words, by Zipf's law
		weight := 2e-3 / (2e-3 + share) / math.Sqrt(length)
		out := make([]float32, dims)
		for k := range v {
			out[k] = float32((float64(v[k]) - mean[k]/n) * weight)
		}
		vs.by[b] = out
	}
	return vs
}

// sum is the vector of a text.
func (vs *vectors) sum(senses []flip.Feature) []float32 {
	if vs == nil {
		return nil
	}
	out := make([]float32, dims)
	for _, f := range senses {
		for k, x := range vs.by[f.Bucket] {
			out[k] += x * f.Value
		}
	}
	return out
}

// fill writes the weight of each word's sense.
func (vs *vectors) fill(out []float32, sense []float64) {
	if vs == nil {
		return
	}
	for b, v := range vs.by {
		w := 0.0
		for k, x := range v {
			w += sense[k] * float64(x)
		}
		out[b] = float32(w)
	}
}
