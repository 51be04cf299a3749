package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers is the architecture: a package may import only packages of layers
// below its own. docs/tour.md draws it; docs/decisions/ argues it.
var layers = map[string]int{
	"themes":              0,
	"internal/clean":      0,
	"internal/config":     0,
	"internal/owner":      0,
	"internal/theme":      1,
	"internal/tui/keys":   0,
	"internal/link":       1,
	"internal/person":     1,
	"internal/post":       2,
	"internal/tui/list":   2,
	"internal/tui/chart":  2,
	"internal/flip":       3,
	"internal/rank":       3,
	"internal/trend":      3,
	"internal/feed":       3,
	"internal/digest":     3,
	"internal/source":     4,
	"internal/archive":    5,
	"internal/store":      5,
	"internal/poll":       6,
	"internal/review":     6,
	"internal/demo":       6,
	"internal/tui/screen": 7,
	"internal/tui":        8,
	"cmd/weaktie":         9,
	"internal/flip/train": 9,
}

// outside says which packages alone may know a part of the outside world.
var outside = map[string][]string{
	"go.etcd.io/bbolt":          {"internal/store"},
	"charm.land/bubbletea/v2":   {"internal/tui", "internal/tui/screen", "cmd/weaktie"},
	"charm.land/bubbles/v2":     {"internal/tui"},
	"charm.land/lipgloss/v2":    {"internal/theme", "internal/tui", "internal/tui/list", "internal/tui/chart", "internal/tui/screen"},
	"github.com/mmcdole/gofeed": {"internal/feed"},
	"net/http":                  {"internal/source", "internal/demo"},
	"os/exec":                   {"cmd/weaktie"},
}

func TestImportsRunDownward(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") && path != root {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		seen[pkg] = true
		layer, ok := layers[pkg]
		if !ok {
			t.Errorf("%s has no row in internal/layers_test.go: say which layer it is on", pkg)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			checkImport(t, pkg, layer, filepath.Base(path), spec.Path.Value)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range layers {
		if !seen[pkg] {
			t.Errorf("internal/layers_test.go has a row for %s, which does not exist: remove the row", pkg)
		}
	}
}

func checkImport(t *testing.T, pkg string, layer int, file, quoted string) {
	t.Helper()
	path, err := strconv.Unquote(quoted)
	if err != nil {
		t.Errorf("%s/%s: import %s: %v", pkg, file, quoted, err)
		return
	}
	if in, ok := strings.CutPrefix(path, "weaktie/"); ok {
		if below, known := layers[in]; known && below >= layer {
			t.Errorf("%s/%s imports %s, which is not below it (layer %d, it is on %d): move the shared noun down, or pass a function in from above", pkg, file, in, below, layer)
		}
		return
	}
	for lib, allowed := range outside {
		if path != lib && !strings.HasPrefix(path, lib+"/") {
			continue
		}
		ok := false
		for _, a := range allowed {
			ok = ok || a == pkg
		}
		if !ok {
			t.Errorf("%s/%s imports %s: only %s may know it", pkg, file, path, strings.Join(allowed, ", "))
		}
	}
}
