package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxTries is how often an edit starts again because another program wrote the
// file meanwhile. An edit takes milliseconds; twice in a row is already rare.
const maxTries = 5

// AddSource appends one line; comments and order are kept. It is false when
// the address is already there.
func AddSource(dir string, s Source) (bool, error) {
	n, err := AddSources(dir, []Source{s})
	return n == 1, err
}

// AddSources appends the sources that are not there yet, in one write, and
// says how many these were.
func AddSources(dir string, list []Source) (added int, err error) {
	for _, s := range list {
		if msg := usable(s.URL); msg != "" {
			return 0, fmt.Errorf("add a source: %s", msg)
		}
	}
	err = edit(dir, func(t *text) bool {
		added = 0
		have := map[string]bool{}
		for _, l := range t.lines {
			have[address(l)] = true
		}
		for _, s := range list {
			if !have[s.URL] {
				have[s.URL] = true
				t.lines = append(t.lines, format(s))
				added++
			}
		}
		return added > 0
	})
	if err != nil {
		return 0, fmt.Errorf("add to the sources: %w", err)
	}
	return added, nil
}

// RemoveSource drops the line of an address; false when there is none.
func RemoveSource(dir, url string) (bool, error) {
	found := false
	err := edit(dir, func(t *text) bool {
		before := len(t.lines)
		t.lines = slices.DeleteFunc(t.lines, func(l string) bool { return url != "" && address(l) == url })
		found = len(t.lines) < before
		return found
	})
	if err != nil {
		return false, fmt.Errorf("remove from the sources: %w", err)
	}
	return found, nil
}

// ReplaceSource rewrites the line of an address in place; a comment behind it
// stays.
func ReplaceSource(dir, url string, s Source) (bool, error) {
	if msg := usable(s.URL); msg != "" {
		return false, fmt.Errorf("change a source: %s", msg)
	}
	found := false
	err := edit(dir, func(t *text) bool {
		i := slices.IndexFunc(t.lines, func(l string) bool { return url != "" && address(l) == url })
		if found = i >= 0; !found {
			return false
		}
		_, at, _ := split(t.lines[i])
		line := format(s)
		if comment := t.lines[i][at:]; comment != "" {
			line += " " + comment
		}
		t.lines[i] = line
		return true
	})
	if err != nil {
		return false, fmt.Errorf("change the sources: %w", err)
	}
	return found, nil
}

// address is the first word of a line; "" for comments and empty lines.
func address(line string) string {
	words, _, _ := split(line)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// text is the sources file taken apart so that it can be put together again
// byte for byte.
type text struct {
	bom   string
	eol   string
	lines []string // each may still end in \r where endings are mixed
}

func parseText(body string) *text {
	t := &text{eol: "\n"}
	if rest, ok := strings.CutPrefix(body, "\ufeff"); ok {
		t.bom, body = "\ufeff", rest
	}
	if n := strings.Count(body, "\r\n"); n > 0 && n == strings.Count(body, "\n") {
		t.eol = "\r\n"
	}
	if body != "" {
		t.lines = strings.Split(strings.TrimSuffix(body, t.eol), t.eol)
	}
	return t
}

func (t *text) String() string {
	if len(t.lines) == 0 {
		return t.bom
	}
	return t.bom + strings.Join(t.lines, t.eol) + t.eol
}

// edit changes the sources file in one rename, so that a reader or a crash
// sees the old text or the new. change says whether there is anything to
// write; it runs again on the newer text when somebody else wrote meanwhile.
func edit(dir string, change func(*text) bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	path, err := target(filepath.Join(dir, SourcesFile))
	if err != nil {
		return err
	}
	for range maxTries {
		before, mode, err := look(path)
		if err != nil {
			return err
		}
		body := ""
		if before != nil {
			b, err := readFile(path)
			if err != nil {
				return err
			}
			body = string(b)
		}
		t := parseText(body)
		if !change(t) {
			return nil
		}
		done, err := replace(path, t.String(), mode, before)
		if done || err != nil {
			return err
		}
	}
	return fmt.Errorf("%s keeps changing; close what else writes it and try again", path)
}

// look is the file as it is now: nil when there is none. A new file is
// private, for addresses can hold keys.
func look(path string) (fs.FileInfo, fs.FileMode, error) {
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0o600, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return fi, fi.Mode().Perm(), nil
}

// replace writes beside the file and renames; false when the file is no longer
// the one seen before.
func replace(path, body string, mode fs.FileMode, before fs.FileInfo) (done bool, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".sources-*")
	if err != nil {
		return false, err
	}
	defer func() {
		if !done {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.WriteString(body)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return false, err
	}
	now, _, err := look(path)
	if err != nil {
		return false, err
	}
	if (now == nil) != (before == nil) || now != nil && (!os.SameFile(now, before) || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime())) {
		return false, nil
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return false, err
	}
	return true, nil
}

// target follows a symbolic link, so that a file kept in a dotfiles repository
// stays there.
func target(path string) (string, error) {
	for range 40 {
		to, err := os.Readlink(path)
		if err != nil {
			return path, nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", fmt.Errorf("%s is a circle of symbolic links", path)
}
