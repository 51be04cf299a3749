package flip

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

func TestAMarkMovesTheNextLikeIt(t *testing.T) {
	j := New()
	const text = "Fresh eggs from our hens, order yours now, 3 euros a box"
	const like = "Fresh eggs from our hens, order yours today, 3 euros a box"
	const other = "Thanks for the follow! Check out my new course."
	before := j.Judge(like, Context{})
	marked := Learn([]Mark{{ID: "1", Text: text, Flip: false, At: time.Unix(0, 0)}})
	taught := j.With(marked)
	after := taught.Judge(like, Context{})
	if after.Flip >= before.Flip {
		t.Fatalf("marked as not a flip, it goes from %.2f to %.2f", before.Flip, after.Flip)
	}
	nudge := 0.0
	for _, e := range after.Evidence {
		if e.Rule == LikeThis {
			nudge = e.Weight
			if !strings.Contains(e.Reason, "not a flip") {
				t.Errorf("reason is %q", e.Reason)
			}
		}
	}
	if nudge >= 0 || nudge < -markWeight {
		t.Errorf("the stated amount is %.2f, want between %.1f and 0", nudge, -markWeight)
	}
	moved := logit(after.Market) - logit(before.Market)
	if math.Abs(moved-nudge) > 1e-6 {
		t.Errorf("market moved by %.3f, stated is %.3f", moved, nudge)
	}
	if a, b := j.Judge(other, Context{}), taught.Judge(other, Context{}); a.Flip != b.Flip {
		t.Error("a text that is not like the marked one moved")
	}
	if v := taught.With(nil).Judge(like, Context{}); v.Flip != before.Flip {
		t.Error("forgetting does not bring back the verdict")
	}
	if v := j.With(Learn([]Mark{{Text: text, Flip: true}})).Judge(like, Context{}); v.Flip <= before.Flip {
		t.Error("marked as a flip, it does not rise")
	}
}

func TestMarksAreCappedAndListed(t *testing.T) {
	var marks []Mark
	for i := range 20 {
		marks = append(marks, Mark{ID: string(rune('a' + i)), Text: "come and see the new lambs " + strings.Repeat("at the farm ", i), Flip: true})
	}
	l := Learn(marks)
	v := New().With(l).Judge("come and see the new lambs at the farm", Context{})
	for _, e := range v.Evidence {
		if e.Rule == LikeThis && e.Weight > markCap {
			t.Errorf("many marks weigh %.1f, more than the cap", e.Weight)
		}
	}
	twice := Learn([]Mark{{ID: "1", Text: "same words here", Flip: true}, {ID: "2", Text: "Same words here!", Flip: false}})
	if got := twice.Marks(); len(got) != 1 || got[0].ID != "2" {
		t.Errorf("marked twice, the marks are %v", got)
	}
	if Learn(nil) != nil || Learn([]Mark{{Text: "!!!"}}) != nil {
		t.Error("nothing to learn from is not nil")
	}
	var none *Learned
	if none.Marks() != nil {
		t.Error("nothing learned has marks")
	}
	var b bytes.Buffer
	if err := twice.Export(&b); err != nil {
		t.Fatal(err)
	}
	var back Mark
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || back.Text != "Same words here!" {
		t.Errorf("exported as %q (%v)", b.String(), err)
	}
}

func TestSimhash(t *testing.T) {
	const text = "Hi Ann, thanks for the follow! Have a look at my new course on growth at https://a.example/1 and tell me what you think"
	near := []string{
		"Hi Bob, thanks for the follow! Have a look at my new course on growth at https://b.example/2 and tell me what you think",
		"hi ann, thanks for the follow 🎉 have a look at my new course on growth at https://a.example/1 and tell me what you think!!!",
	}
	far := []string{
		"The minutes of the meeting are in the folder, please add what I missed before Friday noon so that we can send them",
		"",
		"ok thanks",
	}
	h := Simhash(text)
	for _, s := range near {
		if !Near(h, Simhash(s)) {
			t.Errorf("not near: %q", s)
		}
	}
	for _, s := range far {
		if Near(h, Simhash(s)) {
			t.Errorf("near: %q", s)
		}
	}
	if Near(0, 0) {
		t.Error("texts too short to tell are near each other")
	}
}
