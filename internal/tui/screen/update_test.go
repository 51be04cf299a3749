package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

func pointers(links []review.Link) []*review.Link {
	out := make([]*review.Link, len(links))
	for i := range links {
		out[i] = &links[i]
	}
	return out
}

func links(t *testing.T) *Links {
	t.Helper()
	s := NewLinks(newDesk(t))
	s.Update(Sized{W: 119, H: 30})
	s.Update(linksLoaded{links: review.Links{Items: someLinks()}})
	return s
}

func TestALateAnswerIsDropped(t *testing.T) {
	s := links(t)
	s.stale = true
	if s.Update(Settled{}) == nil {
		t.Fatal("what is stale was not asked for")
	}
	s.Update(linksLoaded{gen: 0})
	if len(s.items) != 5 {
		t.Error("an answer to an older question replaced the rows")
	}
	s.Update(linksLoaded{gen: 1, links: review.Links{Items: someLinks()[:1]}})
	if len(s.items) != 1 {
		t.Error("the answer itself did not")
	}
	if s.Update(Settled{}) != nil {
		t.Error("asked again for what is fresh")
	}
}

func TestAFailedDecisionComesBack(t *testing.T) {
	s := links(t)
	key := s.items[0].Link
	s.Update(Pressed{keys.Save})
	if !s.pending[key] {
		t.Fatal("the row is not being decided")
	}
	if s.list.Key() == key {
		t.Error("the cursor did not move on")
	}
	s.Update(Decided{Subjects: []store.Subject{review.LinkSubject(key)}, Err: errors.New("disk full")})
	if s.pending[key] || len(s.items) != 5 {
		t.Error("the row did not come back")
	}
}

func TestADecisionTakesTheRowOutOnceItIsOnDisk(t *testing.T) {
	s := links(t)
	key := s.items[1].Link
	s.Update(Pressed{keys.Down})
	s.Update(Pressed{keys.Dismiss})
	if len(s.items) != 5 {
		t.Error("the row left before it was on disk")
	}
	s.Update(Decided{Subjects: []store.Subject{review.LinkSubject(key)}})
	if len(s.items) != 4 || s.list.Key() != s.items[1].Link {
		t.Errorf("%d rows, cursor on %s", len(s.items), s.list.Key())
	}
	s.Update(linksLoaded{gen: 0, links: review.Links{Items: someLinks()}})
	if len(s.items) != 4 {
		t.Error("an answer asked for before the decision brought the row back")
	}
}

func TestOneDecisionForAllSelected(t *testing.T) {
	s := links(t)
	for range 3 {
		s.Update(Pressed{keys.Select})
	}
	cmd := s.Update(Pressed{keys.Dismiss})
	if cmd == nil || len(s.pending) != 3 || s.list.Marks() != 0 {
		t.Fatalf("%d being decided, %d marked", len(s.pending), s.list.Marks())
	}
	d, ok := cmd().(Decided)
	if !ok || d.Err != nil || len(d.Subjects) != 3 {
		t.Fatalf("%+v", d)
	}
	undone, ok, err := s.desk.App.Review.Undo(t.Context())
	if err != nil || !ok || !strings.Contains(undone, "3") {
		t.Errorf("one undo takes back %q, %v", undone, err)
	}
}

func TestAnErrorIsSaidInItsPlace(t *testing.T) {
	for _, s := range All(newDesk(t)) {
		s.Update(Sized{W: 80, H: 20})
		s.Update(todayLoaded{err: errors.New("the store is busy")})
		s.Update(linksLoaded{err: errors.New("the store is busy")})
		s.Update(messagesLoaded{err: errors.New("the store is busy")})
		s.Update(streamLoaded{first: true, err: errors.New("the store is busy")})
		s.Update(peopleLoaded{err: errors.New("the store is busy")})
		s.Update(trendsLoaded{err: errors.New("the store is busy")})
		s.Update(sourcesLoaded{err: errors.New("the store is busy")})
		if view := grid(t, s.View(80, 20), 80, 20); !strings.Contains(view, "the store is busy") {
			t.Errorf("%s:\n%s", s.Place(), view)
		}
	}
}

