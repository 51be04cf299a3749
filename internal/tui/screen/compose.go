package screen

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// Composing opens the compose overlay.
type Composing struct {
	Title string
	Text  string        // to begin with
	To    person.Handle // "" is nobody in particular

	Link, LinkTitle string // what is shared; "" is nothing

	Done       []store.Decision // recorded once it is copied or handed on
	Credit     []store.Decision // recorded too, while CreditWord stands in the text
	CreditWord string
	Answered   []store.Decision // recorded after it is copied, when the curator says so
}

// composeStage is what the overlay waits for.
type composeStage int

const (
	writing    composeStage = iota
	choosing                // a share page
	confirming              // opening it
	answering               // whether the message counts as answered
	leaving                 // whether the text may go
)

// Composer is the overlay in which a text is written, with the flip meter
// beneath it. It sends nothing: it copies, or opens a network's own share page.
type Composer struct {
	desk    *Desk
	ask     Composing
	text    editor
	to      editor
	atTo    bool
	stage   composeStage
	draft   *review.Draft
	begun   int // drafts asked for
	gen     int // texts sent to the judge
	judged  string
	verdict flip.Verdict
	known   bool // the verdict came
	bad     string
	targets []source.Target
	target  int
}

// NewComposer is the overlay for ask; Start begins its work.
func NewComposer(d *Desk, ask Composing) *Composer {
	c := &Composer{desk: d, ask: ask, text: newEditor(ask.Text, false), to: newEditor(string(ask.To), true)}
	if ask.Text != "" { // the curator's own sentence comes first
		c.text.at = 0
	}
	c.ask.Text = c.text.text
	return c
}

type (
	draftBegun struct {
		of    *Composer
		n     int
		draft *review.Draft
		err   error
	}
	draftJudged struct {
		of      *Composer
		gen     int
		text    string
		verdict flip.Verdict
	}
)

// Start reads what is known of the receiver, off the UI goroutine.
func (c *Composer) Start() tea.Cmd {
	c.begun++
	app, n, to := c.desk.App, c.begun, c.receiver()
	return func() tea.Msg {
		d, err := app.Review.Draft(app.Context(), to, "")
		return draftBegun{c, n, d, err}
	}
}

// receiver is whom the text is for.
func (c *Composer) receiver() person.Handle {
	name := strings.TrimSpace(c.to.text)
	if name == "" {
		return ""
	}
	return person.NewHandle(name, "")
}

// judge has the text judged as it stands.
func (c *Composer) judge() tea.Cmd {
	if c.draft == nil {
		return nil
	}
	c.gen++
	draft, gen, text := c.draft, c.gen, c.text.text
	return func() tea.Msg { return draftJudged{c, gen, text, draft.Judge(text)} }
}

// Update takes a message in; true closes the overlay.
func (c *Composer) Update(msg tea.Msg) (bool, tea.Cmd) {
	switch msg := msg.(type) {
	case draftBegun:
		if msg.of != c || msg.n != c.begun {
			return false, nil
		}
		if msg.err != nil {
			c.bad = msg.err.Error()
			return false, nil
		}
		c.draft, c.bad = msg.draft, ""
		return false, c.judge()
	case draftJudged:
		if msg.of == c && msg.gen == c.gen {
			c.judged, c.verdict, c.known = msg.text, msg.verdict, true
		}
		return false, nil
	case tea.PasteMsg:
		if c.stage == writing {
			return false, c.typed(msg)
		}
		return false, nil
	case tea.KeyPressMsg:
		return c.press(msg)
	}
	return false, nil
}

