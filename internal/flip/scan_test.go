package flip

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// corpusTexts are our own texts, which the model was trained on.
func corpusTexts(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("train/corpus/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var out []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan(); {
			var m struct{ Text string }
			if err := json.Unmarshal(sc.Bytes(), &m); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			out = append(out, m.Text)
		}
	}
	return out
}

// TestWindowsFindWhatTheWholeTextHolds runs every rule both ways, over single
// texts and over long ones made of several.
func TestWindowsFindWhatTheWholeTextHolds(t *testing.T) {
	j := New()
	texts := corpusTexts(t)
	for i := 0; i+12 < len(texts); i += 40 {
		texts = append(texts, strings.Join(texts[i:i+12], " "))
	}
	matches, missed := 0, 0
	for _, text := range texts {
		f := fold(text, j.lex)
		windows := j.scan.windows(f.text)
		for i := range j.rules {
			r := &j.rules[i]
			whole := *r
			whole.patterns = slices.Clone(r.patterns)
			for k := range whole.patterns {
				whole.patterns[k].number = -1
			}
			got, want := r.find(f.text, windows, nil), whole.find(f.text, nil, nil)
			matches += len(want)
			if (len(got) > 0) != (len(want) > 0) {
				missed++
				t.Errorf("%s in %q: %d matches in the windows, %d in the whole", r.ID, f.text, len(got), len(want))
			}
		}
	}
	if matches < 1000 {
		t.Errorf("only %d matches were compared", matches)
	}
}

func TestWindowsAreInOrderAndApart(t *testing.T) {
	s := newScanner()
	a := s.add([]string{"newsletter", "free"}, 10)
	b := s.add([]string{"ok"}, 3)
	w := s.windows("a free word, then the newsletter and another free newsletter far far away from all of it, ok")
	if len(w[a]) == 0 || len(w[b]) != 1 {
		t.Fatalf("%v", w)
	}
	for i := 1; i < len(w[a]); i++ {
		if w[a][i].from <= w[a][i-1].to {
			t.Errorf("windows touch: %v", w[a])
		}
	}
	if got := s.windows("nothing of that"); len(got) != 0 {
		t.Errorf("windows of nothing: %v", got)
	}
}

func BenchmarkJudgeArticle(b *testing.B) {
	j := New()
	text := strings.Join(corpusTexts(b)[:10], " ")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		j.Judge(text, Context{Public: true})
	}
}