func TestEmptyScreensSayWhatToDo(t *testing.T) {
	for _, s := range All(newDesk(t)) {
		s.Update(Sized{W: 80, H: 20})
		if view := grid(t, s.View(80, 20), 80, 20); !strings.Contains(view, "Loading") {
			t.Errorf("%s before anything came:\n%s", s.Place(), view)
		}
		s.Update(todayLoaded{})
		s.Update(linksLoaded{})
		s.Update(messagesLoaded{})
		s.Update(streamLoaded{first: true})
		s.Update(peopleLoaded{})
		s.Update(trendsLoaded{})
		s.Update(sourcesLoaded{})
		if view := grid(t, s.View(80, 20), 80, 20); !strings.ContainsAny(view, "Rfa") || strings.ContainsAny(view, "{}") || strings.Contains(view, "Loading") {
			t.Errorf("%s:\n%s", s.Place(), view)
		}
		for _, a := range []keys.Action{keys.Save, keys.Open, keys.Yank, keys.Dismiss, keys.Mark, keys.Select, keys.In, keys.Next, keys.Edit, keys.Remove, keys.Retry, keys.Tie, keys.Credit, keys.Answer, keys.Mute, keys.Compose} {
			s.Update(Pressed{a})
		}
	}
}

func TestStreamAsksForMoreNearTheEnd(t *testing.T) {
	s := NewStream(newDesk(t))
	s.Update(Sized{W: 119, H: 30})
	next := store.Cursor{Time: before(time.Hour), ID: 7}
	s.Update(streamLoaded{first: true, page: someEntries(), next: next})
	if s.Update(Pressed{keys.Bottom}) == nil || !s.loading {
		t.Fatal("the end is near and nothing was asked for")
	}
	gen := s.gen
	s.Update(Pressed{keys.Bottom})
	if s.gen != gen {
		t.Error("asked twice for the same page")
	}
	more := someEntries()
	for i := range more {
		more[i].Post.ID += 50
	}
	s.Update(streamLoaded{gen: gen, page: more})
	if len(s.items) != 6 || s.loading {
		t.Errorf("%d rows", len(s.items))
	}
	s.Update(Pressed{keys.Bottom})
	if s.loading {
		t.Error("asked for more past the end")
	}
}

func TestMouse(t *testing.T) {
	s := links(t)
	s.Update(Clicked{X: 10, Y: 4})
	if s.list.Cursor() != 2 || s.reading {
		t.Errorf("a click on the third row chose row %d", s.list.Cursor())
	}
	s.Update(Clicked{X: 10, Y: 20})
	if s.list.Cursor() != 2 {
		t.Error("a click below the rows moved the cursor")
	}
	s.Update(Clicked{X: 100, Y: 5})
	if !s.reading {
		t.Error("a click on the preview did not give it the focus")
	}
	s.full = true
	s.touch()
	s.Update(Wheeled{X: 100, Y: 5, Rows: 3})
	if s.scroll != 3 {
		t.Errorf("the wheel scrolled the preview to %d", s.scroll)
	}
	s.Update(Wheeled{X: 100, Y: 5, Rows: -9})
	if s.scroll != 0 {
		t.Errorf("and back to %d", s.scroll)
	}
}

func TestAgesInWords(t *testing.T) {
	d := newDesk(t)
	for _, tc := range []struct {
		since time.Duration
		want  string
	}{
		{-time.Hour, "now"},
		{20 * time.Second, "now"},
		{59 * time.Minute, "59m"},
		{23 * time.Hour, "23h"},
		{13 * 24 * time.Hour, "13d"},
		{20 * 24 * time.Hour, "2w"},
		{800 * 24 * time.Hour, "2y"},
	} {
		if got := d.age(before(tc.since)); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.since, got, tc.want)
		}
	}
	if got := d.Ago(time.Time{}); got != "never" {
		t.Error(got)
	}
	if got := d.Ahead(noon().Add(90 * time.Minute)); got != "in 1h" {
		t.Error(got)
	}
	if got := grouped(1234567) + grouped(-12345) + grouped(999); got != "1,234,567-12,345999" {
		t.Error(got)
	}
	if m := d.morning(); m.Hour() != 7 || m.Before(noon()) || m.After(noon().Add(48*time.Hour)) {
		t.Errorf("a snooze ends %s", m)
	}
}

