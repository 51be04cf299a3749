package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"weaktie/internal/flip"
)

// set is where an example comes from.
type set string

// The sets. Own is the corpus written for weaktie, in corpus/.
const (
	mission  set = "mission"
	outreach set = "outreach"
	social   set = "social"
	sms      set = "sms"
	youtube  set = "youtube"
	own      set = "own"
	mail     set = "mail"
)

// example is one labelled text.
type example struct {
	set      set
	text     string
	label    string // auto_dm, pitch, promo, spam, ham
	category flip.Category
	group    string // a thread: its messages stay on one side of a split

	cluster  int            // texts that are nearly the same, or of one thread
	features []flip.Feature // hashed words and letters
	senses   []flip.Feature
	dense    []float32 // the sum of the senses' vectors
	market   float64   // log odds by the rules alone
	auto     float64
	judged   bool   // false when it is in a language that is not judged
	kindred  string // of the own corpus: colleague, friend …
}

func (e *example) ham() bool { return e.label == "ham" }

// weight balances the sets: what is near to what weaktie reads counts more,
// and what there is much of counts less.
func (e *example) weight() float64 {
	switch e.set {
	case mission, outreach:
		return 4
	case own:
		return 2
	case mail:
		return 0.4
	case social:
		return 3
	case sms:
		return 2
	default:
		return 2
	}
}

// read loads the data folder and the own corpus.
func read(data, corpus string) ([]*example, error) {
	var all []*example
	for _, f := range [...]struct {
		set  set
		path string
	}{
		{mission, filepath.Join(data, "mission.jsonl")},
		{outreach, filepath.Join(data, "outreach.jsonl")},
		{social, filepath.Join(data, "social.jsonl")},
		{sms, filepath.Join(data, "sms_spam.jsonl")},
		{youtube, filepath.Join(data, "youtube_spam.jsonl")},
		{own, filepath.Join(corpus, "pitches.jsonl")},
		{own, filepath.Join(corpus, "autodms.jsonl")},
		{own, filepath.Join(corpus, "people.jsonl")},
	} {
		examples, err := readFile(f.path, f.set)
		if err != nil {
			return nil, err
		}
		all = append(all, examples...)
	}
	return all, nil
}

func readFile(path string, from set) ([]*example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read examples: %w", err)
	}
	defer f.Close()
	var all []*example
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var line struct{ Text, Label, Category, Group string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		e := &example{set: from, text: line.Text, label: line.Label, group: line.Group, category: category(line.Category)}
		if from == own && line.Label == "ham" {
			e.kindred = line.Category
		}
		all = append(all, e)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// category reads the data's names of categories; "" is one that has no
// counterpart here.
func category(name string) flip.Category {
	switch name {
	case "lucky_to_know_me":
		return flip.LuckyToKnowMe
	case "genuinely_interested":
		return flip.GenuinelyInterested
	case "cash":
		return flip.CashGrab
	case "game_followers":
		return flip.FollowerGaming
	case "empty_echo":
		return flip.EmptySentiment
	case "humble":
		return flip.FalseHumility
	case "creepy":
		return flip.Creepy
	case "recruiter":
		return flip.Recruiting
	case "cold_pitch", "guest_post_seo":
		return flip.ProductPitch
	}
	for _, c := range flip.Categories() {
		if string(c) == name {
			return c
		}
	}
	return ""
}

// cluster numbers texts so that a thread, and texts that are the same but for
// a name, get one number.
func cluster(all []*example) {
	parent := make([]int, len(all))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	hashes := make([]uint64, len(all))
	same := map[string]int{}
	for i, e := range all {
		hashes[i] = flip.Simhash(e.text)
		for _, key := range [...]string{"g " + e.group, "t " + strings.ToLower(strings.Join(strings.Fields(e.text), " "))} {
			if key == "g " {
				continue
			}
			if k, ok := same[key]; ok {
				parent[root(i)] = root(k)
			}
			same[key] = i
		}
		for k := range i {
			if flip.Near(hashes[i], hashes[k]) {
				parent[root(i)] = root(k)
			}
		}
	}
	for i, e := range all {
		e.cluster = root(i)
	}
}