func (c *Composer) press(k tea.KeyPressMsg) (bool, tea.Cmd) {
	switch c.stage {
	case choosing, confirming:
		return c.choose(k.String())
	case answering:
		return c.answer(k.String())
	case leaving:
		if key := k.String(); key == "y" || key == "Y" {
			return true, nil
		}
		c.stage = writing
		return false, nil
	}
	switch k.String() {
	case "esc":
		if c.text.text != c.ask.Text {
			c.stage = leaving
			return false, nil
		}
		return true, nil
	case "ctrl+s":
		return c.copy()
	case "ctrl+o":
		return false, c.offer()
	case "tab", "shift+tab":
		return false, c.turn()
	case "enter":
		if c.atTo {
			return false, c.turn()
		}
	}
	return false, c.typed(k)
}

// typed gives input to the field that has the cursor.
func (c *Composer) typed(msg tea.Msg) tea.Cmd {
	if c.atTo {
		c.to.update(msg)
		return nil
	}
	before := c.text.text
	c.text.update(msg)
	if c.text.text == before {
		return nil
	}
	return c.judge()
}

// turn goes to the other field; a new receiver changes the tie.
func (c *Composer) turn() tea.Cmd {
	c.atTo = !c.atTo
	if to := string(c.receiver()); !c.atTo && to != string(c.ask.To) {
		c.ask.To = person.Handle(to)
		c.to = newEditor(to, true)
		c.known = false
		return c.Start()
	}
	return nil
}

// copy puts the text into the clipboard and records what it does.
func (c *Composer) copy() (bool, tea.Cmd) {
	if strings.TrimSpace(c.text.text) == "" {
		return false, complain("there is nothing to copy yet")
	}
	cmd := tea.Batch(tea.SetClipboard(c.text.text), c.record("copied"))
	if len(c.ask.Answered) > 0 {
		c.stage = answering
		return false, cmd
	}
	return true, cmd
}

// record writes down what was done with the text, and the credit in it: one
// undo takes back both.
func (c *Composer) record(how string) tea.Cmd {
	ds := slices.Clone(c.ask.Done)
	credited := ""
	if c.ask.CreditWord != "" && strings.Contains(c.text.text, c.ask.CreditWord) && len(c.ask.Credit) > 0 {
		ds = append(ds, c.ask.Credit...)
		credited = ", credited “" + clean.Line(c.ask.Credit[0].Label).String() + "”"
	}
	if c.known && c.judged == c.text.text && c.verdict.Band == flip.Flip {
		how += "; it reads as a flip"
	}
	app := c.desk.App
	var subjects []store.Subject
	for _, d := range ds {
		subjects = append(subjects, d.Subject)
	}
	if len(subjects) == 0 {
		return notice(how)
	}
	label := ""
	if len(c.ask.Done) > 0 {
		label = "reshared “" + clean.Cut(clean.Line(c.ask.Done[0].Label).String(), 60) + "”"
	}
	return func() tea.Msg {
		if _, err := app.Review.Decide(app.Context(), ds...); err != nil {
			return Decided{Subjects: subjects, Err: err}
		}
		return Decided{Subjects: subjects, Sentence: strings.TrimPrefix(label+credited, ", ") + "; " + how}
	}
}

// answer records, or not, that the message was answered: an answered message
// leaves the queue.
func (c *Composer) answer(key string) (bool, tea.Cmd) {
	switch key {
	case "y", "Y", "enter":
		return true, c.desk.answered(c.ask.Answered)
	case "n", "N", "esc", "q":
		return true, nil
	}
	return false, nil
}

// answered records answers.
func (d *Desk) answered(ds []store.Decision) tea.Cmd {
	app := d.App
	subjects := make([]store.Subject, 0, len(ds))
	for i, x := range ds {
		if i == 0 || x.Subject != ds[i-1].Subject {
			subjects = append(subjects, x.Subject)
		}
	}
	label := ""
	if len(subjects) == 1 {
		label = " “" + clean.Cut(clean.Line(ds[0].Label).String(), 60) + "”"
	} else {
		label = fmt.Sprintf(" %d", len(subjects))
	}
	return func() tea.Msg {
		_, err := app.Review.Decide(app.Context(), ds...)
		return Decided{Subjects: subjects, Sentence: "answered" + label, Err: err}
	}
}