func TestSourceEditsGoThroughTheirForms(t *testing.T) {
	d := newDesk(t)
	s := NewSources(d)
	s.Update(Sized{W: 119, H: 30})
	s.Update(sourcesLoaded{list: someSources()})
	if m, ok := s.Update(Pressed{keys.Edit})().(Noticed); !ok || !m.Bad {
		t.Errorf("without a way to edit: %+v", m)
	}
	ask := Follow(d, "")
	if _, err := ask.Run(t.Context(), []string{"x"}); err == nil {
		t.Error("followed without a way to")
	}
	if k := s.known(); k.Sources != 4 || k.Failing != 1 || !k.Next.Equal(noon().Add(48*time.Minute)) {
		t.Errorf("%+v", k)
	}
	s.Update(Pressed{keys.Filter})
	if len(s.items) != 1 || s.items[0].State.Health != source.Transient {
		t.Errorf("%d sources need a look", len(s.items))
	}
}

func today(t *testing.T) *Today {
	t.Helper()
	s := filled(newDesk(t))[0].(*Today)
	s.Update(Sized{W: 119, H: 30})
	return s
}

func TestTodayMovesOnAndCountsWhatIsOnDisk(t *testing.T) {
	s := today(t)
	first := s.day.Cards[0]
	s.Update(Pressed{keys.Save})
	if s.list.Cursor() != 1 || len(s.day.Cards) != 9 || s.day.Done != 3 {
		t.Errorf("at %d of %d, %d done", s.list.Cursor(), len(s.day.Cards), s.day.Done)
	}
	s.Update(Decided{Subjects: []store.Subject{subject(first)}})
	if len(s.day.Cards) != 8 || s.day.Done != 4 || s.list.Cursor() != 0 {
		t.Errorf("at %d of %d, %d done", s.list.Cursor(), len(s.day.Cards), s.day.Done)
	}
}

func TestTodaySkipsCardsThatAreBeingDecided(t *testing.T) {
	s := today(t)
	for range 9 {
		if m, ok := s.Update(Pressed{keys.Dismiss})().(Noticed); ok {
			t.Fatal(m.Text)
		}
	}
	if len(s.pending) != 9 {
		t.Errorf("%d cards were decided by nine keys", len(s.pending))
	}
	if m, ok := s.Update(Pressed{keys.Dismiss})().(Noticed); !ok || m.Text != "being decided already" {
		t.Errorf("a tenth key: %+v", m)
	}
}

func TestTodayRefusesWhatMakesNoSense(t *testing.T) {
	s := today(t)
	for _, tc := range []struct {
		row  int
		a    keys.Action
		want string
	}{
		{0, keys.Mark, "a mark is for messages; x dismisses a link"},
		{8, keys.Save, "messages are not reshared: c answers, m marks, x dismisses"},
		{8, keys.Reshare, "messages are not reshared: c answers, m marks, x dismisses"},
		{0, keys.Open, "no browser is set up; y copies the address instead"},
	} {
		s.list.To(tc.row)
		m, ok := s.Update(Pressed{tc.a})().(Noticed)
		if !ok || m.Text != tc.want || !m.Bad {
			t.Errorf("%s on row %d: %+v", tc.a, tc.row, m)
		}
	}
	if len(s.pending) != 0 {
		t.Error("something was decided all the same")
	}
}

func TestTodayEnds(t *testing.T) {
	s := today(t)
	var all []store.Subject
	for _, c := range s.day.Cards {
		all = append(all, subject(c))
	}
	if cmd := s.Update(Decided{Subjects: all}); cmd == nil {
		t.Error("the end's figures are not asked for")
	}
	s.Update(todayLoaded{gen: s.gen, day: review.Today{Done: 12, Saved: 2, Hidden: 3}, kept: []clean.Text{clean.Line("One"), clean.Line("Two")}})
	golden(t, "today-end", grid(t, s.View(79, 21), 79, 21))
	if m, ok := s.Update(Pressed{keys.Save})().(Noticed); !ok || !m.Bad {
		t.Errorf("a key at the end: %+v", m)
	}
}

