package list

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"pgregory.net/rapid"

	"weaktie/internal/clean"
)

func listOf(n, height int) *List {
	l := &List{}
	l.Resize(height)
	l.Set(names(n))
	return l
}

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("k", i)
	}
	return out
}

func TestTheCursorStaysOnItsItem(t *testing.T) {
	for _, tc := range []struct {
		name   string
		cursor int
		next   []string
		want   string
	}{
		{"rows come in above", 2, []string{"new", "k0", "k1", "k2", "k3"}, "k2"},
		{"the order changes", 2, []string{"k3", "k2", "k1", "k0"}, "k2"},
		{"its row goes: the next one", 1, []string{"k0", "k2", "k3"}, "k2"},
		{"it and all below go: the one above", 3, []string{"k0", "k1"}, "k1"},
		{"everything goes", 3, nil, ""},
		{"everything is new", 2, []string{"a", "b"}, "a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := listOf(4, 3)
			l.To(tc.cursor)
			l.Set(tc.next)
			if got := l.Key(); got != tc.want {
				t.Errorf("on %q, want %q", got, tc.want)
			}
		})
	}
}

func TestMovingStopsAtTheEnds(t *testing.T) {
	l := listOf(30, 10)
	for _, step := range []struct {
		do   func()
		want int
	}{
		{func() { l.Move(-1) }, 0},
		{func() { l.Page(0.5) }, 5},
		{func() { l.Page(1) }, 15},
		{func() { l.To(99) }, 29},
		{func() { l.Move(1) }, 29},
		{func() { l.Page(-1) }, 19},
		{func() { l.To(-1) }, 0},
	} {
		step.do()
		if l.Cursor() != step.want {
			t.Errorf("at %d, want %d", l.Cursor(), step.want)
		}
	}
	empty := listOf(0, 10)
	empty.Move(3)
	empty.Toggle()
	if empty.Cursor() != -1 || empty.Key() != "" || empty.Chosen() != nil {
		t.Error("an empty list has a cursor")
	}
}

func TestMarks(t *testing.T) {
	l := listOf(5, 5)
	if got := l.Chosen(); !slices.Equal(got, []string{"k0"}) {
		t.Errorf("without marks the cursor's row is chosen, not %v", got)
	}
	l.To(3)
	l.Toggle()
	l.To(1)
	l.Toggle()
	if got := l.Chosen(); !slices.Equal(got, []string{"k1", "k3"}) {
		t.Errorf("chosen %v", got)
	}
	l.Set([]string{"k0", "k3"})
	if got := l.Chosen(); !slices.Equal(got, []string{"k3"}) {
		t.Errorf("a row that is gone is chosen: %v", got)
	}
	l.To(1)
	l.Toggle()
	if l.Marks() != 0 {
		t.Error("toggling twice leaves a mark")
	}
}

func TestScrollTakesTheCursorAlongOnlyAtTheEdge(t *testing.T) {
	l := listOf(30, 10)
	l.To(5)
	l.Scroll(3)
	if l.Top() != 3 || l.Cursor() != 5 {
		t.Errorf("top %d, cursor %d", l.Top(), l.Cursor())
	}
	l.Scroll(5)
	if l.Top() != 8 || l.Cursor() != 8 {
		t.Errorf("top %d, cursor %d", l.Top(), l.Cursor())
	}
	l.Scroll(99)
	if l.Top() != 20 {
		t.Errorf("scrolled past the end, to %d", l.Top())
	}
}

// TestTheCursorIsAlwaysInView drives a list at random.
func TestTheCursorIsAlwaysInView(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &List{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			n := rapid.IntRange(-40, 40).Draw(t, "n")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				l.Move(n)
			case 1:
				l.Set(names(max(n, 0)))
			case 2:
				l.Resize(n)
			case 3:
				l.Scroll(n)
			case 4:
				l.Page(float64(n) / 10)
			case 5:
				l.Toggle()
			}
			c := l.Cursor()
			if l.Len() == 0 {
				if c != -1 {
					t.Fatalf("cursor %d in an empty list", c)
				}
				continue
			}
			if c < 0 || c >= l.Len() || l.Top() < 0 || l.Top() > max(l.Len()-1, 0) {
				t.Fatalf("cursor %d, top %d of %d", c, l.Top(), l.Len())
			}
			if l.height > 0 && (c < l.Top() || c >= l.Top()+l.height) {
				t.Fatalf("cursor %d is out of view: top %d, height %d", c, l.Top(), l.height)
			}
		}
	})
}

func TestViewDrawsOnlyWhatIsInView(t *testing.T) {
	l := listOf(100000, 20)
	l.To(5000)
	drawn := 0
	draw := func(r Row) string {
		drawn++
		return NewLine(r.Width, r.Ground).Add(lipgloss.NewStyle(), r.Key).String()
	}
	looks := Looks{Pointer: ">", MarkGlyph: "*"}
	rows := l.View(12, 20, looks, draw)
	if drawn != 20 || len(rows) != 20 {
		t.Errorf("drew %d of %d rows", drawn, len(rows))
	}
	for _, r := range rows {
		if clean.Width(r) != 12 {
			t.Errorf("%q is not 12 cells", r)
		}
	}
	if !strings.HasPrefix(rows[19], ">k5000") {
		t.Errorf("no pointer at %q", rows[19])
	}
	l.View(12, 20, looks, draw)
	if drawn != 21 {
		t.Errorf("drew %d rows again; only the cursor's is drawn anew", drawn-20)
	}
	l.Touch()
	l.View(12, 20, looks, draw)
	if drawn != 41 {
		t.Error("Touch did not draw anew")
	}
}

func TestLineIsAlwaysItsWidth(t *testing.T) {
	st := lipgloss.NewStyle().Bold(true)
	ground := lipgloss.NewStyle().Background(lipgloss.Color("#263241"))
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(0, 40).Draw(t, "width")
		var g *lipgloss.Style
		if rapid.Bool().Draw(t, "ground") {
			g = &ground
		}
		l := NewLine(w, g)
		for range rapid.IntRange(0, 5).Draw(t, "pieces") {
			s := clean.Line(rapid.String().Draw(t, "s")).String()
			n := rapid.IntRange(-3, 20).Draw(t, "n")
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				l.Add(st, s)
			case 1:
				l.Col(st, s, n)
			case 2:
				l.Num(st, s, n)
			case 3:
				l.Gap(n)
			}
		}
		if got := clean.Width(l.String()); got != w {
			t.Fatalf("%d cells, want %d: %q", got, w, l.String())
		}
	})
}

func TestTheGroundIsUnderEveryPiece(t *testing.T) {
	ground := lipgloss.NewStyle().Background(lipgloss.Color("#263241"))
	s := NewLine(10, &ground).Add(lipgloss.NewStyle().Bold(true), "ab").Num(lipgloss.NewStyle(), "7", 3).String()
	if n := strings.Count(s, "48;2;38;50;65"); n != 4 {
		t.Errorf("the background is set %d times for four pieces: %q", n, s)
	}
	reverse := lipgloss.NewStyle().Reverse(true)
	if s := NewLine(4, &reverse).Add(lipgloss.NewStyle(), "ab").String(); strings.Count(s, "\x1b[7m") != 2 {
		t.Errorf("not reversed: %q", s)
	}
}
