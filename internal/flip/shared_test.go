package flip

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// sample is one line of the shared message files.
type sample struct {
	ID, Text, Label, Category, Group string
}

// shared reads a file of the message data that stands beside the repository,
// and skips the test where it does not.
func shared(t *testing.T, name string) []sample {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "messages", name))
	if err != nil {
		t.Skip("the shared message data is not beside the repository")
	}
	defer f.Close()
	var all []sample
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