func TestMarkSaysTheOpposite(t *testing.T) {
	msgs := someMessages()
	for _, tc := range []struct {
		row          int
		marked, want string
	}{
		{0, "", "not-flip"}, {1, "", "flip"}, {0, "not-flip", "flip"}, {1, "flip", "not-flip"}, {2, "", "flip"},
	} {
		m := msgs[tc.row]
		m.Status.Marked = tc.marked
		if got := opposite(&m); got != tc.want {
			t.Errorf("row %d marked %q becomes %q, want %q", tc.row, tc.marked, got, tc.want)
		}
	}
}

func TestStreamDecidesAboutTheLinkOrTheMessage(t *testing.T) {
	d := newDesk(t)
	e := someEntries()
	dec, ok := d.entryDecision(keys.Save, &e[0])
	if !ok || dec.Subject != review.LinkSubject(e[0].Post.Links[0].Key) || dec.Action != store.Saved {
		t.Errorf("%+v, %v", dec, ok)
	}
	if _, ok := d.entryDecision(keys.Save, &e[2]); ok {
		t.Error("decided about a post without a link")
	}
	e[2].Post.Message = true
	if _, ok := d.entryDecision(keys.Save, &e[2]); ok {
		t.Error("saved a message")
	}
	if dec, ok := d.entryDecision(keys.Dismiss, &e[2]); !ok || dec.Subject.About != store.AboutPost {
		t.Errorf("%+v, %v", dec, ok)
	}
}

func TestStatusInWords(t *testing.T) {
	d := newDesk(t)
	for want, st := range map[string]review.Status{
		"":                               {},
		"saved 1h ago":                   {Saved: true, At: before(time.Hour)},
		"reshared, saved 1h ago":         {Saved: true, Reshared: true, At: before(time.Hour)},
		"marked not a flip":              {Marked: "not-flip"},
		"back in 19h":                    {Snoozed: noon().Add(19 * time.Hour)},
		"dismissed, muted":               {Dismissed: true, Muted: true},
		"marked flip, back in 1h 2d ago": {Marked: "flip", Snoozed: noon().Add(time.Hour), At: before(48 * time.Hour)},
	} {
		if got := d.status(st); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheFirstPollIsNotAnEmptyDay(t *testing.T) {
	s := NewToday(newDesk(t))
	s.Update(Sized{W: 100, H: 24})
	s.Update(Settled{})
	s.Update(todayLoaded{gen: s.gen})
	if v := grid(t, s.View(100, 24), 100, 24); !strings.Contains(v, "Nothing waits.") {
		t.Errorf("idle and empty:\n%s", v)
	}
	s.Update(poll.Event{Running: true, Total: 3})
	if v := grid(t, s.View(100, 24), 100, 24); !strings.Contains(v, "Reading your sources") || strings.Contains(v, "Nothing waits.") {
		t.Errorf("while the first poll runs:\n%s", v)
	}
	if !s.Idle(keys.Save) || !s.Idle(keys.Mark) || s.Idle(keys.Undo) {
		t.Error("there is nothing to decide, and still something to undo")
	}
}

func TestWithoutSourcesTodaySaysHowToBegin(t *testing.T) {
	s := NewToday(newDesk(t))
	s.Update(Sized{W: 100, H: 24})
	s.Update(Settled{})
	s.Update(todayLoaded{gen: s.gen})
	s.Update(Known{})
	if v := grid(t, s.View(100, 24), 100, 24); !strings.Contains(v, "Nothing is followed yet.") || !strings.Contains(v, "7 lists the sources; there a follows") {
		t.Errorf("\n%s", v)
	}
	s.Update(Known{Sources: 1})
	if v := grid(t, s.View(100, 24), 100, 24); !strings.Contains(v, "Nothing waits.") {
		t.Errorf("\n%s", v)
	}
}
