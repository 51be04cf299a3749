package main

import (
	"encoding/json"
	"fmt"
	"io"
	netmail "net/mail"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// What is read of a mail: the beginning of what its author wrote.
const (
	longestMail  = 700
	shortestMail = 40
)

// readMail reads the folders of the package of the SpamAssassin public
// corpus: one JSON file a mail. Newsletters (its hard ham) are left out: they
// are wanted mail, and market all the same.
func readMail(dir string) ([]*example, error) {
	if dir == "" {
		return nil, nil
	}
	var all []*example
	for _, group := range [...]struct{ folder, label string }{
		{"easy-ham-1", "ham"},
		{"easy-ham-2", "ham"},
		{"spam-1", "spam"},
		{"spam-2", "spam"},
	} {
		files, err := filepath.Glob(filepath.Join(dir, group.folder, "*.json"))
		if err != nil {
			return nil, fmt.Errorf("read mail: %w", err)
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("read mail: no *.json in %s", filepath.Join(dir, group.folder))
		}
		sort.Strings(files)
		for _, file := range files {
			text, err := readOneMail(file)
			if err != nil {
				return nil, err
			}
			if len(text) >= shortestMail {
				all = append(all, &example{set: mail, text: text, label: group.label})
			}
		}
	}
	return all, nil
}

func readOneMail(file string) (string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read mail: %w", err)
	}
	var doc struct{ Text string }
	if err := json.Unmarshal(b, &doc); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(doc.Text))
	if err != nil { // a few are damaged, as spam is
		return "", nil
	}
	kind := strings.ToLower(m.Header.Get("Content-Type"))
	if kind != "" && !strings.HasPrefix(kind, "text/plain") || strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "base64") {
		return "", nil
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return "", nil
	}
	return written(string(body)), nil
}

// written leaves quotes, signatures and list footers out.
func written(body string) string {
	var b strings.Builder
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		switch {
		case line == "--" || strings.HasPrefix(line, "____") || strings.HasPrefix(line, "-----") || strings.HasPrefix(line, "====="):
			if b.Len() > 0 {
				return strings.TrimSpace(b.String())
			}
			continue
		case strings.HasPrefix(line, ">"), strings.HasPrefix(line, "|"), strings.HasSuffix(line, "wrote:"), strings.HasSuffix(line, "writes:"):
			continue
		}
		b.WriteString(line)
		b.WriteByte(' ')
		if b.Len() > longestMail {
			break
		}
	}
	return strings.TrimSpace(b.String())
}
