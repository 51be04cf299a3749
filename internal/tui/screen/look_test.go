package screen

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
)

var update = flag.Bool("update", false, "write what is drawn into testdata")

// grid draws styled text into cells and reads it back without style.
func grid(t testing.TB, content string, w, h int) string {
	t.Helper()
	b := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(content).Draw(b, b.Bounds())
	rows := strings.Split(strings.ReplaceAll(b.String(), "\r", ""), "\n")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.Join(rows, "\n") + "\n"
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test ./internal/tui/screen -update writes it anew\n%s", path, got)
	}
}

func TestScreensLookAsDrawn(t *testing.T) {
	for _, size := range [][2]int{{59, 21}, {79, 27}, {119, 33}, {199, 45}} {
		for _, s := range filled(newDesk(t)) {
			name := fmt.Sprintf("%s-%d", strings.ToLower(string(s.Place())), size[0]+1)
			t.Run(name, func(t *testing.T) {
				s.Update(Sized{W: size[0], H: size[1]})
				golden(t, name, grid(t, s.View(size[0], size[1]), size[0], size[1]))
			})
		}
	}
}
