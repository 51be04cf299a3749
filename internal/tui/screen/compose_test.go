package screen

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
)

func rowsOf(e *editor, w int) []string {
	var out []string
	for _, r := range e.layout(w) {
		out = append(out, e.text[r.from:r.to])
	}
	return out
}

func TestTheEditorBreaksAtWords(t *testing.T) {
	for _, tc := range []struct {
		text string
		w    int
		want string
	}{
		{"", 10, ""},
		{"one two three", 7, "one two|three"},
		{"one two three", 8, "one two|three"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"a\n\nb", 4, "a||b"},
		{"顧客の声", 4, "顧客|の声"},
		{"see https://long.example/path now", 10, "see|https://lo|ng.example|/path now"},
	} {
		e := newEditor(tc.text, false)
		if got := strings.Join(rowsOf(&e, tc.w), "|"); got != tc.want {
			t.Errorf("%q at %d: %q, want %q", tc.text, tc.w, got, tc.want)
		}
	}
}

func TestTheEditorsKeys(t *testing.T) {
	code := map[string]tea.KeyPressMsg{
		"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "bs": {Code: tea.KeyBackspace}, "del": {Code: tea.KeyDelete},
		"enter": {Code: tea.KeyEnter}, "^w": {Code: 'w', Mod: tea.ModCtrl}, "^u": {Code: 'u', Mod: tea.ModCtrl},
		"^k": {Code: 'k', Mod: tea.ModCtrl}, "^left": {Code: tea.KeyLeft, Mod: tea.ModCtrl}, "^right": {Code: tea.KeyRight, Mod: tea.ModCtrl},
	}
	for _, tc := range []struct{ text, keys, want string }{
		{"abc", "left left bs", "|bc"},
		{"abc", "home del", "|bc"},
		{"ab cd ef", "^w ^w", "ab |"},
		{"ab\ncd", "^u", "ab\n|"},
		{"ab\ncd", "up end ^k del", "ab|cd"},
		{"ab\ncd", "up home down x", "ab\nx|cd"},
		{"ab cd", "^left ^left ^right enter", "ab\n| cd"},
		{"e\u0301x", "left left bs", "|e\u0301x"},
		{"e\u0301x", "left bs", "|x"},
	} {
		e := newEditor(tc.text, false)
		for _, k := range strings.Fields(tc.keys) {
			msg, ok := code[k]
			if !ok {
				msg = tea.KeyPressMsg{Code: rune(k[0]), Text: k}
			}
			e.update(msg)
		}
		if got := e.text[:e.at] + "|" + e.text[e.at:]; got != clean.Body(tc.want).String() && got != tc.want {
			t.Errorf("%q, %s: %q, want %q", tc.text, tc.keys, got, tc.want)
		}
	}
}

func TestAPasteIsCleanedAndBounded(t *testing.T) {
	e := newEditor("", false)
	e.update(tea.PasteMsg{Content: "a\x1b]0;x\x07\u202eb\r\nc\x1b[2J"})
	if strings.ContainsAny(e.text, "\x1b\x07\r\u202e") || !strings.Contains(e.text, "\n") {
		t.Errorf("%q", e.text)
	}
	e.update(tea.PasteMsg{Content: strings.Repeat("x", editorLimit)})
	if len(e.text) > editorLimit {
		t.Error("took more than it holds")
	}
	one := newEditor("", true)
	one.update(tea.PasteMsg{Content: "a\nb"})
	if strings.Contains(one.text, "\n") {
		t.Errorf("a line took %q", one.text)
	}
}

// TestAnyTypingKeepsTheEditorWhole presses at random.
func TestAnyTypingKeepsTheEditorWhole(t *testing.T) {
	keys := []tea.KeyPressMsg{
		{Code: tea.KeyLeft},
		{Code: tea.KeyRight},
		{Code: tea.KeyUp},
		{Code: tea.KeyDown},
		{Code: tea.KeyHome},
		{Code: tea.KeyEnd},
		{Code: tea.KeyBackspace},
		{Code: tea.KeyDelete},
		{Code: tea.KeyEnter},
		{Code: 'w', Mod: tea.ModCtrl},
		{Code: 'k', Mod: tea.ModCtrl},
		{Code: tea.KeySpace, Text: " "},
	}
	rapid.Check(t, func(t *rapid.T) {
		e := newEditor(rapid.String().Draw(t, "text"), false)
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			e.w = rapid.IntRange(1, 30).Draw(t, "w")
			if rapid.Bool().Draw(t, "type") {
				s := rapid.StringN(1, 3, 12).Draw(t, "typed")
				e.update(tea.KeyPressMsg{Code: []rune(s)[0], Text: s})
			} else {
				e.update(rapid.SampledFrom(keys).Draw(t, "key"))
			}
			rows := e.layout(e.w)
			if e.at < 0 || e.at > len(e.text) || (e.at < len(e.text) && !starts(e.text[e.at])) {
				t.Fatalf("cursor at %d of %q", e.at, e.text)
			}
			row, cell := e.place(rows)
			if row >= len(rows) || cell > max(e.w, 2)+1 {
				t.Fatalf("cursor in row %d, cell %d of %q at %d", row, cell, e.text, e.w)
			}
			for _, r := range rows {
				if got := clean.Width(e.text[r.from:r.to]); got > max(e.w, 2) {
					t.Fatalf("a row of %d cells at %d: %q", got, e.w, e.text[r.from:r.to])
				}
			}
		}
	})
}

