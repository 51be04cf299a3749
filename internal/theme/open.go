package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"weaktie/themes"
)

// Pair is a theme for each background. A fixed choice is both.
type Pair struct{ Dark, Light Theme }

// For picks by the terminal's background.
func (p Pair) For(dark bool) Theme {
	if dark {
		return p.Dark
	}
	return p.Light
}

// Open makes what config's theme setting asks for: "auto" (or "") follows the
// terminal's background, "dark" and "light" are fixed, and any other name is
// the file NAME.toml in dir, whose missing roles come from the built-in palette
// of its kind.
func Open(choice, dir string) (Pair, error) {
	dark, err := builtIn("dark")
	if err != nil {
		return Pair{}, err
	}
	light, err := builtIn("light")
	if err != nil {
		return Pair{}, err
	}
	switch choice {
	case "", "auto":
		return Pair{build(dark), build(light)}, nil
	case "dark":
		return Pair{build(dark), build(dark)}, nil
	case "light":
		return Pair{build(light), build(light)}, nil
	}
	own, err := fromDir(choice, dir)
	if err != nil {
		return Pair{}, err
	}
	base := light
	if own.Dark {
		base = dark
	}
	t := build(own.over(base))
	return Pair{t, t}, nil
}

func builtIn(name string) (palette, error) {
	f, err := themes.FS.Open(name + ".toml")
	if err != nil {
		return palette{}, fmt.Errorf("open built-in theme: %w", err)
	}
	defer f.Close()
	return parse(name+".toml", f)
}

// fromDir reads a palette of the user's own. A name with a folder in it is
// refused: themes live in one place.
func fromDir(choice, dir string) (palette, error) {
	name := strings.TrimSuffix(choice, ".toml")
	if name != filepath.Base(name) || strings.HasPrefix(name, ".") {
		return palette{}, fmt.Errorf("theme %q: write the name of a file in %s, without folders", choice, dir)
	}
	path := filepath.Join(dir, name+".toml")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return palette{}, fmt.Errorf("theme %q: there is no %s; use auto, dark, light or the name of a file there", choice, path)
	}
	if err != nil {
		return palette{}, fmt.Errorf("open theme: %w", err)
	}
	defer f.Close()
	p, err := parse(path, f)
	if p.Name == "" {
		p.Name = name
	}
	return p, err
}
