package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/store"
)

// Decide records decisions, on disk when it returns; one Undo takes back all
// of one call. The sentence says what was done.
func (r *Review) Decide(ctx context.Context, ds ...store.Decision) (sentence string, err error) {
	if len(ds) == 0 {
		return "", errors.New("decide: nothing is selected")
	}
	for i := range ds {
		ds[i].Time = r.Now()
	}
	done, err := r.Store.DecideAll(ds)
	if err != nil {
		return "", fmt.Errorf("decide: %w", err)
	}
	return describe(done), r.learn(ctx, done)
}

// learn follows decisions that teach the judge. They are on disk already: what
// fails here is only the showing of it.
func (r *Review) learn(ctx context.Context, ds []store.Decision) error {
	for _, d := range ds {
		if d.Action == store.Joined {
			r.circles.forget()
		}
	}
	if !taughtBy(ds) {
		return nil
	}
	if err := r.rejudge(ctx); err != nil {
		return fmt.Errorf("it is stored, but judging the messages again failed: %w", err)
	}
	return nil
}

// Undo takes back the latest decision, whenever it was made; the sentence says
// which. ok is false when there is nothing to undo.
func (r *Review) Undo(ctx context.Context) (sentence string, ok bool, err error) {
	ds, ok, err := r.Store.Undo()
	if err != nil {
		return "", false, fmt.Errorf("undo: %w", err)
	}
	if !ok {
		return "nothing to undo", false, nil
	}
	return "undone: " + describe(ds), true, r.learn(ctx, ds)
}

// Redo takes back the latest undo.
func (r *Review) Redo(ctx context.Context) (sentence string, ok bool, err error) {
	ds, ok, err := r.Store.Redo()
	if err != nil {
		return "", false, fmt.Errorf("redo: %w", err)
	}
	if !ok {
		return "nothing to redo", false, nil
	}
	return "done again: " + describe(ds), true, r.learn(ctx, ds)
}

// describe says in words what a group of decisions did.
func describe(ds []store.Decision) string {
	if len(ds) == 0 {
		return "nothing"
	}
	if same := alike(ds); len(ds) > 1 && same {
		return fmt.Sprintf("%s %d", verb(ds[0]), len(ds))
	} else if len(ds) > 1 {
		parts := make([]string, len(ds))
		for i, d := range ds {
			parts[i] = describe([]store.Decision{d})
		}
		return strings.Join(parts, ", ")
	}
	d := ds[0]
	label := d.Label
	if label == "" {
		label = d.Subject.Key
	}
	return fmt.Sprintf("%s “%s”", verb(d), clean.Cut(clean.Line(label).String(), 60))
}

// alike reports whether all of a group is the same act.
func alike(ds []store.Decision) bool {
	return !slices.ContainsFunc(ds, func(d store.Decision) bool { return d.Action != ds[0].Action })
}

func verb(d store.Decision) string {
	switch d.Action {
	case store.Marked:
		if d.Value == "" {
			return "forgot the mark on"
		}
		return "marked " + markWords(d.Value)
	case store.Snoozed:
		return "snoozed until " + d.Until.Local().Format("Mon 15:04")
	case store.Cleared:
		return "back to undecided"
	}
	return string(d.Action)
}

func markWords(value string) string {
	switch value {
	case MarkFlip:
		return "as a flip"
	case MarkNotFlip:
		return "as not a flip"
	}
	return "as " + value
}