func composer(t *testing.T, text string) *Composer {
	t.Helper()
	return NewComposer(newDesk(t), Composing{Text: text})
}

func TestOnlyTheLatestVerdictCounts(t *testing.T) {
	c := composer(t, "")
	c.gen = 3
	c.Update(draftJudged{c, 2, "old", flip.Verdict{Band: flip.Flip}})
	if c.known {
		t.Error("a late verdict was taken")
	}
	c.Update(draftJudged{c, 3, "", flip.Verdict{Band: flip.Clear}})
	if !c.known || c.verdict.Band != flip.Clear {
		t.Error("the verdict itself was not")
	}
	c.Update(draftBegun{of: c, n: 9})
	c.Update(draftBegun{of: c, n: c.begun, err: errors.New("the rules cannot be read")})
	if rows, _ := c.View(80, 20); !strings.Contains(strings.Join(rows, "\n"), "the rules cannot be read") {
		t.Error("the error is not said")
	}
}

// TestHighlightsFollowTheText types before and inside what was highlighted,
// with the judge a keystroke behind.
func TestHighlightsFollowTheText(t *testing.T) {
	c := composer(t, "grab 15 minutes, or see our platform")
	c.known, c.judged = true, c.text.text
	c.verdict.Evidence = []flip.Evidence{
		spanOf(c.judged, "grab 15 minutes", "a", "", 1), spanOf(c.judged, "our platform", "b", "", 1),
	}
	words := func() string {
		var out []string
		for _, e := range c.spans() {
			out = append(out, c.text.text[e.Start:e.End])
		}
		return strings.Join(out, "|")
	}
	c.text.at = 0
	c.text.insert("So ")
	if got := words(); got != "grab 15 minutes|our platform" {
		t.Errorf("%q", got)
	}
	c.text.at = len("So grab")
	c.text.insert("x")
	c.judged = "grab 15 minutes, or see our platform"
	if got := words(); got != "our platform" {
		t.Errorf("%q", got)
	}
}

func TestTheOverlayHoldsAnySize(t *testing.T) {
	c := composer(t, strings.Repeat("Could I grab 15 minutes to show you our platform? 顧客 ", 12))
	c.known, c.judged = true, c.text.text
	c.verdict = flip.Verdict{Band: flip.Flip, Flip: 0.8, Market: 0.9, Why: "It asks a stranger for time.", Evidence: []flip.Evidence{
		{Rule: "a", Start: 8, End: 23, Reason: "Asks for a slot.", Kinder: "Say what you liked, and leave it at that.", Weight: 1.8},
	}}
	c.offer()
	for _, c.stage = range []composeStage{writing, choosing, confirming, answering, leaving} {
		for w := range 120 {
			for _, h := range []int{1, 3, 5, 7, 10, 17, 30} {
				rows, at := c.View(w, h)
				if len(rows) > max(h, 3) {
					t.Fatalf("%d rows in %d", len(rows), h)
				}
				wide(t, rows, max(min(composeWidth, w-4), min(w, 20)))
				if at != nil && (at.Y < 1 || at.Y > len(rows)-2 || at.X < 1) {
					t.Fatalf("stage %d at %dx%d: the cursor is at %d,%d of %d rows", c.stage, w, h, at.X, at.Y, len(rows))
				}
			}
		}
	}
}

func TestATextThatReadsWellIsLeftAlone(t *testing.T) {
	c := composer(t, "Worth your coffee, and no free trial.")
	c.known, c.judged = true, c.text.text
	c.verdict = flip.Verdict{Band: flip.Clear, Evidence: []flip.Evidence{
		spanOf(c.judged, "coffee", "words", "Words like this stand in pitches.", 0.6),
		{Rule: "promotion.trial", Start: 26, End: 36, Reason: "Offers a trial.", Kinder: "Say what it does.", Weight: 1},
	}}
	if got := c.telling(); len(got) != 1 || got[0].Kinder == "" {
		t.Errorf("%+v", got)
	}
	c.verdict.Band = flip.Notice
	c.verdict.Evidence = append(c.verdict.Evidence, spanOf(c.judged, "Worth", "promotion.worth", "Praises.", 1.2))
	if got := c.telling(); len(got) != 2 {
		t.Errorf("a notice shows %d of the 2 that weigh", len(got))
	}
}

func TestTheOverlayKeepsItsHeightWhileOneTypes(t *testing.T) {
	c := composer(t, "")
	for _, h := range []int{17, 21, 37} {
		c.text, c.known = newEditor("", false), false
		empty, _ := c.View(90, h)
		c.text, c.known = newEditor(strings.Repeat("Could I grab 15 minutes? ", 30), false), true
		c.judged = c.text.text
		c.verdict = flip.Verdict{Band: flip.Flip, Why: "It asks a stranger for time.", Evidence: []flip.Evidence{
			{Rule: "a", Start: 8, End: 23, Reason: "Asks for a slot.", Kinder: "Say what you liked.", Weight: 1.8},
			{Rule: "b", Start: 30, End: 40, Reason: "Asks again.", Kinder: "Ask once.", Weight: 1.4},
		}}
		full, at := c.View(90, h)
		if len(full) != len(empty) || at == nil {
			t.Errorf("in %d rows: %d when empty, %d when full; cursor %v", h, len(empty), len(full), at)
		}
	}
}
