package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

const (
	// maxFile bounds what is read of a settings or sources file: far above any
	// written by hand, far below what would hurt.
	maxFile = 16 << 20
	// maxSyntax bounds how many syntax errors are looked for after the first.
	maxSyntax = 20
)

// Load reads config.toml; a missing file is the default. All problems are
// reported joined (errors.Join of Problem); then nothing is applied.
func Load(dir string) (Config, error) {
	path := filepath.Join(dir, SettingsFile)
	body, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Default(), nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("read the settings: %w", err)
	}
	c, problems := Parse(path, body)
	if len(problems) > 0 {
		errs := make([]error, len(problems))
		for i, p := range problems {
			errs[i] = p
		}
		return Config{}, errors.Join(errs...)
	}
	return c, nil
}

// Parse reads the text of a settings file; file is only named in the problems.
// With problems the Config is empty.
func Parse(file string, body []byte) (Config, []Problem) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if line := badUTF8(body); line > 0 {
		return Config{}, []Problem{{file, line, "is not UTF-8; save the file as UTF-8"}}
	}
	tree := map[string]any{}
	if err := toml.Unmarshal(body, &tree); err != nil {
		return Config{}, syntax(file, body, err)
	}
	c := Default()
	lines := keyLines(body)
	var problems []Problem
	for name, value := range tree {
		at := func(sub string) int { return lines[name+"\x00"+sub] }
		set, known := settings[name]
		if !known {
			problems = append(problems, Problem{file, at(""), unknown(name)})
			continue
		}
		set(&c, value, func(sub, msg string) {
			line := at(sub)
			if line == 0 {
				line = at("")
			}
			problems = append(problems, Problem{file, line, msg})
		})
	}
	if len(problems) > 0 {
		slices.SortFunc(problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Msg, b.Msg))
		})
		return Config{}, problems
	}
	return c, nil
}

// syntax says what the parser stopped at. The parser knows one error at a
// time, so each bad line is blanked and the rest read again; an error right
// below the last one is its echo (an unclosed bracket, say) and is left out.
func syntax(file string, body []byte, err error) []Problem {
	var problems []Problem
	rows := bytes.Split(body, []byte("\n"))
	last := -1
	for range maxSyntax {
		var de *toml.DecodeError
		if !errors.As(err, &de) {
			return append(problems, Problem{file, 0, err.Error()})
		}
		row, _ := de.Position()
		if row < 1 || row > len(rows) {
			return append(problems, Problem{file, 0, strings.TrimPrefix(de.Error(), "toml: ")})
		}
		if row != last+1 && row != last {
			problems = append(problems, Problem{file, row, strings.TrimPrefix(de.Error(), "toml: ")})
		}
		last = row
		rows[row-1] = nil
		if err = toml.Unmarshal(bytes.Join(rows, []byte("\n")), &map[string]any{}); err == nil {
			break
		}
	}
	return problems
}

// keyLines maps "key\x00" and "table\x00key" to the line they are set on. The
// text has been read once without error.
func keyLines(body []byte) map[string]int {
	lines := map[string]int{}
	var p unstable.Parser
	p.Reset(body)
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		var parts []string
		line := 0
		for it := e.Key(); it.Next(); {
			parts = append(parts, string(it.Node().Data))
			if line == 0 {
				line = p.Shape(it.Node().Raw).Start.Line
			}
		}
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = parts[0]
			parts = append(parts, "")
		case unstable.KeyValue:
			if table != "" {
				parts = append([]string{table}, parts...)
			}
			parts = append(parts, "")
		default:
			continue
		}
		for _, key := range []string{parts[0] + "\x00", parts[0] + "\x00" + parts[1]} {
			if _, ok := lines[key]; !ok {
				lines[key] = line
			}
		}
	}
	return lines
}

// badUTF8 is the first line that is not UTF-8, or 0.
func badUTF8(body []byte) int {
	if utf8.Valid(body) {
		return 0
	}
	for i, row := range bytes.Split(body, []byte("\n")) {
		if !utf8.Valid(row) {
			return i + 1
		}
	}
	return 0
}

func readFile(path string) ([]byte, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if fi.IsDir() {
		return nil, fmt.Errorf("%s is a folder, not a file", path)
	}
	if fi.Size() > maxFile {
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are read", path, fi.Size(), maxFile)
	}
	return os.ReadFile(path)
}
