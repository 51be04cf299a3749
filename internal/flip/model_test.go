package flip

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math"
	"os"
	"testing"
)

// testdataTexts reads texts of ours that the model was not trained on.
func testdataTexts(t *testing.T, name string) []sample {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []sample
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func TestColleaguesMayFollowUp(t *testing.T) {
	j := New()
	flags, n := 0, 0
	for _, s := range testdataTexts(t, "followups.jsonl") {
		n++
		if v := j.Judge(s.Text, Context{}); v.Band == Flip {
			flags++
			t.Logf("called a flip: %q", s.Text)
		}
	}
	if flags*12 > n {
		t.Errorf("%d of %d mails between colleagues are called a flip, want at most 1 in 12", flags, n)
	}
}

// Texts in registers that nobody trained on. The bars lie under what was
// reached, so that a change for the worse is noticed.
func TestRegisters(t *testing.T) {
	j := New()
	caught, pitches, flags, people := 0, 0, 0, 0
	for _, s := range testdataTexts(t, "registers.jsonl") {
		flipped := j.Judge(s.Text, Context{}).Band == Flip
		switch {
		case s.Label == "ham" && flipped:
			flags++
			people++
		case s.Label == "ham":
			people++
		default:
			pitches++
			if flipped {
				caught++
			}
		}
	}
	t.Logf("caught %d of %d, false alarms %d of %d", caught, pitches, flags, people)
	if caught*100 < 55*pitches {
		t.Errorf("caught %d of %d pitches in other registers", caught, pitches)
	}
	if flags*100 > 8*people {
		t.Errorf("%d of %d people with pitch words are called a flip", flags, people)
	}
}

func TestPersonalMessagesPass(t *testing.T) {
	j := New()
	for _, network := range []string{"", "sms"} {
		flags, n := 0, 0
		for _, s := range shared(t, "sms_spam.jsonl") {
			if s.Label != "ham" {
				continue
			}
			n++
			if j.Judge(s.Text, Context{Network: network}).Band == Flip {
				flags++
			}
		}
		if flags*200 > n {
			t.Errorf("network %q: %d of %d personal messages are called a flip, want at most 0.5 %%", network, flags, n)
		}
	}
}

func TestTheSameEveryTime(t *testing.T) {
	a, b := New(), New()
	for _, s := range testdataTexts(t, "registers.jsonl") {
		va, vb := a.Judge(s.Text, Context{}), b.Judge(s.Text, Context{})
		ja, _ := json.Marshal(va)
		jb, _ := json.Marshal(vb)
		if !bytes.Equal(ja, jb) {
			t.Fatalf("%q: %s and %s", s.Text, ja, jb)
		}
	}
}

func TestModelKeepsItsWeights(t *testing.T) {
	m := &Model{FlipAt: 0.4, Market: Head{Weights: make([]float32, Space+SenseSpace), Scale: 1.5, Bias: -0.5}}
	m.Market.Weights[7], m.Market.Weights[Space+3] = 2, -0.5
	for range Categories() {
		m.Category = append(m.Category, make([]float32, CategorySpace))
	}
	m.Category[2][5] = 1
	var b bytes.Buffer
	if err := m.Encode(&b); err != nil {
		t.Fatal(err)
	}
	back, err := DecodeModel(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if back.Market.Scale != 1.5 || back.Market.Bias != -0.5 || back.FlipAt != 0.4 {
		t.Errorf("came back as %+v", back.Market.Scale)
	}
	for _, w := range []struct{ got, want float32 }{
		{back.Market.Weights[7], 2},
		{back.Market.Weights[Space+3], -0.5},
		{back.Category[2][5], 1},
	} {
		if math.Abs(float64(w.got-w.want)) > 0.02 {
			t.Errorf("weight came back as %v, want %v", w.got, w.want)
		}
	}
	for _, damaged := range [][]byte{nil, []byte("x"), b.Bytes()[:b.Len()/2], append([]byte(magic), 1, 2, 3)} {
		if _, err := DecodeModel(damaged); err == nil {
			t.Errorf("%d damaged bytes are read as a model", len(damaged))
		}
	}
}

func TestModelIsSmall(t *testing.T) {
	if len(trained) > 1<<20 {
		t.Errorf("the model takes %d bytes, want at most 1 MiB", len(trained))
	}
}

func BenchmarkJudge(b *testing.B) {
	j := New()
	var texts []string
	for _, name := range []string{"registers.jsonl", "followups.jsonl"} {
		f, err := os.Open("testdata/" + name)
		if err != nil {
			b.Fatal(err)
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			var s sample
			if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
				b.Fatal(err)
			}
			texts = append(texts, s.Text)
		}
		f.Close()
	}
	b.ResetTimer()
	n := 0
	for b.Loop() {
		j.Judge(texts[n%len(texts)], Context{})
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}

func FuzzJudge(f *testing.F) {
	j := New()
	for _, s := range []string{"", "Thanks for the follow!", "f r e e  <a href=", "&#39;\u200b𝗳𝗿𝗲𝗲🎉", "Тhаnks\xff\xfe", "a@b.c www.x.y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := j.Judge(text, Context{})
		for _, p := range []float64{v.Flip, v.Market, v.Automated, v.SocialTie} {
			if math.IsNaN(p) || p < 0 || p > 1 {
				t.Fatalf("%q: %+v", text, v)
			}
		}
		for _, e := range v.Evidence {
			if e.Start < 0 || e.End < e.Start || e.End > len(text) {
				t.Fatalf("%q: %s spans %d..%d", text, e.Rule, e.Start, e.End)
			}
		}
	})
}

// What stands in for a name, an address or a number tells who collected a
// text; it must not move a verdict.
func TestStandInsSayNothing(t *testing.T) {
	j := New()
	pairs := [][2]string{
		{"Hi Sam, the minutes are in the folder", "Hi Priya, the minutes are in the folder"},
		{"read this https://example.com/ on trains", "read this https://rail.test/a/b?c=d on trains"},
		{"call me on 555 0100 tonight", "call me on 0171 2345 tonight"},
		{"write to sam@example.com about it", "write to jo@uni.test about it"},
		{"thanks @Sam that helped", "thanks @lena_w that helped"},
		{"that was Sam again", "that was Acme again"},
	}
	for _, p := range pairs {
		if a, b := j.Judge(p[0], Context{}), j.Judge(p[1], Context{}); math.Abs(a.Market-b.Market) > 1e-9 || math.Abs(a.Automated-b.Automated) > 1e-9 {
			t.Errorf("%q is %.4f/%.4f, %q is %.4f/%.4f", p[0], a.Market, a.Automated, p[1], b.Market, b.Automated)
		}
	}
}

func TestPublicPosts(t *testing.T) {
	j := New()
	tests := []struct {
		text    string
		pitch   bool
		fitting Category
	}{
		{"FOR IMMEDIATE RELEASE: Norvik, the leading provider of smart locks, announced today the launch of its new platform.", true, PressRelease},
		{"We help agencies like yours double their pipeline. Book a free demo today! #B2B", true, ""},
		{"Our free e-book on ABM is here! Download your copy: https://shop.test/abm #B2B #marketing", true, ""},
		{"We read 400 win-loss interviews: price came up in a third, trust in almost all. Method and data: https://lab.test/wl #B2B", false, ""},
		{"A short history of the sales funnel, and why its inventor disliked the word https://essay.test/funnel #B2B", false, ""},
		{"Interesting: replies fall by half after the second reminder, says this study https://paper.test/2 #marketing", false, ""},
	}
	for _, tt := range tests {
		v := j.Judge(tt.text, Context{Network: "mastodon", Public: true})
		if marked := v.Band != Clear; marked != tt.pitch {
			t.Errorf("%q: %s", tt.text, v.Band)
		}
		if tt.fitting != "" && v.Category != tt.fitting {
			t.Errorf("%q: category %s, want %s", tt.text, v.Category, tt.fitting)
		}
	}
}
